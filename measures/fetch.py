"""How pages that are read by many and changed by editors reach their year."""

from collections.abc import Callable

from assessments.access import Deed
from assessments.models import Assessment
from assessments.services import hold_year
from assessments.years import year_or_404


def read_or_held_year(
    request, year: int, code: str, *, typed: bool = False, hold: Callable[[Assessment], None] = hold_year
) -> Assessment:
    """Return the year; for a POST it takes the deed of editors and holds the year until the transaction ends.

    `typed` as in `year_or_404`: the service then tells of a locked year, and the page gives back what was typed.
    """
    if request.method != "POST":
        return year_or_404(request.user, year, code)
    assessment = year_or_404(request.user, year, code, Deed.EDIT, typed=typed)
    hold(assessment)
    return assessment
