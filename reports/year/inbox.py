"""What waits for a person: years to approve, sent back, opened again, to publish; comments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from assessments.accounts.access import Permission, can
from assessments.models import Assessment, Role, Transition, User
from assessments.years.workflow import APPROVED, DRAFT, RETURNED, SUBMITTED
from measures.comments.rows import CommentedRow
from measures.models import Comment

EXCERPT = 200
# Whom a year in a state waits for, what for, and what is said before who brought it there.
STEPS = {
    SUBMITTED: (Role.APPROVER, "รอท่านอนุมัติ", "ส่งโดย"),
    RETURNED: (Role.STAFF, "ส่งกลับให้แก้ไข", "โดย"),
    DRAFT: (Role.STAFF, "เปิดให้แก้ไขอีกครั้ง", "เปิดโดย"),  # a draft that was not opened again waits for nobody
    APPROVED: (Role.STAFF, "อนุมัติแล้ว รอออกเอกสารและเผยแพร่", "อนุมัติโดย"),
}


@dataclass(frozen=True)
class Waiting:
    """One thing to do; `address` is the page where it is done."""

    title: str
    detail: str
    since: datetime | None
    address: str


def waiting_for(user: User) -> list[Waiting]:
    """Return what waits for the user, the oldest first. Administrators and auditors have no part in the work."""
    if user.municipality_id is None:
        return []
    return sorted([*years_for_me(user), *comments_for_me(user)], key=lambda entry: (entry.since is None, entry.since))


def years_for_me(user: User) -> Iterator[Waiting]:
    """Yield the years in a state that waits for the user's role; nobody approves what they submitted themselves."""
    for state, (role, title, word) in STEPS.items():
        for year, step in _in_state(user, state) if role == user.role else ():
            own = state == SUBMITTED and step and step.by_id == user.pk
            if not own and (state != DRAFT or (step and step.action == "reopen")):
                detail = f"{word} {step.by}" + (f": {step.note}" if step.note else "") if step else ""
                address = year.address("approval")
                yield Waiting(f"ปี {year.fiscal_year} {title}", detail, step.at if step else None, address)


def comments_for_me(user: User) -> Iterator[Waiting]:
    """Yield the open comments that name the user or the user's unit; one query."""
    if not can(user, Permission.COMMENT, user.municipality):
        return
    found = Comment.objects.shown().open().mentioning(user)
    related = ("by", "measure", "indicator", "assessment__framework", "assessment__municipality")
    for comment in found.select_related(*related):
        row, text = CommentedRow.of(comment), " ".join(comment.text.split())
        excerpt = text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
        title = f"ความเห็นถึงท่าน ปี {comment.assessment.fiscal_year}: {row.label}"
        address = f"{row.comments_address}#comment-{comment.pk}"
        yield Waiting(title, f"{comment.by}: {excerpt}", comment.at, address)


def _in_state(user: User, state: str) -> Iterator[tuple[Assessment, Transition | None]]:
    """Yield the years in a state with the step that brought them there; two queries."""
    found = Assessment.objects.filter(municipality=user.municipality_id, state=state)
    years = list(found.select_related("framework", "municipality"))
    steps = Transition.objects.filter(assessment__in=years, after=state).select_related("by") if years else ()
    latest = {step.assessment_id: step for step in steps}  # in order of their keys
    for year in years:
        yield year, latest.get(year.pk)
