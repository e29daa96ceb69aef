"""Pages of a year's measures."""

from functools import partial

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

from . import services, target_services
from .forms import MeasureForm, unit_names
from .models import Measure
from .order import sections
from .target import Target
from .target_forms import TargetForm

BULK_STATUSES = [choice for choice in Measure.Status.choices if choice[0] != Measure.Status.CANCELLED]


def _list_context(user, assessment: Assessment) -> dict:
    """Return what the list and its parts show; deleted measures only to those who may bring them back."""
    editable = can(user, Permission.EDIT, assessment)
    rows = assessment.measures(manager="with_deleted" if editable else "objects")
    rows = rows.select_related("area").with_counts()
    rows = rows.prefetch_related(Prefetch("targets", Target.objects.select_related("indicator", "item")))
    areas = list(assessment.framework.areas.all())
    found = sections(areas, rows, timezone.now(), whole=editable)
    return {
        "year": assessment,
        "editable": editable,
        "areas": areas,
        "sections": found,
        "total": sum(len(each.kept) for each in found),
        "filled": sum(bool(each.kept) for each in found if each.area),
        "statuses": BULK_STATUSES,
    }


def _units(found: list, assessment: Assessment) -> list[str]:
    """Return what to suggest as responsible: the municipality's units and what the rows shown name."""
    named = (row.responsible for section in found for row in section.kept)
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
    address = assessment.address("measures")
    return f"{address}#{anchor}"


def _measure_or_404(assessment: Assessment, pk: int, manager: str = "objects") -> Measure:
    return get_object_or_404(assessment.measures(manager=manager).select_related("area"), pk=pk)


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
    if guard.may_save and (saved := _save(request.user, assessment, measure, form, targets)):
        return _saved(request, assessment, saved)
    context = {"year": assessment, "form": form, "targets": targets, "measure": measure}
    context["units"] = unit_names(assessment)
    status = 409 if guard.conflict else 200
    return render(request, "measures/measure.html", {**context, "guard": guard}, status=status)


def _saved(request, assessment: Assessment, saved: Measure):
    """Go to the row in the list, or on to adding another one in its area."""
    if "again" not in request.POST:
        return redirect(_list_address(assessment, f"measure-{saved.pk}"))
    messages.success(request, f"บันทึก “{saved}” แล้ว เพิ่มมาตรการถัดไปได้เลย")
    address = assessment.address("measure_add")
    return redirect(f"{address}?area={saved.area.number}" if saved.area else address)


@transaction.atomic
def _store(user, assessment: Assessment, measure: Measure, form: MeasureForm, targets: TargetForm) -> Measure:
    if measure.pk:
        saved = services.edit_measure(by=user, measure=measure, **form.cleaned_data)
    else:
        saved = services.add_measure(by=user, assessment=assessment, **form.cleaned_data)
    target_services.set_targets(by=user, measure=saved, **targets.cleaned_targets())
    return saved


def _save(user, assessment, measure: Measure, form: MeasureForm, targets: TargetForm) -> Measure | None:
    """Store the forms; what the services refuse becomes an error of the form."""
    with refusals_to(form):
        return _store(user, assessment, measure, form, targets)
    return None


def _change(request, measure: Measure, service, **arguments):
    """Run a service and answer with the area as it is now, or go back to the row in the list."""
    assessment, area = measure.assessment, measure.area
    anchor, refusals = f"measure-{measure.pk}", []
    with refusals_to(refusals):
        if (changed := service(by=request.user, measure=measure, **arguments)) is not None:
            anchor = f"measure-{changed.pk}"
    refused = " ".join(refusals)
    if not request.htmx:
        if refused:
            messages.error(request, refused)
        return redirect(_list_address(assessment, anchor))
    context = _list_context(request.user, assessment)
    section = next((each for each in context["sections"] if each.area == area), None)
    return render(request, "measures/_change.html", {**context, "section": section, "refused": refused})


@require_POST
@vary_on_headers("HX-Request")
def measure_duplicate(request, year, code, pk):
    """Put a copy right below the measure."""
    assessment = year_or_404(request.user, year, code, Permission.EDIT)
    return _change(request, _measure_or_404(assessment, pk), services.duplicate_measure)


@require_POST
@vary_on_headers("HX-Request")
def measure_move(request, year, code, pk):
    """Swap the measure with its neighbour in the area."""
    assessment = year_or_404(request.user, year, code, Permission.EDIT)
    measure = _measure_or_404(assessment, pk)
    return _change(request, measure, services.move_measure, direction=request.POST.get("direction", ""))


@require_POST
@vary_on_headers("HX-Request")
def measure_delete(request, year, code, pk):
    """Take a measure out of the year; the list offers at its place to bring it back."""
    assessment = year_or_404(request.user, year, code, Permission.EDIT)
    return _change(request, _measure_or_404(assessment, pk), services.delete_measure)


@require_POST
@vary_on_headers("HX-Request")
def measure_restore(request, year, code, pk):
    """Bring a deleted measure back to its place."""
    assessment = year_or_404(request.user, year, code, Permission.EDIT)
    return _change(request, _measure_or_404(assessment, pk, "with_deleted"), services.restore_measure)
