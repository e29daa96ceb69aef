"""Finding measures and evidence by parts of their names."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from assessments.accounts.access import Permission, can
from assessments.models import Assessment
from assessments.years.find import first_of, holding, year_of
from ita_portal.portal_app import Match, Matches
from measures.plan.models import Measure

from .models import Evidence

YEAR = "assessment__framework__fiscal_year"
OF_YEAR = ("assessment__municipality", "assessment__framework")


def find_rows(user: Any, words: Sequence[str], years: QuerySet[Assessment]) -> Iterator[Matches]:
    rows = Measure.objects.filter(holding(words, "title", YEAR), assessment__in=years)
    measures, more = first_of(rows.select_related(*OF_YEAR).order_by(f"-{YEAR}", "assessment", "position", "pk"))
    yield Matches(3, "มาตรการ", [_measure(user, measure) for measure in measures], more)
    kept = Evidence.objects.kept().filter(holding(words, "title", "filename", YEAR), assessment__in=years)
    evidence, more = first_of(kept.select_related(*OF_YEAR).order_by(f"-{YEAR}", "-pk"))
    yield Matches(4, "หลักฐาน", [_evidence(user, piece) for piece in evidence], more)


def _measure(user: Any, measure: Measure) -> Match:
    """Lead who may change the measure to its form, others to what is shown of it."""
    year = measure.assessment
    page = "measure_edit" if can(user, Permission.EDIT, year) else "measure_progress"
    return Match(str(measure), year.address(page, measure.pk), year_of(user, year))


def _evidence(user: Any, piece: Evidence) -> Match:
    year = piece.assessment
    about = f"{piece.type_label} · {year_of(user, year)}"
    return Match(piece.title, year.address("evidence_page", piece.pk), about)
