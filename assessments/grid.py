"""A year's scores beside the year before: every number of the score grid, decided. Knows nothing of Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from . import scoring
from .scoring import Result, Rules, Scores


@dataclass(frozen=True)
class Line:
    """An indicator; `field` is the name of its form field."""

    number: int
    name: str
    before: Decimal | None
    now: Decimal | None

    @property
    def field(self) -> str:
        return f"score_{self.number}"

    @property
    def change(self) -> Decimal | None:
        return scoring.change(self.before, self.now)


@dataclass(frozen=True)
class Group:
    """An instrument with its mean and its indicators."""

    code: str
    name: str
    weight: Decimal
    before: Decimal | None
    now: Decimal | None
    lines: tuple[Line, ...]

    @property
    def change(self) -> Decimal | None:
        return scoring.change(self.before, self.now)


@dataclass(frozen=True)
class Grid:
    """The whole year. `official` is what was announced, `result` what the scores give by the year's rules."""

    groups: tuple[Group, ...]
    result: Result
    before: Decimal | None  # last year's announced total, or else the computed one
    official: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """Return this year's total − last year's, each as announced or, until then, as computed."""
        return scoring.change(self.before, self.result.total if self.official is None else self.official)

    @property
    def disagrees(self) -> bool:
        return scoring.agrees(self.result.total, self.official) is False

    @property
    def difference(self) -> Decimal | None:
        """Return announced − computed."""
        return scoring.change(self.result.total, self.official)


@dataclass(frozen=True)
class LastYear:
    """What is known of the year before: scores by indicator number, means by instrument code, the total."""

    fiscal_year: int
    scores: Scores
    means: Mapping[str, Decimal | None]
    total: Decimal | None
    level: str = ""


def last_year(rules: Rules, scores: Scores, official_total: Decimal | None, level: str) -> LastYear:
    """Return the year before as the grid needs it; an unannounced total is computed."""
    result = scoring.evaluate(rules, scores)
    total = result.total if official_total is None else official_total
    return LastYear(rules.fiscal_year, scores, result.instruments, total, level)


def build(rules: Rules, scores: Scores, before: LastYear | None, official: Decimal | None) -> Grid:
    """Return the grid of a year; `before` is None where the year before was never opened."""
    before = before or LastYear(rules.fiscal_year - 1, {}, {}, None)
    result = scoring.evaluate(rules, scores)
    return Grid(
        groups=tuple(
            Group(
                instrument.code,
                instrument.name,
                instrument.weight,
                before.means.get(instrument.code),
                result.instruments[instrument.code],
                tuple(
                    Line(number, rules.indicator_names[number], before.scores.get(number), scores.get(number))
                    for number in instrument.indicators
                ),
            )
            for instrument in rules.instruments
        ),
        result=result,
        before=before.total,
        official=official,
    )
