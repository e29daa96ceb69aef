"""What texts of an earlier year may quote of its results, beside what the same figures are now."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from assessments.frameworks.rules_by_year import RunOfYears, read_run
from assessments.scoring.figures import Figure, Subject, YearFigures, figures, quoted
from assessments.years.models import Assessment

UNKNOWN_YET = "ยังไม่มี"


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
    known = _figures_by_year(year, run, measures)
    now = {}
    for earlier in (before - 1, before):
        later = {figure.subject: figure.text for figure in known.get(earlier + shift, ())}
        for figure in known.get(earlier, ()):
            if (subject := _counterpart(figure.subject, run, earlier, earlier + shift)) in later:
                now[earlier, figure.subject] = later[subject]
    return KnownFigures(shift, (*known.get(before, ()), *known.get(before - 1, ())), now)


def _figures_by_year(year: Assessment, run: RunOfYears, measures: Mapping[int, int]) -> dict[int, list[Figure]]:
    results: dict[int, YearFigures] = {}
    scores: dict[int, dict[int, Decimal]] = defaultdict(dict)
    rows = Assessment.objects.filter(
        municipality=year.municipality_id, framework__fiscal_year__in=run.rules
    ).values_list(
        "framework__fiscal_year",
        "official_total",
        "official_level",
        "province_rank",
        "scores__indicator__number",
        "scores__value",
    )
    for of, total, level, rank, number, score in rows:
        if number is not None:
            scores[of][number] = score
        results[of] = YearFigures(run.rules[of], scores[of], total, level, rank, measures.get(of, 0))
    return {of: figures(result, results.get(of - 1), run.comparisons.get(of)) for of, result in results.items()}


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
