"""The calendar of a fiscal year: everybody reads it, administrators keep it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from assessments.accounts.access import Permission, can, check
from assessments.editing.answers import atomic_post, refusals_to
from assessments.editing.conflicts import Guard
from assessments.frameworks.models import Framework

from .forms import deadline_formset
from .services import save_deadlines


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def framework_calendar(request, year):
    """Show the deadlines of a year; a draft's only to those who keep it."""
    may_edit = can(request.user, Permission.ADMINISTER)
    frameworks = Framework.objects.all() if may_edit else Framework.objects.published()
    framework = get_object_or_404(frameworks, fiscal_year=year)
    posted = request.method == "POST"
    if posted:
        check(request.user, Permission.ADMINISTER)
        Framework.objects.select_for_update().get(pk=framework.pk)
    guard = Guard(request.POST if posted else None, lambda data: [deadline_formset(data, framework)])
    [rows] = guard.forms
    faults = []
    if guard.may_save:
        with refusals_to(faults):
            save_deadlines(by=request.user, framework=framework, rows=rows.rows())
            messages.success(request, f"บันทึกกำหนดการปี {year} แล้ว")
            return redirect("framework_calendar", year)
    context = {
        "framework": framework,
        "rows": rows,
        "guard": guard,
        "may_edit": may_edit,
        "faults": faults,
        "estimated": sum(bool(form["is_estimated"].value()) for form in rows),
    }
    return render(request, "assessments/calendar.html", context, status=422 if faults else guard.status)
