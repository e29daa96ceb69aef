"""Corrections of years in force: what each would change; proposed, withdrawn, confirmed or refused."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.accounts.access import Permission, check
from assessments.editing.answers import atomic_post, posted, refusals_to
from assessments.frameworks import correction_services as services
from assessments.frameworks.correction import Correction
from assessments.frameworks.diff import changes
from assessments.frameworks.forms.parts import DecisionForm
from assessments.frameworks.impact import impact_of

PER_PAGE = 20


@require_safe
def framework_corrections(request):
    """List the corrections of all years, the newest first."""
    check(request.user, Permission.ADMINISTER)
    shown = Correction.objects.for_user(request.user).defer("definitions", "base__definitions", "change__definitions")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "frameworks/corrections.html", {"page": page, "corrections": page.object_list})


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def framework_correction(request, year, pk):
    """Show what a correction changes; POST takes it a step further."""
    check(request.user, Permission.ADMINISTER)
    shown = Correction.objects.for_user(request.user)
    correction = get_object_or_404(shown, pk=pk, framework__fiscal_year=year)
    form = DecisionForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            return _step(request, correction, form.cleaned_data)
        correction = get_object_or_404(shown, pk=pk)
    overtaken = services.overtaken_by(correction) if correction.is_open else ""
    judged = correction.is_open and not overtaken
    context = {
        "framework": correction.framework,
        "correction": correction,
        "changes": changes(correction.base.value, correction.value),
        "overtaken": overtaken,
        "impact": impact_of(correction.framework, correction.value, correction.keys) if judged else None,
        "own": correction.proposed_by == request.user,
        "form": form,
    }
    return render(request, "frameworks/correction.html", context, status=422 if form.errors else 200)


def _step(request, correction: Correction, typed: dict):
    year, by = correction.framework.fiscal_year, request.user
    if typed["step"] == "propose":
        services.propose_correction(by=by, correction=correction)
        messages.success(request, "เสนอแล้ว รอผู้ดูแลระบบคนอื่นยืนยัน เกณฑ์ยังไม่เปลี่ยน")
    elif typed["step"] == "withdraw":
        services.withdraw_correction(by=by, correction=correction)
        messages.success(request, "ถอนข้อเสนอแล้ว เกณฑ์ไม่เปลี่ยน")
        return redirect("framework", year)
    elif typed["step"] == "refuse":
        services.refuse_correction(by=by, correction=correction, note=typed["note"])
        messages.success(request, "ไม่ยืนยันข้อเสนอแล้ว เกณฑ์ไม่เปลี่ยน")
    else:
        change = services.confirm_correction(by=by, correction=correction, note=typed["note"])
        messages.success(request, f"ยืนยันแล้ว เกณฑ์ปี {year} เป็นฉบับที่ {change.number}")
    return redirect("framework_correction", year, correction.pk)
