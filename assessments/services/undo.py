"""Takes a whole import back, from history."""

from collections.abc import Iterator
from itertools import chain, islice

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone

from assessments.history import delete_rows, save_rows
from assessments.models import Assessment, Import, User, acting
from assessments.resources.lookups import locked
from assessments.workflow import LOCKED, locked_sentence

from .imports import kind_of

CHUNK = 500
NAMED = 20  # so many obstacles are told


@transaction.atomic
def undo_import(*, by: User, batch: Import) -> Import:
    """Put back what a DONE import changed, as a whole: DONE → UNDONE.

    ValidationError, naming rows, where something later touched one of its rows or depends on a created one.
    """
    if not kind_of(batch).open_to(by) or not Import.objects.for_user(by).filter(pk=batch.pk).exists():
        raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์ทำรายการนี้")
    if not Import.objects.filter(pk=batch.pk, state=Import.State.DONE).update(
        state=Import.State.UNDONE, undone_at=timezone.now()
    ):
        raise ValidationError("ยกเลิกได้เฉพาะการนำเข้าที่บันทึกแล้วและยังไม่ได้ยกเลิก")
    tracked = _tracked()
    years = _lock(batch, tracked)
    obstacles = list(islice(chain(_locked_years(years), _obstacles(batch, tracked)), NAMED + 1))
    if obstacles:
        more = ["และอื่น ๆ"] if len(obstacles) > NAMED else []
        raise ValidationError(["ยกเลิกไม่ได้ เพราะมีการใช้หรือแก้ไขข้อมูลหลังการนำเข้านี้", *obstacles[:NAMED], *more])
    with acting(by=by, reason=f"ยกเลิกการนำเข้าครั้งที่ {batch.pk}"):
        for model in tracked:
            for pks in _chunks(model, batch, "~", "-"):
                _put_back(model, batch, pks)
        for model in reversed(tracked):
            for pks in _chunks(model, batch, "+"):
                delete_rows(model._base_manager.filter(pk__in=pks))
    batch.refresh_from_db()
    return batch


def _tracked() -> list[type[models.Model]]:
    """Return the models with history, parents before children."""
    found = [each for each in apps.get_models() if hasattr(each._meta, "simple_history_manager_attribute")]

    def depth(model) -> int:
        parents = {each.related_model for each in model._meta.fields if each.is_relation}
        return 1 + max((depth(each) for each in parents if each in found and each is not model), default=0)

    return sorted(found, key=depth)


def _chunks(model, batch: Import, *first: str) -> Iterator[list[int]]:
    """Yield the keys of rows that the import touched, whose first change by it was one of these."""
    changes: dict[int, str] = {}
    rows = model.history.filter(batch=batch).order_by("history_id").values_list("id", "history_type")
    for pk, change in rows.iterator():
        changes.setdefault(pk, change)
    wanted = iter(sorted(pk for pk, change in changes.items() if change in first))
    while chunk := list(islice(wanted, CHUNK)):
        yield chunk


def _lock(batch: Import, tracked: list[type[models.Model]]) -> set[int]:
    """Lock the rows and the years that they belong to, parents first, each in the order of keys; return the years."""
    wanted: dict[type[models.Model], set[int]] = {each: set() for each in tracked}
    for model in tracked:
        touched = model.history.filter(batch=batch)
        wanted[model].update(touched.values_list("id", flat=True))
        for field in model._meta.fields:
            if field.name == "assessment":
                wanted[field.related_model].update(touched.values_list(field.attname, flat=True))
    for model, pks in wanted.items():
        locked(model._base_manager, pks)
    return wanted[Assessment]


def _locked_years(years: set[int]) -> Iterator[str]:
    """Yield the years whose state refuses changes."""
    for year in Assessment.objects.filter(state__in=LOCKED).select_related("municipality", "framework"):
        if year.pk in years:
            yield f"{year.municipality.name}: {locked_sentence(year.fiscal_year, year.state)}"


def _obstacles(batch: Import, tracked: list[type[models.Model]]) -> Iterator[str]:
    """Yield what stands in the way: later changes of rows of the import, and what depends on rows that it created."""
    for model in tracked:
        for pks in _chunks(model, batch, "+", "~", "-"):
            yield from _touched_later(model, batch, pks)
        for pks in _chunks(model, batch, "+"):
            for relation in model._meta.get_fields(include_hidden=True):
                if relation.auto_created and not relation.concrete and _is_key(relation.field):
                    yield from _depending(model, relation, batch, pks)


def _is_key(field: models.Field) -> bool:
    """Tell whether rows point by a foreign key that the database keeps; of many to many that is the row between."""
    return getattr(field, "db_constraint", False)


def _touched_later(model, batch: Import, pks: list[int]) -> Iterator[str]:
    last: dict[int, int] = {}
    later = {}
    rows = model.history.filter(id__in=pks).order_by("history_id")
    for pk, history_id, by_batch in rows.values_list("id", "history_id", "batch"):
        if by_batch == batch.pk:
            last[pk] = history_id
        elif pk in last:
            later[pk] = history_id
    for row in model.history.filter(history_id__in=[each for pk, each in later.items() if each > last[pk]]):
        yield f"{_name(row.history_object)} แก้ไขภายหลัง"


def _depending(model, relation, batch: Import, pks: list[int]) -> Iterator[str]:
    child = relation.related_model
    rows = child._base_manager.filter(**{f"{relation.field.name}__in": pks})
    if hasattr(child._meta, "simple_history_manager_attribute"):
        rows = rows.exclude(pk__in=child.history.filter(batch=batch, history_type="+").values("id"))
    for row in rows[: NAMED + 1]:
        yield f"{_name(getattr(row, relation.field.name))} มี{child._meta.verbose_name}แล้ว"


def _name(row: models.Model) -> str:
    year = getattr(row, "assessment", None)
    return f"{row._meta.verbose_name} {row}" + (f" ({year})" if year else "")


def _put_back(model, batch: Import, pks: list[int]) -> None:
    """Give rows the values that they had before the import; bring back those that it deleted."""
    first: dict[int, models.Model] = {}
    before: dict[int, models.Model] = {}
    for row in model.history.filter(id__in=pks).order_by("history_id"):
        if row.batch_id == batch.pk:
            first.setdefault(row.id, row)
        elif row.id not in first:
            before[row.id] = row
    if missing := [_name(first[pk].history_object) for pk in pks if pk not in before]:
        raise ValidationError(["ยกเลิกไม่ได้ เพราะไม่มีประวัติของค่าก่อนนำเข้า", *missing[:NAMED]])
    fields = [each for each in model.history.model.tracked_fields if not each.primary_key]
    stored = model._base_manager.in_bulk(pks)
    rows = []
    for pk in pks:
        row = stored.get(pk) or model(pk=pk)
        for field in fields:
            setattr(row, field.attname, getattr(before[pk], field.attname))
        rows.append(row)
    save_rows(rows, [each.name for each in fields])
