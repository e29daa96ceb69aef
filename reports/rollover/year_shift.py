"""What is known for bringing a document of one year to another: figures of both, and what became of what."""

from collections import Counter
from collections.abc import Iterable

from assessments.frameworks.crosswalk.stored import crosswalk_of
from assessments.models import Assessment
from assessments.scoring.crosswalk import CrosswalkEntry, Key
from ita_portal.thai import two_decimals
from measures.models import Measure
from reports.documents.models import Document

from .texts import Figure, YearShift


def read_year_shift(source: Document, year: Assessment, years: Iterable[int]) -> YearShift:
    """Read it for a document of an earlier year; `years` are the further ones whose indicators its blocks name."""
    before, after = source.assessment.fiscal_year, year.fiscal_year
    shift = after - before
    walks = {each: crosswalk_of(each, each + shift, items=True) for each in {before - 1, before, *years}}
    indicators = {each: _counterparts(walk.indicators) for each, walk in walks.items() if walk.indicators}
    known = _known(year, {each + moved for each in (before - 1, before) for moved in (0, shift)})
    counts = Counter(
        Measure.objects.filter(assessment__in=known.values()).values_list("assessment", flat=True)
    )
    figures, levels = [], []
    for each in (before - 1, before):
        if old := known.get(each):
            new, numbers = known.get(each + shift), indicators.get(each, {})
            figures += _figures(each, _facts(old, counts), _facts(new, counts) if new else {}, numbers)
            levels += [level.label for level in old.framework.levels.all()]
    return YearShift(
        before,
        after,
        tuple(figures),
        tuple(dict.fromkeys(levels)),
        indicators,
        {each: _counterparts(walk.items) for each, walk in walks.items()},
    )


def _counterparts(entries: Iterable[CrosswalkEntry[Key]]) -> dict[Key, Key | None]:
    """Return what became of each part of the earlier year: one part of the later one, or None."""
    return {
        key: entry.after[0] if entry.relation == "same" else None for entry in entries for key in entry.before
    }


def _known(year: Assessment, years: set[int]) -> dict[int, Assessment]:
    found = Assessment.objects.filter(municipality=year.municipality_id, framework__fiscal_year__in=years)
    rows = found.select_related("framework").prefetch_related("scores__indicator", "framework__levels")
    return {row.fiscal_year: row for row in rows}


def _facts(year: Assessment, counts: Counter[int]) -> dict[str | int, str]:
    """Return what is known of a year, as texts write it."""
    facts: dict[str | int, str] = {
        "total": "" if year.official_total is None else two_decimals(year.official_total),
        "level": year.official_level,
        "rank": str(year.province_rank or ""),
        "measures": str(counts[year.pk] or ""),
    }
    facts |= {score.indicator.number: two_decimals(score.value) for score in year.scores.all()}
    return {subject: text for subject, text in facts.items() if text}


def _figures(
    year: int, old: dict[str | int, str], new: dict[str | int, str], numbers: dict[int, int | None]
) -> list[Figure]:
    def now(subject: str | int) -> str:
        key = numbers.get(subject, subject) if isinstance(subject, int) else subject
        return "" if key is None else new.get(key, "")

    return [Figure(year, subject, was, now(subject)) for subject, was in old.items()]
