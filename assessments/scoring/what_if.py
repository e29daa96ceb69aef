"""Where the next points are: what each point is worth, and what the next level asks for. Knows nothing of Django.

Everything here is an estimate on values that nobody announced.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from ita_portal.thai import two_decimals

from . import totals
from .totals import CENT, InstrumentRule, LevelRule, Rules, Scores

FULL = Decimal("100.00")


@dataclass(frozen=True)
class Improvement:
    """What an indicator can still bring: `worth` total points for each of its own, up to `target`."""

    number: int
    name: str
    score: Decimal
    worth: Decimal
    target: Decimal
    needed: bool  # below the bar of the next level, which is then the target

    @property
    def room(self) -> Decimal:
        return self.target - self.score

    @property
    def gain(self) -> Decimal:
        return totals.rounded(self.room * self.worth)


@dataclass(frozen=True)
class Gain:
    number: int
    name: str
    add: Decimal
    to: Decimal


@dataclass(frozen=True)
class Shortfall:
    """A component below the bar of the next level."""

    component: str
    score: Decimal
    lacks: Decimal


@dataclass(frozen=True)
class NextLevel:
    """What keeps the next level away, and the fewest points that would reach it."""

    label: str
    total_gap: Decimal  # of today's total, nought where it suffices
    shortfalls: tuple[Shortfall, ...]
    steps: tuple[Gain, ...]
    scores: Scores  # after the steps
    total: Decimal  # after the steps

    @property
    def sentence(self) -> str:
        steps = " และ ".join(f"{two_decimals(step.add)} คะแนนที่ตัวชี้วัดที่ {step.number} {step.name}" for step in self.steps)
        return f"ต้องเพิ่มอีก {steps} จึงจะได้ระดับ “{self.label}” (คะแนนรวมจะเป็น {two_decimals(self.total)})"


def worth(instrument: InstrumentRule) -> Decimal:
    """Return what one point of an indicator adds to the total."""
    return instrument.weight / 100 / len(instrument.indicators)


def next_rule(rules: Rules, scores: Scores) -> LevelRule | None:
    """Return the level above the one that the scores reach; None at the top or while a score is missing."""
    reached = totals.evaluate(rules, scores)
    if reached.total is None:
        return None
    labels = [level.label for level in rules.levels]
    place = labels.index(reached.level.label) if reached.level else len(labels)
    return rules.levels[place - 1] if place else None


def improvements(rules: Rules, scores: Scores) -> list[Improvement]:
    """Return the indicators that can still gain: first those the next level needs, then the dearest point first."""
    above = next_rule(rules, scores)
    bar = (above.min_each if above and above.scope != "instrument" else None) or Decimal(0)
    chances = [
        Improvement(
            number,
            rules.indicator_names.get(number, ""),
            score,
            worth(instrument),
            target=bar if score < bar else FULL,
            needed=score < bar,
        )
        for instrument in rules.instruments
        for number in instrument.indicators
        if (score := scores.get(number, FULL)) < FULL
    ]
    return sorted(chances, key=lambda chance: (not chance.needed, -chance.worth, -chance.room, chance.number))


def next_level(rules: Rules, scores: Scores) -> NextLevel | None:
    """Return what the next level asks for; None at the top, or while a score is missing."""
    above = next_rule(rules, scores)
    if above is None:
        return None
    after = dict(scores)
    shortfalls = _lift_components(rules, above, after)
    _lift_total(rules, above, after)
    return NextLevel(
        label=above.label,
        total_gap=max(above.min_total - totals.rounded(totals.exact_total(rules, scores)), Decimal("0.00")),
        shortfalls=tuple(shortfalls),
        steps=tuple(
            Gain(number, rules.indicator_names.get(number, ""), after[number] - scores[number], after[number])
            for number in sorted(after, key=lambda number: scores[number] - after[number])
            if number in rules.numbers and after[number] > scores[number]
        ),
        scores=after,
        total=totals.rounded(totals.exact_total(rules, after)),
    )


def _lift_components(rules: Rules, level: LevelRule, after: dict[int, Decimal]) -> list[Shortfall]:
    """Raise in `after` what is below the level's bar; return what was."""
    shortfalls = []
    for name, value, numbers in totals.components(rules, after, level.scope):
        lacks = (level.min_each or 0) - value
        if lacks > 0:
            shortfalls.append(Shortfall(name, totals.rounded(value), _up(lacks)))
            _raise(after, numbers, lacks * len(numbers))
    return shortfalls


def _lift_total(rules: Rules, level: LevelRule, after: dict[int, Decimal]) -> None:
    """Raise in `after` what brings the total to the level, the dearest points first."""
    for instrument in sorted(rules.instruments, key=worth, reverse=True):
        gap = level.min_total - totals.exact_total(rules, after)
        if gap <= 0 or totals.rounded(level.min_total - gap) >= level.min_total or not instrument.weight:
            return
        _raise(after, instrument.indicators, gap / worth(instrument))


def _raise(after: dict[int, Decimal], numbers: Sequence[int], points: Decimal) -> None:
    """Spread points over indicators in whole hundredths, the one with the most room first."""
    for number in sorted(numbers, key=lambda number: after[number]):
        add = min(_up(points), FULL - after[number])
        if add > 0:
            after[number] += add
            points -= add


def _up(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_CEILING)
