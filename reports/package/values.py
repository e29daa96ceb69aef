"""A year's result and a block as they stand in a package."""

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from assessments.models import Assessment
from reports.blocks import BLOCK_TYPES
from reports.documents.models import DEFAULTS, Block

from .schema import AssessmentData, FullAssessmentData

MEAN = "คะแนนเฉลี่ย"
_MEAN_OF_YEAR = re.compile(rf"{MEAN}\s*[0-9๐-๙]")


def spoken_total(sections: Sequence[dict[str, Any]]) -> str:
    """Return what a document of version 1, which has no key for it, calls the total in tables: what its texts do."""
    return MEAN if _MEAN_OF_YEAR.search(json.dumps(sections, ensure_ascii=False)) else DEFAULTS["total_label"]


def block_data(block: Block) -> dict[str, Any]:
    """Return a block as it stands in a package of the newest version."""
    return {"type": block.type, "heading": block.heading, **BLOCK_TYPES[block.type].plain, **block.data}


def empty_result(fiscal_year: int) -> FullAssessmentData:
    """Return the result of a year of which nothing is known yet."""
    unknown = dict.fromkeys(("official_total", "official_level", "province_rank", "province_count"))
    return FullAssessmentData(fiscal_year=fiscal_year, **unknown, scores={}, items={})


def result_data(assessment: Assessment) -> FullAssessmentData:
    """Return a result as it stands in a package, each score written as it was announced."""

    def text(key: str, value: Decimal) -> str:
        written = assessment.written.get(key)
        return written if written is not None and Decimal(written) == value else f"{value:.2f}"

    official = assessment.official_total
    return FullAssessmentData(
        fiscal_year=assessment.fiscal_year,
        official_total=None if official is None else text("total", official),
        official_level=assessment.official_level or None,
        province_rank=assessment.province_rank,
        province_count=assessment.province_count,
        scores={
            str(score.indicator.number): text(f"score:{score.indicator.number}", score.value)
            for score in assessment.scores.all()
        },
        items={
            item_score.item.code: text(f"item:{item_score.item.code}", item_score.value)
            for item_score in assessment.item_scores.all()
        },
    )


def is_empty(data: AssessmentData) -> bool:
    """Tell whether a result says nothing: such an entry never takes away what is known of another year."""
    return not any(data.model_dump(exclude={"fiscal_year"}).values())


def has_result(assessment: Assessment) -> bool:
    """Tell whether anything of a result is known, rather than only that the year was opened."""
    return bool(
        assessment.official_total is not None
        or assessment.official_level
        or assessment.province_rank is not None
        or assessment.province_count is not None
        or assessment.scores.exists()
        or assessment.item_scores.exists()
    )
