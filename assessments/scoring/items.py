"""An indicator worked out from the items of its sub-indicators. Knows nothing of Django.

A sub-indicator is the plain mean of its items, the indicator the plain mean of its sub-indicators. Half an answer
would look like a result, so nothing is computed while an item lacks its score or the definitions show a hole.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from . import totals

CHECKED = "OIT"  # the instrument whose items are met or not: 100 or 0
MET, UNMET = Decimal("100.00"), Decimal("0.00")

ItemScores = Mapping[str, Decimal]  # by item code


@dataclass(frozen=True)
class SubIndicatorItems:
    code: str
    name: str
    items: tuple[str, ...]  # codes, in order


@dataclass(frozen=True)
class IndicatorItems:
    """An indicator that its year divides into sub-indicators.

    `loose` are its items outside every sub-indicator, `gaps` the codes that the year's numbering leaves out beside
    its items ("O6" between O5 and O7): a sign that the year's definitions are incomplete.
    """

    number: int
    sub_indicators: tuple[SubIndicatorItems, ...]
    loose: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class SubIndicatorMean:
    code: str
    scores: tuple[Decimal, ...]  # never empty

    @property
    def value(self) -> Decimal:
        return totals.mean(self.scores)


@dataclass(frozen=True)
class FromItems:
    """What the items say of an indicator; `faults` says in Thai why `value` is None."""

    number: int
    announced: Decimal | None
    entered: int  # how many of its items have a score
    value: Decimal | None = None
    sub_indicators: tuple[SubIndicatorMean, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """Return announced − computed."""
        return totals.change(self.value, self.announced)


def code_gaps(items: Iterable[tuple[str, int]]) -> dict[int, tuple[str, ...]]:
    """Return by indicator number the codes that the numbering of a year's items leaves out beside its items.

    `items` are pairs of item code and indicator number. A gap belongs to the indicators on both of its sides.
    """
    series: dict[str, dict[int, int]] = {}
    for code, indicator in items:
        if match := re.fullmatch(r"(\D+)(\d+)", code):
            series.setdefault(match[1], {})[int(match[2])] = indicator
    gaps: dict[int, list[str]] = {}
    for prefix, numbered in series.items():
        last = 0
        for number in sorted(numbered):
            missing = [f"{prefix}{absent}" for absent in range(last + 1, number)]
            for indicator in {numbered[number], numbered.get(last, numbered[number])} if missing else ():
                gaps.setdefault(indicator, []).extend(missing)
            last = number
    return {indicator: tuple(codes) for indicator, codes in gaps.items()}


def from_items(indicator: IndicatorItems, scores: ItemScores, announced: Decimal | None) -> FromItems:
    """Return the indicator as its items give it, or why they do not give it yet."""
    divided = [code for sub_indicator in indicator.sub_indicators for code in sub_indicator.items]
    entered = sum(code in scores for code in (*divided, *indicator.loose))
    if faults := _faults(indicator, scores):
        return FromItems(indicator.number, announced, entered, faults=faults)
    means = tuple(
        SubIndicatorMean(sub.code, tuple(scores[code] for code in sub.items)) for sub in indicator.sub_indicators
    )
    value = totals.rounded(totals.mean([sub_indicator.value for sub_indicator in means]))
    return FromItems(indicator.number, announced, entered, value, means)


def _faults(indicator: IndicatorItems, scores: ItemScores) -> tuple[str, ...]:
    faults = []
    if indicator.gaps:
        faults.append(f"เกณฑ์ของปีนี้ยังไม่มีข้อ {_listed(indicator.gaps)} (รหัสข้ามไป) ให้ผู้ดูแลระบบตรวจเกณฑ์ก่อน")
    if empty := [sub_indicator.code for sub_indicator in indicator.sub_indicators if not sub_indicator.items]:
        faults.append(f"เกณฑ์ของปีนี้ยังไม่กำหนดข้อของตัวชี้วัดย่อย {_listed(empty)}")
    if indicator.loose:
        faults.append(f"เกณฑ์ของปีนี้ยังไม่จัดข้อ {_listed(indicator.loose)} เข้าตัวชี้วัดย่อย")
    unknown = [code for sub_indicator in indicator.sub_indicators for code in sub_indicator.items if code not in scores]
    if unknown:
        faults.append(f"ยังไม่มีคะแนนของข้อ {_listed(unknown)} (ขาด {len(unknown)} ข้อ)")
    return tuple(faults)


def _listed(codes: Sequence[str], most: int = 8) -> str:
    rest = f" และอีก {len(codes) - most} ข้อ" if len(codes) > most else ""
    return ", ".join(codes[:most]) + rest
