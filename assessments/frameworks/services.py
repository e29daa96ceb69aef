"""The life of a year's definitions: draft → published → frozen, and every change of them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.accounts.access import Permission, check
from assessments.accounts.models import User
from assessments.records.bulk import recorded, save_rows
from assessments.records.models import OPERATOR, current_actor
from ita_portal.templatetags.portal import thai_datetime
from ita_portal.thai import normalise

from .change_log import DefinitionChange
from .deadline import Deadline, a_year_later
from .definitions import Definitions
from .edits import next_year
from .models import Framework
from .storage import Renamed, read_definitions, store
from .validation import problems

Did = DefinitionChange.Action


def definitions_before(fiscal_year: int) -> Definitions | None:
    """Return the definitions of the year before, None where the portal lacks it."""
    before = Framework.objects.filter(fiscal_year=fiscal_year - 1).first()
    return read_definitions(before) if before else None


@recorded
def save_definitions(
    *,
    by: User | None,
    framework: Framework,
    definitions: Definitions,
    renamed: Renamed | None = None,
    reason: str = "",
    did: DefinitionChange.Action = Did.EDITED,
) -> DefinitionChange | None:
    """Store definitions as those of the year; return the change, a revision where the year is published or frozen.

    A part that keeps its key, or is renamed, keeps its row and with it scores and measures. A draft may be
    unfinished; a published or frozen year must be without problems, a frozen one needs a reason. Parts that scores,
    measures or the crosswalk of the next year need are not removed: ValidationError names them.
    `by` None is the operator at the command line.
    """
    _check(by)
    framework = _locked(framework)
    current = read_definitions(framework)
    moved = {kind: keys for kind, keys in (renamed or {}).items() if list(keys) != list(keys.values())}
    if definitions == current and not moved:
        return None
    if definitions.fiscal_year != framework.fiscal_year:
        raise ValidationError(f"เกณฑ์ที่ส่งมาเป็นของปี {definitions.fiscal_year} ไม่ใช่ปี {framework.fiscal_year}")
    reason = normalise(reason).strip()
    if framework.state == Framework.State.FROZEN and not reason:
        raise ValidationError(f"เกณฑ์ปี {framework.fiscal_year} ตรึงแล้ว ให้บอกเหตุผลของการแก้ไข")
    _refuse_problems(definitions, drafted=framework.state == Framework.State.DRAFT)
    _step_of(framework, current)
    store(framework, definitions, moved)
    return remember(framework, did, definitions, reason, moved)


@transaction.atomic
def undo_definitions(*, by: User, change: DefinitionChange) -> DefinitionChange | None:
    """Put a year's definitions back to what they were before a change of them, where nothing came after it."""
    _check(by)
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
    renamed = {kind: {new: old for old, new in pairs} for kind, pairs in change.renamed.items()}
    reason = f"เลิกทำการแก้ไขของ {change.by or OPERATOR} เมื่อ {thai_datetime(change.at)}"
    return save_definitions(
        by=by, framework=framework, definitions=before, renamed=renamed, reason=reason, did=Did.UNDONE
    )


def definitions_before_change(change: DefinitionChange) -> Definitions | None:
    """Return how the year stood before a change; None where nothing is known of that."""
    earlier = DefinitionChange.objects.filter(fiscal_year=change.fiscal_year, pk__lt=change.pk).first()
    return earlier.value if earlier else None


@recorded
def import_definitions(*, by: User | None, definitions: Definitions, reason: str = "") -> Framework:
    """Store the definitions of a file: a new year begins as a draft, an existing one is corrected."""
    _check(by)
    framework, _ = Framework.objects.get_or_create(fiscal_year=definitions.fiscal_year)
    save_definitions(by=by, framework=framework, definitions=definitions, reason=reason)
    framework.refresh_from_db()
    return framework


@recorded
def copy_to_next_year(*, by: User, framework: Framework) -> Framework:
    """Return a draft of the year after, equal to this one and comparable with it throughout; its calendar too.

    ValidationError where that year exists or this one is still a draft.
    """
    _check(by)
    source = _locked(framework)
    if source.state == Framework.State.DRAFT:
        raise ValidationError(f"เกณฑ์ปี {source.fiscal_year} ยังเป็นฉบับร่าง ให้ประกาศใช้ก่อนจึงทำปีถัดไปได้")
    copied = next_year(read_definitions(source))
    if Framework.objects.filter(fiscal_year=copied.fiscal_year).exists():
        raise ValidationError(f"มีเกณฑ์ปี {copied.fiscal_year} แล้ว")
    draft = Framework.objects.create(fiscal_year=copied.fiscal_year)
    store(draft, copied, {})
    _copy_deadlines(source, draft)
    remember(draft, Did.COPIED, copied, f"จากเกณฑ์ปี {source.fiscal_year}")
    return draft


