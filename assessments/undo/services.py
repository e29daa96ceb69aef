"""Takes an act back, from history. History itself is only added to."""

from collections.abc import Iterable
from itertools import islice
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from assessments.accounts.access import Deed, check
from assessments.accounts.models import User
from assessments.frameworks.deadline import Deadline
from assessments.frameworks.models import Framework
from assessments.records.bulk import delete_rows, lock_rows, save_rows
from assessments.records.models import OPERATOR, acting
from assessments.years.models import Assessment
from ita_portal.templatetags.portal import thai_datetime

from .plan import NAMED, Extent, Span, differs, is_soft, obstacles, tracked, value_fields

UNKNOWN = "ไม่พบรายการแก้ไขนี้ ให้เปิดหน้าประวัติใหม่"
TAKEN = "เลิกทำไม่ได้ เพราะมีข้อมูลใหม่อยู่แทนข้อมูลเดิมแล้ว"


@transaction.atomic
def undo_act(*, by: User, act: UUID) -> None:
    """Put back what one act changed, as a whole, where nothing later depends on it.

    Who may change every year that it touched may undo it; accounts and municipalities are the administrators'.
    ValidationError, naming rows and later changes, where something stands in the way.
    """
    extent = Extent(act=act)
    _check(by, extent)
    lock_extent(extent)
    years = _check(by, extent)  # as they are now, under the lock
    refuse("เลิกทำไม่ได้ เพราะมีการแก้ไขหรือใช้ข้อมูลหลังรายการนี้", obstacles(extent))
    with acting(by=by, reason=_reason(extent), undoes=act):
        take_back(extent)
        for year in Assessment.objects.filter(pk__in=[each.pk for each in years]):
            year.save(update_fields=["updated_at"])


def obstacles_to_undo(*, by: User, act: UUID) -> list[str]:
    """Return what keeps the person from undoing an act now, the first of many; PermissionDenied without the deed."""
    extent = Extent(act=act)
    try:
        _check(by, extent)
    except ValidationError as error:
        return error.messages
    return list(islice(obstacles(extent), NAMED))


def _check(by: User, extent: Extent) -> list[Assessment]:
    """Raise unless the person may change all that was touched as it stands now; return the years."""
    if not extent.first:
        raise ValidationError(UNKNOWN)
    by_model = [extent.years(each) for each in extent.first]
    found = Assessment.objects.filter(pk__in=set().union(*by_model))
    years = list(found.select_related("municipality", "framework").order_by("pk"))
    for year in years:
        check(by, Deed.EDIT, year)
    if not all(by_model) or not years:  # what belongs to no year: accounts, municipalities, units
        check(by, Deed.ADMINISTER)
    return years


def _reason(extent: Extent) -> str:
    model = next(iter(extent.first))
    row = model.history.filter(extent.q).select_related("history_user").first()
    who = row.history_user or OPERATOR
    return f"เลิกทำรายการของ {who} เมื่อ {thai_datetime(row.history_date)}"[:300]


def refuse(why: str, found: Iterable[str]) -> None:
    """Raise ValidationError with the first of many obstacles, unless there are none."""
    if told := list(islice(found, NAMED + 1)):
        more = ["และอื่น ๆ"] if len(told) > NAMED else []
        raise ValidationError([why, *told[:NAMED], *more])


def lock_extent(extent: Extent) -> set[int]:
    """Lock the rows and the years that they belong to, parents first, each in the order of keys; return the years."""
    years = set().union(*(extent.years(each) for each in extent.first))
    if Deadline in extent.first:  # whoever keeps a year's calendar holds its definitions
        calendars = Deadline.history.filter(extent.q).values_list("framework_id", flat=True)
        lock_rows(Framework.objects, set(calendars))
    wanted = {**extent.first, Assessment: years | extent.first.get(Assessment, {}).keys()}
    for model in tracked():
        lock_rows(model._base_manager, wanted.get(model, ()))
    return wanted[Assessment]


def take_back(extent: Extent) -> None:
    """Give changed rows their former values, then remove created ones, then bring back deleted ones."""
    try:
        with transaction.atomic():
            for model in extent.first:
                for pks in extent.chunks(model, "~", "-"):
                    _put_back(model, [each for each in extent.spans(model, pks).values() if not each.gone])
            for model in reversed(extent.first):
                for pks in extent.chunks(model, "+"):
                    delete_rows(model._base_manager.filter(pk__in=pks))
            for model in extent.first:
                for pks in extent.chunks(model, "~", "-"):
                    _bring_back(model, extent.spans(model, pks))
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
