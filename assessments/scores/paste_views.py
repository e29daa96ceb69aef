"""Scores pasted from a spreadsheet: shown first and stored as a whole."""

import re
from decimal import Decimal

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.accounts.access import Permission
from assessments.editing.answers import atomic_post, tell_undoable
from assessments.editing.conflicts import PREVIEW_DIFFERS, SHOWN
from assessments.scores.forms.paste import changes_of, plan_fingerprint, score_plan
from assessments.years.fetch import read_or_held_year
from assessments.years.models import Assessment

from . import services


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def scores_paste(request, year, code):
    """Show where a block of scores would land, then store it."""
    assessment = read_or_held_year(request, year, code, reading=Permission.EDIT)
    indicators = list(assessment.framework.indicators.all())
    number = re.fullmatch(r"(?:score_)?(\d{1,3})", request.POST.get("start", ""))
    start, fault, plan = int(number[1]) if number else 1, "", []
    if request.method == "POST":
        try:
            plan = score_plan(
                request.POST.get("block", ""), indicators=indicators, stored=assessment.scores_by_number(), start=start
            )
        except ValueError as error:
            fault = str(error)
    changes = changes_of(plan)
    if changes and request.POST.get("step") == "confirm":
        if request.POST.get(SHOWN) == plan_fingerprint(plan):
            return _store(request, assessment, changes)
        fault = PREVIEW_DIFFERS
    context = {
        "year": assessment,
        "indicators": indicators,
        "start": start,
        "fault": fault,
        "plan": plan,
        "changes": changes,
        "fingerprint": plan_fingerprint(plan),
        "refused": sum(bool(landing.fault) for landing in plan),
        "pasted": request.POST.get("block", ""),
    }
    return render(request, "assessments/paste.html", context, status=422 if fault else 200)


def _store(request, assessment: Assessment, changes: dict[int, Decimal]):
    services.save_scores(by=request.user, assessment=assessment, announced={}, scores=changes)
    tell_undoable(request, assessment, f"วางคะแนน {len(changes)} ตัวชี้วัดแล้ว")
    return redirect(assessment.address("scores"))
