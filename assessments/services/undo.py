"""Takes an act or a whole import back, from history. History itself is only added to."""

from collections.abc import Iterable
from itertools import chain, islice
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from assessments.access import Deed, check
from assessments.history import delete_rows, save_rows
from assessments.models import Assessment, Import, User, acting
from assessments.resources.lookups import locked
from assessments.taking_back import (
    NAMED,
    OPERATOR,
    Span,
    chunks,
    differs,
    is_soft,
    obstacles,
    spans,
    tracked,
    value_fields,
    years_of,
)
from assessments.workflow import LOCKED, locked_sentence
from ita_portal.templatetags.portal import thai_datetime

from .imports import kind_of

UNKNOWN = "ไม่พบรายการแก้ไขนี้ ให้เปิดหน้าประวัติใหม่"
TAKEN = "เลิกทำไม่ได้ เพราะมีข้อมูลใหม่อยู่แทนข้อมูลเดิมแล้ว"


@transaction.atomic
def undo_act(*, by: User, act: UUID) -> None:
    """Put back what one act changed, as a whole, where nothing later depends on it.

    Who may change every year that it touched may undo it; accounts and municipalities are the administrators'.
    ValidationError, naming rows and later changes, where something stands in the way.
    """
    of = Q(act=act)
    row = _one_row(of)
    check_undo(by=by, act=act)
    _lock(of)
    years = check_undo(by=by, act=act)  # as they are now, under the lock
    _refuse("เลิกทำไม่ได้ เพราะมีการแก้ไขหรือใช้ข้อมูลหลังรายการนี้", obstacles(of))
    who = row.history_user or OPERATOR
    reason = f"เลิกทำรายการของ {who} เมื่อ {thai_datetime(row.history_date)}"
    with acting(by=by, reason=reason[:300], undoes=act):
        _take_back(of)
        for year in Assessment.objects.filter(pk__in=[each.pk for each in years]):
            year.save(update_fields=["updated_at"])


def check_undo(*, by: User, act: UUID) -> list[Assessment]:
    """Raise unless the person may undo the act as the years stand now; return these years."""
    of = Q(act=act)
    touched = [each for each in tracked() if each.history.filter(of).exists()]
    if not touched:
        raise ValidationError(UNKNOWN)
    of_year = {each: years_of(each, of) for each in touched}
    years = Assessment.objects.filter(pk__in=set().union(*of_year.values()))
    years = list(years.select_related("municipality", "framework").order_by("pk"))
    for year in years:
        check(by, Deed.EDIT, year)
    if not all(of_year.values()) or not years:
        check(by, Deed.ADMINISTER)
    return years


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
    of = Q(batch=batch)
    years = _lock(of)
    refusal = "ยกเลิกไม่ได้ เพราะมีการใช้หรือแก้ไขข้อมูลหลังการนำเข้านี้"
    _refuse(refusal, chain(_locked_years(years), obstacles(of)))
    with acting(by=by, reason=f"ยกเลิกการนำเข้าครั้งที่ {batch.pk}"):
        _take_back(of)
    batch.refresh_from_db()
    return batch


def _one_row(of: Q) -> models.Model:
    for model in tracked():
        if row := model.history.filter(of).select_related("history_user").first():
            return row
    raise ValidationError(UNKNOWN)


def _refuse(why: str, found: Iterable[str]) -> None:
    if told := list(islice(found, NAMED + 1)):
        more = ["และอื่น ๆ"] if len(told) > NAMED else []
        raise ValidationError([why, *told[:NAMED], *more])


def _lock(of: Q) -> set[int]:
    """Lock the rows and the years that they belong to, parents first, each in the order of keys; return the years."""
    models_ = tracked()
    wanted = {each: set(each.history.filter(of).values_list("id", flat=True)) for each in models_}
    wanted[Assessment].update(year for each in models_ for year in years_of(each, of))
    for model, pks in wanted.items():
        locked(model._base_manager, pks)
    return wanted[Assessment]


def _locked_years(years: set[int]) -> Iterable[str]:
    """Yield the years whose state refuses changes."""
    for year in Assessment.objects.filter(state__in=LOCKED).select_related("municipality", "framework"):
        if year.pk in years:
            yield f"{year.municipality.name}: {locked_sentence(year.fiscal_year, year.state)}"


def _take_back(of: Q) -> None:
    """Give changed rows their former values, then remove created ones, then bring back deleted ones."""
    models_ = tracked()
    try:
        with transaction.atomic():
            for model in models_:
                for pks in chunks(model, of, "~", "-"):
                    _put_back(model, [each for each in spans(model, of, pks).values() if not each.gone])
            for model in reversed(models_):
                for pks in chunks(model, of, "+"):
                    delete_rows(model._base_manager.filter(pk__in=pks))
            for model in models_:
                for pks in chunks(model, of, "~", "-"):
                    _bring_back(model, spans(model, of, pks))
    except IntegrityError as error:  # what was entered anew keeps the place of what was deleted
        raise ValidationError(TAKEN) from error


def _put_back(model: type[models.Model], found: list[Span]) -> None:
    stored = model._base_manager.in_bulk([each.last.id for each in found])
    fields = value_fields(model.history.model)
    # Places among other rows go back together or not at all.
    unmoved = {
        each
        for each in fields
        if is_soft(each) and not any(differs(each, stored[span.last.id], span.last) for span in found)
    }
    rows = []
    for span in found:
        row = stored[span.last.id]
        changed = [each for each in (*span.changed(), *unmoved) if differs(each, span.before, span.last)]
        for each in changed:
            setattr(row, each.attname, getattr(span.before, each.attname))
        if changed:
            rows.append(row)
    save_rows(rows, [each.name for each in fields])


def _bring_back(model: type[models.Model], found: dict[int, Span]) -> None:
    rows = []
    for pk, span in found.items():
        if span.gone and not span.created:
            row = model(pk=pk)
            for each in value_fields(model.history.model):
                setattr(row, each.attname, getattr(span.before, each.attname))
            rows.append(row)
    save_rows(rows, [])
