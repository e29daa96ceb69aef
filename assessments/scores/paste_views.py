"""Scores pasted from a spreadsheet, by indicator or by item: shown first and stored as a whole."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.accounts.access import Permission
from assessments.editing.answers import atomic_post, tell_undoable
from assessments.editing.conflicts import PREVIEW_DIFFERS, SHOWN
from assessments.scores.forms.paste import (
    Key,
    ScoreLanding,
    changes_of,
    item_score_plan,
    plan_fingerprint,
    score_plan,
)
from assessments.years.fetch import read_or_held_year

from . import services
from .item_scores import item_scores_of


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def scores_paste(request, year, code):
    """Show where a block of indicators' scores would land, then store it."""
    assessment = read_or_held_year(request, year, code, reading=Permission.EDIT)
    indicators = list(assessment.framework.indicators.all())
    number = re.fullmatch(r"(?:score_)?(\d{1,3})", request.POST.get("start", ""))
    start = int(number[1]) if number else 1

    def plan(block: str) -> list[ScoreLanding[int]]:
        return score_plan(block, indicators=indicators, stored=assessment.scores_by_number(), start=start)

    def store(changes: Mapping[int, Decimal]):
        services.save_scores(by=request.user, assessment=assessment, announced={}, scores=changes)
        tell_undoable(request, assessment, f"วางคะแนน {len(changes)} ตัวชี้วัดแล้ว")
        return redirect(assessment.address("scores"))

    context = {"year": assessment, "back": "scores", "indicators": indicators, "start": start}
    return _preview_or_store(request, "assessments/paste.html", context, plan, store)


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def items_paste(request, year, code):
    """Show where a block of items' scores would land, then store it."""
    assessment = read_or_held_year(request, year, code, reading=Permission.EDIT)

    def plan(block: str) -> list[ScoreLanding[str]]:
        return item_score_plan(block, items=item_scores_of(assessment).items)

    def store(changes: Mapping[str, Decimal]):
        services.save_item_scores(by=request.user, assessment=assessment, scores=changes)
        tell_undoable(request, assessment, f"วางคะแนน {len(changes)} ข้อแล้ว")
        return redirect(assessment.address("items"))

    context = {"year": assessment, "back": "items"}
    return _preview_or_store(request, "assessments/items_paste.html", context, plan, store)


def _preview_or_store(
    request,
    template: str,
    context: dict,
    plan_of: Callable[[str], Sequence[ScoreLanding[Key]]],
    store: Callable[[Mapping[Key, Decimal]], object],
):
    """Answer with the preview, or, once exactly that is confirmed, with what `store` answers."""
    block, fault = request.POST.get("block", ""), ""
    plan: Sequence[ScoreLanding[Key]] = []
    if request.method == "POST":
        try:
            plan = plan_of(block)
        except ValueError as error:
            fault = str(error)
    changes = changes_of(plan)
    if changes and request.POST.get("step") == "confirm":
        if request.POST.get(SHOWN) == plan_fingerprint(plan):
            return store(changes)
        fault = PREVIEW_DIFFERS
    context |= {
        "fault": fault,
        "plan": plan,
        "changes": changes,
        "fingerprint": plan_fingerprint(plan),
        "refused": sum(bool(landing.fault) for landing in plan),
        "pasted": block,
    }
    return render(request, template, context, status=422 if fault else 200)
