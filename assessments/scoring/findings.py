"""Strengths and weaknesses of a year by rules that can be shown. Knows nothing of Django.

Each rule looks at one thing and says in a Thai sentence what it looked at and, for each indicator, what it saw.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ita_portal.thai import number_list, signed, two_decimals

from . import explanation, totals
from .spread import ENOUGH, Spread
from .totals import Rules, Scores

EXTREMES = 3  # how many of the lowest and of the highest
MARGIN = Decimal("0.50")  # nearer to the median nobody is above or below it


@dataclass(frozen=True)
class Medians:
    """The province's median by indicator number, where enough municipalities have a score."""

    province: str
    municipalities: int
    values: Scores


@dataclass(frozen=True)
class MarkedIndicator:
    rule: str
    sentence: str


@dataclass(frozen=True)
class FindingRule:
    """One way of looking at the scores: what it looks at, and whom it marks by indicator number."""

    name: str
    sentence: str
    weak: Mapping[int, str]
    strong: Mapping[int, str]


@dataclass(frozen=True)
class RuleFinding:
    number: int
    name: str
    score: Decimal
    rank: int
    rank_why: str
    weak: tuple[MarkedIndicator, ...]
    strong: tuple[MarkedIndicator, ...]


@dataclass(frozen=True)
class Findings:
    rules: tuple[FindingRule, ...]
    indicators: tuple[RuleFinding, ...]  # those with the most marks of weakness first


def medians(province: str, spreads: Mapping[int, Spread]) -> Medians:
    """Return the medians of a province, given how its scores lie by indicator number."""
    known = {number: spread.median for number, spread in spreads.items() if len(spread) >= ENOUGH}
    return Medians(
        province,
        max(map(len, spreads.values()), default=0),
        {number: median for number, median in known.items() if median is not None},
    )


def findings(
    rules: Rules,
    scores: Scores,
    before: Scores,
    cut_off: Decimal,
    province: Medians,
    not_comparable_because: Mapping[int, str] | None = None,
) -> Findings:
    """Return what every rule says of a year's known scores.

    `before` holds last year's comparable scores by this year's numbers, `not_comparable_because` speaks of the others.
    """
    scores = {number: scores[number] for number in rules.numbers if number in scores}
    applied = (
        by_cut_off(scores, cut_off),
        by_extremes(scores),
        by_change(scores, before, rules.fiscal_year, not_comparable_because or {}),
        by_median(scores, province, rules.fiscal_year),
    )
    ranks = {ranked.number: ranked for ranked in totals.ranking(scores)}
    indicators = [
        RuleFinding(
            number,
            rules.indicator_names.get(number, ""),
            score,
            ranks[number].rank,
            explanation.rank(ranks[number], scores),
            tuple(MarkedIndicator(rule.name, rule.weak[number]) for rule in applied if number in rule.weak),
            tuple(MarkedIndicator(rule.name, rule.strong[number]) for rule in applied if number in rule.strong),
        )
        for number, score in scores.items()
    ]
    return Findings(
        applied, tuple(sorted(indicators, key=lambda marked: (-len(marked.weak), marked.score, marked.number)))
    )


def by_cut_off(scores: Scores, cut_off: Decimal) -> FindingRule:
    bar = two_decimals(cut_off)
    return FindingRule(
        "เกณฑ์จุดแข็ง/จุดอ่อน",
        f"คะแนนต่ำกว่า {bar} เป็นจุดที่ต้องพัฒนา ตั้งแต่ {bar} ขึ้นไปเป็นจุดแข็ง",
        {
            number: f"ได้ {two_decimals(scores[number])} ต่ำกว่าเกณฑ์ {bar} อยู่ {two_decimals(cut_off - scores[number])}"
            for number in totals.weaknesses(scores, cut_off)
        },
        {number: f"ได้ {two_decimals(scores[number])} ถึงเกณฑ์ {bar}" for number in totals.strengths(scores, cut_off)},
    )


