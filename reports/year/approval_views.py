"""The approval of a year: how far it is, what is lacking, what changed, and the next step."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from assessments.editing.answers import refusals_to
from assessments.models import Assessment
from assessments.years.fetch import year_or_404
from assessments.years.services import take_step
from assessments.years.workflow import ACTIONS
from reports.documents.fetch import posted

from .approval import changed_since_approval, choices_for, steps_of, was_approved
from .forms import StepForm
from .readiness import BLOCK, SEVERITIES
from .readiness_data import readiness_of


@require_http_methods(["GET", "HEAD", "POST"])
def approval(request, year: int, code: str):
    """Show where the year stands; POST takes a step."""
    opened = year_or_404(request.user, year, code)
    form = StepForm(posted(request))
    if request.method == "POST" and form.is_valid():
        action = form.cleaned_data["action"]
        with refusals_to(form):
            take_step(by=request.user, assessment=opened, **form.cleaned_data)
            messages.success(request, f"ปี {year} {ACTIONS[action].done}")
            return redirect("approval", year, code)
        opened.refresh_from_db(fields=["state"])
    context = _context(request.user, opened)
    return render(
        request, "reports/approval.html", {**context, "form": form}, status=422 if form.errors else 200
    )


@require_safe
@vary_on_headers("HX-Request")
def approval_changes(request, year: int, code: str):
    """Show what changed since the last approval: a page of its own, which the approval page takes in."""
    opened = year_or_404(request.user, year, code)
    template = "reports/_changed.html" if request.htmx else "reports/approval_changes.html"
    return render(request, template, {"year": opened, "changes": changed_since_approval(opened)})


def _context(user, year: Assessment) -> dict:
    steps = steps_of(year)
    ready = readiness_of(year)
    return {
        "year": year,
        "steps": steps,
        "seen": steps[0].transition.pk if steps else 0,
        "choices": choices_for(user, year),
        "was_approved": was_approved(steps),
        "severities": [
            (key, label, found)
            for key, label in SEVERITIES.items()
            if (found := [each for each in ready if each.severity == key])
        ],
        "blocked": any(each.severity == BLOCK for each in ready),
    }
