"""A year's result and a block as they stand in a package."""

from decimal import Decimal
from typing import Any

from assessments.models import Assessment
from reports.documents.models import Block

from .schema import AssessmentData


def block_data(block: Block) -> dict[str, Any]:
    """Return a block as it stands in a package."""
    return {"type": block.type, "heading": block.heading, **block.data}


def empty_result(fiscal_year: int) -> AssessmentData:
    """Return the result of a year of which nothing is known yet."""
    return AssessmentData(
        fiscal_year=fiscal_year, official_total=None, official_level=None, province_rank=None, scores={}, items={}
    )


def result_data(assessment: Assessment) -> AssessmentData:
    """Return a result as it stands in a package, each score written as it was announced."""

    def text(key: str, value: Decimal) -> str:
        written = assessment.written.get(key)
        return written if written is not None and Decimal(written) == value else f"{value:.2f}"

    official = assessment.official_total
    return AssessmentData(
        fiscal_year=assessment.fiscal_year,
        official_total=None if official is None else text("total", official),
        official_level=assessment.official_level or None,
        province_rank=assessment.province_rank,
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
    return data == empty_result(data.fiscal_year)


def has_result(assessment: Assessment) -> bool:
    """Tell whether anything of a result is known, rather than only that the year was opened."""
    return bool(
        assessment.official_total is not None
        or assessment.official_level
        or assessment.province_rank is not None
        or assessment.scores.exists()
        or assessment.item_scores.exists()
    )
