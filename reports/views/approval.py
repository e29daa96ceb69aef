"""The approval of a year: how far it is, what is lacking, what changed, and the next step."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from assessments.services import take_step
from assessments.years import year_or_404


def approval(request, year: int, code: str):
    opened = year_or_404(request.user, year, code)
    return render(request, "reports/approval.html", {"year": opened})
