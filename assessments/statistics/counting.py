"""Counts groups from the rows, and brings what is kept of them up to date."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal

from django.db import transaction

from assessments.frameworks.models import Framework, Indicator
from assessments.records.bulk import lock_rows
from assessments.records.models import BATCH
from assessments.scoring.spread import Spread
from assessments.years.models import Assessment, IndicatorScore

from .changes import Group
from .models import ChangedGroup, GroupScores

MOST_NOTES = 2_000  # of one year, settled in one transaction
GROUP = ("framework_id", "municipality__province", "municipality__kind")


def count_groups(groups: Collection[Group], *, totals_only: bool = False) -> Iterator[GroupScores]:
    """Yield what is to be kept of these groups, unsaved and in two queries; one that has no score yields nothing."""
    if not groups:
        return
    years, provinces, kinds = (set(parts) for parts in zip(*groups, strict=True))
    rows = Assessment.objects.order_by().filter(
        framework__in=years, municipality__province__in=provinces, municipality__kind__in=kinds
    )
    scores: dict[tuple[Group, tuple[int, int] | None], list[Decimal]] = defaultdict(list)
    for *group, total in rows.exclude(official_total=None).values_list(*GROUP, "official_total"):
        scores[(*group,), None].append(total)
    if not totals_only:
        of_indicators = IndicatorScore.objects.filter(assessment__in=rows).order_by()
        columns = (f"assessment__{name}" for name in GROUP)
        for *group, pk, number, value in of_indicators.values_list(
            *columns, "indicator_id", "indicator__number", "value"
        ):
            scores[(*group,), (pk, number)].append(value)
    for (group, indicator), values in scores.items():
        if group in groups:
            framework, province, kind = group
            yield GroupScores(
                framework_id=framework,
                province=province,
                kind=kind,
                indicator=indicator and Indicator(pk=indicator[0], number=indicator[1]),
                points=Spread.of(values).packed(),
            )


def settle_changes() -> int:
    """Count anew what notes name, a year at a time; return how many groups that were.

    Changes that are not committed yet have notes that nobody sees yet: those groups are counted once more.
    """
    return sum(map(_settle, Framework.objects.filter(pk__in=ChangedGroup.objects.values("framework"))))


@transaction.atomic
def _settle(framework: Framework) -> int:
    """Settle the oldest notes of a year; one at a time, or an older count might take the place of a newer one."""
    lock_rows(Framework.objects, [framework.pk])
    notes = list(ChangedGroup.objects.filter(framework=framework).order_by("pk")[:MOST_NOTES])
    groups = {(note.framework_id, note.province, note.kind) for note in notes}
    counted = list(count_groups(groups))
    for _, province, kind in groups:
        GroupScores.objects.filter(framework=framework, province=province, kind=kind).delete()
    GroupScores.objects.bulk_create(counted, batch_size=BATCH)
    ChangedGroup.objects.filter(pk__in=[note.pk for note in notes]).delete()
    return len(groups)
