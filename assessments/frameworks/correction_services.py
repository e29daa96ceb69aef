"""Corrections of years that are in force, and the two changes that may be one: a file taken in, a change taken back.

What was announced and what was issued stays as it is, whatever a correction changes.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assessments.accounts.models import User
from assessments.records.bulk import recorded
from assessments.records.models import OPERATOR
from ita_portal.templatetags.portal import thai_datetime
from ita_portal.thai import normalise, tidy_lines
from ita_portal.validation_messages import bounded

from .change_log import DefinitionChange
from .correction import Correction
from .definitions import Definitions
from .edits import in_year
from .files import DefinitionFile
from .models import Framework
from .services import (
    Did,
    change_definitions,
    check_administers,
    definitions_before,
    definitions_before_change,
    is_changed,
    lock_framework,
    refuse_problems,
    save_definitions,
    step_of,
    written_keys,
)
from .storage import Renamed, read_definitions, store
from .validation import problems

State = Correction.State


@recorded
def prepare_correction(
    *,
    by: User | None,
    framework: Framework,
    definitions: Definitions,
    renamed: Renamed | None = None,
    reason: str,
    did: DefinitionChange.Action = Did.EDITED,
) -> Correction | None:
    """Keep what a year in force shall become, so that its maker sees what it changes; None where that is nothing.

    Refuses all that could not be stored. What the same person prepared for the year before is dropped.
    """
    check_administers(by)
    framework = lock_framework(framework)
    current, reason = read_definitions(framework), normalise(reason).strip()
    if not is_changed(framework, current, definitions, renamed):
        return None
    if framework.state == Framework.State.DRAFT:
        raise ValidationError(f"เกณฑ์ปี {framework.fiscal_year} ยังเป็นฉบับร่าง แก้ไขได้โดยไม่ต้องเสนอ")
    if not reason:
        raise ValidationError(f"เกณฑ์ปี {framework.fiscal_year} ประกาศใช้แล้ว ให้บอกเหตุผลของการแก้ไข")
    refuse_problems(definitions, drafted=False)
    base = step_of(framework, current)
    with transaction.atomic():  # tried, to be told now of what would be refused when it is confirmed
        store(Framework.objects.get(pk=framework.pk), definitions, renamed or {})
        transaction.set_rollback(True)
    framework.corrections.filter(state=State.PREPARED, proposed_by=by).delete()
    return Correction.objects.create(
        framework=framework,
        base=base,
        action=did,
        definitions=definitions.as_json(),
        renamed=written_keys(renamed),
        reason=reason,
        proposed_by=by,
    )


@recorded
def propose_correction(*, by: User | None, correction: Correction) -> None:
    """Ask the other administrators to confirm what was prepared."""
    stored = _open(by, correction, State.PREPARED)
    if stored.proposed_by != by:
        raise ValidationError("เสนอได้เฉพาะผู้ที่เตรียมการแก้ไขนี้")
    stored.state, stored.proposed_at = State.WAITING, timezone.now()
    stored.save()


@recorded
def withdraw_correction(*, by: User, correction: Correction) -> None:
    """Take back what oneself prepared or proposed."""
    stored = _open(by, correction, State.PREPARED, State.WAITING)
    if stored.proposed_by != by:
        raise ValidationError("ถอนได้เฉพาะผู้เสนอ")
    if stored.state == State.PREPARED:
        stored.delete()
    else:
        _decide(stored, State.WITHDRAWN, by)


@recorded
def refuse_correction(*, by: User, correction: Correction, note: str) -> None:
    """Refuse another's proposal and say why; nothing changes."""
    stored = _open(by, correction, State.WAITING)
    _refuse_own(by, stored)
    if not (note := tidy_lines(note)).strip():
        raise ValidationError({"note": "บอกเหตุผลที่ไม่ยืนยัน เพื่อให้ผู้เสนอทราบ"})
    _decide(stored, State.REFUSED, by, note)


@recorded
def confirm_correction(*, by: User, correction: Correction, note: str = "") -> DefinitionChange:
    """Put another's proposal in force as a revision; refused where the year is no longer what it was made over."""
    stored = _open(by, correction, State.WAITING)
    _refuse_own(by, stored)
    if overtaken := overtaken_by(stored):
        raise ValidationError(overtaken)
    stored.change = change_definitions(
        stored.framework, stored.value, stored.keys, stored.reason, Did(stored.action), by=stored.proposed_by
    )
    _decide(stored, State.CONFIRMED, by, tidy_lines(note))
    return stored.change


