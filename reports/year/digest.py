"""What a person's mail says: what waits for them, and what is due soon. No mail where there is nothing to say."""

from dataclasses import dataclass

from assessments.calendar.due import DONE, LATER, PAST, Due
from assessments.models import Role, User
from ita_portal.thai import short_date

from .calendar import dues_of
from .inbox import waiting_for
from .overview import newest_begun, opened_years


@dataclass(frozen=True)
class Digest:
    subject: str
    body: str


def digest_for(user: User, portal: str = "") -> Digest | None:
    """Return the mail of today, its links below the portal's address where that is known."""
    waiting, dues = waiting_for(user), _pressing(user)
    if not waiting and not dues:
        return None
    lines = []
    if waiting:
        lines += ["รอท่านดำเนินการ", ""]
        for entry in waiting:
            lines += [f"- {entry.title}", *([f"  {entry.detail}"] if entry.detail else [])]
            lines += [f"  {portal}{entry.address}"] if portal else []
        lines.append("")
    if dues:
        lines += ["กำหนดการ", ""]
        for due in dues:
            lines += [f"- {due.title} ภายใน {short_date(due.day)} ({due.words})"]
            lines += [f"  {due.note}"] if due.note else []
        lines.append("")
    lines += [f"เปิดระบบ: {portal}/" if portal else "เปิดระบบ ITA ท้องถิ่นเพื่อดำเนินการ"]
    subject = f"ITA: รอท่านดำเนินการ {len(waiting)} เรื่อง กำหนดการ {len(dues)} เรื่อง"
    return Digest(subject, "\n".join(lines))


def _pressing(user: User) -> list[Due]:
    """Return what is overdue, due today or soon in the newest year of the own municipality."""
    if user.municipality is None or user.role == Role.AUDITOR:
        return []
    newest = newest_begun(opened_years(user.municipality))
    dues = dues_of(newest) if newest else []
    return [due for due in dues if due.status not in (DONE, LATER, PAST)]
