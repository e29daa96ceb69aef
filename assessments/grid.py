"""A year's scores beside the year before: every number of the score grid, decided. Knows nothing of Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from . import explanation, scoring
from .items import FromItems
from .scoring import InstrumentRule, Result, Rules, Scores

WHYS = {
    "total": "ที่มาของคะแนนรวม",
    "level": "ที่มาของระดับ",
    "change": "ที่มาของส่วนต่างจากปีก่อน",
    "agreement": "เทียบกับคะแนนที่ประกาศ",
}


@dataclass(frozen=True)
class Line:
    """An indicator; `field` is the name of its form field, `from_items` what its entered items say."""

    number: int
    name: str
    before: Decimal | None
    now: Decimal | None
    change_why: str
    from_items: FromItems | None = None
    items_why: str = ""

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
    mean_why: str
    change_why: str
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
    whys: Mapping[str, str]  # sentences by key of `WHYS`

    @property
    def change(self) -> Decimal | None:
        """Return this year's total − last year's, each as announced or, until then, as computed."""
        return scoring.change(self.before, _known(self.result, self.official))

    @property
    def explained(self) -> list[tuple[str, str, str]]:
        """Return (key, title, sentence) of each explanation of the whole year."""
        return [(key, title, self.whys[key]) for key, title in WHYS.items()]

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


def _known(result: Result, official: Decimal | None) -> Decimal | None:
    return result.total if official is None else official


def last_year(rules: Rules, scores: Scores, official_total: Decimal | None, level: str) -> LastYear:
    """Return the year before as the grid needs it; an unannounced total is computed."""
    result = scoring.evaluate(rules, scores)
    return LastYear(rules.fiscal_year, scores, result.instruments, _known(result, official_total), level)


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
    before = before or LastYear(rules.fiscal_year - 1, {}, {}, None)
    result = scoring.evaluate(rules, scores)
    groups = (_group(each, rules, scores, result, before, items or {}) for each in rules.instruments)
    return Grid(
        groups=tuple(groups),
        result=result,
        before=before.total,
        official=official,
        whys={
            "total": explanation.total(rules, scores),
            "level": explanation.level(rules, scores),
            "change": explanation.change(
                "คะแนนรวม", rules.fiscal_year, before.total, _known(result, official)
            ),
            "agreement": explanation.agreement(rules, scores, official),
        },
    )


def _group(
    instrument: InstrumentRule,
    rules: Rules,
    scores: Scores,
    result: Result,
    before: LastYear,
    items: Mapping[int, FromItems],
) -> Group:
    now, then = result.instruments[instrument.code], before.means.get(instrument.code)
    return Group(
        instrument.code,
        instrument.name,
        instrument.weight,
        then,
        now,
        explanation.instrument(rules, instrument, scores),
        explanation.change(instrument.code, rules.fiscal_year, then, now),
        tuple(_line(number, rules, scores, before, items.get(number)) for number in instrument.indicators),
    )


def _line(number: int, rules: Rules, scores: Scores, before: LastYear, items: FromItems | None) -> Line:
    now, then = scores.get(number), before.scores.get(number)
    return Line(
        number,
        rules.indicator_names[number],
        then,
        now,
        explanation.change(f"ตัวชี้วัดที่ {number}", rules.fiscal_year, then, now),
        items,
        explanation.from_items(items, rules.fiscal_year) if items else "",
    )
