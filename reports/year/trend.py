"""The announced totals of a municipality over its years, as a small picture."""

from collections.abc import Mapping
from itertools import pairwise

from assessments.frameworks.rules_by_year import read_run
from assessments.models import Assessment
from assessments.scoring import totals as scoring_totals
from ita_portal.thai import two_decimals
from reports.blocks.plotting import plot

MOST_YEARS = 5


def trend_of(years: Mapping[int, Assessment]) -> dict | None:
    """Return the picture's shapes, and year, total and change of each of its points; None below two announced totals.

    The line breaks, and there is no change, between years that do not compare or of which one is missing.
    """
    totals = {number: year.official_total for number, year in sorted(years.items()) if year.official_total is not None}
    shown = sorted(totals)[-MOST_YEARS:]
    if len(shown) < 2:
        return None
    comparisons = read_run(shown[0], shown[-1]).comparisons
    joined = [
        later - earlier == 1 and later in comparisons and not comparisons[later].total
        for earlier, later in pairwise(shown)
    ]
    changes = [
        scoring_totals.change(totals[earlier], totals[later]) if join else None
        for (earlier, later), join in zip(pairwise(shown), joined, strict=True)
    ]
    points = [(year, two_decimals(totals[year]), change) for year, change in zip(shown, [None, *changes], strict=True)]
    return {"plot": plot([[totals[year] for year in shown]], [joined]), "points": points}
