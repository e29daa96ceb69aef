"""A year's scores beside the year before: every number of the score grid, decided. Knows nothing of Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assessments.scoring import explanation, totals
from assessments.scoring.comparison import Comparison, alone
from assessments.scoring.items import FromItems
from assessments.scoring.totals import InstrumentRule, LevelResult, Rules, Scores

WHYS = {
    "total": "ที่มาของคะแนนรวม",
    "level": "ที่มาของระดับ",
    "change": "ที่มาของส่วนต่างจากปีก่อน",
    "agreement": "เทียบกับคะแนนที่ประกาศ",
}


@dataclass(frozen=True)
class GridLine:
    """An indicator; `field` is the name of its form field, `from_items` what its entered items say."""

    number: int
    name: str
    before: Decimal | None
    listed: tuple[tuple[int, Decimal | None], ...]  # last year's numbers and scores where they are not one
    now: Decimal | None
    not_comparable_because: str  # why it does not compare with last year; "" where it does
    change_why: str
    from_items: FromItems | None = None
    items_why: str = ""

    @property
    def field(self) -> str:
        return f"score_{self.number}"

    @property
    def change(self) -> Decimal | None:
        return None if self.not_comparable_because else totals.change(self.before, self.now)


@dataclass(frozen=True)
class GridGroup:
    """An instrument with its mean and its indicators."""

    code: str
    name: str
    weight: Decimal
    before: Decimal | None
    now: Decimal | None
    not_comparable_because: str
    mean_why: str
    change_why: str
    lines: tuple[GridLine, ...]

    @property
    def change(self) -> Decimal | None:
        return None if self.not_comparable_because else totals.change(self.before, self.now)


@dataclass(frozen=True)
class Grid:
    """The whole year. `official` is what was announced, `result` what the scores give by the year's rules."""

    groups: tuple[GridGroup, ...]
    result: LevelResult
    before: Decimal | None  # last year's announced total, or else the computed one
    official: Decimal | None
    not_comparable_because: str  # why the total does not compare with last year's; "" where it does
    retired: tuple[tuple[str, int, Decimal | None], ...]  # name, number, score of what this year lacks
    whys: Mapping[str, str]  # sentences by key of `WHYS`

    @property
    def change(self) -> Decimal | None:
        """Return this year's total − last year's, each as announced or, until then, as computed."""
        return None if self.not_comparable_because else totals.change(self.before, _known(self.result, self.official))

    @property
    def explained(self) -> list[tuple[str, str, str]]:
        """Return (key, title, sentence) of each explanation of the whole year."""
        return [(key, title, self.whys[key]) for key, title in WHYS.items()]

    @property
    def disagrees(self) -> bool:
        return totals.agrees(self.result.total, self.official) is False

    @property
    def difference(self) -> Decimal | None:
        """Return announced − computed."""
        return totals.change(self.result.total, self.official)


@dataclass(frozen=True)
class LastYear:
    """What is known of the year before, by its own rules; total and level as announced."""

    comparison: Comparison  # of this year with it
    rules: Rules
    scores: Scores
    official_total: Decimal | None = None
    level: str = ""

    @property
    def fiscal_year(self) -> int:
        return self.comparison.before_year

    @cached_property
    def result(self) -> LevelResult:
        return totals.evaluate(self.rules, self.scores)

    @property
    def total(self) -> Decimal | None:
        """Return the announced total, or else the computed one."""
        return _known(self.result, self.official_total)


def _known(result: LevelResult, official: Decimal | None) -> Decimal | None:
    return result.total if official is None else official


def build(
    rules: Rules,
    scores: Scores,
    before: LastYear | None,
    official: Decimal | None,
    items: Mapping[int, FromItems] | None = None,
) -> Grid:
    """Return the grid of a year; `before` is None where the year before was never opened.

    `items` holds by number the indicators of which items were entered.
    """
    before = before or LastYear(alone(rules), rules, {})
    result = totals.evaluate(rules, scores)
    not_comparable_because = before.comparison.total
    return Grid(
        groups=tuple(_group(rule, rules, scores, result, before, items or {}) for rule in rules.instruments),
        result=result,
        before=before.total,
        official=official,
        not_comparable_because=not_comparable_because,
        retired=tuple((row.name, row.before[0], row.was(before.scores)) for row in before.comparison.retired),
        whys={
            "total": explanation.total(rules, scores),
            "level": explanation.level(rules, scores),
            "change": explanation.change(
                "คะแนนรวม", rules.fiscal_year, before.total, _known(result, official), not_comparable_because
            ),
            "agreement": explanation.agreement(rules, scores, official),
        },
    )


def _group(
    instrument: InstrumentRule,
    rules: Rules,
    scores: Scores,
    result: LevelResult,
    before: LastYear,
    items: Mapping[int, FromItems],
) -> GridGroup:
    now, then = result.instruments[instrument.code], before.result.instruments.get(instrument.code)
    not_comparable_because = before.comparison.instruments[instrument.code]
    return GridGroup(
        instrument.code,
        instrument.name,
        instrument.weight,
        then,
        now,
        not_comparable_because,
        explanation.instrument(rules, instrument, scores),
        explanation.change(instrument.code, rules.fiscal_year, then, now, not_comparable_because),
        tuple(_line(number, rules, scores, before, items.get(number)) for number in instrument.indicators),
    )


def _line(number: int, rules: Rules, scores: Scores, before: LastYear, items: FromItems | None) -> GridLine:
    row = before.comparison.by_number[number]
    return GridLine(
        number,
        rules.indicator_names[number],
        row.was(before.scores),
        tuple((earlier, before.scores.get(earlier)) for earlier in row.listed),
        scores.get(number),
        row.reason,
        explanation.change_of(row, rules.fiscal_year, before.scores, scores),
        items,
        explanation.from_items(items, rules.fiscal_year) if items else "",
    )
