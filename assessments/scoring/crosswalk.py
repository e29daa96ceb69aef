"""What of one year compares with what of another: entries of parts, chained over the years. Knows nothing of Django.

A part is named by its key within its year: an indicator or area by its number, an item by its code. A key means
nothing in another year: only an entry says what became of a part.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)  # int for indicators and areas, str for items


@dataclass(frozen=True)
class CrosswalkEntry(Generic[Key]):
    """Parts of the earlier year and what became of them in the later one; each part is in one entry only."""

    before: tuple[Key, ...]
    after: tuple[Key, ...]
    comparable: bool
    reason: str = ""

    @property
    def relation(self) -> str:
        """Return "same", "merged", "split", "new", "retired" or "regrouped" (several became several)."""
        if not self.before:
            return "new"
        if not self.after:
            return "retired"
        if len(self.before) > 1:
            return "merged" if len(self.after) == 1 else "regrouped"
        return "same" if len(self.after) == 1 else "split"

    @property
    def is_comparable_pair(self) -> bool:
        """Whether one part became one part, and the two compare."""
        return self.relation == "same" and self.comparable


@dataclass(frozen=True)
class Crosswalk:
    """Two fiscal years (Buddhist era) side by side."""

    before_year: int
    after_year: int
    indicators: tuple[CrosswalkEntry[int], ...]
    items: tuple[CrosswalkEntry[str], ...] = ()
    total_comparable: bool = True
    total_reason: str = ""
    areas: tuple[CrosswalkEntry[int], ...] = ()


def from_pairs(pairs: Iterable[tuple[Key | None, Key | None, bool, str]]) -> tuple[CrosswalkEntry[Key], ...]:
    """Return entries from (before, after, comparable, reason): pairs that share a part become one entry."""
    return _joined(
        CrosswalkEntry(
            () if before is None else (before,),
            () if after is None else (after,),
            comparable and before is not None and after is not None,
            reason,
        )
        for before, after, comparable, reason in pairs
    )


def unsaid(before_year: int, after_year: int) -> str:
    """Return the reason of what nobody related."""
    return f"ยังไม่ได้กำหนดการเทียบเกณฑ์ปี {before_year} กับปี {after_year}"


def unknown(
    before_year: int, after_year: int, before: Iterable[Key], after: Iterable[Key]
) -> tuple[CrosswalkEntry[Key], ...]:
    """Return the entries of two years that nobody related: equal keys side by side, none of them comparable."""
    before, after = list(before), list(after)
    reason = unsaid(before_year, after_year)
    return tuple(
        CrosswalkEntry((key,) if key in before else (), (key,) if key in after else (), comparable=False, reason=reason)
        for key in dict.fromkeys([*after, *before])
    )


def completed(
    before_year: int,
    after_year: int,
    before: Iterable[Key],
    after: Iterable[Key],
    entries: Iterable[CrosswalkEntry[Key]],
) -> tuple[CrosswalkEntry[Key], ...]:
    """Return the entries of two years with the parts that no entry names behind them, as unknown."""
    entries = tuple(entries)
    named_before = {key for entry in entries for key in entry.before}
    named_after = {key for entry in entries for key in entry.after}
    return entries + unknown(
        before_year,
        after_year,
        [key for key in before if key not in named_before],
        [key for key in after if key not in named_after],
    )


def same(
    fiscal_year: int, indicators: Iterable[int], items: Iterable[str] = (), areas: Iterable[int] = ()
) -> Crosswalk:
    """Return the crosswalk of a year with itself."""

    def entries(keys: Iterable[Key]) -> tuple[CrosswalkEntry[Key], ...]:
        return tuple(CrosswalkEntry((key,), (key,), comparable=True) for key in keys)

    return Crosswalk(fiscal_year, fiscal_year, entries(indicators), entries(items), areas=entries(areas))


def chain(steps: Sequence[Crosswalk]) -> Crosswalk:
    """Return the crosswalk from the first year to the last; each step starts in the year that the one before ends in.

    What is comparable must be so in every step. ValueError for no steps or a gap between them.
    """
    if not steps:
        raise ValueError("no steps")
    walk = steps[0]
    for step in steps[1:]:
        if walk.after_year != step.before_year:
            raise ValueError(f"gap between {walk.after_year} and {step.before_year}")
        walk = Crosswalk(
            walk.before_year,
            step.after_year,
            _composed(walk.indicators, step.indicators),
            _composed(walk.items, step.items),
            walk.total_comparable and step.total_comparable,
            _reasons(walk.total_reason, step.total_reason),
            _composed(walk.areas, step.areas),
        )
    return walk


def reverse(walk: Crosswalk) -> Crosswalk:
    """Return the same crosswalk seen from the later year."""

    def turned(entries: Iterable[CrosswalkEntry[Key]]) -> tuple[CrosswalkEntry[Key], ...]:
        return tuple(replace(entry, before=entry.after, after=entry.before) for entry in entries)

    return replace(
        walk,
        before_year=walk.after_year,
        after_year=walk.before_year,
        indicators=turned(walk.indicators),
        items=turned(walk.items),
        areas=turned(walk.areas),
    )


def _composed(
    first: tuple[CrosswalkEntry[Key], ...], second: tuple[CrosswalkEntry[Key], ...]
) -> tuple[CrosswalkEntry[Key], ...]:
    """Join the entries that meet in the year between; what begins and ends there is left out."""
    middle = [
        *(CrosswalkEntry(_of(0, entry.before), _of(1, entry.after), entry.comparable, entry.reason) for entry in first),
        *(
            CrosswalkEntry(_of(2, entry.after), _of(1, entry.before), entry.comparable, entry.reason)
            for entry in second
        ),
    ]
    composed = []
    for entry in _joined(middle):
        before = tuple(key for year, key in entry.before if year == 0)
        after = tuple(key for year, key in entry.before if year == 2)
        if before or after:
            composed.append(CrosswalkEntry(before, after, bool(entry.comparable and before and after), entry.reason))
    return tuple(composed)


def _of(year: int, keys: tuple[Key, ...]) -> tuple[tuple[int, Key], ...]:
    return tuple((year, key) for key in keys)


def _joined(entries: Iterable[CrosswalkEntry[Key]]) -> tuple[CrosswalkEntry[Key], ...]:
    """Merge entries that share a part, in order of appearance; a merge compares only where all its parts do."""
    joined: list[CrosswalkEntry[Key]] = []
    for entry in entries:
        touching = [
            other for other in joined if set(other.before) & set(entry.before) or set(other.after) & set(entry.after)
        ]
        if not touching:
            joined.append(entry)
            continue
        parts = [*touching, entry]
        merged = CrosswalkEntry(
            tuple(dict.fromkeys(key for part in parts for key in part.before)),
            tuple(dict.fromkeys(key for part in parts for key in part.after)),
            all(part.comparable for part in parts),
            _reasons(*(part.reason for part in parts)),
        )
        place = joined.index(touching[0])
        joined = [other for other in joined if other not in touching]
        joined.insert(place, merged)
    return tuple(joined)


def _reasons(*reasons: str) -> str:
    return " ".join(dict.fromkeys(reason for reason in reasons if reason))
