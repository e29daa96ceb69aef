"""The overview of a municipality's year."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.access import Deed, can
from assessments.calendar import following
from assessments.models import Framework
from assessments.years import municipality_or_404
from reports.approval import choices_for, steps_of
from reports.calendar import dues_of
from reports.overview import opened_years, overview_of


@require_safe
def year(request, year: int, code: str):
    """Show the year; one that is defined but not opened yet says what to do first."""
    municipality = municipality_or_404(request.user, code)
    defined = list(
        Framework.objects.published().order_by("fiscal_year").values_list("fiscal_year", flat=True)
    )
    if year not in defined:
        raise Http404("ยังไม่มีเกณฑ์ของปีนี้")
    opened = opened_years(municipality)
    context = {
        "municipality": municipality,
        "fiscal_year": year,
        "years": [{"year": each, "opened": each in opened, "current": each == year} for each in defined],
        "can_edit": can(request.user, Deed.EDIT, opened.get(year, municipality)),
    }
    if year not in opened:
        return render(request, "reports/year_unopened.html", context)
    found = opened[year]
    dues = dues_of(found)
    context |= {
        "year": found,
        "overview": overview_of(found, opened.get(year - 1)),
        "steps": steps_of(found),
        "choices": choices_for(request.user, found),
        "dues": dues,
        "next_due": following(dues),
    }
    return render(request, "reports/year.html", context)
