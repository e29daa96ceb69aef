"""Strengths and weaknesses of a year, with the rules that found them."""

from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments import findings
from assessments.access import Deed, can
from assessments.comparison import previous_scores
from assessments.models import IndicatorScore
from assessments.years import year_or_404
from reports.models import Document
from reports.overview import cut_off_of


@require_safe
def findings_page(request, year: int, code: str):
    found = year_or_404(request.user, year, code)
    prefetch_related_objects([found.framework], "instruments", "indicators", "levels")
    document = Document.objects.filter(assessment=found).first()
    province = found.municipality.province
    context = {
        "year": found,
        "findings": findings.findings(
            found.framework.rules(),
            found.scores_by_number(),
            previous_scores(found),
            cut_off_of(found, document),
            findings.medians(province, IndicatorScore.objects.of_province(found)),
        ),
        "document": document,
        "can_edit": can(request.user, Deed.EDIT, found),
    }
    return render(request, "reports/findings.html", context)
