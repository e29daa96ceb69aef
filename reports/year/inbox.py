"""What waits for a person: years to approve, sent back, opened again, to publish; comments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from assessments.models import Assessment, Notice, Role, Transition, User
from assessments.records.prepared import prepared
from assessments.years.workflow import APPROVED, DRAFT, RETURNED, SUBMITTED
from assessments.years.year_bar import counted
from measures.comments.rows import CommentedRow
from measures.models import Comment

from .approval import size_of_change

EXCERPT = 200
# Whom a year in a state waits for, what for, what is said before who brought it there, and what the button says.
STEPS = {
    SUBMITTED: (Role.APPROVER, "รอท่านอนุมัติ", "ส่งโดย", "ตรวจและอนุมัติ"),
    RETURNED: (Role.STAFF, "ส่งกลับให้แก้ไข", "โดย", "ดูสิ่งที่ต้องแก้ไข"),
    # A draft that was not opened again waits for nobody.
    DRAFT: (Role.STAFF, "เปิดให้แก้ไขอีกครั้ง", "เปิดโดย", "ดูสิ่งที่ต้องแก้ไข"),
    APPROVED: (Role.STAFF, "อนุมัติแล้ว รอออกเอกสารและเผยแพร่", "อนุมัติโดย", "ออกเอกสารและเผยแพร่"),
}


@dataclass(frozen=True)
class Waiting:
    """One thing to do; `address` is the page where it is done, `action` what the button says that leads there."""

    title: str
    detail: str
    since: datetime | None
    address: str
    submitted: Assessment | None = None
    action: str = ""

    @property
    def size(self) -> str:
        """How much there is to approve, "" for anything else; reads the history of the year."""
        return size_of_change(self.submitted) if self.submitted else ""


def waiting_for(user: User) -> list[Waiting]:
    """Return what waits for the user: the work, the oldest first, then the notices without the user's receipt."""
    notices = (Waiting(f"ข่าวแจ้ง: {row}", "", row.at, row.get_absolute_url()) for row in notices_for(user))
    return [*work_for(user), *notices]


def notices_for(user: User) -> list[Notice]:
    """Return the notices that the user has not acknowledged, the newest first; one query."""
    return list(Notice.objects.unread(user))


def work_for(user: User) -> list[Waiting]:
    """Return what there is to do for the user, the oldest first; administrators have no part in the work.

    Staff and approvers have years and comments, auditors what was answered to their remarks.
    """
    if user.role == Role.ADMINISTRATOR:
        return []
    return sorted([*years_for_me(user), *comments_for_me(user)], key=lambda entry: (entry.since is None, entry.since))


def count_waiting(user: User) -> int:
    """Return how long `waiting_for` is; one query."""
    keys = (user.pk, user.municipality_id or 0, user.unit_id or 0)
    has = {"has_municipality": user.municipality_id is not None, "has_unit": user.unit_id is not None}
    return sum(_counts_for(*keys, role=user.role, province=user.province, **has))


@prepared
def _counts_for(
    pk: int, municipality: int, unit: int, *, role: str, province: str, has_municipality: bool, has_unit: bool
) -> QuerySet[User, Any]:
    user = User(pk=pk, role=role, province=province)
    user.municipality_id, user.unit_id = municipality if has_municipality else None, unit if has_unit else None
    waiting: list[QuerySet[Any]] = [Notice.objects.unread(user)]
    if role != Role.ADMINISTRATOR:
        waiting.append(Comment.objects.waiting_for(user))
    if role in (Role.STAFF, Role.APPROVER):
        waiting.append(years_waiting(user))
    return User.objects.filter(pk=pk).values_list(*map(counted, waiting))


def years_waiting(user: User) -> QuerySet[Assessment]:
    """Return the years in a state that waits for the user's role; nobody approves what they submitted themselves."""
    steps = Transition.objects.filter(assessment=OuterRef("pk"), after=OuterRef("state")).order_by("-pk")
    awaited = [state for state, (role, *_) in STEPS.items() if role == user.role]
    years = Assessment.objects.filter(municipality=user.municipality_id, state__in=awaited).alias(
        step_by=Coalesce(Subquery(steps.values("by")[:1], output_field=BigIntegerField()), 0),
        step_action=Coalesce(Subquery(steps.values("action")[:1]), Value("")),
    )
    # A draft that was not opened again waits for nobody.
    return years.filter(~Q(state=SUBMITTED) | ~Q(step_by=user.pk), ~Q(state=DRAFT) | Q(step_action="reopen"))


def years_for_me(user: User) -> Iterator[Waiting]:
    """Yield the years that wait for the user, each with the step that brought it there; two queries."""
    years = list(years_waiting(user).select_related("framework", "municipality"))
    brought = Transition.objects.filter(assessment__in=years, after=F("assessment__state")).select_related("by")
    steps = {step.assessment_id: step for step in brought}  # the latest stays
    for year in years:
        _, title, word, action = STEPS[year.state]
        step = steps.get(year.pk)
        detail = f"{word} {step.by}" + (f": {step.note}" if step.note else "") if step else ""
        address = year.address("approval")
        submitted = year if year.state == SUBMITTED else None
        yield Waiting(f"ปี {year.fiscal_year} {title}", detail, step.at if step else None, address, submitted, action)


def comments_for_me(user: User) -> Iterator[Waiting]:
    """Yield the comments that wait for the user; one query."""
    related = ("by", "measure", "indicator", "assessment__framework", "assessment__municipality")
    for comment in Comment.objects.waiting_for(user).select_related(*related):
        row, text = CommentedRow.of(comment), " ".join(comment.text.split())
        excerpt = text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
        title = f"{_asked(user, comment)} ปี {comment.assessment.fiscal_year}: {row.label}"
        address = f"{row.comments_address}#comment-{comment.pk}"
        yield Waiting(title, f"{comment.by}: {excerpt}", comment.at, address)


def _asked(user: User, comment: Comment) -> str:
    if not comment.is_remark:
        return "ความเห็นถึงท่าน"
    if user.role == Role.AUDITOR:
        return f"{comment.assessment.municipality} ตอบความเห็นของท่านแล้ว"
    return "ความเห็นของผู้ตรวจสอบ รอคำตอบ"
