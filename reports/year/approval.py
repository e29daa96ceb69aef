"""What the approval page and card of a year show: its steps so far, and the steps that a person may take next."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from assessments.accounts.access import Permission, can
from assessments.models import Assessment, Transition, User
from assessments.years.services import other_person_needed
from assessments.years.workflow import ACTIONS, APPROVED, Action, next_actions
from ita_portal.thai import short_date
from reports.timeline.changes import RowChange, by_row, changes_of, net

# Steps that bring a year on, and what the button says that leads to them.
FORWARD = {"submit": "ส่งให้ผู้อนุมัติ", "approve": "ตรวจและอนุมัติ", "publish": "เผยแพร่"}


@dataclass(frozen=True)
class StepChoice:
    """A step that the person may take; `refusal` says why not just now, though the role allows it.

    `first` is what the button says that leads to what had better come before: issuing documents before publishing.
    """

    action: Action
    refusal: str = ""
    first: str = ""

    @property
    def leads_on(self) -> bool:
        """Whether it is what to do now: it brings the year on and nothing is against it."""
        return self.action.key in FORWARD and not self.refusal and not self.first


@dataclass(frozen=True)
class ApprovalStep:
    """A step that was taken."""

    transition: Transition
    action: Action | None

    @property
    def label(self) -> str:
        return self.action.label if self.action else self.transition.action


def steps_of(year: Assessment) -> list[ApprovalStep]:
    """Return the steps of the year, the latest first; one query."""
    taken = year.transitions.select_related("by").order_by("-pk")
    return [ApprovalStep(transition, ACTIONS.get(transition.action)) for transition in taken]


def choices_for(user: User, year: Assessment) -> list[StepChoice]:
    """Return the steps that the user's role allows from here."""
    to_issue = "ไปออกเอกสาร" if can(user, Permission.ISSUE, year) else "ดูเอกสารของปี"
    first = {"publish": to_issue} if waits_for_issues(year) else {}
    return [
        StepChoice(action, other_person_needed(user, year, action), first.get(action.key, ""))
        for action in next_actions(year.state)
        if can(user, Permission(action.permission), year)
    ]


def waits_for_issues(year: Assessment) -> bool:
    """Tell whether an approved year has documents and none of them was issued: that comes before publishing."""
    return year.state == APPROVED and bool(year.counts["documents"]) and not year.issued.exists()


def changed_since_approval(year: Assessment) -> list[RowChange] | None:
    """Return what is different now from what was last approved; None where nothing ever was."""
    approved = year.transitions.filter(action="approve").order_by("-pk").first()
    return changed_since(year, approved.at) if approved else None


def size_of_change(year: Assessment) -> str:
    """Say how much of a submitted year is new since it was last approved or returned; all of it where it never was."""
    decided = year.transitions.filter(action__in=("approve", "return")).order_by("-pk").first()
    if decided is None:
        return "ส่งครั้งแรก มี {measures} มาตรการ {evidence} หลักฐาน {documents} เอกสาร".format(**year.counts)
    count = len(changed_since(year, decided.at))
    since = f"ตั้งแต่{ACTIONS[decided.action].done}เมื่อ {short_date(timezone.localtime(decided.at))}"
    return f"เปลี่ยนแปลง {count} รายการ{since}" if count else f"ไม่มีสิ่งใดเปลี่ยน{since}"


def changed_since(year: Assessment, moment: datetime) -> list[RowChange]:
    return by_row(change for change in net(changes_of(year, moment)) if change.field != "state")
