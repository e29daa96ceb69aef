"""What waits for a person: years to approve, sent back, to publish; comments. A further kind: a function in WAITING."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from assessments.accounts.access import Permission, can
from assessments.models import Assessment, Role, Transition, User
from assessments.years.workflow import APPROVED, RETURNED, SUBMITTED
from measures.comments.rows import CommentedRow
from measures.models import Comment

EXCERPT = 200


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
    found = [each for ask in WAITING for each in ask(user)]
    return sorted(found, key=lambda each: (each.since is None, each.since))


def years_to_approve(user: User) -> Iterator[Waiting]:
    if user.role == Role.APPROVER:
        for year, step in _in_state(user, SUBMITTED):
            own = step is not None and step.by_id == user.pk
            if not own:
                yield _waiting(year, step, f"ปี {year.fiscal_year} รอท่านอนุมัติ", "ส่งโดย")


def returned_years(user: User) -> Iterator[Waiting]:
    if user.role == Role.STAFF:
        for year, step in _in_state(user, RETURNED):
            yield _waiting(year, step, f"ปี {year.fiscal_year} ส่งกลับให้แก้ไข", "โดย")


def approved_years(user: User) -> Iterator[Waiting]:
    if user.role == Role.STAFF:
        for year, step in _in_state(user, APPROVED):
            yield _waiting(year, step, f"ปี {year.fiscal_year} อนุมัติแล้ว รอออกเอกสารและเผยแพร่", "อนุมัติโดย")


def comments_for_me(user: User) -> Iterator[Waiting]:
    """Yield the open comments that name the user or the user's unit; one query."""
    if not can(user, Permission.COMMENT, user.municipality):
        return
    found = Comment.objects.shown().open().mentioning(user)
    related = ("by", "measure", "indicator", "assessment__framework", "assessment__municipality")
    for each in found.select_related(*related):
        row, text = CommentedRow.of(each), " ".join(each.text.split())
        excerpt = text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
        title = f"ความเห็นถึงท่าน ปี {each.assessment.fiscal_year}: {row.label}"
        address = f"{row.comments_address}#comment-{each.pk}"
        yield Waiting(title, f"{each.by}: {excerpt}", each.at, address)


WAITING: list[Callable[[User], Iterator[Waiting]]] = [
    years_to_approve,
    returned_years,
    approved_years,
    comments_for_me,
]


def _in_state(user: User, state: str) -> Iterator[tuple[Assessment, Transition | None]]:
    """Yield the years in a state with the step that brought them there; two queries."""
    years = list(
        Assessment.objects.filter(municipality=user.municipality_id, state=state).select_related(
            "framework", "municipality"
        )
    )
    steps = Transition.objects.filter(assessment__in=years, after=state).select_related("by") if years else ()
    latest = {step.assessment_id: step for step in steps}  # in order of their keys
    for year in years:
        yield year, latest.get(year.pk)


def _waiting(year: Assessment, step: Transition | None, title: str, word: str) -> Waiting:
    detail = f"{word} {step.by}" + (f": {step.note}" if step.note else "") if step else ""
    address = year.address("approval")
    return Waiting(title, detail, step.at if step else None, address)
