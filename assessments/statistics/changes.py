"""Which groups a change of rows concerns: noted in the transaction that makes the change."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import models

from assessments.municipalities.models import Municipality
from assessments.records.bulk import MANY_KEYS
from assessments.records.models import BATCH, history_of
from assessments.years.models import Assessment, IndicatorScore

from .models import ChangedGroup

Group = tuple[int, str, str]  # the key of the definitions, province, kind


def note_changes(model: type[models.Model], recorded: Sequence[Any]) -> None:
    """Note the groups whose scores history rows tell of; `recorded` are rows of one model."""
    if model is IndicatorScore:
        for pks in _chunks({row.assessment_id for row in recorded}):
            note_years(Assessment.objects.filter(pk__in=pks))
    elif model is Assessment:
        _note(_of_years(recorded))
    elif model is Municipality:
        _note(_of_moved({row.id for row in recorded if row.history_type == "~"}))


def note_years(years: models.QuerySet[Assessment]) -> None:
    """Note the groups of these years: for what came past history, too."""
    _note(set(years.order_by().values_list("framework_id", "municipality__province", "municipality__kind").distinct()))


def _of_years(recorded: Sequence[Any]) -> set[Group]:
    """Return the groups of years, of those too that are gone."""
    pairs = {(row.framework_id, row.municipality_id) for row in recorded}
    places: dict[int, tuple[str, str]] = {}
    for pks in _chunks({pk for _, pk in pairs}):
        rows = Municipality.objects.filter(pk__in=pks).order_by()
        places |= {pk: (province, kind) for pk, province, kind in rows.values_list("pk", "province", "kind")}
    return {(framework, *places[municipality]) for framework, municipality in pairs if municipality in places}


def _of_moved(pks: Iterable[int]) -> set[Group]:
    """Return the groups that authorities left and joined, whose province or kind is no longer what it was."""
    groups: set[Group] = set()
    for chunk in _chunks(pks):
        places: dict[int, set[tuple[str, str]]] = {}
        rows = history_of(Municipality).filter(id__in=chunk).order_by()
        for pk, province, kind in rows.values_list("id", "province", "kind").distinct():
            places.setdefault(pk, set()).add((province, kind))
        moved = {pk: known for pk, known in places.items() if len(known) > 1}
        years = Assessment.objects.filter(municipality__in=moved).order_by() if moved else Assessment.objects.none()
        for pk, framework in years.values_list("municipality_id", "framework_id"):
            groups |= {(framework, *place) for place in moved[pk]}
    return groups


def _note(groups: set[Group]) -> None:
    if groups:
        rows = (ChangedGroup(framework_id=year, province=place, kind=kind) for year, place, kind in sorted(groups))
        ChangedGroup.objects.bulk_create(rows, batch_size=BATCH)


def _chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = iter(sorted(keys))
    while chunk := list(islice(ordered, MANY_KEYS)):
        yield chunk
