"""The calendar of a municipality's year: the deadlines of its definitions, which of them it has met, and as events."""

from collections.abc import Iterable

from django.db.models import Count, Q
from django.utils import timezone

from assessments.calendar.due import Due, due
from assessments.models import Assessment, Deadline, Framework, User
from assessments.years.workflow import APPROVED, PUBLISHED, SUBMITTED
from measures.models import Measure

from .ics import Event
from .overview import opened_years

Step = Deadline.Step
# What `reported` is asked with, of measures that are not cancelled.
REPORTED_COUNTS = {
    "kept": Count("pk"),
    "half": Count("pk", filter=~Q(half_output="")),
    "end": Count("pk", filter=~Q(output="")),
}
FEED_YEARS = 2  # the newest ones
REACHED = {
    SUBMITTED: frozenset({Step.SUBMITTED}),
    APPROVED: frozenset({Step.SUBMITTED, Step.APPROVED}),
    PUBLISHED: frozenset({Step.SUBMITTED, Step.APPROVED, Step.PUBLISHED}),
}


def dues_of(year: Assessment) -> list[Due]:
    """Return the deadlines of the year by day; one query, and at most three more where deadlines ask for them."""
    deadlines = list(year.framework.deadlines.all())
    done = done_steps(year, {deadline.step for deadline in deadlines})
    return as_dues(deadlines, done)


def as_dues(deadlines: Iterable[Deadline], done: frozenset[str] = frozenset()) -> list[Due]:
    today = timezone.localdate()
    return [due(deadline.title, deadline.due, deadline.told, deadline.step, done, today) for deadline in deadlines]


def done_steps(year: Assessment, asked: set[str]) -> frozenset[str]:
    """Return which of the asked steps the year has done; reads only what they need."""
    done = asked & REACHED.get(year.state, frozenset())
    if Step.SCORES in asked and year.framework.indicators.count() == year.scores.count():
        done.add(Step.SCORES)
    if {Step.HALF_YEAR, Step.YEAR_END} & asked:
        measures = Measure.objects.filter(assessment=year).exclude(status=Measure.Status.CANCELLED)
        done |= reported(**measures.aggregate(**REPORTED_COUNTS))
    return frozenset(done)


def reported(kept: int, half: int, end: int) -> set[str]:
    """Return which reports are complete, by how many measures there are and how many have which result."""
    return {step for step, filled in ((Step.HALF_YEAR, half), (Step.YEAR_END, end)) if kept and filled == kept}


def feed_name(user: User) -> str:
    return f"กำหนดการ ITA {user.municipality.name}" if user.municipality else "กำหนดการ ITA"


def feed_events(user: User) -> list[Event]:
    """Return the deadlines of the newest years; what the municipality has done is marked so."""
    opened = opened_years(user.municipality) if user.municipality else {}
    events = []
    for framework in Framework.objects.begun().prefetch_related("deadlines")[:FEED_YEARS]:
        year = opened.get(framework.fiscal_year)
        dues = dues_of(year) if year else as_dues(framework.deadlines.all())
        keys = [deadline.pk for deadline in framework.deadlines.all()]
        events += [_event(framework, pk, deadline) for pk, deadline in zip(keys, dues, strict=True)]
    return events


def _event(framework: Framework, pk: int, due: Due) -> Event:
    mark = "✓ " if due.status == "done" else ""
    title = f"{mark}{due.title} (ITA {framework.fiscal_year})"
    return Event(f"{framework.fiscal_year}-{pk}@ita-portal", due.day, title, due.note)
