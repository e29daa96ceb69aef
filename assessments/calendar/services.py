"""The calendar of a fiscal year, and the secret addresses under which it is subscribed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from assessments.accounts.access import Permission, check
from assessments.accounts.models import User
from assessments.frameworks.deadline import Deadline
from assessments.frameworks.models import Framework
from assessments.records.bulk import assign, delete_rows, recorded, save_rows

from .models import CalendarFeed, new_token

VALUES = ("due", "step", "note", "is_estimated")  # of a deadline, which its title names


@dataclass(frozen=True)
class DeadlineData:
    """A row of the calendar as it shall be; its title tells it from the others of its year."""

    title: str
    due: date
    step: str = ""
    note: str = ""
    is_estimated: bool = False  # from the year before: nobody knows the day yet


@recorded
def save_deadlines(*, by: User, framework: Framework, rows: Sequence[DeadlineData]) -> None:
    """Let the year's calendar be these rows; those that are left out are removed."""
    check(by, Permission.ADMINISTER)
    framework = Framework.objects.select_for_update().get(pk=framework.pk)
    titles = [row.title for row in rows]
    check_titles(titles)
    delete_rows(framework.deadlines.exclude(title__in=titles))
    stored = {deadline.title: deadline for deadline in framework.deadlines.all()}
    changed = []
    for row in rows:
        deadline = stored.get(row.title) or Deadline(framework=framework, title=row.title)
        values = {name: getattr(row, name) for name in VALUES}
        if assign(deadline, values) or deadline.pk is None:
            deadline.clean_fields(exclude=["framework"])
            changed.append(deadline)
    save_rows(changed, VALUES)


def check_titles(titles: Sequence[str]) -> None:
    """Refuse a calendar that names something twice."""
    if twice := sorted({title for title in titles if titles.count(title) > 1}):
        raise ValidationError(f"มีเรื่องซ้ำกัน: {', '.join(twice)} ให้เหลือรายการเดียว")


def renew_feed(*, by: User) -> CalendarFeed:
    """Give the account a new secret address; the old one ends."""
    feed, _ = CalendarFeed.objects.update_or_create(user=by, defaults={"token": new_token()})
    return feed


def revoke_feed(*, by: User) -> None:
    """End the account's secret address."""
    CalendarFeed.objects.filter(user=by).delete()
