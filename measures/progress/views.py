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
    counts = Counter(each.status for each in rows)
    status, unit = request.GET.get("status", ""), request.GET.get("unit", "")
    shown = [each for each in rows if status in ("", each.status) and (not unit or unit in _units(each))]
    context = {
        "year": assessment,
        "editable": can(request.user, Permission.EDIT, assessment),
        "measures": shown,
        "total": len(rows),
        "counts": [(each, counts[each]) for each in Measure.Status],
        "units": sorted({each for row in rows for each in _units(row)} - {NO_UNIT}, key=sort_key),
        "status": status,
        "unit": unit,
        "no_unit": NO_UNIT,
    }
    return render(request, "measures/progress.html", context)


def _units(measure: Measure) -> list[str]:
    return [each.strip() for each in measure.responsible.split("\n") if each.strip()] or [NO_UNIT]


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
    note = NoteForm(data, label_suffix="")
    if guard.may_save and note.is_valid() and _record(request.user, measure, guard.forms[0], note):
        messages.success(request, f"บันทึกความก้าวหน้าของ “{measure}” แล้ว")
        return redirect("measure_progress", year, code, pk)
    context = {
        "year": assessment,
        "measure": measure,
        "editable": guard.is_bound or can(request.user, Permission.EDIT, assessment),
        "guard": guard,
        "form": guard.forms[0],
        "note": note,
        "notes": measure.notes.select_related("by__unit"),
    }
    status = 422 if guard.may_save else guard.status
    return render(request, "measures/measure_progress.html", context, status=status)


def _record(user, measure: Measure, form: ProgressForm, note: NoteForm) -> bool:
    """Store the forms; what the service refuses becomes an error of the form."""
    values = {**form.cleaned_data, **note.cleaned_data}
    reason = values.pop("status_reason")
    with refusals_to(form):
        services.record_progress(by=user, measure=measure, reason=reason, **values)
        return True
    return False
