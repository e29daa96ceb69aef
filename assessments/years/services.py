"""Opening a municipality's year, and its steps: draft → submitted → approved → published, back, open again."""

from django.core.exceptions import ValidationError

from assessments.accounts.access import Permission, check
from assessments.accounts.models import User
from assessments.frameworks.models import Framework
from assessments.frameworks.services import freeze_framework
from assessments.municipalities.models import Municipality
from assessments.records.bulk import recorded
from assessments.records.models import acting
from ita_portal.portal_app import portal_apps
from ita_portal.thai import tidy_lines

from .locking import lock_year_row
from .models import Assessment, Inspection, Transition
from .workflow import ACTIONS, RETURNED, Action

NOTE_LENGTH = 2_000


@recorded
def open_year(*, by: User, municipality: Municipality, framework: Framework) -> Assessment:
    """Return the municipality's year, begun empty where it does not exist yet; not on a draft's definitions."""
    check(by, Permission.EDIT, municipality)
    if not Framework.objects.published().filter(pk=framework.pk).exists():
        raise ValidationError(f"เกณฑ์ปี {framework.fiscal_year} ยังไม่ประกาศใช้")
    year, _ = Assessment.objects.get_or_create(municipality=municipality, framework=framework)
    return year


@recorded
def take_step(*, by: User, assessment: Assessment, action: str, note: str = "", seen: int | None = None) -> Transition:
    """Take the year to its next state and write down who did so and why. Approving freezes the definitions.

    `seen` is the key of the latest step that the person was shown (0: none): a year that went on meanwhile is refused,
    for what was read is no longer what would be approved. What was returned and comes again unchanged needs a note.
    PermissionDenied without the permission; ValidationError for everything else, `{"note": …}` where only the note is
    wrong.
    """
    step = ACTIONS.get(action)
    if step is None:
        raise ValidationError("ไม่รู้จักการดำเนินการนี้ ให้เลือกจากปุ่มในหน้า")
    check(by, Permission(step.permission), assessment)
    stored = Assessment.objects.select_for_update().get(pk=assessment.pk)
    stored.municipality, stored.framework = assessment.municipality, assessment.framework
    latest = stored.transitions.select_related("by").last()
    _check_current(stored, step, latest, seen)
    note = _checked_note(step, note)
    if refusal := other_person_needed(by, stored, step):
        raise ValidationError(refusal)
    if step.key == "submit":
        _check_ready(stored)
        _check_answered(stored, latest, note)
    if step.key == "approve":
        freeze_framework(stored.framework)
    before, stored.state = stored.state, step.after
    with acting(by=by, reason=f"{step.label}: {note}"[:300] if note else step.label):
        stored.save(update_fields=["state"])  # a step changes nothing that somebody has looked at
    assessment.state = stored.state
    return Transition.objects.create(
        assessment=stored, action=step.key, before=before, after=step.after, note=note, by=by
    )


@recorded
def mark_inspected(*, by: User, assessment: Assessment, seen: str) -> Inspection:
    """Write down that an auditor has looked at the year as it is now, whatever its state.

    `seen` is `updated_at`, in ISO's form, of the year that the page showed: one that changed meanwhile is refused.
    """
    check(by, Permission.INSPECT, assessment)
    stored = lock_year_row(assessment)
    if seen != stored.updated_at.isoformat():
        raise ValidationError("ข้อมูลของปีนี้เพิ่งเปลี่ยน ดูหน้านี้อีกครั้งก่อนกด “ตรวจดูแล้ว”")
    latest = assessment.inspections.filter(by=by).order_by("-pk").first()
    if latest and latest.stood == stored.updated_at:
        return latest
    return Inspection.objects.create(assessment=assessment, by=by, stood=stored.updated_at)


def _check_ready(stored: Assessment) -> None:
    if obstacles := [sentence for app in portal_apps() for sentence in app.before_submitting(stored)]:
        raise ValidationError(["ยังส่งให้ผู้อนุมัติไม่ได้", *obstacles])


def _check_answered(stored: Assessment, latest: Transition | None, note: str) -> None:
    """Refuse what was returned with a note and comes again as it was, unless somebody says why."""
    if stored.state != RETURNED or latest is None or note:
        return
    if not any(app.changed_since(stored, latest.at) for app in portal_apps()):
        said = f"ปีนี้ถูกส่งกลับให้แก้ไขว่า “{latest.note[:200]}” และยังไม่มีสิ่งใดเปลี่ยนจากตอนนั้น"
        raise ValidationError({"note": f"{said} แก้ไขก่อนส่ง หรือถ้าไม่ต้องแก้ไข ให้บอกผู้อนุมัติในช่องนี้ว่าเพราะเหตุใด"})


def _check_current(stored: Assessment, step: Action, latest: Transition | None, seen: int | None) -> None:
    """Refuse a step that another person's step has overtaken."""
    overtaken = seen is not None and seen != (latest.pk if latest else 0)
    if stored.state in step.before and not overtaken:
        return
    state = f"ปี {stored.fiscal_year} อยู่ในสถานะ “{stored.get_state_display()}”"
    if latest is None:
        raise ValidationError(f"{state} จึง{step.label}ไม่ได้")
    raise ValidationError(f"{state} แล้ว โดย {latest.by} จึงยังไม่ได้{step.label} ตรวจข้อมูลล่าสุดในหน้านี้แล้วเลือกการดำเนินการอีกครั้ง")


def _checked_note(step: Action, note: str) -> str:
    note = tidy_lines(note)
    if step.note_required and not note.strip():
        raise ValidationError({"note": f"กรอก{step.asks}ก่อนกด “{step.label}”"})
    if len(note) > NOTE_LENGTH:
        raise ValidationError({"note": f"ข้อความยาวเกิน {NOTE_LENGTH:,} ตัวอักษร"})
    return note


def other_person_needed(by: User, year: Assessment, step: Action) -> str:
    """Return why this person may not take the step of a year that they submitted themselves, "" where they may."""
    if not step.other_person:
        return ""
    submitted = year.transitions.filter(action="submit").last()
    if submitted is None or submitted.by_id != by.pk:
        return ""
    return f"ท่านเป็นผู้ส่งปีนี้เอง ผู้ส่งกับผู้{step.label}ต้องเป็นคนละคน ให้ผู้อนุมัติคนอื่นดำเนินการ"
