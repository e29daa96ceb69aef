"""What follows from scores by the definitions of a year: means, totals, levels, change. Knows nothing of Django.

Rules: an instrument is the plain mean of its indicators, the total is the weighted sum of the instruments,
rounded half up to two decimals; an announced total within 0.02 of the computed one agrees, because some
official tables add parts that were each rounded first. The computed level is a hint: what was announced counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from operator import itemgetter

CENT = Decimal("0.01")
TOLERANCE = Decimal("0.02")

Scores = Mapping[int, Decimal]


@dataclass(frozen=True)
class InstrumentRule:
    code: str
    name: str
    weight: Decimal  # per cent
    indicators: tuple[int, ...]


@dataclass(frozen=True)
class LevelRule:
    label: str
    min_total: Decimal
    min_each: Decimal | None = None
    scope: str = ""  # "", "indicator" or "instrument": which components must reach min_each
    passes: bool = False


@dataclass(frozen=True)
class Rules:
    """The definitions of one year, levels from the highest down."""

    fiscal_year: int
    instruments: tuple[InstrumentRule, ...]
    indicator_names: Mapping[int, str]
    levels: tuple[LevelRule, ...]
    pass_mark: Decimal = Decimal(85)

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(number for instrument in self.instruments for number in instrument.indicators)


@dataclass(frozen=True)
class YearResult:
    """What is known of a year's result, with the rules of its year; total, level and rank as announced."""

    rules: Rules
    scores: Scores = field(default_factory=dict)
    total: Decimal | None = None
    level: str = ""
    rank: int | None = None
    measures: int = 0  # how many the year has

    @property
    def fiscal_year(self) -> int:
        return self.rules.fiscal_year


@dataclass(frozen=True)
class LevelHint:
    """A computed level; its reason is a Thai sentence, which names what keeps a level away that the total reaches."""

    label: str
    passes: bool
    reason: str


@dataclass(frozen=True)
class LevelResult:
    instruments: Mapping[str, Decimal | None]  # mean by code, two decimals; None while a score is missing
    total: Decimal | None
    level: LevelHint | None
    missing: tuple[int, ...]  # indicators without a score

    @property
    def reason(self) -> str:
        """Return why the level is what it is, or what is missing for one, as a Thai sentence."""
        if self.level:
            return self.level.reason
        if self.missing:
            numbers = ", ".join(map(str, self.missing))
            return f"ยังคำนวณคะแนนรวมและระดับไม่ได้ เพราะยังไม่มีคะแนนของตัวชี้วัดที่ {numbers}"
        if self.total is None:
            return "ยังคำนวณคะแนนรวมไม่ได้ เพราะเกณฑ์ของปีนี้ยังไม่มีเครื่องมือและตัวชี้วัดครบ"
        return "เกณฑ์ของปีนี้ยังไม่กำหนดระดับสำหรับคะแนนรวมนี้"


@dataclass(frozen=True)
class Ranked:
    rank: int
    number: int
    score: Decimal


def rounded(value: Decimal) -> Decimal:
    """Round half up to two decimals."""
    return value.quantize(CENT, ROUND_HALF_UP)


def mean(values: Sequence[Decimal]) -> Decimal:
    """Return the unrounded mean; ValueError for no values."""
    if not values:
        raise ValueError("no values")
    return sum(values, Decimal(0)) / len(values)


def instrument_mean(instrument: InstrumentRule, scores: Scores) -> Decimal | None:
    """Return the unrounded mean of an instrument; None while a score is missing."""
    if not instrument.indicators or any(number not in scores for number in instrument.indicators):
        return None
    return known_mean(instrument, scores)


def known_mean(instrument: InstrumentRule, scores: Scores) -> Decimal:
    """Return the unrounded mean of an instrument whose scores are all there."""
    return mean([scores[number] for number in instrument.indicators])


def total(rules: Rules, scores: Scores) -> Decimal | None:
    """Return the weighted total rounded to two decimals; None while a score is missing."""
    if not rules.instruments or any(instrument_mean(instrument, scores) is None for instrument in rules.instruments):
        return None
    return rounded(exact_total(rules, scores))


def exact_total(rules: Rules, scores: Scores) -> Decimal:
    """Return the unrounded total of scores that are all there."""
    parts = (instrument.weight * known_mean(instrument, scores) for instrument in rules.instruments)
    return sum(parts, Decimal(0)) / 100


