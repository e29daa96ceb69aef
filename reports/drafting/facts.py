"""What the rules of drafting look at, and how they write it. Knows nothing of Django.

Rules write ASCII digits; a finished sentence gets the document's numerals as a whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assessments.scoring.comparison import Comparison
from assessments.scoring.totals import Rules, YearResult, weaknesses
from ita_portal.thai import two_decimals

MEASURES = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
NONE_YET = "ยังไม่มี"  # a figure that is not known

Figures = Sequence[tuple[str, str]]  # name and value, in the order of the sentence
Written = tuple[str, Figures] | None


class YearResultFacts(YearResult):
    """A fiscal year's result as sentences speak of it."""

    @property
    def known(self) -> bool:
        return bool(self.scores) or self.total is not None or bool(self.level)

    @property
    def judged(self) -> dict[int, Decimal]:
        """Return the known scores of the year's own indicators, in their order."""
        return {number: self.scores[number] for number in self.rules.numbers if number in self.scores}

    @property
    def missing(self) -> list[int]:
        return [number for number in self.rules.numbers if number not in self.scores]

    def indicator(self, number: int) -> str:
        return f"ตัวชี้วัดที่ {number} {self.rules.indicator_names.get(number, '')}".strip()

    def scored(self, number: int) -> str:
        return f"{self.indicator(number)} ({points(self.scores[number])})"

    def figures(self, numbers: Iterable[int]) -> list[tuple[str, str]]:
        """Return the scores of these indicators as figures of a sentence."""
        ending = f"ปี {self.fiscal_year}"
        return [(f"{self.indicator(number)} {ending}", score_or_none(self.scores.get(number))) for number in numbers]

    def total_figure(self) -> tuple[str, str]:
        return f"คะแนนรวม ปี {self.fiscal_year}", score_or_none(self.total)

    def level_figure(self) -> tuple[str, str]:
        return f"ระดับ ปี {self.fiscal_year}", self.level or NONE_YET


@dataclass(frozen=True)
class Work:
    """How many measures of the document's year have each status, under the names of Measure.Status."""

    done: int = 0
    in_progress: int = 0
    not_started: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        return self.done + self.in_progress + self.not_started + self.cancelled


@dataclass(frozen=True)
class Facts:
    """All that one document's sentences may speak of. `kind` as Document.Kind."""

    municipality: str
    kind: str
    fiscal_year: int
    cut_off: Decimal
    thai_numerals: bool
    # Every defined fiscal year that was asked for, without scores where none are known.
    results: Mapping[int, YearResultFacts]
    # With the year before, by the later year.
    comparisons: Mapping[int, Comparison] = field(default_factory=dict)
    work: Work = Work()

    def result(self, fiscal_year: int) -> YearResultFacts:
        """Return a year's result; an empty one where the portal lacks its definitions."""
        return self.results.get(fiscal_year) or YearResultFacts(Rules(fiscal_year, (), {}, ()))

    @property
    def subject_year(self) -> int:
        """Return the year whose result the document speaks of.

        A report speaks of its own year, an analysis of the last result, what plans or follows a plan of the result
        that the measures answer.
        """
        own, before = self.fiscal_year, self.fiscal_year - 1
        if self.kind == "results":
            return own
        order = (own, before) if self.kind == "analysis" else (before, own)
        known = [year for year in order if self.result(year).known]
        return (known or [year for year in order if year in self.results] or [own])[0]

    def weak(self, fiscal_year: int) -> list[int]:
        return weaknesses(self.result(fiscal_year).judged, self.cut_off)

    @property
    def bar(self) -> str:
        return f"{whole(self.cut_off)} คะแนน"

    @property
    def bar_figure(self) -> tuple[str, str]:
        return "เกณฑ์จุดแข็ง/จุดอ่อน", whole(self.cut_off)


def fiscal(fiscal_year: int) -> str:
    return f"ปีงบประมาณ พ.ศ. {fiscal_year}"


def points(value: Decimal) -> str:
    return f"{two_decimals(value)} คะแนน"


def whole(value: Decimal) -> str:
    """Return a bar as documents write it: 85, 82.50."""
    return f"{value:.0f}" if value == value.to_integral_value() else two_decimals(value)


def score_or_none(value: Decimal | None) -> str:
    return NONE_YET if value is None else two_decimals(value)


def listed(parts: Sequence[str]) -> str:
    """Join as Thai does: ก, ก และข, ก ข และค."""
    return " และ".join(filter(None, [" ".join(parts[:-1]), *parts[-1:]]))


def named(parts: Sequence[str]) -> str:
    """Introduce what was counted: one is said with คือ, several with ได้แก่."""
    return f"{'คือ' if len(parts) == 1 else 'ได้แก่'} {listed(parts)}"


def count(number: int) -> str:
    return f"{number} ตัวชี้วัด"
