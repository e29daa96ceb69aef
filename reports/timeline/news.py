"""What others did in a person's years since the person's last visit: a few lines for the first page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from assessments.models import Assessment, Transition, User
from assessments.municipalities.models import seen_by
from assessments.records.models import HistoryRow
from assessments.years.workflow import ACTIONS

from .acts import ActEntry, History, Narrowed
from .tracked import SOURCES

SHOWN = 5  # acts
READ = 10  # so many, for some tell nothing
LATEST = 500  # so many history rows are looked through for them
ROWS = 20  # so many of an act are read to say what it was


@dataclass(frozen=True)
class NewsLine:
    """One act: what was done first in it, and whether there was more; `address` is the history where it stands."""

    at: datetime
    who: str
    fiscal_year: int
    text: str
    has_more: bool
    address: str


def news_for(user: User) -> list[NewsLine]:
    """Return the latest acts of others since the user's last visit, the latest first; [] on the first visit.

    Two queries, and where something happened one for each kind of row and one for imports.
    """
    if user.last_visit is None:
        return []
    years = Assessment.objects.for_user(user).select_related("framework", "municipality").in_bulk()
    asked = Narrowed(since=user.last_visit, not_by=user.pk)
    acts = History(SOURCES, years.values(), asked, latest=LATEST)
    few = [replace(act, marks=act.marks[:ROWS]) for act in acts.entries[:READ]]
    return list(islice(_lines(acts.told(few), years), SHOWN))


def steps_for(user: User) -> list[NewsLine]:
    """Return the latest steps that others took with years that the person may see, the latest first: one query.

    For those who look at many authorities: of all that is changed in them nobody could read the news.
    """
    if user.last_visit is None:
        return []
    taken = Transition.objects.filter(seen_by(user, "assessment__municipality__"), at__gt=user.last_visit)
    steps = taken.exclude(by=user).select_related("assessment__municipality", "assessment__framework", "by")
    return [_step_line(step) for step in steps.order_by("-pk")[:SHOWN]]


def _step_line(step: Transition) -> NewsLine:
    year, action = step.assessment, ACTIONS.get(step.action)
    text = f"{year.municipality} {action.done if action else step.action}"
    return NewsLine(step.at, str(step.by), year.fiscal_year, text, False, year.address("approval"))


def _lines(acts: list[ActEntry], years: Mapping[int, Assessment]) -> Iterator[NewsLine]:
    for act in acts:
        if not act.rows:  # an order, or what no screen shows
            continue
        first, mark = act.rows[0], act.latest
        year = years.get(_year_of(first.row) or 0)
        if year is None:
            continue
        state = next((change.after for change in first.fields if change.field == "state"), "")
        text = f"เปลี่ยนสถานะเป็น “{state}”" if state and first.kind == "changed" else f"{first.verb}{first.what}"
        address = f"{year.address('history')}?{urlencode({'kind': mark.kind})}"
        yield NewsLine(mark.at, mark.who, year.fiscal_year, text, len(act.rows) > 1, address)


def _year_of(row: HistoryRow) -> int | None:
    """Return the key of the year that a history row belongs to, by itself or by its measure or document."""
    if isinstance(row, Assessment.history.model):
        return row.id
    holders: list[Any] = [row, *(getattr(row, name, None) for name in ("measure", "document"))]
    return next((holder.assessment_id for holder in holders if hasattr(holder, "assessment_id")), None)
