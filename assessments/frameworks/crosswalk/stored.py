"""The stored crosswalks: what compares between any two years, through the years between them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model

from assessments.frameworks.models import Framework
from assessments.scoring import crosswalk
from assessments.scoring.comparison import total_difference
from assessments.scoring.crosswalk import Crosswalk, CrosswalkEntry, Key
from assessments.scoring.totals import Rules

from .models import AreaLink, IndicatorLink, ItemLink


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
    frameworks: Iterable[Framework],
    *,
    items: bool = False,
    areas: bool = False,
    rules: Mapping[int, Rules] | None = None,
) -> Crosswalks:
    """Read how these years compare, from the first to the last, in one query; in one more for the items or areas.

    The indicators (items, areas) of the frameworks should be prefetched, unless the rules of the years are given: they
    are needed where it is asked whether totals compare, which most years leave to them.
    Nothing compares across a year that is not among them, nor between years that nobody related.
    """
    known = {framework.fiscal_year: framework for framework in frameworks}
    first, last = min(known), max(known)
    numbers = {
        year: sorted(rules[year].numbers) if rules else [part.number for part in known[year].indicators.all()]
        for year in known
    }
    codes = {year: [item.code for item in known[year].items.all()] for year in known} if items else {}
    area_numbers = {year: [area.number for area in known[year].areas.all()] for year in known} if areas else {}
    links = _pairs(IndicatorLink, "number", first, last)
    item_links = _pairs(ItemLink, "code", first, last) if items else {}
    area_links = _pairs(AreaLink, "number", first, last) if areas else {}

    def step(year: int) -> Crosswalk:
        parts = _entries(year, numbers, links), _entries(year, codes, item_links)
        walk = Crosswalk(year - 1, year, *parts, areas=_entries(year, area_numbers, area_links))
        if year not in known:
            return walk
        if (comparable := known[year].total_comparable) is not None:
            return replace(walk, total_comparable=comparable, total_reason=known[year].total_reason)
        reason = total_difference(walk, rules[year - 1], rules[year]) if rules and year - 1 in rules else ""
        return replace(walk, total_comparable=not reason, total_reason=reason)

    return Crosswalks(
        {year: crosswalk.same(year, numbers[year], codes.get(year, ()), area_numbers.get(year, ())) for year in known},
        {year: step(year) for year in range(first + 1, last + 1)},
    )


def crosswalk_of(before_year: int, after_year: int, *, items: bool = False, areas: bool = False) -> Crosswalk:
    """Return what compares from one fiscal year to another, in either direction; items and areas only if asked for.

    A fixed number of queries however many years lie between. Nothing compares with or across a year that the
    portal lacks.
    """
    first, last = sorted((before_year, after_year))
    parts = ["indicators", *(name for name, wanted in {"items": items, "areas": areas}.items() if wanted)]
    years = Framework.objects.filter(fiscal_year__range=(first, last)).prefetch_related(*parts)
    known = {year.fiscal_year: year for year in years}
    if first not in known or last not in known:
        return Crosswalk(before_year, after_year, ())
    return read_crosswalks(known.values(), items=items, areas=areas).between(before_year, after_year)


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
    return crosswalk.completed(year - 1, year, before, after, entries)
