"""Pages of a year's measures."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from assessments.accounts.access import Permission, can
from assessments.accounts.posting import ANYBODY, posted_by
from assessments.editing.answers import atomic_post, gone, refusals_to, tell_undoable
from assessments.editing.conflicts import Guard
from assessments.models import Assessment
from assessments.years.fetch import read_or_held_year, year_or_404
from ita_portal.ids import id_of
from ita_portal.thai import sort_key

from . import grid, services
from .forms import MeasureForm, TargetForm, unit_names
from .models import Measure, Target
from .order import sections

YEAR = 365 * 24 * 3600  # how long a browser keeps its view, in seconds
BULK_STATUSES = [choice for choice in Measure.Status.choices if choice[0] != Measure.Status.CANCELLED]


def _list_context(request, assessment: Assessment) -> dict[str, Any]:
    """Return what the list and its parts show; deleted measures only to those who may bring them back."""
    editable = can(request.user, Permission.EDIT, assessment)
    rows = (Measure.with_deleted if editable else Measure.objects).filter(assessment=assessment)
    targets = Prefetch("targets", Target.objects.select_related("indicator", "item"))
    areas = list(assessment.framework.areas.all())
    narrowing, view = grid.Narrowing.of(request.GET), grid.View.of(request.COOKIES.get(grid.COOKIE, ""))
    rows = rows.with_counts().select_related("area").prefetch_related(targets)
    by_area = sections(areas, rows, whole=editable, hidden=view.hidden)
    for section in by_area:
        section.shown = narrowing.shown(section.kept)
    kept = [row for section in by_area for row in section.kept]
    return {
        "year": assessment,
        "editable": editable,
        "areas": areas,
        "sections": by_area,
        "kept": kept,
        "total": len(kept),
        "shown": sum(len(section.shown) for section in by_area),
        "filled": sum(bool(section.kept) for section in by_area if section.area),
        "narrowing": narrowing,
        "view": view,
    }


def _choices(assessment: Assessment, context: dict[str, Any]) -> dict[str, Any]:
    """Return what the list can be narrowed to and, for editors, what chosen rows can be given."""
    responsible = {name for row in context["kept"] for name in grid.units_of(row)} - {grid.NO_UNIT}
    choices: dict[str, Any] = {
        "responsible": sorted(responsible, key=sort_key),
        "no_unit": grid.NO_UNIT,
        "no_area": "" if all(row.area for row in context["kept"]) else grid.NO_AREA,
        "all_statuses": Measure.Status.choices,
        "lacks": grid.LACKS,
        "columns": grid.COLUMNS,
    }
    if context["editable"]:
        choices["statuses"] = BULK_STATUSES
        choices["units"] = _units(context["kept"], assessment)
        choices["next_year"] = _next_year(assessment)
    return choices


def _units(rows: Iterable[Measure], assessment: Assessment) -> list[str]:
    """Return what to suggest as responsible: the municipality's units and what the rows name."""
    units = assessment.municipality.units.values_list("name", flat=True)
    names = dict.fromkeys([*units, *(row.responsible for row in rows)])
    return [name for name in names if name and "\n" not in name]


def _next_year(assessment: Assessment) -> Assessment | None:
    """Return the municipality's next year while it can be edited: measures may be copied into it."""
    years = Assessment.objects.filter(
        municipality=assessment.municipality_id, framework__fiscal_year=assessment.fiscal_year + 1
    )
    opened = years.select_related("municipality", "framework").first()
    return opened if opened and not opened.is_locked else None


@require_safe
@vary_on_headers("HX-Request")
def measures(request, year, code):
    """Show the year's measures by area, narrowed as the address says."""
    assessment = year_or_404(request.user, year, code)
    context = _list_context(request, assessment)
    return render(request, "measures/measures.html", context | _choices(assessment, context))


@require_POST
@posted_by(*ANYBODY)
def measures_view(request, year, code):
    """Keep in the browser which columns lists of measures show and how close their rows stand."""
    assessment = year_or_404(request.user, year, code)
    shown = request.POST.getlist("column")
    view = grid.View(tuple(name for name in grid.COLUMNS if name not in shown), "dense" in request.POST)
    response = redirect(grid.list_address(request.GET, assessment))
    response.set_cookie(
        grid.COOKIE, view.cookie, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )
    return response


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
        return gone(request, grid.list_address(request.GET, assessment, "main"))
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
            saved = _store(request.user, assessment, measure, form, targets)
            return _saved(request, assessment, saved, measure.pk is None)
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


def _saved(request, assessment: Assessment, saved: Measure, is_new: bool):
    """Go to the row in the list, or on to adding another one in its area."""
    if "again" not in request.POST:
        if is_new:
            tell_undoable(request, assessment, f"เพิ่ม “{saved}” แล้ว")
        return redirect(f"{assessment.address('measures')}#measure-{saved.pk}")
    messages.success(request, f"บันทึก “{saved}” แล้ว เพิ่มมาตรการถัดไปได้เลย")
    address = assessment.address("measure_add")
    return redirect(f"{address}?area={saved.area.number}" if saved.area else address)


def _change(request, year, code, pk, service, told="", manager="objects", **arguments):
    """Run a service on a measure and answer with its area as it is now, or go back to the row in the list.

    `told`, of the measure, is what the page says was done, in place of what it said before.
    """
    assessment = year_or_404(request.user, year, code, Permission.EDIT)
    measure = get_object_or_404(assessment.measures(manager=manager).select_related("area"), pk=pk)
    changed = None
    with refusals_to(request):
        changed = service(by=request.user, measure=measure, **arguments)
        if told:
            tell_undoable(request, assessment, told.format(measure))
    back = grid.list_address(request.GET, assessment, f"measure-{(changed or measure).pk}")
    if not request.htmx:
        return redirect(back)
    context = _list_context(request, assessment)
    changed_section = next((section for section in context["sections"] if section.area == measure.area), None)
    return render(request, "measures/_change.html", {**context, "section": changed_section, "back": back})


@require_POST
@vary_on_headers("HX-Request")
def measure_duplicate(request, year, code, pk):
    """Put a copy right below the measure."""
    return _change(request, year, code, pk, services.duplicate_measure, "ทำสำเนา “{}” แล้ว")


@require_POST
@vary_on_headers("HX-Request")
def measure_move(request, year, code, pk):
    """Swap the measure with its neighbour in the area, or put it before or after another one."""
    direction, beside = request.POST.get("direction", ""), id_of(request.POST.get("beside", ""))
    return _change(request, year, code, pk, services.move_measure, direction=direction, beside=beside)


@require_POST
@vary_on_headers("HX-Request")
def measure_delete(request, year, code, pk):
    """Take a measure out of the year; the page offers to bring it back."""
    return _change(request, year, code, pk, services.delete_measure, "ลบ “{}” แล้ว")


@require_POST
@vary_on_headers("HX-Request")
def measure_restore(request, year, code, pk):
    """Bring a deleted measure back to its place."""
    return _change(request, year, code, pk, services.restore_measure, "นำ “{}” กลับมาแล้ว", "with_deleted")
