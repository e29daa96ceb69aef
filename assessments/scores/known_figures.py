"""What texts of an earlier year may quote of its results, beside what the same figures are now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from assessments.editing.conflicts import fingerprint
from assessments.frameworks.rules_by_year import RunOfYears, read_run
from assessments.scoring.quoted_figures import Figure, Subject, figures, quoted
from assessments.scoring.totals import YearResult
from assessments.years.models import Assessment, ItemScore

UNKNOWN_YET = "ยังไม่มี"


class StoredResult(NamedTuple):
    """What is stored of a year's result; total, level and rank as announced."""

    scores: dict[int, Decimal]
    total: Decimal | None
    level: str
    rank: int | None


@dataclass(frozen=True)
class QuotedFigure:
    """A figure that a text quotes, and what it is in the later year."""

    label: str
    was: str
    year_now: int
    now: str


@dataclass(frozen=True)
class KnownFigures:
    """The figures of earlier years; `now` says by year and subject what became of each."""

    shift: int = 1
    earlier: tuple[Figure, ...] = ()
    now: Mapping[tuple[int, Subject], str] = field(default_factory=dict)

    def quoted_in(self, text: str) -> list[QuotedFigure]:
        return [
            QuotedFigure(
                f"{figure.label} ปี {figure.year}",
                figure.text,
                figure.year + self.shift,
                self.now.get((figure.year, figure.subject), UNKNOWN_YET),
            )
            for figure in quoted(text, self.earlier)
        ]


def read_known_figures(year: Assessment, before: int, measures: Mapping[int, int]) -> KnownFigures:
    """Read the figures that texts of the fiscal year `before` may quote: its own and those of the year before it.

    A fixed number of queries. `measures` counts the municipality's measures by fiscal year.
    """
    shift = year.fiscal_year - before
    run = read_run(before - 2, year.fiscal_year, year.framework)
    results = {
        of: YearResult(run.rules[of], *result, measures.get(of, 0))
        for of, result in read_results(year, run.rules.keys()).items()
    }
    known = {of: figures(result, results.get(of - 1), run.comparisons.get(of)) for of, result in results.items()}
    now = {}
    for earlier in (before - 1, before):
        later = {figure.subject: figure.text for figure in known.get(earlier + shift, ())}
        for figure in known.get(earlier, ()):
            if (subject := _counterpart(figure.subject, run, earlier, earlier + shift)) in later:
                now[earlier, figure.subject] = later[subject]
    earlier_figures = (*known.get(before - 1, ()), *known.get(before, ()))  # what both years have is the later one's
    return KnownFigures(shift, earlier_figures, now)


def read_results(year: Assessment, fiscal_years: Collection[int]) -> dict[int, StoredResult]:
    """Read what is stored of the municipality's results in these years, in one query."""
    years = Assessment.objects.filter(municipality=year.municipality_id, framework__fiscal_year__in=fiscal_years)
    announced = ("framework__fiscal_year", "official_total", "official_level", "province_rank")
    results: dict[int, StoredResult] = {}
    for of, total, level, rank, number, score in years.values_list(
        *announced, "scores__indicator__number", "scores__value"
    ):
        result = results.setdefault(of, StoredResult({}, total, level, rank))
        if number is not None:
            result.scores[number] = score
    return results


def result_marks(year: Assessment, fiscal_years: Collection[int]) -> dict[int, str]:
    """Return what stands for all that is known of the municipality's result in each of these years, in two queries.

    It is another as soon as a figure is: a score, also of an item, or what was announced. Nothing known has one too.
    """
    known: dict[int, set[str]] = {of: set() for of in fiscal_years}
    years = Assessment.objects.filter(municipality=year.municipality_id, framework__fiscal_year__in=fiscal_years)
    announced = ("official_total", "official_level", "province_rank", "province_count")
    for of, number, score, *told in years.values_list(
        "framework__fiscal_year", "scores__indicator__number", "scores__value", *announced
    ):
        values = dict(zip(announced, told, strict=True)) | {number: score}
        known[of] |= {f"{name} {value}" for name, value in values.items() if value not in (None, "")}
    items = ItemScore.objects.filter(assessment__in=years)
    for of, code, score in items.values_list("assessment__framework__fiscal_year", "item__code", "value"):
        known[of].add(f"{code} {score}")
    return {of: fingerprint(sorted(result)) for of, result in known.items()}


def _counterpart(subject: Subject, run: RunOfYears, before: int, after: int) -> Subject | None:
    """Return what a figure is of in the later year; None where its indicator has no single counterpart there."""
    kind, of = subject
    if not isinstance(of, int):
        return subject
    number: int | None = of
    for year in range(before + 1, after + 1):
        rows = run.comparisons[year].rows if year in run.comparisons else ()
        number = next((row.number for row in rows if row.is_pair and row.before == (number,)), None)
    return None if number is None else (kind, number)
