"""Changes of a year's measures. Each locks the year while it renumbers: two cannot mix up the order."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assessments.accounts.access import Permission, check
from assessments.models import Area, Assessment, User
from assessments.records.bulk import recorded, save_rows
from assessments.years.locking import lock_year

from .models import TEXT_FIELDS, Measure
from .order import place_for, printed_order, renumber
from .target import Target


@transaction.atomic
@recorded
def add_measure(*, by: User, assessment: Assessment, area: Area | None = None, **texts: str) -> Measure:
    """Add a measure as the last of its area."""
    check(by, Permission.EDIT, assessment)
    _check_area(assessment, area)
    rows = _locked_rows(assessment)
    measure = Measure(assessment=assessment, area=area, **texts)
    measure.save()
    rows.insert(place_for(rows, area), measure)
    _store_order(rows)
    return measure


@transaction.atomic
@recorded
def edit_measure(*, by: User, measure: Measure, area: Area | None = None, **texts: str) -> Measure:
    """Store new texts and the area; in another area the measure becomes the last."""
    check(by, Permission.EDIT, measure.assessment)
    _check_area(measure.assessment, area)
    rows = _locked_rows(measure.assessment)
    row = _row(rows, measure)
    moved = row.area != area
    row.area = area
    for field in TEXT_FIELDS:
        setattr(row, field, texts.get(field, getattr(row, field)))
    row.save()
    if moved:
        rows.remove(row)
        rows.insert(place_for(rows, area), row)
        _store_order(rows)
    return row


@transaction.atomic
@recorded
def duplicate_measure(*, by: User, measure: Measure) -> Measure:
    """Put a copy right below the measure; it answers the same, its progress is its own."""
    check(by, Permission.EDIT, measure.assessment)
    rows = _locked_rows(measure.assessment)
    row = _row(rows, measure)
    texts = {field: getattr(row, field) for field in TEXT_FIELDS}
    copy: Measure = Measure.objects.create(assessment=measure.assessment, area=row.area, **texts)
    aims = row.targets.values("indicator_id", "item_id")
    save_rows(Target(measure=copy, **aim) for aim in aims)
    rows.insert(rows.index(row) + 1, copy)
    _store_order(rows)
    return copy


@transaction.atomic
@recorded
def move_measure(*, by: User, measure: Measure, direction: str) -> None:
    """Swap the measure with its neighbour "up" or "down" in its area; at the area's end nothing happens."""
    check(by, Permission.EDIT, measure.assessment)
    if direction not in ("up", "down"):
        raise ValidationError("ไม่รู้จักทิศที่จะเลื่อน ให้ใช้ปุ่ม “เลื่อนขึ้น” หรือ “เลื่อนลง”")
    rows = _locked_rows(measure.assessment)
    row = _row(rows, measure)
    same_area = [place for place, each in enumerate(rows) if not each.deleted_at and each.area == row.area]
    here = rows.index(row)
    wanted = same_area.index(here) + (1 if direction == "down" else -1)
    if 0 <= wanted < len(same_area):
        there = same_area[wanted]
        rows[here], rows[there] = rows[there], rows[here]
        _store_order(rows)


@transaction.atomic
@recorded
def delete_measure(*, by: User, measure: Measure) -> None:
    """Take the measure out of the year; `restore_measure` brings it back at its place."""
    check(by, Permission.EDIT, measure.assessment)
    rows = _locked_rows(measure.assessment)
    row = _row(rows, measure)
    row.deleted_at = timezone.now()
    row.save()
    _store_order(rows)


@transaction.atomic
@recorded
def restore_measure(*, by: User, measure: Measure) -> None:
    """Bring a deleted measure back between those that it stood between."""
    check(by, Permission.EDIT, measure.assessment)
    rows = _locked_rows(measure.assessment)
    row = _row(rows, measure, deleted=True)
    row.deleted_at = None
    row.save()
    _store_order(rows)


def _check_area(assessment: Assessment, area: Area | None) -> None:
    if area and area.framework_id != assessment.framework_id:
        raise ValidationError({"area": "ประเด็นนี้ไม่ใช่ของปีงบประมาณนี้ ให้เลือกใหม่"})


def _locked_rows(assessment: Assessment) -> list[Measure]:
    """Lock the year, note that it changed, and return its measures and deleted ones in printed order."""
    lock_year(assessment)
    rows = Measure.with_deleted.filter(assessment=assessment).select_related("area")
    return sorted(rows, key=printed_order)


def _row(rows: list[Measure], measure: Measure, deleted: bool = False) -> Measure:
    """Return the measure as it is now, under the lock."""
    for row in rows:
        if row == measure and (deleted or row.deleted_at is None):
            return row
    raise ValidationError("มาตรการนี้เพิ่งถูกลบไป ให้เปิดหน้ามาตรการใหม่")


def _store_order(rows: list[Measure], new: Sequence[Measure] = ()) -> None:
    """Store changed positions, and the new rows among them whole."""
    save_rows([each for each in renumber(rows) if not each._state.adding], ["position"])
    save_rows(new)
