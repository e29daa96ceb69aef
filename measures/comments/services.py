"""Comments on the rows of a year. They are no contents of it: a locked year takes them too."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet

from assessments.accounts.access import Permission, check
from assessments.models import Assessment, Indicator, Municipality, Role, Unit, User
from assessments.years.locking import lock_year_row
from ita_portal.thai import tidy_lines
from measures.plan.models import Measure
from measures.plan.texts import GONE_WHILE_TYPING

from .models import ANSWERING, Comment, CommentStep

COMMENT_LENGTH = 5_000


def colleagues(municipality: Municipality) -> QuerySet[User]:
    """Return the accounts of a municipality that a comment may name."""
    return municipality.members.filter(is_active=True, role__in=ANSWERING)


@transaction.atomic
def add_comment(
    *,
    by: User,
    assessment: Assessment,
    text: str,
    measure: Measure | None = None,
    indicator: Indicator | None = None,
    units: Iterable[Unit] = (),
    people: Iterable[User] = (),
) -> Comment:
    """Write a comment on a measure, on an indicator or, with neither, on the year; it waits for whom it names.

    An auditor's names nobody: it waits for all staff and approvers of the municipality.
    """
    check(by, Permission.COMMENT, assessment)
    text = tidy_lines(text)
    if not text.strip():
        raise ValidationError({"text": "เขียนข้อความก่อนส่งความเห็น"})
    if len(text) > COMMENT_LENGTH:
        raise ValidationError({"text": f"ข้อความยาวเกิน {COMMENT_LENGTH:,} ตัวอักษร ให้แยกเป็นหลายความเห็น"})
    lock_year_row(assessment)
    _check_row(assessment, measure, indicator)
    units, people = list(units), list(people)
    _check_named(assessment.municipality, units, people)
    if by.role == Role.AUDITOR and (units or people):
        raise ValidationError("ความเห็นของผู้ตรวจสอบถึงเจ้าหน้าที่และผู้อนุมัติทุกคนของหน่วยงาน จึงไม่ต้องเลือกว่าถึงใคร")
    on = {"assessment": assessment, "measure": measure, "indicator": indicator}
    comment = Comment.objects.create(**on, text=text, by=by, by_role=by.role)
    comment.units.set(units)
    comment.people.set(people)
    return comment


@transaction.atomic
def resolve_comment(*, by: User, comment: Comment) -> Comment:
    """Close the matter. Who comes second changes nothing."""
    return _turn(by, comment, resolved=True)


@transaction.atomic
def reopen_comment(*, by: User, comment: Comment) -> Comment:
    """Open a resolved matter again."""
    return _turn(by, comment, resolved=False)


@transaction.atomic
def withdraw_comment(*, by: User, comment: Comment) -> None:
    """Take back what nobody has answered or resolved yet: the author's, for good. There is no other way to edit."""
    stored = _held(by, comment)
    if stored.by_id != by.pk:
        raise PermissionDenied("ถอนได้เฉพาะความเห็นของท่านเอง")
    later = stored.assessment.comments.on(stored.measure, stored.indicator).filter(pk__gt=stored.pk)
    if stored.steps.exists() or later.exists():
        raise ValidationError("ถอนไม่ได้ เพราะมีผู้ตอบหรือปิดเรื่องแล้ว ให้เขียนความเห็นเพิ่มแทน")
    stored.delete()


def may_close(user: User, comment: Comment) -> bool:
    """Tell whether the user may close the matter and open it again: an auditor's is the auditor's, others the others'.

    It takes for granted that the user may comment on the year. Administrators close for accounts that are gone.
    """
    if user.role == Role.ADMINISTRATOR:
        return True
    return comment.by_id == user.pk if user.role == Role.AUDITOR else not comment.is_remark


def _turn(by: User, comment: Comment, *, resolved: bool) -> Comment:
    stored = _held(by, comment)
    if not may_close(by, stored):
        raise PermissionDenied("ความเห็นของผู้ตรวจสอบปิดได้โดยผู้เขียน และผู้ตรวจสอบปิดได้เฉพาะความเห็นของตน")
    if stored.is_open is resolved:
        stored.is_open = not resolved
        stored.save(update_fields=["is_open"])
        CommentStep.objects.create(comment=stored, resolved=resolved, by=by)
    return stored


def _held(by: User, comment: Comment) -> Comment:
    """Return the comment as it is now: while its year is held, nobody answers, closes or withdraws it."""
    check(by, Permission.COMMENT, comment.assessment)
    lock_year_row(comment.assessment)
    stored = Comment.objects.shown().filter(pk=comment.pk).first()
    if stored is None:
        raise ValidationError("ความเห็นนี้ถูกถอนหรือมาตรการถูกลบไปแล้ว ให้เปิดหน้านี้ใหม่")
    return stored


def _check_row(assessment: Assessment, measure: Measure | None, indicator: Indicator | None) -> None:
    if measure and indicator:
        raise ValueError("a comment is on one row")
    if measure and not assessment.measures.filter(pk=measure.pk).exists():
        raise ValidationError(GONE_WHILE_TYPING)
    if indicator and indicator.framework_id != assessment.framework_id:
        raise ValidationError("ตัวชี้วัดนี้ไม่ใช่ของปีงบประมาณนี้ ให้เลือกใหม่")


def _check_named(municipality: Municipality, units: list[Unit], people: list[User]) -> None:
    """Refuse names of other municipalities, and accounts that could not answer."""
    if any(unit.municipality_id != municipality.pk for unit in units):
        raise ValidationError({"units": "เลือกได้เฉพาะกอง/สำนักของหน่วยงานนี้"})
    known = set(colleagues(municipality).filter(pk__in=[person.pk for person in people]))
    if not known.issuperset(people):
        raise ValidationError({"people": "เลือกได้เฉพาะเจ้าหน้าที่และผู้อนุมัติของหน่วยงานนี้ที่ยังใช้งานบัญชี"})
