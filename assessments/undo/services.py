"""Takes an act back, from history. History itself is only added to."""

from collections.abc import Collection, Iterator
from itertools import islice
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Model

from assessments.accounts.access import Permission, check
from assessments.accounts.models import User
from assessments.frameworks.deadline import Deadline
from assessments.frameworks.models import Framework
from assessments.records.bulk import delete_rows, lock_rows, save_rows
from assessments.records.models import acting, history_model, history_of
from assessments.years.locking import touch_years
from assessments.years.models import Assessment

from .plan import NAMED, ChangeSet, RowHistory, differs, is_soft, obstacles, tracked, value_fields, who_and_when

UNKNOWN = "ไม่พบรายการแก้ไขนี้ ให้เปิดหน้าประวัติใหม่"
REFUSED = "เลิกทำไม่ได้ เพราะมีการแก้ไขหรือใช้ข้อมูลหลังรายการนี้"
TAKEN = "เลิกทำไม่ได้ เพราะมีข้อมูลใหม่อยู่แทนข้อมูลเดิมแล้ว"


@transaction.atomic
def undo_act(*, by: User, act: UUID) -> None:
    """Put back what one act changed, as a whole, where nothing later depends on it.

    Who may change every year that it touched may undo it; accounts and municipalities are the administrators'.
    ValidationError, naming rows and later changes, where something stands in the way.
    """
    changes = ChangeSet(act)
    _check(by, changes)
    _lock(changes)
    years = _check(by, changes)  # as they are now, under the lock
    if told := list(islice(_in_the_way(changes, years), NAMED + 1)):
        more = ["และอื่น ๆ"] if len(told) > NAMED else []
        raise ValidationError([REFUSED, *told[:NAMED], *more])
    with acting(by=by, reason=_reason(changes), undoes=act):
        _take_back(changes)
        touch_years(year.pk for year in years)


def obstacles_to_undo(*, by: User, act: UUID) -> list[str]:
    """Return what keeps the person from undoing an act now, the first of many; PermissionDenied if not theirs."""
    changes = ChangeSet(act)
    try:
        years = _check(by, changes)
    except ValidationError as error:
        return error.messages
    return list(islice(_in_the_way(changes, years), NAMED))


def _check(by: User, changes: ChangeSet) -> list[Assessment]:
    """Raise unless the person may change all that was touched as it stands now; return the years.

    Of several years those that are locked are told with everything else that stands in the way.
    """
    if not changes.first:
        raise ValidationError(UNKNOWN)
    by_model = [changes.years(model) for model in changes.first]
    rows = Assessment.objects.filter(pk__in=set().union(*by_model))
    years = list(rows.select_related("municipality", "framework").order_by("pk"))
    for year in years:
        check(by, Permission.EDIT, year.municipality if len(years) > 1 else year)
    if not all(by_model) or not years:  # what belongs to no year: accounts, municipalities, units
        check(by, Permission.ADMINISTER)
    return years


def _in_the_way(changes: ChangeSet, years: list[Assessment]) -> Iterator[str]:
    yield from (f"{year.municipality.name}: {year.locked_because}" for year in years if year.is_locked)
    yield from obstacles(changes)


def _reason(changes: ChangeSet) -> str:
    model = next(iter(changes.first))
    row = history_of(model).filter(changes.q).select_related("history_user")[0]
    return f"เลิกทำรายการของ {who_and_when(row)}"[:300]


def _lock(changes: ChangeSet) -> None:
    """Lock the rows and the years that they belong to, parents first, each in the order of keys."""
    years = set().union(*(changes.years(model) for model in changes.first))
    if Deadline in changes.first:  # whoever keeps a year's calendar holds its definitions
        calendars = Deadline.history.filter(changes.q).values_list("framework_id", flat=True)
        lock_rows(Framework.objects, set(calendars))
    wanted: dict[type[Model], Collection[int]] = {**changes.first}
    wanted[Assessment] = years | changes.first.get(Assessment, {}).keys()
    for model in tracked():
        lock_rows(model._base_manager, wanted.get(model, ()))


def _take_back(changes: ChangeSet) -> None:
    """Give changed rows their former values, then remove created ones, then bring back deleted ones."""
    try:
        with transaction.atomic():
            for model in changes.first:
                for pasts in changes.histories(model, "~-"):
                    _put_back(model, [past for past in pasts.values() if not past.gone])
            for model in reversed(changes.first):
                for pks in changes.chunks(model, "+"):
                    delete_rows(model._base_manager.filter(pk__in=pks))
            for model in changes.first:
                for pasts in changes.histories(model, "~-"):
                    _bring_back(model, pasts)
    except IntegrityError as error:  # what was entered anew keeps the place of what was deleted
        raise ValidationError(TAKEN) from error


def _put_back(model: type[models.Model], pasts: list[RowHistory]) -> None:
    stored = model._base_manager.in_bulk([past.last.id for past in pasts])
    there = [(stored[past.last.id], past) for past in pasts if past.last.id in stored]
    whole = len(there) == len(pasts)  # what had only moved may be gone
    fields = value_fields(history_model(model))
    # Places among other rows go back together or not at all.
    unmoved = [
        of for of in fields if whole and is_soft(of) and not any(differs(of, row, past.last) for row, past in there)
    ]
    rows = []
    for row, past in there:
        changed = [of for of in (*past.changed(), *unmoved) if differs(of, past.before, past.last)]
        for of in changed:
            setattr(row, of.attname, getattr(past.before, of.attname))
        if changed:
            rows.append(row)
    save_rows(rows, [of.name for of in fields])


def _bring_back(model: type[models.Model], pasts: dict[int, RowHistory]) -> None:
    rows = []
    for pk, past in pasts.items():
        if past.gone and not past.created:
            row = model(pk=pk)
            for of in value_fields(history_model(model)):
                setattr(row, of.attname, getattr(past.before, of.attname))
            row.clean()
            rows.append(row)
    save_rows(rows, [])
