"""Scores pasted from a spreadsheet: shown first, stored as a whole, and taken back as a whole."""

import re
import time
from decimal import Decimal

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.accounts.access import Deed
from assessments.scores.forms.paste import ScoreLanding, digest, score_plan
from assessments.years.fetch import year_or_404
from assessments.years.models import Assessment

from . import services

UNDO = "undo_scores"  # the session's key of the last pasted scores
UNDO_SECONDS = 3_600


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
    request.session[UNDO] = {
        "year": assessment.pk,
        "label": f"วางคะแนน {len(changes)} ตัวชี้วัดแล้ว",
        "scores": {each.indicator.number: [_text(each.stored), _text(each.value)] for each in changes},
        "at": int(time.time()),
    }
    return redirect(assessment.address("scores"))


@require_POST
def scores_undo(request, year, code):
    """Take the last pasted scores back, where nobody changed them since."""
    assessment = year_or_404(request.user, year, code, Deed.EDIT)
    last = undoable(request, assessment)
    if last is None:
        messages.error(request, "ไม่มีการวางคะแนนครั้งล่าสุดให้เลิกทำ หรือเลิกทำไปแล้ว")
        return redirect("scores", year, code)
    pairs = {int(number): tuple(map(_value, pair)) for number, pair in last["scores"].items()}
    left = services.restore_scores(by=request.user, assessment=assessment, scores=pairs)
    del request.session[UNDO]
    if left:
        names = ", ".join(map(str, left))
        messages.warning(request, f"เลิกทำแล้ว เว้นแต่ตัวชี้วัดที่มีการแก้ไขหลังจากนั้น: {names}")
    else:
        messages.success(request, f"เลิกทำ “{last['label']}” แล้ว")
    return redirect("scores", year, code)


def _text(value: Decimal | None) -> str:
    return "" if value is None else str(value)


def _value(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def undoable(request, assessment: Assessment) -> dict | None:
    """Return the last pasted scores of this year that the session can still take back."""
    last = request.session.get(UNDO)
    fresh = last and last["year"] == assessment.pk and time.time() - last["at"] < UNDO_SECONDS
    return last if fresh else None
