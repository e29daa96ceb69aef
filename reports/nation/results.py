"""Invented results that lie as real ones do: good authorities stay good, most are high and few far below. No Django.

Everything is in hundredths of a point and follows from a seed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

FULL = 10_000
# By fiscal year, how far the nation's mean lay below 100; the last is a guess, and stands for what follows.
SHORT = {2562: 3330, 2563: 3210, 2564: 1875, 2565: 1243, 2566: 981, 2567: 695, 2568: 618, 2569: 580}
UNEVEN = 0.45  # how far authorities differ, as the deviation of a logarithm
DRIFT = 0.3  # how much of that is of one year alone


@dataclass(frozen=True)
class IndicatorParts:
    """An indicator with the keys of its items; each of `groups` counts the same in it, and an item in its group."""

    number: int
    checked: bool
    groups: Sequence[Sequence[int]]


@dataclass(frozen=True)
class Result:
    scores: Mapping[int, int]  # by number
    items: Mapping[int, int]  # by key


def dice_of(seed: int, *of: object) -> Random:
    """Return what decides one thing, whatever else is decided beside it."""
    return Random(":".join(map(str, (seed, *of))))  # noqa: S311 - nothing secret hangs on it


def result(dice: Random, standing: float, fiscal_year: int, parts: Sequence[IndicatorParts]) -> Result:
    """Return a year's scores; `standing` is how far an authority is behind others in every year (0: as the middle)."""
    short = SHORT.get(fiscal_year, SHORT[2569])
    behind = standing * (1 - DRIFT) + dice.gauss(0, UNEVEN) * DRIFT
    missing = min(short * 2.718281828 ** (behind - UNEVEN**2 / 2), 7_000.0)
    scores: dict[int, int] = {}
    items: dict[int, int] = {}
    for part in parts:
        own = missing * (0.6 + 0.8 * dice.random())
        means = [_items(dice, own, part.checked, group, items) for group in part.groups]
        scores[part.number] = _mean(means or [FULL - int(own)])
    return Result(scores, items)


def _items(dice: Random, missing: float, checked: bool, group: Sequence[int], items: dict[int, int]) -> int:
    """Give the items of a group their scores and return their mean."""
    for item in group:
        if checked:
            items[item] = 0 if dice.random() * FULL < missing else FULL
        else:
            items[item] = FULL - min(int(missing * (0.5 + dice.random())), FULL)
    return _mean([items[item] for item in group])


def _mean(values: Sequence[int]) -> int:
    return (2 * sum(values) + len(values)) // (2 * len(values))


def written(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"
