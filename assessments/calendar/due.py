"""What is due next: the deadlines of a year against what is done and the day. Knows nothing of Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

SOON = 14  # days
DONE, OVERDUE, TODAY, NEAR, LATER, PAST = "done", "overdue", "today", "soon", "later", "past"
WORDS = {DONE: "ทำแล้ว", TODAY: "ครบกำหนดวันนี้", PAST: "ผ่านไปแล้ว"}


@dataclass(frozen=True)
class Due:
    """A deadline on a day; `left` days remain, negative once it is over. PAST: a reminder of a day that is over."""

    title: str
    day: date
    note: str
    status: str
    left: int

    @property
    def words(self) -> str:
        if self.status == OVERDUE:
            return f"เลยกำหนด {-self.left:,} วัน"
        return WORDS.get(self.status, f"เหลืออีก {self.left:,} วัน")

    @property
    def is_open(self) -> bool:
        """Whether it is still to be minded."""
        return self.status not in (DONE, PAST)


def due(title: str, day: date, note: str, step: str, done: frozenset[str], today: date) -> Due:
    """Return a deadline as it stands; `step` is "" for a mere reminder, `done` holds the steps that are done."""
    left = (day - today).days
    if step and step in done:
        status = DONE
    elif left < 0:
        status = OVERDUE if step else PAST
    else:
        status = TODAY if left == 0 else NEAR if left <= SOON else LATER
    return Due(title, day, note, status, left)


def following(dues: Iterable[Due]) -> Due | None:
    """Return what to do next: the longest overdue, else the nearest."""
    return min((due for due in dues if due.is_open), key=lambda due: due.day, default=None)
