"""A municipality's year and its scores."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.access import Deed, check
from assessments.models import (
    Assessment,
    Framework,
    IndicatorScore,
    ItemScore,
    Municipality,
    User,
)


@transaction.atomic
def open_year(*, by: User, municipality: Municipality, framework: Framework) -> Assessment:
    """Return the municipality's year, begun empty where it does not exist yet; not on a draft's definitions."""
    check(by, Deed.EDIT, municipality)
    if not Framework.objects.published().filter(pk=framework.pk).exists():
        raise ValidationError(f"เกณฑ์ปี {framework.fiscal_year} ยังไม่ประกาศใช้")
    year, _ = Assessment.objects.get_or_create(municipality=municipality, framework=framework)
    return year


@transaction.atomic
def save_scores(
    *,
    by: User,
    assessment: Assessment,
    announced: Mapping[str, object],
    scores: Mapping[int, Decimal | None],
) -> None:
    """Store what was announced and the indicator scores of a year; None removes a score.

    `announced` holds fields of the assessment (official_total, official_level, province_rank), `scores`
    indicator numbers of the year's framework. What they leave out stays as it is, so that two people who
    fill in different parts of one year do not undo each other's work.
    """
    check(by, Deed.EDIT, assessment.municipality)
    for field, value in announced.items():
        setattr(assessment, field, value)
    assessment.save(update_fields=[*announced, "updated_at"])
    indicators = {each.number: each for each in assessment.framework.indicators.all()}
    cleared = [indicators[number] for number, value in scores.items() if value is None]
    assessment.scores.filter(indicator__in=cleared).delete()
    IndicatorScore.objects.bulk_create(
        [
            IndicatorScore(assessment=assessment, indicator=indicators[number], value=value)
            for number, value in scores.items()
            if value is not None
        ],
        update_conflicts=True,
        unique_fields=["assessment", "indicator"],
        update_fields=["value"],
    )


@transaction.atomic
def save_item_scores(*, by: User, assessment: Assessment, scores: Mapping[str, Decimal | None]) -> None:
    """Store item scores of a year by item code; None removes a score.

    `scores` holds codes of the year's framework; codes that it leaves out stay as they are.
    """
    check(by, Deed.EDIT, assessment.municipality)
    assessment.save(update_fields=["updated_at"])
    items = {each.code: each for each in assessment.framework.items.filter(code__in=scores)}
    cleared = [items[code] for code, value in scores.items() if value is None]
    assessment.item_scores.filter(item__in=cleared).delete()
    ItemScore.objects.bulk_create(
        [
            ItemScore(assessment=assessment, item=items[code], value=value)
            for code, value in scores.items()
            if value is not None
        ],
        update_conflicts=True,
        unique_fields=["assessment", "item"],
        update_fields=["value"],
    )
