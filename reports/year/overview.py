"""What the overview of a year says: result and reason, indicators beside last year, measures by area."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, prefetch_related_objects

from assessments.frameworks.models import current_fiscal_year
from assessments.models import Assessment, Municipality
from assessments.scoring import explanation
from assessments.scoring import totals as scoring_totals
from assessments.scoring.comparison import ComparedIndicator
from assessments.scoring.totals import Scores
from assessments.years.fetch import comparison_of
from ita_portal.thai import signed, two_decimals
from measures.models import Measure
from reports.documents.models import Document

DIRECTIONS = {1: ("up", "▲", "เพิ่มขึ้น"), -1: ("down", "▼", "ลดลง"), 0: ("same", "＝", "เท่าเดิม")}


@dataclass(frozen=True)
class ScoreChange:
    """A signed change in figures, a sign and a word."""

    text: str
    css: str
    sign: str
    word: str

    @classmethod
    def of(cls, value: Decimal | None) -> "ScoreChange | None":
        if value is None:
            return None
        return cls(signed(value), *DIRECTIONS[(value > 0) - (value < 0)])


@dataclass(frozen=True)
class Bar:
    number: int
    name: str
    score: str
    before: str  # "" while unknown, as `score`
    listed: list[tuple[int, str]]  # last year's numbers and scores where they are not one
    change: ScoreChange | None
    not_comparable_because: str  # why there is no change; "" where there may be one
    change_why: str
    weak: bool


@dataclass(frozen=True)
class AreaCount:
    number: int | None  # None: measures outside the areas
    title: str
    count: int


@dataclass(frozen=True)
class Overview:
    total: str
    level: str
    computed_total: str
    computed_level: str
    disagrees: bool
    reason: str
    whys: dict[str, str]  # how the computed figures came about: "total", "level", "agreement", "change"
    change: ScoreChange | None
    not_comparable_because: str  # why the totals do not compare
    change_is_computed: bool
    previous: int  # the fiscal year before
    has_previous: bool
    cut_off: str
    means: list[tuple[str, str, str]]  # code, name and mean of each instrument that has one
    bars: list[Bar]
    retired: list[tuple[int, str, str]]  # number, name, score of what last year had and this year lacks
    areas: list[AreaCount]
    measures: Sequence[Measure]
    statuses: list[tuple[str, int]]  # how many measures have each status that some have
    documents: Sequence[Document]

    @property
    def weak(self) -> int:
        return sum(bar.weak for bar in self.bars)


def overview_of(year: Assessment, before: Assessment | None) -> Overview:
    """Read what a year and the one before it hold, in a fixed number of queries."""
    read = [one for one in (year, before) if one]
    prefetch_related_objects(read, "scores", "framework__instruments", "framework__indicators", "framework__levels")
    documents = list(year.documents.annotate(block_count=Count("blocks")))
    cut_off = cut_off_of(year, documents[0] if documents else None)
    rules, scores = year.framework.rules(), year.scores_by_number()
    result = scoring_totals.evaluate(rules, scores)
    measures = list(year.measures.all())
    areas = areas_of(year, Counter(measure.area_id for measure in measures))
    by_status = Counter(measure.status for measure in measures)
    compared = comparison_of(year, before)
    old = before.scores_by_number() if before else {}
    totals, is_computed = _totals(year, result.total, before)
    return Overview(
        total=_text(year.official_total),
        level=year.official_level,
        computed_total=_text(result.total),
        computed_level=result.level.label if result.level else "",
        disagrees=scoring_totals.agrees(result.total, year.official_total) is False,
        reason=result.reason,
        whys={
            "total": explanation.total(rules, scores),
            "level": explanation.level(rules, scores),
            "agreement": explanation.agreement(rules, scores, year.official_total),
            "change": explanation.change("คะแนนรวม", year.fiscal_year, *totals, not_comparable_because=compared.total),
        },
        change=None if compared.total else ScoreChange.of(scoring_totals.change(*totals)),
        not_comparable_because=compared.total,
        change_is_computed=is_computed,
        previous=year.fiscal_year - 1,
        has_previous=before is not None,
        cut_off=two_decimals(cut_off),
        means=[
            (part.code, part.name, two_decimals(mean))
            for part in rules.instruments
            if (mean := result.instruments.get(part.code)) is not None
        ],
        bars=[_bar(number, row, year.fiscal_year, scores, old, cut_off) for number, row in compared.by_number.items()],
        retired=[(row.before[0], row.name, two_decimals(row.was(old))) for row in compared.retired],
        areas=areas,
        measures=measures,
        statuses=[(status, by_status[status]) for status in Measure.Status if by_status[status]],
        documents=documents,
    )


def opened_years(municipality: Municipality) -> dict[int, Assessment]:
    """Return the years that the municipality has opened, by fiscal year."""
    years = {}
    for year in Assessment.objects.filter(municipality=municipality).select_related("framework"):
        year.municipality = municipality
        years[year.fiscal_year] = year
    return years


def newest_begun(years: Mapping[int, Assessment]) -> Assessment | None:
    """Return the newest of some years that has begun: one that was opened ahead does not come first."""
    begun = [year for year in years if year <= current_fiscal_year()]
    return years[max(begun)] if begun else None


def _text(value: Decimal | None) -> str:
    return "" if value is None else two_decimals(value)


def cut_off_of(year: Assessment, document: Document | None) -> Decimal:
    """Return the bar between strengths and weaknesses: the first document's, else the year's pass mark."""
    return document.cut_off if document else year.framework.pass_mark


def _totals(
    year: Assessment, total: Decimal | None, before: Assessment | None
) -> tuple[tuple[Decimal | None, Decimal | None], bool]:
    """Return last year's and this year's announced totals, else the computed ones, and whether it is these."""
    if before is None:
        return (None, total), False
    if before.official_total is not None and year.official_total is not None:
        return (before.official_total, year.official_total), False
    return (scoring_totals.total(before.framework.rules(), before.scores_by_number()), total), True


def _bar(
    number: int, row: ComparedIndicator, fiscal_year: int, scores: Scores, before: Scores, cut_off: Decimal
) -> Bar:
    score = scores.get(number)
    return Bar(
        number=number,
        name=row.name,
        score=_text(score),
        before=_text(row.was(before)),
        listed=[(number, two_decimals(before.get(number))) for number in row.listed],
        change=ScoreChange.of(row.change(before, scores)),
        not_comparable_because=row.reason,
        change_why=explanation.change_of(row, fiscal_year, before, scores),
        weak=score is not None and score < cut_off,
    )


def areas_of(year: Assessment, counts: Counter) -> list[AreaCount]:
    """Name the areas with their counts; measures outside any come last where there are some."""
    areas = [AreaCount(area.number, area.title, counts[area.pk]) for area in year.framework.areas.all()]
    if counts[None]:
        areas.append(AreaCount(None, "มาตรการที่ไม่ได้จัดเข้าประเด็น" if areas else "มาตรการของปี", counts[None]))
    return areas
