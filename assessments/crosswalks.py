"""The stored crosswalks: what compares between any two years, through the years between them."""

from itertools import pairwise

from . import crosswalk
from .crosswalk import Crosswalk, Entry
from .models import Framework


def crosswalk_of(before_year: int, after_year: int, *, items: bool = False) -> Crosswalk:
    """Return what compares from one fiscal year to another, in either direction; the items only if asked for.

    A fixed number of queries however many years lie between. Nothing compares across a year that the portal
    lacks, nor between years that nobody related.
    """
    first, last = sorted((before_year, after_year))
    parts = ["indicators", "indicator_links__before", "indicator_links__after"]
    if items:
        parts += ["items", "item_links__before", "item_links__after"]
    found = Framework.objects.filter(fiscal_year__range=(first, last)).prefetch_related(*parts)
    frameworks = {each.fiscal_year: each for each in found}
    years = [frameworks.get(year) or Framework(fiscal_year=year) for year in range(first, last + 1)]
    steps = [_step(before, after, items) for before, after in pairwise(years)] or [
        _step(years[0], years[0], items)
    ]
    walk = crosswalk.chain(steps)
    return walk if before_year <= after_year else crosswalk.reverse(walk)


def _step(before: Framework, after: Framework, items: bool) -> Crosswalk:
    return Crosswalk(
        before.fiscal_year,
        after.fiscal_year,
        _entries(before, after, "indicators", "indicator_links", "number"),
        _entries(before, after, "items", "item_links", "code") if items else (),
        after.total_comparable,
        after.total_reason,
    )


def _entries(before: Framework, after: Framework, parts: str, links: str, key: str) -> tuple[Entry, ...]:
    """Return the entries of one kind of part; a framework that is not stored has neither parts nor links."""

    def keys(framework: Framework) -> list:
        return [getattr(each, key) for each in getattr(framework, parts).all()] if framework.pk else []

    if before == after:
        return tuple(Entry((each,), (each,), comparable=True) for each in keys(after))
    stored = getattr(after, links).all() if before.pk and after.pk else ()
    pairs = [
        (
            each.before and getattr(each.before, key),
            each.after and getattr(each.after, key),
            each.comparable,
            each.reason,
        )
        for each in stored
    ]
    found = crosswalk.from_pairs(pairs)
    named_before = {key for entry in found for key in entry.before}
    named_after = {key for entry in found for key in entry.after}
    return found + crosswalk.unknown(  # what no entry names
        before.fiscal_year,
        after.fiscal_year,
        [key for key in keys(before) if key not in named_before],
        [key for key in keys(after) if key not in named_after],
    )
