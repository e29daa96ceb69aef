"""Figures of a year's result that a text may quote: what was announced, and what follows from it.

Knows nothing of Django. Figures are found in a text whichever digits it is written with.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from ita_portal.thai import ascii_digits, signed, two_decimals

from .comparison import Comparison
from .totals import YearResult, change, instrument_mean, rounded

Subject = tuple[str, int | str]  # what a figure is of: ("indicator", 4), ("instrument", "IIT"), ("total", "")

_LIKE_A_FIGURE = re.compile(r"\d\.\d\d|\d\s*มาตรการ|ระดับ|ลำดับ|อันดับ|[“\"'‘]")
_QUOTES = "“”\"'‘’"


@dataclass(frozen=True)
class Figure:
    """One figure: `text` as a page shows it, `pattern` as a text with ASCII digits writes it."""

    year: int
    subject: Subject
    label: str
    text: str
    pattern: str


def figures(of: YearResult, before: YearResult | None = None, compared: Comparison | None = None) -> list[Figure]:
    """Return the figures of a year, with its changes where the year before and how the two compare are given."""
    return [*_announced(of), *_scored(of), *(_changes(of, before, compared) if before and compared else ())]


def quoted(text: str, known: Iterable[Figure]) -> list[Figure]:
    """Return those of the known figures that a text quotes, one for each subject."""
    plain = ascii_digits(text)
    return list({figure.subject: figure for figure in known if re.search(figure.pattern, plain)}.values())


def may_quote(text: str) -> bool:
    """Tell whether a text can quote any figure at all, before the figures are read."""
    return bool(_LIKE_A_FIGURE.search(ascii_digits(text)))


def _announced(of: YearResult) -> Iterator[Figure]:
    year = of.fiscal_year
    if of.total is not None:
        yield _number(year, ("total", ""), "คะแนนรวม", of.total)
    if of.level:
        longer = (rule.label for rule in of.rules.levels if rule.label != of.level and rule.label.startswith(of.level))
        label = re.escape(of.level) + "".join(f"(?!{re.escape(name.removeprefix(of.level))})" for name in longer)
        pattern = rf"ระดับ(?:ผลการประเมิน)?\s*[{_QUOTES}]?\s*{label}|[{_QUOTES}]{label}[{_QUOTES}]"
        yield Figure(year, ("level", ""), "ระดับ", of.level, pattern)
    if of.rank:
        yield Figure(year, ("rank", ""), "ลำดับในจังหวัด", f"{of.rank}", rf"(?:ลำดับ|อันดับ)(?:ที่)?\s*{of.rank}(?![\d.,])")
    if of.measures:
        yield Figure(year, ("measures", ""), "จำนวนมาตรการ", f"{of.measures}", rf"(?<![\d.,]){of.measures}\s*มาตรการ")


def _scored(of: YearResult) -> Iterator[Figure]:
    for instrument in of.rules.instruments:
        mean = instrument_mean(instrument, of.scores)
        if mean is not None:
            yield _number(of.fiscal_year, ("instrument", instrument.code), f"ค่าเฉลี่ย {instrument.code}", rounded(mean))
    for number in of.rules.numbers:
        if number in of.scores:
            yield _number(of.fiscal_year, ("indicator", number), f"ตัวชี้วัดที่ {number}", of.scores[number])


def _changes(of: YearResult, before: YearResult, compared: Comparison) -> Iterator[Figure]:
    total = None if compared.total else change(before.total, of.total)
    changed: list[tuple[Subject, str, Decimal | None]] = [(("total change", ""), "คะแนนรวม", total)]
    for number, row in compared.by_number.items():
        changed.append((("indicator change", number), f"ตัวชี้วัดที่ {number}", row.change(before.scores, of.scores)))
    for subject, label, value in changed:
        if value:
            pattern = _written(two_decimals(abs(value)))
            yield Figure(of.fiscal_year, subject, f"ผลต่าง{label}", signed(value), pattern)


def _number(year: int, subject: Subject, label: str, value: Decimal) -> Figure:
    text = two_decimals(value)
    return Figure(year, subject, label, text, _written(text))


def _written(text: str) -> str:
    return rf"(?<![\d.,]){re.escape(text)}(?!\d|[.,]\d)"
