"""Changes of many measures at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.accounts.access import Permission, check
from assessments.models import Area, Assessment, User
from assessments.records.bulk import recorded, save_rows

from .models import TEXT_FIELDS, Measure
from .note import ProgressNote, changed_status
from .order import place_for
from .services import _check_area, _locked_rows, _store_order
from .texts import clean_text


@dataclass(frozen=True)
class PastedRow:
    """Texts for a new measure of an area, or for a stored one."""

    texts: Mapping[str, str]
    measure: int | None = None
    area: Area | None = None


@transaction.atomic
@recorded
def paste_measures(*, by: User, assessment: Assessment, rows: Sequence[PastedRow]) -> list[Measure]:
    """Store a whole block or nothing of it; return the measures added and changed."""
    check(by, Permission.EDIT, assessment)
    order = _locked_rows(assessment)
    kept = {each.pk: each for each in order if each.deleted_at is None}
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
    _store_order(order, new)
    save_rows(changed, TEXT_FIELDS)
    return [*new, *changed]


@transaction.atomic
@recorded
def bulk_edit(*, by: User, assessment: Assessment, measures: Iterable[int], **values: str) -> list[Measure]:
    """Give measures, by key, the same `responsible`, `period` or `status`; return those that changed."""
    check(by, Permission.EDIT, assessment)
    if unknown := values.keys() - {"responsible", "period", "status"}:
        raise ValueError(f"no bulk edit of {sorted(unknown)}")
    if values.get("status") == Measure.Status.CANCELLED:
        raise ValidationError("ยกเลิกมาตรการต้องบอกเหตุผล จึงต้องทำทีละมาตรการ")
    values = {name: text if name == "status" else clean_text(name, text) for name, text in values.items()}
    if "status" in values:
        values["status_reason"] = ""  # of cancelled measures alone
    wanted = set(measures)
    rows = [
        locked_row
        for locked_row in _locked_rows(assessment)
        if locked_row.pk in wanted and locked_row.deleted_at is None
    ]
    if not rows:
        raise ValidationError("เลือกมาตรการอย่างน้อยหนึ่งแถวก่อนตั้งค่า")
    changed = [row for row in rows if any(getattr(row, name) != text for name, text in values.items())]
    new_status = [row for row in changed if row.status != values.get("status", row.status)]
    for row in changed:
        for name, text in values.items():
            setattr(row, name, text)
    save_rows(changed, list(values))
    _note(by, new_status)
    return changed


def _note(by: User, rows: Iterable[Measure]) -> None:
    """Leave the note of a new status on each row, as changing one alone does."""
    save_rows(ProgressNote(measure=row, status=row.status, text=changed_status(row), by=by) for row in rows)
