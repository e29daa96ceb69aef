"""How a measure goes: its status, its results, and the notes that are never changed."""

from django.core.exceptions import ValidationError

from assessments.accounts.access import Permission, check
from assessments.models import User
from assessments.records.bulk import recorded
from measures.plan.locking import hold_measure
from measures.plan.models import RESULTS, Measure, ProgressNote, changed_status


@recorded
def record_progress(
    *, by: User, measure: Measure, status: str, reason: str = "", note: str = "", **results: str
) -> Measure:
    """Store status and results and add a note; results that are not given stay.

    A new status leaves a note even where nothing was written, so that the notes tell the whole course. The reason is
    kept for cancelled measures only.
    """
    check(by, Permission.EDIT, measure.assessment)
    if status not in Measure.Status.values:
        raise ValidationError({"status": "ไม่รู้จักสถานะนี้ ให้เลือกใหม่"})
    reason = reason if status == Measure.Status.CANCELLED else ""
    if status == Measure.Status.CANCELLED and not reason.strip():
        raise ValidationError({"status_reason": "บอกเหตุผลที่ยกเลิกมาตรการนี้"})
    row = hold_measure(measure)
    new_status = row.status != status
    values = {"status": status, "status_reason": reason}
    values |= {name: results.get(name, getattr(row, name)) for name in RESULTS}
    if any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    if note.strip() or new_status:
        text = note if note.strip() else reason or changed_status(row)
        ProgressNote.objects.create(measure=row, status=status, text=text, by=by)
    return row