def components(rules: Rules, scores: Scores, scope: str) -> list[tuple[str, Decimal, tuple[int, ...]]]:
    """Return the known components that a level's bar is for: name, unrounded value, indicators."""
    if scope == "instrument":
        return [
            (instrument.code, value, instrument.indicators)
            for instrument in rules.instruments
            if (value := instrument_mean(instrument, scores)) is not None
        ]
    return [
        (f"ตัวชี้วัดที่ {number} {rules.indicator_names.get(number, '')}".strip(), scores[number], (number,))
        for number in rules.numbers
        if number in scores
    ]


def level_hint(rules: Rules, scores: Scores, total: Decimal | None) -> LevelHint | None:
    """Return the level that the year's rule gives for a total, and the component that decides it.

    None without a total, or where no level covers it.
    """
    if total is None:
        return None
    held_back: tuple[LevelRule, str, Decimal] | None = None
    for level in rules.levels:
        if total < level.min_total:
            continue
        below = _below(rules, scores, level)
        if below is None:
            return _hint(level, total, held_back)
        held_back = held_back or (level, *below)
    return None


def _below(rules: Rules, scores: Scores, level: LevelRule) -> tuple[str, Decimal] | None:
    """Return the lowest component under the level's bar, or None where all reach it."""
    if level.min_each is None:
        return None
    known = components(rules, scores, level.scope)
    below = [(name, value) for name, value, _ in known if value < level.min_each]
    return min(below, key=itemgetter(1), default=None)


def _hint(level: LevelRule, total: Decimal, held_back: tuple[LevelRule, str, Decimal] | None) -> LevelHint:
    if held_back is None:
        components = f" และทุกองค์ประกอบได้ตั้งแต่ {level.min_each:.2f} ขึ้นไป" if level.min_each is not None else ""
        bar = f"ถึงเกณฑ์ {level.min_total:.2f}" if level.min_total else "อยู่ในช่วงต่ำสุดของเกณฑ์"
        return LevelHint(
            level.label, level.passes, f"คะแนนรวม {total:.2f} {bar}{components} จึงอยู่ในระดับ “{level.label}”"
        )
    missed, component, score = held_back
    reason = (
        f"คะแนนรวม {total:.2f} ถึงเกณฑ์ {missed.min_total:.2f} ของระดับ “{missed.label}” แต่{component} "
        f"ได้ {rounded(score):.2f} ต่ำกว่า {missed.min_each:.2f} จึงอยู่ในระดับ “{level.label}”"
    )
    return LevelHint(level.label, level.passes, reason)


def evaluate(rules: Rules, scores: Scores) -> LevelResult:
    """Return the instrument means, the total and the level hint of a set of indicator scores."""
    means = {instrument.code: instrument_mean(instrument, scores) for instrument in rules.instruments}
    value = total(rules, scores)
    return LevelResult(
        instruments={code: None if exact is None else rounded(exact) for code, exact in means.items()},
        total=value,
        level=level_hint(rules, scores, value),
        missing=tuple(number for number in rules.numbers if number not in scores),
    )


def agrees(computed: Decimal | None, official: Decimal | None) -> bool | None:
    """Tell whether an announced total agrees with the computed one; None while either is unknown."""
    if computed is None or official is None:
        return None
    return abs(computed - official) <= TOLERANCE


def change(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """Return after − before; None where either is unknown."""
    return None if before is None or after is None else after - before


def ranking(scores: Scores) -> list[Ranked]:
    """Return the indicators by falling score; equal scores share a rank and keep their number's order."""
    ordered = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    ranked: list[Ranked] = []
    for place, (number, score) in enumerate(ordered, start=1):
        tied = ranked and ranked[-1].score == score
        ranked.append(Ranked(ranked[-1].rank if tied else place, number, score))
    return ranked


def strengths(scores: Scores, cut_off: Decimal) -> list[int]:
    """Return the numbers of the indicators at or above the cut-off, in order."""
    return [number for number, score in sorted(scores.items()) if score >= cut_off]


def weaknesses(scores: Scores, cut_off: Decimal) -> list[int]:
    """Return the numbers of the indicators below the cut-off, in order."""
    return [number for number, score in sorted(scores.items()) if score < cut_off]
