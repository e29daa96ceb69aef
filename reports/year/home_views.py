"""The first page: what waits for me, what is due next, and my years."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessments.models import Role

from .calendar import dues_of
from .inbox import waiting_for
from .overview import opened_years


@require_safe
def home(request):
    """Show staff and approvers their work; bring auditors of a municipality to its newest year, others to the list."""
    municipality = request.user.municipality
    if municipality is None:
        return redirect("municipalities")
    years = dict(sorted(opened_years(municipality).items(), reverse=True))
    newest = next(iter(years.values()), None)
    if request.user.role == Role.AUDITOR:
        if newest is None:
            return redirect("municipality", municipality.code)
        return redirect("year", newest.fiscal_year, municipality.code)
    context = {
        "municipality": municipality,
        "years": years.values(),
        "newest": newest,
        "waiting": waiting_for(request.user),
        "dues": dues_of(newest) if newest else [],
    }
    return render(request, "reports/home.html", context)