def overtaken_by(correction: Correction) -> str:
    """Return why a proposal no longer fits the year, "" where it does."""
    framework = correction.framework
    latest = framework.revisions.first()
    if latest == correction.base and latest.definitions == read_definitions(framework).as_json():
        return ""
    later = ""
    if latest and latest != correction.base:
        later = f" (ฉบับที่ {latest.number} โดย {latest.by or OPERATOR} เมื่อ {thai_datetime(latest.at)})"
    return (
        f"เกณฑ์ปี {framework.fiscal_year} แก้ไขไปแล้วหลังจากทำข้อเสนอนี้{later} จึงยืนยันไม่ได้และยังไม่มีอะไรเปลี่ยน "
        "ให้ผู้เสนอตรวจกับเกณฑ์ฉบับล่าสุด ถอนข้อเสนอนี้ แล้วเสนอใหม่"
    )


def _open(by: User | None, correction: Correction, *states: str) -> Correction:
    """Return the correction as it is stored, its year locked; ValidationError where it went on meanwhile."""
    check_administers(by)
    framework = lock_framework(correction.framework)
    stored = Correction.objects.select_related("decided_by", "proposed_by", "base").filter(pk=correction.pk).first()
    if stored is None:
        raise ValidationError("ข้อเสนอนี้ถูกยกเลิกไปแล้ว")
    if stored.state not in states:
        who = f" โดย {stored.decided_by}" if stored.decided_by else ""
        raise ValidationError(f"ข้อเสนอนี้อยู่ในสถานะ “{stored.get_state_display()}” แล้ว{who} จึงไม่มีอะไรเปลี่ยน")
    stored.framework = framework
    return stored


def _refuse_own(by: User, correction: Correction) -> None:
    if correction.proposed_by == by:
        raise ValidationError("ท่านเป็นผู้เสนอเอง ผู้เสนอกับผู้ยืนยันต้องเป็นคนละคน ให้ผู้ดูแลระบบคนอื่นตรวจและยืนยัน")


def _decide(correction: Correction, state: str, by: User, note: str = "") -> None:
    correction.state, correction.note = state, note
    correction.decided_by, correction.decided_at = by, timezone.now()
    correction.save()


@recorded
def undo_definitions(*, by: User, change: DefinitionChange) -> DefinitionChange | Correction | None:
    """Put a year's definitions back to what they were before a change of them, where nothing came after it.

    Of a year in force that is a correction like any other, prepared here.
    """
    check_administers(by)
    framework = Framework.objects.select_for_update().filter(fiscal_year=change.fiscal_year).first()
    if framework is None:
        raise ValidationError(f"ไม่มีเกณฑ์ปี {change.fiscal_year} ในระบบแล้ว")
    before = definitions_before_change(change)
    if change.action not in (Did.EDITED, Did.UNDONE) or before is None:
        raise ValidationError("รายการนี้เลิกทำไม่ได้ เลิกทำได้เฉพาะการแก้ไขเกณฑ์")
    if read_definitions(framework).as_json() != change.definitions:
        steps = DefinitionChange.objects.filter(fiscal_year=change.fiscal_year)
        later = steps.select_related("by").latest("pk")
        raise ValidationError(
            f"เลิกทำไม่ได้ เพราะมีการแก้ไขเกณฑ์ปี {change.fiscal_year} ภายหลัง โดย {later.by or OPERATOR} "
            f"เมื่อ {thai_datetime(later.at)} ให้เลิกทำรายการล่าสุดก่อน"
        )
    service = save_definitions if framework.state == Framework.State.DRAFT else prepare_correction
    return service(
        by=by,
        framework=framework,
        definitions=before,
        renamed={kind: {new: old for old, new in pairs} for kind, pairs in change.renamed.items()},
        reason=f"เลิกทำการแก้ไขของ {change.by or OPERATOR} เมื่อ {thai_datetime(change.at)}",
        did=Did.UNDONE,
    )


@recorded
def import_definitions(
    *, by: User | None, file: DefinitionFile, fiscal_year: int | None = None, reason: str = ""
) -> Framework | Correction:
    """Store the definitions of a file: a new year begins as a draft, of one in force it is a correction, prepared.

    `fiscal_year`: the year to make of it where that is not the file's own. ValidationError tells every fault at its
    place in the file. Returns the year where it is stored, or where the file says nothing else than the year does.
    """
    check_administers(by)
    definitions, place = file
    before = definitions_before(year := fiscal_year or definitions.fiscal_year)
    if year != definitions.fiscal_year:
        definitions = in_year(definitions, year, before)
    framework, _ = Framework.objects.get_or_create(fiscal_year=year)
    is_draft = framework.state == Framework.State.DRAFT
    told = (fault for fault in problems(definitions, before) if fault.blocking or not is_draft)
    if faults := [f"{place(fault.path)}: {fault.message}" for fault in told]:
        raise ValidationError(bounded(faults))
    service = save_definitions if is_draft else prepare_correction
    stored = service(by=by, framework=framework, definitions=definitions, reason=reason)
    if isinstance(stored, Correction):
        return stored
    framework.refresh_from_db()
    return framework
