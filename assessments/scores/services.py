"""A municipality's year and its scores."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import cast

from assessments.accounts.access import Permission, check
from assessments.accounts.models import User
from assessments.frameworks.models import Indicator, Item
from assessments.records.bulk import delete_rows, recorded, save_rows
from assessments.years.locking import lock_editable_year
from assessments.years.models import Assessment, IndicatorScore, ItemScore


@recorded
def save_scores(
    *, by: User, assessment: Assessment, announced: Mapping[str, object], scores: Mapping[int, Decimal | None]
) -> None:
    """Store what was announced and the indicator scores of a year; None removes a score.

    `announced` holds fields of the assessment (official_total, official_level, province_rank), `scores`
    indicator numbers of the year's framework. What they leave out stays as it is, so that two people who
    fill in different parts of one year do not undo each other's work.
    """
    check(by, Permission.EDIT, assessment)
    lock_editable_year(assessment)
    stored = Assessment.objects.get(pk=assessment.pk)
    differs = [field for field, value in announced.items() if getattr(stored, field) != value]
    for field, value in announced.items():
        setattr(assessment, field, value)
    if differs:
        assessment.save(update_fields=differs)
    indicators = {indicator.number: indicator for indicator in assessment.framework.indicators.all()}
    store_values(IndicatorScore, assessment, {indicators[key]: value for key, value in scores.items()})


@recorded
def save_item_scores(*, by: User, assessment: Assessment, scores: Mapping[str, Decimal | None]) -> None:
    """Store item scores of a year by item code; None removes a score.

    `scores` holds codes of the year's framework; codes that it leaves out stay as they are.
    """
    check(by, Permission.EDIT, assessment)
    lock_editable_year(assessment)
    items = {item.code: item for item in assessment.framework.items.filter(code__in=scores)}
    store_values(ItemScore, assessment, {items[key]: value for key, value in scores.items()})


def store_values(
    model: type[IndicatorScore] | type[ItemScore],
    assessment: Assessment,
    values: Mapping[Indicator, Decimal | None] | Mapping[Item, Decimal | None],
) -> None:
    """Create, change and, for None, remove the scores of a locked year's indicators or items.

    What already is so stays untouched. The caller has checked the permission.
    """
    part = "indicator" if model is IndicatorScore else "item"
    stored = {
        getattr(score, f"{part}_id"): score
        for score in model.objects.filter(assessment=assessment, **{f"{part}__in": values})
    }
    changed = []
    for of, value in values.items():
        score = stored.get(of.pk)
        if value != (score.value if score else None):
            score = score or model(assessment=assessment, **{part: of})
            score.value = cast(Decimal, value)  # None: to be removed
            changed.append(score)
    store_scores(model, changed)


def store_scores(model: type[IndicatorScore] | type[ItemScore], scores: Sequence[IndicatorScore | ItemScore]) -> None:
    """Store changed scores of locked years, and remove those whose value is None now."""
    if cleared := [score.pk for score in scores if score.value is None]:
        delete_rows(model.objects.filter(pk__in=cleared))
    save_rows([score for score in scores if score.value is not None], ["value"])
