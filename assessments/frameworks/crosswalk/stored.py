"""The stored crosswalks: what compares between any two years, through the years between them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from assessments.frameworks.models import Framework
from assessments.scoring import crosswalk
from assessments.scoring.crosswalk import Crosswalk, CrosswalkEntry, Key

from .models import IndicatorLink, ItemLink


@dataclass(frozen=True)
class Crosswalks:
    """What was read of a run of fiscal years: each year's own crosswalk, and the step to it from the year before."""

    own: Mapping[int, Crosswalk]
    steps: Mapping[int, Crosswalk]  # by the later year

    def between(self, before_year: int, after_year: int) -> Crosswalk:
        """Return what compares from one year to another, in either direction; KeyError outside of the run."""
        if before_year == after_year:
            return self.own[after_year]
        first, last = sorted((before_year, after_year))
        walk = crosswalk.chain([self.steps[year] for year in range(first + 1, last + 1)])
        return walk if before_year < after_year else crosswalk.reverse(walk)


def read_crosswalks(
    frameworks: Iterable[Framework], *, items: bool = False, numbers: Mapping[int, list[int]] | None = None
) -> Crosswalks:
    """Read how these years compare, from the first to the last, in one query; in two with the items.

    The indicators (and items) of the frameworks should be prefetched, unless the indicators' numbers are given.
    Nothing compares across a year that is not among them, nor between years that nobody related.
    """
    known = {framework.fiscal_year: framework for framework in frameworks}
    first, last = min(known), max(known)
    if numbers is None:
        numbers = {year: [indicator.number for indicator in known[year].indicators.all()] for year in known}
    codes = {year: [item.code for item in known[year].items.all()] for year in known} if items else {}
    links = _pairs(IndicatorLink, "number", first, last)
    item_links = _pairs(ItemLink, "code", first, last) if items else {}

    def step(year: int) -> Crosswalk:
        total = (known[year].total_comparable, known[year].total_reason) if year in known else (True, "")
        return Crosswalk(year - 1, year, _entries(year, numbers, links), _entries(year, codes, item_links), *total)

    return Crosswalks(
        {year: crosswalk.same(year, numbers[year], codes.get(year, ())) for year in known},
        {year: step(year) for year in range(first + 1, last + 1)},
    )


def crosswalk_of(before_year: int, after_year: int, *, items: bool = False) -> Crosswalk:
    """Return what compares from one fiscal year to another, in either direction; the items only if asked for.

    A fixed number of queries however many years lie between. Nothing compares with or across a year that the
    portal lacks.
    """
    first, last = sorted((before_year, after_year))
    parts = ["indicators", "items"] if items else ["indicators"]
    years = Framework.objects.filter(fiscal_year__range=(first, last)).prefetch_related(*parts)
    known = {year.fiscal_year: year for year in years}
    if first not in known or last not in known:
        return Crosswalk(before_year, after_year, ())
    return read_crosswalks(known.values(), items=items).between(before_year, after_year)


def _pairs(model: type[Model], key: str, first: int, last: int) -> dict[int, list[tuple[Any, ...]]]:
    """Return what `crosswalk.from_pairs` takes, by the later year."""
    pairs = defaultdict(list)
    columns = ("framework__fiscal_year", f"before__{key}", f"after__{key}", "comparable", "reason")
    links = model._default_manager.filter(framework__fiscal_year__gt=first, framework__fiscal_year__lte=last)
    for year, *pair in links.order_by("pk").values_list(*columns):
        pairs[year].append(tuple(pair))
    return pairs


def _entries(
    year: int, keys: Mapping[int, list[Key]], pairs: Mapping[int, list[tuple[Any, ...]]]
) -> tuple[CrosswalkEntry[Key], ...]:
    before, after = keys.get(year - 1, []), keys.get(year, [])
    entries: tuple[CrosswalkEntry[Key], ...] = crosswalk.from_pairs(pairs.get(year, ()) if before and after else ())
    named_before = {key for entry in entries for key in entry.before}
    named_after = {key for entry in entries for key in entry.after}
    return entries + crosswalk.unknown(  # what no entry names
        year - 1,
        year,
        [key for key in before if key not in named_before],
        [key for key in after if key not in named_after],
    )
