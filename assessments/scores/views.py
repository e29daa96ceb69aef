"""The scores of a year."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.accounts.access import Permission, can
from assessments.editing.answers import atomic_post, refusals_to
from assessments.scores.forms.scores import ScoresForm
from assessments.years.fetch import comparison_of, read_or_held_year, year_before, year_or_404
from assessments.years.models import Assessment

from . import grid, services
from .item_scores import item_scores_of


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def scores(request, year, code, template="assessments/scores.html"):
    """Show and take the scores; `template` is the page of an app that shows more beside them."""
    assessment = read_or_held_year(request, year, code, typed=True)
    before = _with_rules(assessment)
    form = ScoresForm(request.POST if request.method == "POST" else None, assessment=assessment)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.save_scores(
                by=request.user, assessment=assessment, announced=form.changed_announced(), scores=form.changed_scores()
            )
            messages.success(request, f"บันทึกคะแนนปี {year} แล้ว{form.left_to_enter()}")
            return redirect("scores", year, code)
    may_edit = form.is_bound or can(request.user, Permission.EDIT, assessment)
    context = _grid_context(assessment, before, form) | {"may_edit": may_edit}
    return render(request, template, context, status=422 if form.errors else 200)


@require_safe
@login_not_required
def scores_estimate(request, year, code):
    """Answer with every computed part of the grid for the scores as typed so far; nothing is saved.

    Once the session has ended the page is left alone, with all that was typed: it asks on its own.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    assessment = year_or_404(request.user, year, code, Permission.EDIT)
    before = _with_rules(assessment)
    context = _grid_context(assessment, before, ScoresForm(request.GET, assessment=assessment))
    return render(request, "assessments/_estimate.html", context | {"oob": True})


def _with_rules(assessment: Assessment) -> Assessment | None:
    """Read once what both the form and the arithmetic need; return the year before."""
    before = year_before(assessment)
    prefetch_related_objects([assessment.framework], "instruments", "indicators", "levels")
    return before


def _grid_context(assessment: Assessment, earlier: Assessment | None, form: ScoresForm) -> dict:
    rules = assessment.framework.rules()
    before = _last_year(assessment, earlier)
    items = item_scores_of(assessment)
    scores = form.typed_scores()
    return {
        "year": assessment,
        "items": [item for item in items.items if item.value is not None],
        "form": form,
        "before": before,
        "last_year": assessment.fiscal_year - 1,
        "level": form.typed("official_level"),
        "grid": grid.build(rules, scores, before, form.typed("official_total"), items.entered(scores)),
    }


def _last_year(assessment: Assessment, before: Assessment | None) -> grid.LastYear | None:
    if before is None:
        return None
    compared, rules = comparison_of(assessment, before), before.framework.rules()
    return grid.LastYear(compared, rules, before.scores_by_number(), before.official_total, before.official_level)
