"""The overview of a municipality's year."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.accounts.access import Permission, can
from assessments.calendar.due import following
from assessments.models import Assessment, Framework, Municipality
from assessments.years.fetch import municipality_or_404

from .approval import choices_for, steps_of
from .calendar import dues_of
from .overview import overview_of


@require_safe
def year(request, year: int, code: str):
    """Show the year; one that is defined but not opened yet says what to do first."""
    municipality, opened = _municipality_or_404(request.user, code)
    published = Framework.objects.published().order_by("fiscal_year")
    defined = list(published.values_list("fiscal_year", flat=True))
    if year not in defined:
        raise Http404("ยังไม่มีเกณฑ์ของปีนี้")
    context = {
        "municipality": municipality,
        "fiscal_year": year,
        "years": [{"year": each, "opened": each in opened, "current": each == year} for each in defined],
        "can_edit": can(request.user, Permission.EDIT, opened.get(year, municipality)),
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


def _municipality_or_404(user, code: str) -> tuple[Municipality, dict[int, Assessment]]:
    """Return a municipality and its opened years by fiscal year: one query where there is any."""
    found = Assessment.objects.for_user(user).filter(municipality__code=code)
    years = list(found.select_related("municipality", "framework"))
    municipality = years[0].municipality if years else municipality_or_404(user, code)
    return municipality, {each.fiscal_year: each for each in years}
