"""Strengths and weaknesses of a year, with the rules that found them."""

from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.accounts.access import Permission, can
from assessments.models import IndicatorScore
from assessments.scoring import findings
from assessments.years.fetch import comparison_of, year_before, year_or_404

from .overview import cut_off_of


@require_safe
def findings_page(request, year: int, code: str):
    found = year_or_404(request.user, year, code)
    prefetch_related_objects([found.framework], "instruments", "indicators", "levels")
    document = found.documents.first()
    before = year_before(found)
    comparison = comparison_of(found, before)
    province = found.municipality.province
    context = {
        "year": found,
        "findings": findings.findings(
            found.framework.rules(),
            found.scores_by_number(),
            comparison.aligned(before.scores_by_number()) if before else {},
            cut_off_of(found, document),
            findings.medians(province, IndicatorScore.objects.of_province(found)),
            {number: row.reason for number, row in comparison.by_number.items() if row.reason},
        ),
        "document": document,
        "can_edit": can(request.user, Permission.EDIT, found),
    }
    return render(request, "reports/findings.html", context)
