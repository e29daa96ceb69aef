"""Changes of a year's measures. Each locks the year while it renumbers: two cannot mix up the order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone

from assessments.accounts.access import Permission, check
from assessments.editing.conflicts import Conflict, overwrites
from assessments.editing.fields import refuse_long
from assessments.models import Area, Assessment, User
from assessments.records.bulk import assign, delete_rows, recorded, save_rows
from assessments.years.locking import lock_editable_year
from ita_portal.thai import tidy_lines

from .locking import hold_measure, rows_in_order, store_order
from .models import PRINTED_TEXTS, TEXT_FIELDS, Measure, ProgressNote, Target, changed_status
from .order import place_for, renumber
from .texts import GONE, GONE_WHILE_TYPING, MAX_LENGTH, clean_text


@dataclass(frozen=True)
class PastedRow:
    """Texts for a new measure of an area, or for a stored one."""

    texts: Mapping[str, str]
    measure: int | None = None
    area: Area | None = None


@recorded
def add_measure(*, by: User, assessment: Assessment, area: Area | None = None, **texts: str) -> Measure:
    """Add a measure as the last of its area."""
    check(by, Permission.EDIT, assessment)
    _check_area(assessment, area)
    lock_editable_year(assessment)
    rows = rows_in_order(assessment)
    measure = Measure(assessment=assessment, area=area, **texts)
    measure.save()
    rows.insert(place_for(rows, area), measure)
    store_order(rows)
    return measure


@recorded
def edit_measure(*, by: User, measure: Measure, area: Area | None = None, **texts: str) -> Measure:
    """Store new texts and the area; in another area the measure becomes the last."""
    check(by, Permission.EDIT, measure.assessment)
    _check_area(measure.assessment, area)
    rows, row = _locked(measure)
    moved = row.area != area
    row.area = area
    for field in TEXT_FIELDS:
        setattr(row, field, texts.get(field, getattr(row, field)))
    row.save()
    if moved:
        rows.remove(row)
        rows.insert(place_for(rows, area), row)
        store_order(rows)
    return row


@recorded
def edit_cell(*, by: User, measure: Measure, field: str, shown: str, value: str) -> Measure:
    """Store one text over the one that the page showed, and return the measure as it is now.

    Conflict where something else is stored by now; what already is so is none, and changes nothing.
    """
    check(by, Permission.EDIT, measure.assessment)
    if field not in PRINTED_TEXTS:
        raise ValidationError("ไม่รู้จักช่องที่จะบันทึก ให้เปิดหน้ามาตรการใหม่")
    text = clean_text(field, value)
    refuse_long(shown, MAX_LENGTH)
    row = hold_measure(measure, GONE_WHILE_TYPING)
    stored = getattr(row, field)
    if overwrites(tidy_lines(stored), shown=tidy_lines(shown), typed=text):
        raise Conflict(stored)
    if stored != text:
        setattr(row, field, text)
        row.save(update_fields=[field])
    return row


@recorded
def set_targets(*, by: User, measure: Measure, indicators: Collection[int] = (), items: Collection[str] = ()) -> None:
    """Let the measure answer exactly these indicators (by number) and items (by code) of its year."""
    check(by, Permission.EDIT, measure.assessment)
    row = hold_measure(measure)
    framework = measure.assessment.framework
    numbers = dict(framework.indicators.filter(number__in=indicators).values_list("number", "pk"))
    codes = dict(framework.items.filter(code__in=items).values_list("code", "pk"))
    if unknown := [*(set(indicators) - numbers.keys()), *(set(items) - codes.keys())]:
        named = ", ".join(sorted(map(str, unknown)))
        raise ValidationError(f"เกณฑ์ปี {framework.fiscal_year} ไม่มีตัวชี้วัดหรือข้อ {named} ให้เปิดหน้านี้ใหม่แล้วเลือกอีกครั้ง")
    wanted: list[tuple[int | None, int | None]] = [(pk, None) for pk in sorted(numbers.values())]
    wanted += [(None, pk) for pk in sorted(codes.values())]
    stored = {(target.indicator_id, target.item_id): target.pk for target in row.targets.all()}
    if gone := [pk for key, pk in stored.items() if key not in wanted]:
        delete_rows(Target.objects.filter(pk__in=gone))
    save_rows(
        Target(measure=row, indicator_id=indicator, item_id=item)
        for indicator, item in wanted
        if (indicator, item) not in stored
    )


@recorded
def duplicate_measure(*, by: User, measure: Measure) -> Measure:
    """Put a copy right below the measure; it answers the same, its progress is its own."""
    check(by, Permission.EDIT, measure.assessment)
    rows, row = _locked(measure)
    texts = {field: getattr(row, field) for field in TEXT_FIELDS}
    texts |= {"came_along": row.came_along, "confirmed": row.confirmed, "carried_from": None}
    copy: Measure = Measure.objects.create(assessment=measure.assessment, area=row.area, **texts)
    save_rows(Target(measure=copy, **aim) for aim in row.targets.values("indicator_id", "item_id"))
    rows.insert(rows.index(row) + 1, copy)
    store_order(rows)
    return copy


@recorded
def move_measure(*, by: User, measure: Measure, direction: str, beside: int = 0) -> None:
    """Swap the measure with its neighbour "up" or "down" in its area, or put it "before" or "after" another of it.

    At the area's end nothing happens.
    """
    check(by, Permission.EDIT, measure.assessment)
    if direction not in ("up", "down", "before", "after"):
        raise ValidationError("ไม่รู้จักทิศที่จะเลื่อน ให้ใช้ปุ่ม “เลื่อนขึ้น” หรือ “เลื่อนลง”")
    rows, row = _locked(measure)
    same_area = [other for other in rows if not other.deleted_at and other.area == row.area]
    if direction in ("up", "down"):
        wanted = same_area.index(row) + (1 if direction == "down" else -1)
        if not 0 <= wanted < len(same_area):
            return
        here, there = rows.index(row), rows.index(same_area[wanted])
        rows[here], rows[there] = rows[there], rows[here]
    else:
        goal = next((other for other in same_area if other.pk == beside and other != row), None)
        if goal is None:
            raise ValidationError("วางได้เฉพาะในประเด็นเดียวกัน ถ้าจะเปลี่ยนประเด็น ให้เลือกมาตรการแล้วตั้ง “ประเด็น”")
        rows.remove(row)
        rows.insert(rows.index(goal) + (direction == "after"), row)
    store_order(rows)


@recorded
def delete_measure(*, by: User, measure: Measure) -> None:
    """Take the measure out of the year; `restore_measure` brings it back at its place."""
    check(by, Permission.EDIT, measure.assessment)
    rows, row = _locked(measure)
    row.deleted_at = timezone.now()
    row.save()
    store_order(rows)


@recorded
def delete_measures(*, by: User, assessment: Assessment, measures: Collection[int]) -> list[Measure]:
    """Take measures, by key, out of the year; return them."""
    check(by, Permission.EDIT, assessment)
    order, chosen = _chosen(assessment, measures)
    for row in chosen:
        row.deleted_at = timezone.now()
    save_rows(dict.fromkeys([*chosen, *renumber(order)]), ["deleted_at", "position"])
    return chosen


@recorded
def restore_measure(*, by: User, measure: Measure) -> None:
    """Bring a deleted measure back between those that it stood between."""
    check(by, Permission.EDIT, measure.assessment)
    rows, row = _locked(measure, deleted=True)
    row.deleted_at = None
    row.save()
    store_order(rows)


@recorded
def paste_measures(*, by: User, assessment: Assessment, rows: Sequence[PastedRow]) -> list[Measure]:
    """Store a whole block or nothing of it; return the measures added and changed."""
    check(by, Permission.EDIT, assessment)
    lock_editable_year(assessment)
    order = rows_in_order(assessment)
    kept = {row.pk: row for row in order if row.deleted_at is None}
    new, changed = [], []
    for pasted in rows:
        texts = {name: clean_text(name, text) for name, text in pasted.texts.items()}
        if pasted.measure is None:
            _check_area(assessment, pasted.area)
            clean_text("title", texts.get("title", ""))
            row = Measure(assessment=assessment, area=pasted.area, **texts)
            order.insert(place_for(order, pasted.area), row)
            new.append(row)
        elif stored := kept.get(pasted.measure):
            for name, text in texts.items():
                setattr(stored, name, text)
            changed.append(stored)
        else:
            raise ValidationError("มีมาตรการที่เพิ่งถูกลบไป ให้ตรวจตัวอย่างใหม่อีกครั้ง")
    store_order(order, new)
    save_rows(changed, TEXT_FIELDS)
    return [*new, *changed]


@recorded
def bulk_edit(
    *, by: User, assessment: Assessment, measures: Collection[int], area: Area | None = None, **values: str
) -> list[Measure]:
    """Give measures, by key, the same `area`, `responsible`, `period` or `status`; return those that changed.

    What goes to another area comes last there. A new status leaves its note on each, as changing one alone does.
    """
    check(by, Permission.EDIT, assessment)
    _check_area(assessment, area)
    if unknown := values.keys() - {"responsible", "period", "status"}:
        raise ValueError(f"no bulk edit of {sorted(unknown)}")
    if values.get("status") == Measure.Status.CANCELLED:
        raise ValidationError("ยกเลิกมาตรการต้องบอกเหตุผล จึงต้องทำทีละมาตรการ")
    values = {name: text if name == "status" else clean_text(name, text) for name, text in values.items()}
    if "status" in values:
        values["status_reason"] = ""  # of cancelled measures alone
    order, chosen = _chosen(assessment, measures)
    new_status = [row for row in chosen if row.status != values.get("status", row.status)]
    leaving = [row for row in chosen if area and row.area != area]
    changed = [row for row in chosen if assign(row, values) or row in leaving]
    for row in leaving:
        row.area = area
        order.remove(row)
        order.insert(place_for(order, area), row)
    save_rows(dict.fromkeys([*changed, *renumber(order)]), [*values, "area", "position"])
    save_rows(ProgressNote(measure=row, status=row.status, text=changed_status(row), by=by) for row in new_status)
    return changed


def _chosen(assessment: Assessment, measures: Collection[int]) -> tuple[list[Measure], list[Measure]]:
    """Lock the year; return its rows in printed order, and those with these keys that are not deleted."""
    lock_editable_year(assessment)
    order, keys = rows_in_order(assessment), set(measures)
    chosen = [row for row in order if row.pk in keys and row.deleted_at is None]
    if not chosen:
        raise ValidationError("เลือกมาตรการอย่างน้อยหนึ่งแถวก่อน")
    return order, chosen


def _check_area(assessment: Assessment, area: Area | None) -> None:
    if area and area.framework_id != assessment.framework_id:
        raise ValidationError({"area": "ประเด็นนี้ไม่ใช่ของปีงบประมาณนี้ ให้เลือกใหม่"})


def _locked(measure: Measure, deleted: bool = False) -> tuple[list[Measure], Measure]:
    """Lock the year and return its rows in printed order, and the measure among them as it is now."""
    lock_editable_year(measure.assessment)
    rows = rows_in_order(measure.assessment)
    for row in rows:
        if row == measure and (deleted or row.deleted_at is None):
            return rows, row
    raise ValidationError(GONE)
