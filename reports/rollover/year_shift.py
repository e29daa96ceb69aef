"""What is known for bringing a document of one year to another, read from the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assessments.frameworks.crosswalk.stored import crosswalk_of
from assessments.frameworks.definitions import UNKNOWN_TITLE
from assessments.models import Assessment, Item
from assessments.scores.known_figures import KnownFigures, read_known_figures
from assessments.scoring.crosswalk import CrosswalkEntry, Key
from measures.models import Measure


@dataclass(frozen=True)
class YearShift:
    """From one fiscal year to a later one. By the earlier year: what became of its indicators and items, None for
    nothing; `titles` are the items' own, by their own year.
    """

    before: int
    after: int
    indicators: Mapping[int, Mapping[int, int | None]] = field(default_factory=dict)
    items: Mapping[int, Mapping[str, str | None]] = field(default_factory=dict)
    titles: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    @property
    def shift(self) -> int:
        return self.after - self.before


def read_year_shift(year: Assessment, before: int, named: Iterable[int]) -> YearShift:
    """Read it for a document of the fiscal year `before`; `named` are further years whose items its blocks name."""
    shift, earlier = year.fiscal_year - before, {before - 1, before, *named}
    walks = {fiscal_year: crosswalk_of(fiscal_year, fiscal_year + shift, items=True) for fiscal_year in earlier}
    titles: dict[int, dict[str, str]] = defaultdict(dict)
    years = earlier | {fiscal_year + shift for fiscal_year in earlier}
    known = Item.objects.filter(framework__fiscal_year__in=years).exclude(title=UNKNOWN_TITLE)
    for fiscal_year, code, title in known.values_list("framework__fiscal_year", "code", "title"):
        titles[fiscal_year][code] = title
    return YearShift(
        before,
        year.fiscal_year,
        {fiscal_year: _counterparts(walk.indicators) for fiscal_year, walk in walks.items() if walk.indicators},
        {fiscal_year: _counterparts(walk.items) for fiscal_year, walk in walks.items()},
        titles,
    )


def figures_since(year: Assessment, before: int) -> KnownFigures:
    """Return the figures that texts of the fiscal year `before` may quote, with what they are in this year."""
    return read_known_figures(year, before, Measure.objects.counted_by_year(year.municipality_id))


def _counterparts(entries: Iterable[CrosswalkEntry[Key]]) -> dict[Key, Key | None]:
    """Return what became of each part of the earlier year: one part of the later one, or None."""
    return {key: entry.after[0] if entry.relation == "same" else None for entry in entries for key in entry.before}