@recorded
def publish_framework(*, by: User, framework: Framework) -> DefinitionChange:
    """Let municipalities work with the year; return its first revision. ValidationError names every problem of it."""
    _check(by)
    locked = _locked(framework)
    if locked.state != Framework.State.DRAFT:
        raise ValidationError(f"เกณฑ์ปี {locked.fiscal_year} ประกาศใช้แล้ว")
    definitions = read_definitions(locked)
    _refuse_problems(definitions, drafted=False)
    _advance(locked, framework, Framework.State.PUBLISHED)
    return remember(locked, Did.PUBLISHED, definitions)


@recorded
def delete_draft(*, by: User, framework: Framework) -> None:
    """Remove a year that was never published."""
    _check(by)
    draft = _locked(framework)
    if draft.state != Framework.State.DRAFT:
        raise ValidationError(f"เกณฑ์ปี {draft.fiscal_year} ประกาศใช้แล้ว ลบไม่ได้")
    if draft.assessments.exists():
        raise ValidationError(f"มีหน่วยงานเปิดปี {draft.fiscal_year} แล้ว ลบไม่ได้")
    remember(draft, Did.DELETED, read_definitions(draft))
    store(draft, Definitions(fiscal_year=draft.fiscal_year, pass_mark=draft.pass_mark), {})
    draft.delete()


@transaction.atomic
def freeze_framework(framework: Framework) -> DefinitionChange:
    """Freeze a published year at its first approved or issued document; return the revision now in force.

    Idempotent; called within the transaction that issues the document.
    """
    locked = _locked(framework)
    if locked.state == Framework.State.DRAFT:
        raise ValidationError(f"เกณฑ์ปี {locked.fiscal_year} ยังเป็นฉบับร่าง ออกเอกสารไม่ได้")
    if locked.state == Framework.State.FROZEN and (latest := locked.revisions.first()):
        return latest
    definitions = read_definitions(locked)
    revision = _step_of(locked, definitions)
    _advance(locked, framework, Framework.State.FROZEN)
    remember(locked, Did.FROZEN, definitions)
    return revision


def _step_of(framework: Framework, current: Definitions) -> DefinitionChange:
    """Return the step that says what is stored now; a year that none tells of, or not so, begins as it is found."""
    draft = framework.state == Framework.State.DRAFT
    steps = DefinitionChange.objects.filter(fiscal_year=framework.fiscal_year)
    latest = (steps if draft else steps.revisions()).first()
    if latest is None or latest.action == Did.DELETED or latest.definitions != current.as_json():
        return remember(framework, Did.FOUND, current)
    return latest


def remember(
    framework: Framework,
    action: DefinitionChange.Action,
    definitions: Definitions,
    reason: str = "",
    renamed: Renamed | None = None,
) -> DefinitionChange:
    """Write into history what the person at work did to a year's definitions; what is in force gets a number."""
    by = None if action == Did.FOUND else current_actor()
    number = None
    if framework.state != Framework.State.DRAFT and action != Did.FROZEN:
        number = (framework.revisions.values_list("number", flat=True).first() or 0) + 1
    return DefinitionChange.objects.create(
        fiscal_year=framework.fiscal_year,
        number=number,
        action=action,
        reason=reason,
        definitions=definitions.as_json(),
        renamed={kind: [list(pair) for pair in keys.items()] for kind, keys in (renamed or {}).items()},
        by_id=by.pk if by else None,
    )


def _check(by: User | None) -> None:
    if by is not None:
        check(by, Permission.ADMINISTER)


def _locked(framework: Framework) -> Framework:
    return Framework.objects.select_for_update().get(pk=framework.pk)


def _advance(locked: Framework, given: Framework, state: Framework.State) -> None:
    locked.state = given.state = state
    locked.save(update_fields=["state"])


def _refuse_problems(definitions: Definitions, *, drafted: bool) -> None:
    before = definitions_before(definitions.fiscal_year)
    faults = [fault.message for fault in problems(definitions, before) if fault.blocking or not drafted]
    if faults:
        raise ValidationError(faults)


def _copy_deadlines(source: Framework, target: Framework) -> None:
    """Give a new year the calendar of the year before, each day a year later: a start to be corrected."""
    save_rows(
        Deadline(
            framework=target,
            title=deadline.title,
            due=a_year_later(deadline.due),
            step=deadline.step,
            note=deadline.note,
        )
        for deadline in source.deadlines.all()
    )
