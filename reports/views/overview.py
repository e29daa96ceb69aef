"""The overview of a municipality's year."""

from django.shortcuts import get_object_or_404, render

from assessments.access import Deed, can
from assessments.models import Assessment, Framework
from assessments.years import municipality_or_404
from reports.overview import overview_of, years_of


def year(request, year: int, code: str):
    """Show the year; one that is defined but not opened yet says what to do first."""
    municipality = municipality_or_404(request.user, code)
    framework = get_object_or_404(Framework, fiscal_year=year)
    context = {
        "municipality": municipality,
        "fiscal_year": year,
        "years": years_of(municipality, year),
        "can_edit": can(request.user, Deed.EDIT, municipality),
    }
    opened = Assessment.objects.filter(municipality=municipality, framework=framework).first()
    if opened is None:
        return render(request, "reports/year_unopened.html", context)
    opened.municipality, opened.framework = municipality, framework
    return render(request, "reports/year.html", {**context, "year": opened, "overview": overview_of(opened)})