def by_extremes(scores: Scores, count: int = EXTREMES) -> FindingRule:
    """Mark the lowest and the highest; equal scores share their place, and scores that are all equal have none."""
    values = list(scores.values())
    total = len(values)

    def marked(word: str, beyond: Callable[[Decimal, Decimal], bool], other_end: Decimal | None) -> dict[int, str]:
        return {
            number: f"ได้ {two_decimals(score)} {word}เป็นอันดับที่ {place} จาก {total}"
            for number, score in scores.items()
            if (place := 1 + sum(beyond(value, score) for value in values)) <= count and score != other_end
        }

    return FindingRule(
        f"ต่ำสุดและสูงสุด {count} อันดับ",
        f"ตัวชี้วัดที่คะแนนต่ำสุดและสูงสุด {count} อันดับ จาก {total} ตัวชี้วัดที่มีคะแนน คะแนนเท่ากันนับด้วยกัน"
        if len(set(values)) > 1
        else "ยังเทียบกันไม่ได้ เพราะมีคะแนนไม่พอ หรือทุกตัวชี้วัดได้เท่ากัน",
        marked("ต่ำ", operator.lt, max(values, default=None)),
        marked("สูง", operator.gt, min(values, default=None)),
    )


def by_change(
    scores: Scores, before: Scores, fiscal_year: int, not_comparable_because: Mapping[int, str]
) -> FindingRule:
    """Mark the largest fall and the largest rise against the year before, among what compares."""
    changes = {number: scores[number] - before[number] for number in scores if number in before}
    fall, rise = min(changes.values(), default=Decimal(0)), max(changes.values(), default=Decimal(0))

    def marked(extreme: Decimal, word: str) -> dict[int, str]:
        return {
            number: f"{word}: {two_decimals(before[number])} → {two_decimals(scores[number])} ({signed(value)})"
            for number, value in changes.items()
            if extreme and value == extreme
        }

    falls = f"ลดลงมากที่สุด {signed(fall)}" if fall < 0 else "ไม่มีตัวชี้วัดที่ลดลง"
    rises = f"เพิ่มขึ้นมากที่สุด {signed(rise)}" if rise > 0 else "ไม่มีตัวชี้วัดที่เพิ่มขึ้น"
    if changes:
        sentence = f"คะแนนปี {fiscal_year} ลบคะแนนปี {fiscal_year - 1}: {falls} {rises}"
    elif not_comparable_because:
        sentence = f"คะแนนปี {fiscal_year} กับปี {fiscal_year - 1}"
    else:
        sentence = f"ยังเทียบไม่ได้ เพราะไม่มีคะแนนของปี {fiscal_year - 1}"
    return FindingRule(
        "เทียบกับปีก่อน",
        sentence + _reasons(not_comparable_because),
        marked(min(fall, Decimal(0)), "ลดลงมากที่สุด"),
        marked(max(rise, Decimal(0)), "เพิ่มขึ้นมากที่สุด"),
    )


def _reasons(reasons: Mapping[int, str]) -> str:
    """Say what does not compare, each reason once; "" where everything does."""
    by_reason: dict[str, list[int]] = {}
    for number, reason in sorted(reasons.items()):
        by_reason.setdefault(reason, []).append(number)
    parts = [f"ตัวชี้วัดที่ {number_list(numbers)} ({reason})" for reason, numbers in by_reason.items()]
    return f" เทียบไม่ได้: {' '.join(parts)}" if parts else ""


def by_median(scores: Scores, province: Medians, fiscal_year: int) -> FindingRule:
    """Mark what is below and above the province's median."""
    place = f"จังหวัด{province.province}"

    def marked(word: str, beyond: Callable[[Decimal, Decimal], bool]) -> dict[int, str]:
        return {
            number: f"ได้ {two_decimals(scores[number])} {word}มัธยฐานของ{place} {two_decimals(middle)} "
            f"({signed(scores[number] - middle)})"
            for number, middle in province.values.items()
            if number in scores and beyond(scores[number], middle)
        }

    return FindingRule(
        "มัธยฐานของจังหวัด",
        f"ค่ากลางของหน่วยงานใน{place} ปี {fiscal_year} จากคะแนนที่มีในระบบ {province.municipalities} หน่วยงาน "
        f"นับเมื่อต่างกันเกิน {MARGIN} คะแนน"
        if province.values
        else f"ข้อมูลน้อยเกินไป: ระบบมีคะแนนปี {fiscal_year} ของ{place} {province.municipalities} หน่วยงาน "
        f"ต้องมีอย่างน้อย {ENOUGH} หน่วยงานจึงหาค่ากลางได้",
        marked("ต่ำกว่า", lambda score, middle: middle - score > MARGIN),
        marked("สูงกว่า", lambda score, middle: score - middle > MARGIN),
    )
