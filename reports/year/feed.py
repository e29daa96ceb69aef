"""The events of a person's calendar: the deadlines of the years of the own municipality, or of all years."""

from assessments.calendar.due import Due
from assessments.models import Framework, User

from .calendar import as_dues, dues_of
from .ics import Event
from .overview import opened_years

YEARS = 2  # the newest ones


def feed_name(user: User) -> str:
    return f"กำหนดการ ITA {user.municipality.name}" if user.municipality else "กำหนดการ ITA"


def feed_events(user: User) -> list[Event]:
    """Return the deadlines of the newest years; what the municipality has done is marked so."""
    opened = opened_years(user.municipality) if user.municipality else {}
    events = []
    for framework in Framework.objects.published().prefetch_related("deadlines")[:YEARS]:
        year = opened.get(framework.fiscal_year)
        dues = dues_of(year) if year else as_dues(framework.deadlines.all())
        keys = [deadline.pk for deadline in framework.deadlines.all()]
        events += [_event(framework, pk, each) for pk, each in zip(keys, dues, strict=True)]
    return events


def _event(framework: Framework, pk: int, due: Due) -> Event:
    mark = "✓ " if due.status == "done" else ""
    title = f"{mark}{due.title} (ITA {framework.fiscal_year})"
    return Event(f"{framework.fiscal_year}-{pk}@ita-portal", due.day, title, due.note)
