"""The life of a year's definitions: draft → published → frozen, and every change of them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.accounts.access import Permission, check
from assessments.accounts.models import User
from assessments.records.bulk import recorded, save_rows
from assessments.records.models import acting, current_actor
from ita_portal.thai import normalise

from .change_log import DefinitionChange
from .deadline import Deadline, a_year_later
from .definitions import Definitions, Key, Kind
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
    """Store definitions as those of a draft, which may be unfinished; return the change, None where there is none.

    A year in force changes by corrections only (correction_services.py). `by` None is the operator at the command line.
    """
    check_administers(by)
    framework = lock_framework(framework)
    if not is_changed(framework, read_definitions(framework), definitions, renamed):
        return None
    if framework.state != Framework.State.DRAFT:
        raise ValidationError(f"เกณฑ์ปี {framework.fiscal_year} ประกาศใช้แล้ว แก้ไขได้โดยเสนอให้ผู้ดูแลระบบอีกคนยืนยัน")
    return change_definitions(framework, definitions, renamed or {}, normalise(reason).strip(), did, by=by)


def is_changed(framework: Framework, current: Definitions, definitions: Definitions, renamed: Renamed | None) -> bool:
    """Tell whether there is anything to store; ValidationError for the definitions of another year."""
    moved = any(list(keys) != list(keys.values()) for keys in (renamed or {}).values())
    if definitions.fiscal_year != framework.fiscal_year:
        raise ValidationError(f"เกณฑ์ที่ส่งมาเป็นของปี {definitions.fiscal_year} ไม่ใช่ปี {framework.fiscal_year}")
    return moved or definitions != current


def change_definitions(
    framework: Framework, definitions: Definitions, renamed: Renamed, reason: str, did: Did, *, by: User | None
) -> DefinitionChange:
    """Store definitions as those of a locked year, and write that into history; a revision unless it is a draft.

    A part that keeps its key, or is renamed, keeps its row and with it scores and measures. A year in force must be
    without problems. Parts that scores, measures or the crosswalk of the next year need are not removed:
    ValidationError names them. The caller has checked the permission.
    """
    refuse_problems(definitions, drafted=framework.state == Framework.State.DRAFT)
    step_of(framework, read_definitions(framework))
    store(framework, definitions, renamed)
    with acting(by=by):
        return remember(framework, did, definitions, reason, renamed)


def definitions_before_change(change: DefinitionChange) -> Definitions | None:
    """Return how the year stood before a change; None where nothing is known of that."""
    earlier = DefinitionChange.objects.filter(fiscal_year=change.fiscal_year, pk__lt=change.pk).first()
    return earlier.value if earlier else None


@recorded
def copy_to_next_year(*, by: User, framework: Framework) -> Framework:
    """Return a draft of the year after, equal to this one and comparable with it throughout; its calendar too.

    ValidationError where that year exists or this one is still a draft.
    """
    check_administers(by)
    source = lock_framework(framework)
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
    check_administers(by)
    locked = lock_framework(framework)
    if locked.state != Framework.State.DRAFT:
        raise ValidationError(f"เกณฑ์ปี {locked.fiscal_year} ประกาศใช้แล้ว")
    definitions = read_definitions(locked)
    refuse_problems(definitions, drafted=False)
    _advance(locked, framework, Framework.State.PUBLISHED)
    return remember(locked, Did.PUBLISHED, definitions)


@recorded
def delete_draft(*, by: User, framework: Framework) -> None:
    """Remove a year that was never published."""
    check_administers(by)
    draft = lock_framework(framework)
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
    locked = lock_framework(framework)
    if locked.state == Framework.State.DRAFT:
        raise ValidationError(f"เกณฑ์ปี {locked.fiscal_year} ยังเป็นฉบับร่าง ออกเอกสารไม่ได้")
    if locked.state == Framework.State.FROZEN and (latest := locked.revisions.first()):
        return latest
    definitions = read_definitions(locked)
    revision = step_of(locked, definitions)
    _advance(locked, framework, Framework.State.FROZEN)
    remember(locked, Did.FROZEN, definitions)
    return revision


def step_of(framework: Framework, current: Definitions) -> DefinitionChange:
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
        renamed=written_keys(renamed),
        by_id=by.pk if by else None,
    )


def written_keys(renamed: Renamed | None) -> dict[Kind, list[list[Key]]]:
    """Return new keys of parts as JSON, {kind: [[old, new], …]}: its keys would all be texts."""
    return {kind: [list(pair) for pair in keys.items()] for kind, keys in (renamed or {}).items()}


def check_administers(user: User | None) -> None:
    if user is not None:
        check(user, Permission.ADMINISTER)


def lock_framework(framework: Framework) -> Framework:
    return Framework.objects.select_for_update().get(pk=framework.pk)


def _advance(locked: Framework, given: Framework, state: Framework.State) -> None:
    locked.state = given.state = state
    locked.save(update_fields=["state"])


def refuse_problems(definitions: Definitions, *, drafted: bool) -> None:
    before = definitions_before(definitions.fiscal_year)
    faults = [fault.message for fault in problems(definitions, before) if fault.blocking or not drafted]
    if faults:
        raise ValidationError(faults)


def _copy_deadlines(source: Framework, target: Framework) -> None:
    """Give a new year the calendar of the year before, each day a year later and marked as estimated."""
    save_rows(
        Deadline(
            framework=target,
            title=deadline.title,
            due=a_year_later(deadline.due),
            step=deadline.step,
            note=deadline.note,
            is_estimated=True,
        )
        for deadline in source.deadlines.all()
    )
