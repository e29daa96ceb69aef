"""Pages of a year's measures."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from assessments.accounts.access import Permission, can
from assessments.editing.answers import atomic_post, gone, refusals_to
from assessments.editing.conflicts import Guard
from assessments.models import Assessment
from assessments.years.fetch import read_or_held_year, year_or_404
from ita_portal.ids import id_of

from . import services
from .forms import MeasureForm, TargetForm, unit_names
from .models import Measure, Target
from .order import Section, sections

BULK_STATUSES = [choice for choice in Measure.Status.choices if choice[0] != Measure.Status.CANCELLED]


def _list_context(user, assessment: Assessment) -> dict[str, Any]:
    """Return what the list and its parts show; deleted measures only to those who may bring them back."""
    editable = can(user, Permission.EDIT, assessment)
    rows = (Measure.with_deleted if editable else Measure.objects).filter(assessment=assessment)
    targets = Prefetch("targets", Target.objects.select_related("indicator", "item"))
    areas = list(assessment.framework.areas.all())
    by_area = sections(
        areas, rows.with_counts().select_related("area").prefetch_related(targets), timezone.now(), whole=editable
    )
    kept = [row for section in by_area for row in section.kept]
    return {
        "year": assessment,
        "editable": editable,
        "areas": areas,
        "sections": by_area,
        "kept": kept,
        "total": len(kept),
        "filled": sum(bool(section.kept) for section in by_area if section.area),
        "statuses": BULK_STATUSES,
    }


def _units(shown: Sequence[Section], assessment: Assessment) -> list[str]:
    """Return what to suggest as responsible: the municipality's units and what the rows shown name."""
    named = (row.responsible for section in shown for row in section.kept)
    units = assessment.municipality.units.values_list("name", flat=True)
    return [name for name in dict.fromkeys([*units, *named]) if name and "\n" not in name]


@require_safe
@vary_on_headers("HX-Request")
def measures(request, year, code):
    """Show the year's measures by area."""
    assessment = year_or_404(request.user, year, code)
    context = _list_context(request.user, assessment)
    if context["editable"]:
        context |= {"units": _units(context["sections"], assessment)}
    return render(request, "measures/measures.html", context)


def _list_address(assessment: Assessment, anchor: str) -> str:
    return f"{assessment.address('measures')}#{anchor}"


@require_http_methods(["GET", "HEAD", "POST"])
def measure_add(request, year, code):
    """Add a measure, by default in the area of the address."""
    assessment = year_or_404(request.user, year, code, Permission.EDIT, typed=request.method == "POST")
    area = assessment.framework.areas.filter(number=id_of(request.GET.get("area", ""))).first()
    return _form_page(request, assessment, Measure(assessment=assessment, area=area))


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def measure_edit(request, year, code, pk):
    """Edit a measure; what is typed for one that is gone is given back."""
    assessment = read_or_held_year(request, year, code, reading=Permission.EDIT, typed=True)
    measure = assessment.measures.select_related("area").filter(pk=pk).first()
    if measure is None:
        return gone(request, _list_address(assessment, "main"))
    return _form_page(request, assessment, measure)


def _form_page(request, assessment: Assessment, measure: Measure):
    """Show or take the form. The button "several_lines" only changes the form, nothing is stored."""
    several_lines = "several_lines" in request.POST
    form_of = partial(MeasureForm, instance=measure, assessment=assessment)
    targets_of = partial(TargetForm, assessment=assessment, measure=measure)
    data = request.POST if request.method == "POST" and not several_lines else None
    guard = Guard(data, lambda data: [form_of(data), targets_of(data)], is_new=measure.pk is None)
    form, targets = guard.forms
    if several_lines:
        targets = targets_of(request.POST)
        form = form_of(initial=request.POST.dict(), several_lines=True)
        guard.stay_open(request.POST)
    if guard.may_save:
        with refusals_to(form):
            return _saved(request, assessment, _store(request.user, assessment, measure, form, targets))
    context = {"year": assessment, "form": form, "targets": targets, "measure": measure}
    context["units"] = unit_names(assessment)
    status = 409 if guard.conflict else 200
    return render(request, "measures/measure.html", {**context, "guard": guard}, status=status)


@transaction.atomic
def _store(user, assessment: Assessment, measure: Measure, form: MeasureForm, targets: TargetForm) -> Measure:
    if measure.pk:
        saved = services.edit_measure(by=user, measure=measure, **form.cleaned_data)
    else:
        saved = services.add_measure(by=user, assessment=assessment, **form.cleaned_data)
    services.set_targets(by=user, measure=saved, **targets.cleaned_data)
    return saved


def _saved(request, assessment: Assessment, saved: Measure):
    """Go to the row in the list, or on to adding another one in its area."""
    if "again" not in request.POST:
        return redirect(_list_address(assessment, f"measure-{saved.pk}"))
    messages.success(request, f"บันทึก “{saved}” แล้ว เพิ่มมาตรการถัดไปได้เลย")
    address = assessment.address("measure_add")
    return redirect(f"{address}?area={saved.area.number}" if saved.area else address)


def _change(request, year, code, pk, service, manager="objects", **arguments):
    """Run a service on a measure and answer with its area as it is now, or go back to the row in the list."""
    assessment = year_or_404(request.user, year, code, Permission.EDIT)
    measure = get_object_or_404(assessment.measures(manager=manager).select_related("area"), pk=pk)
    refusals, changed = [], None
    with refusals_to(refusals):
        changed = service(by=request.user, measure=measure, **arguments)
    refused = " ".join(refusals)
    if not request.htmx:
        if refused:
            messages.error(request, refused)
        return redirect(_list_address(assessment, f"measure-{(changed or measure).pk}"))
    context = _list_context(request.user, assessment)
    changed_section = next((section for section in context["sections"] if section.area == measure.area), None)
    return render(request, "measures/_change.html", {**context, "section": changed_section, "refused": refused})


@require_POST
@vary_on_headers("HX-Request")
def measure_duplicate(request, year, code, pk):
    """Put a copy right below the measure."""
    return _change(request, year, code, pk, services.duplicate_measure)


@require_POST
@vary_on_headers("HX-Request")
def measure_move(request, year, code, pk):
    """Swap the measure with its neighbour in the area."""
    direction = request.POST.get("direction", "")
    return _change(request, year, code, pk, services.move_measure, direction=direction)


@require_POST
@vary_on_headers("HX-Request")
def measure_delete(request, year, code, pk):
    """Take a measure out of the year; the list offers at its place to bring it back."""
    return _change(request, year, code, pk, services.delete_measure)


@require_POST
@vary_on_headers("HX-Request")
def measure_restore(request, year, code, pk):
    """Bring a deleted measure back to its place."""
    return _change(request, year, code, pk, services.restore_measure, "with_deleted")
