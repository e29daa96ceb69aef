"""Pages of progress: a year's measures with how they go, and recording what was done on one of them."""

from collections import Counter
from copy import copy

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.accounts.access import Permission, can
from assessments.editing.answers import atomic_post, gone, refusals_to
from assessments.editing.conflicts import Guard
from assessments.years.fetch import read_or_held_year, year_or_404
from ita_portal.thai import sort_key
from measures.plan.models import Measure, ProgressNote

from . import services
from .forms import NoteForm, ProgressForm

NO_UNIT = "-"  # as the address says it: those without a responsible unit


@require_safe
def progress(request, year, code):
    """Show how the year's measures go; `status` and `unit` of the address narrow the list, not the counts."""
    assessment = year_or_404(request.user, year, code)
    notes = ProgressNote.objects.filter(measure=OuterRef("pk")).order_by("-pk")
    rows = list(
        assessment.measures.select_related("area").annotate(
            note=Subquery(notes.values("text")[:1]), noted_at=Subquery(notes.values("at")[:1])
        )
    )
    counts = Counter(row.status for row in rows)
    status, unit = request.GET.get("status", ""), request.GET.get("unit", "")
    shown = [row for row in rows if status in ("", row.status) and (not unit or unit in _units(row))]
    context = {
        "year": assessment,
        "editable": can(request.user, Permission.EDIT, assessment),
        "measures": shown,
        "total": len(rows),
        "counts": [(choice, counts[choice]) for choice in Measure.Status],
        "units": sorted({name for row in rows for name in _units(row)} - {NO_UNIT}, key=sort_key),
        "status": status,
        "unit": unit,
        "no_unit": NO_UNIT,
    }
    return render(request, "measures/progress.html", context)


def _units(measure: Measure) -> list[str]:
    return [name.strip() for name in measure.responsible.split("\n") if name.strip()] or [NO_UNIT]


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def measure_progress(request, year, code, pk):
    """Show a measure's course; editors record status, results and a note."""
    assessment = read_or_held_year(request, year, code, typed=True)
    measure = assessment.measures.select_related("area").filter(pk=pk).first()
    if measure is None:
        return gone(request, reverse("progress", args=[year, code]))
    measure.assessment = assessment
    data = request.POST if request.method == "POST" else None
    guard = Guard(data, lambda data: [ProgressForm(data, instance=copy(measure))])
    [form] = guard.forms
    note = NoteForm(data)
    if guard.may_save and note.is_valid():
        values = {**form.cleaned_data, **note.cleaned_data}
        reason = values.pop("status_reason")
        with refusals_to(form):
            services.record_progress(by=request.user, measure=measure, reason=reason, **values)
            messages.success(request, f"บันทึกความก้าวหน้าของ “{measure}” แล้ว")
            return redirect("measure_progress", year, code, pk)
    context = {
        "year": assessment,
        "measure": measure,
        "editable": guard.is_bound or can(request.user, Permission.EDIT, assessment),
        "guard": guard,
        "form": form,
        "note": note,
        "notes": measure.notes.select_related("by__unit"),
    }
    status = 422 if guard.may_save else guard.status
    return render(request, "measures/measure_progress.html", context, status=status)
