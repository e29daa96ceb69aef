"""Scores pasted from a spreadsheet: shown first and stored as a whole."""

import re

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.accounts.access import Deed
from assessments.editing.saving import tell_undoable
from assessments.scores.forms.paste import ScoreLanding, digest, score_plan
from assessments.years.fetch import year_or_404
from assessments.years.models import Assessment

from . import services


@require_http_methods(["GET", "HEAD", "POST"])
def scores_paste(request, year, code):
    """Show where a block of scores would land, then store it."""
    assessment = year_or_404(request.user, year, code, Deed.EDIT)
    indicators = list(assessment.framework.indicators.all())
    number = re.fullmatch(r"(?:score_)?(\d{1,3})", request.POST.get("start", ""))
    start, fault, plan = int(number[1]) if number else 1, "", []
    if request.method == "POST":
        try:
            plan = score_plan(
                request.POST.get("block", ""),
                indicators=indicators,
                stored=assessment.scores_by_number(),
                start=start,
            )
        except ValueError as error:
            fault = str(error)
    changes = [each for each in plan if each.changes]
    if changes and request.POST.get("step") == "confirm":
        if request.POST.get("shown") == digest(plan):
            return _store(request, assessment, changes)
        fault = "ผลที่จะบันทึกต่างจากตัวอย่างที่ท่านเห็น ตรวจตัวอย่างใหม่ด้านล่างแล้วกดยืนยันอีกครั้ง"
    context = {"year": assessment, "indicators": indicators, "start": start, "fault": fault, "plan": plan}
    context |= {
        "changes": changes,
        "digest": digest(plan),
        "refused": sum(bool(each.fault) for each in plan),
        "pasted": request.POST.get("block", ""),
    }
    return render(request, "assessments/paste.html", context, status=422 if fault else 200)


def _store(request, assessment: Assessment, changes: list[ScoreLanding]):
    scores = {each.indicator.number: each.value for each in changes}
    services.save_scores(by=request.user, assessment=assessment, announced={}, scores=scores)
    tell_undoable(request, assessment, f"วางคะแนน {len(changes)} ตัวชี้วัดแล้ว")
    return redirect(assessment.address("scores"))
