"""Two pages beside a year's scores: the scores of its items, and trying out other values."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from assessments.accounts.access import Permission, can
from assessments.editing.answers import atomic_post, refusals_to, tell_undoable
from assessments.scores.forms.items import ItemsForm, is_checked
from assessments.scores.forms.what_if import WhatIfForm, address_of
from assessments.scoring import comparison, explanation, what_if
from assessments.years.fetch import read_or_held_year, year_or_404
from assessments.years.models import Assessment

from . import grid, services
from .item_scores import ItemScoresOfYear, item_scores_of


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def items(request, year, code, template="assessments/items.html"):
    """Show and take the scores of items; `template` is the page of an app that shows more beside them."""
    assessment = read_or_held_year(request, year, code, typed=True)
    item_scores = item_scores_of(assessment)
    form = ItemsForm(request.POST if request.method == "POST" else None, items=item_scores.asked)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            met = form.unknown_as_met() if "met" in request.POST else {}
            scores = form.changed_scores() | met
            services.save_item_scores(by=request.user, assessment=assessment, scores=scores)
            _tell_saved(request, assessment, len(scores), len(met))
            return redirect("items", year, code)
    unknown = form.unknown()
    context = {
        "year": assessment,
        "form": form,
        "groups": _item_groups(assessment, item_scores, form),
        "unknown": unknown,
        "unknown_checked": any(map(is_checked, unknown)),
        "next_place": form.place_of(unknown[0]) if unknown else "",
        "divided": bool(item_scores.indicators),
        "may_edit": form.is_bound or can(request.user, Permission.EDIT, assessment),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _tell_saved(request, assessment: Assessment, saved: int, met: int) -> None:
    text = f"บันทึกคะแนนรายข้อปี {assessment.fiscal_year} แล้ว"
    if met:
        text += f" ให้ 100 แก่ข้อที่ยังไม่ทราบ {met} ข้อ เลือก “ได้ 0” ที่ข้อยกเว้นแล้วบันทึก"
    if saved:
        tell_undoable(request, assessment, text)
    else:
        messages.success(request, text)


def _item_groups(assessment: Assessment, item_scores: ItemScoresOfYear, form: ItemsForm) -> list[dict]:
    """Return the asked items by indicator and sub-indicator with what they say of the indicator."""
    computed = item_scores.computed(assessment.scores_by_number())
    groups: dict[int, dict] = {}
    for item in item_scores.asked:
        number = item.indicator.number
        group = groups.setdefault(number, {"indicator": item.indicator, "parts": {}, "from_items": None})
        part = group["parts"].setdefault(item.sub_indicator_id, {"sub_indicator": item.sub_indicator, "rows": []})
        bound = form[form.name_of(item)]
        part["rows"].append({"item": item, "bound": bound, "shown": bound.as_hidden(only_initial=True)})
        if from_items := computed.get(number):
            group |= {"from_items": from_items, "why": explanation.from_items(from_items, assessment.fiscal_year)}
    return [{**group, "parts": list(group["parts"].values())} for group in groups.values()]


@require_safe
@vary_on_headers("HX-Request")
def what_if_page(request, year, code):
    """Show what the values in the address would give; nothing is saved."""
    assessment = year_or_404(request.user, year, code)
    prefetch_related_objects([assessment.framework], "instruments", "indicators", "levels")
    rules, own = assessment.framework.rules(), assessment.scores_by_number()
    form = WhatIfForm(request.GET, rules=rules, scores=own)
    tried = form.tried()
    following = what_if.next_level(rules, tried)
    chances = what_if.improvements(rules, tried)
    context = {
        "year": assessment,
        "form": form,
        # The year's own scores stand where the score grid has the year before.
        "grid": grid.build(rules, tried, grid.LastYear(comparison.alone(rules), rules, own), None),
        "next": following,
        "next_address": address_of(following.scores) if following else "",
        "chances": [(chance, address_of({**tried, chance.number: chance.target})) for chance in chances],
    }
    template = "assessments/_what_if.html" if request.htmx else "assessments/what_if.html"
    return render(request, template, context | {"oob": bool(request.htmx)})
