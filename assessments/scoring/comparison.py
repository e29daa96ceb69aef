"""Two years side by side: which scores stand in one row, and why there is no difference. Knows nothing of Django.

A difference is computed only between one score and one score that the crosswalk says compare.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ita_portal.thai import number_list

from . import crosswalk, totals
from .crosswalk import Crosswalk, CrosswalkEntry
from .totals import InstrumentRule, Rules, Scores

NOT_COMPARABLE = "เทียบไม่ได้"


@dataclass(frozen=True)
class ComparedIndicator:
    """An indicator of the later year beside what it was, or (without `number`) one that the later year lacks."""

    number: int | None
    name: str
    before: tuple[int, ...]  # numbers in the earlier year
    is_pair: bool  # one indicator on each side, whether they compare or not
    reason: str  # why no difference is computed; "" where one is

    @property
    def listed(self) -> tuple[int, ...]:
        """Return the earlier indicators that have to be named, because the row is not one beside one."""
        return () if self.is_pair or self.number is None else self.before

    def was(self, before: Scores) -> Decimal | None:
        """Return the earlier year's one score, by its numbers; None where there is none or more than one."""
        single = self.is_pair or self.number is None
        return before.get(self.before[0]) if single and self.before else None

    def now(self, after: Scores) -> Decimal | None:
        return None if self.number is None else after.get(self.number)

    def change(self, before: Scores, after: Scores) -> Decimal | None:
        return None if self.reason else totals.change(self.was(before), self.now(after))


@dataclass(frozen=True)
class Comparison:
    """Reasons are "" where a difference may be computed."""

    before_year: int
    after_year: int
    rows: tuple[ComparedIndicator, ...]  # the later year's indicators in its order, then those that it lacks
    instruments: Mapping[str, str]  # reasons of the means by code, for the later year's instruments
    total: str  # reason of the total

    @property
    def by_number(self) -> dict[int, ComparedIndicator]:
        return {row.number: row for row in self.rows if row.number is not None}

    @property
    def retired(self) -> tuple[ComparedIndicator, ...]:
        return tuple(row for row in self.rows if row.number is None)

    def aligned(self, before: Scores) -> dict[int, Decimal]:
        """Return the earlier year's comparable scores by the later year's numbers."""
        comparable = {number: row.was(before) for number, row in self.by_number.items() if not row.reason}
        return {number: score for number, score in comparable.items() if score is not None}


def compare(walk: Crosswalk, before: Rules, after: Rules) -> Comparison:
    """Return the definitions of two years side by side, as the crosswalk between them says."""
    return Comparison(
        walk.before_year,
        walk.after_year,
        tuple(_rows(walk, before, after)),
        {instrument.code: _instrument_reason(walk, instrument, before) for instrument in after.instruments},
        "" if walk.total_comparable else walk.total_reason or _decided(walk, "คะแนนรวม"),
    )


def alone(rules: Rules) -> Comparison:
    """Return a year beside itself: for values of its own definitions, and where there is no other year."""
    return compare(crosswalk.same(rules.fiscal_year, rules.numbers), rules, rules)


def total_difference(walk: Crosswalk, before: Rules, after: Rules) -> str:
    """Return why the totals of two years are not the same sum of the same indicators, "" where they are.

    Decides whether totals compare, unless the later year's definitions decide otherwise.
    """
    unsaid = crosswalk.unsaid(walk.before_year, walk.after_year)
    if any(entry.reason == unsaid for entry in walk.indicators):
        return unsaid
    old, new = ({rule.code: f"{rule.weight:.2f}" for rule in rules.instruments} for rules in (before, after))
    weights = [
        f"{code} {old.get(code, 'ไม่มี')} → {new.get(code, 'ไม่มี')}"
        for code in dict.fromkeys([*old, *new])
        if old.get(code) != new.get(code)
    ]
    regrouped = [
        f"{number_list(sorted(entry.before)) or 'ไม่มี'} → {number_list(sorted(entry.after)) or 'ไม่มี'}"
        for entry in walk.indicators
        if entry.relation != "same"
    ]
    reasons = [f"น้ำหนักของเครื่องมือเปลี่ยน ({', '.join(weights)})"] if weights else []
    reasons += [f"ตัวชี้วัดรวม แยก เพิ่ม หรือยกเลิก ({'; '.join(regrouped)})"] if regrouped else []
    means = (_instrument_reason(walk, instrument, before) for instrument in after.instruments)
    return " และ".join(reasons) or next(filter(None, means), "")


def _rows(walk: Crosswalk, before: Rules, after: Rules) -> Iterator[ComparedIndicator]:
    unsaid = crosswalk.unsaid(walk.before_year, walk.after_year)
    was = {number: entry for entry in walk.indicators for number in entry.before}
    became = {number: entry for entry in walk.indicators for number in entry.after}
    for number in after.numbers:
        entry = became.get(number) or CrosswalkEntry((), (number,), comparable=False, reason=unsaid)
        name, is_pair = after.indicator_names.get(number, ""), entry.relation == "same"
        yield ComparedIndicator(number, name, tuple(sorted(entry.before)), is_pair, _reason(walk, entry))
    for number in before.numbers:
        entry = was.get(number) or CrosswalkEntry((number,), (), comparable=False, reason=unsaid)
        if not entry.after:
            name = before.indicator_names.get(number, "")
            yield ComparedIndicator(None, name, (number,), False, _reason(walk, entry))


def _reason(walk: Crosswalk, entry: CrosswalkEntry[int]) -> str:
    """Return why an entry has no difference; what somebody wrote beside "comparable" is no such reason."""
    if entry.is_comparable_pair:
        return ""
    if entry.reason and not entry.comparable:
        return entry.reason
    numbers = number_list(sorted(entry.before))
    match entry.relation:
        case "same":
            return _decided(walk)
        case "new":
            return f"ปี {walk.before_year} ไม่มีตัวชี้วัดนี้"
        case "retired":
            return f"ปี {walk.after_year} ไม่มีตัวชี้วัดนี้"
        case "split":
            return f"เป็นส่วนหนึ่งของตัวชี้วัดที่ {numbers} ของปี {walk.before_year}"
    return f"มาจากตัวชี้วัดที่ {numbers} ของปี {walk.before_year} จึงไม่มีคะแนนเดียวให้เทียบ"


def _decided(walk: Crosswalk, what: str = "") -> str:
    return f"เกณฑ์ปี {walk.after_year} กำหนดว่า{what}เทียบกับปี {walk.before_year} ไม่ได้"


def _instrument_reason(walk: Crosswalk, instrument: InstrumentRule, before: Rules) -> str:
    """A mean compares where exactly the same indicators, each comparable, are its parts in both years."""
    earlier = {number for rule in before.instruments if rule.code == instrument.code for number in rule.indicators}
    entries = [entry for entry in walk.indicators if set(entry.after) & set(instrument.indicators)]
    pairs = all(entry.is_comparable_pair for entry in entries)
    was = {number for entry in entries for number in entry.before}
    became = {number for entry in entries for number in entry.after}
    if pairs and was == earlier and became == set(instrument.indicators):
        return ""
    return f"ตัวชี้วัดของ {instrument.code} ปี {walk.after_year} ไม่ตรงหรือเทียบไม่ได้ทุกตัวกับปี {walk.before_year}"
