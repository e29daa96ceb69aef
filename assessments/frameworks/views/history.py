"""Who changed the definitions of which year, drafts too; and taking the latest change of a year back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max, OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.accounts.access import Permission, check
from assessments.editing.answers import refusals_to
from assessments.frameworks import services
from assessments.frameworks.change_log import DefinitionChange
from assessments.frameworks.correction import Correction
from assessments.frameworks.correction_services import undo_definitions
from assessments.frameworks.diff import changes
from ita_portal.ids import id_of

PER_PAGE = 20
Action = DefinitionChange.Action
CORRECTIONS = (Action.EDITED, Action.UNDONE)


@require_safe
def framework_history(request):
    """Show every step in the life of the definitions, of one year where the address names it."""
    check(request.user, Permission.ADMINISTER)
    steps = DefinitionChange.objects.select_related("by", "correction__decided_by")
    years = list(steps.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct())
    wanted = id_of(request.GET.get("year", ""))
    year = wanted if wanted in years else None
    shown = steps.filter(fiscal_year=year) if year else steps
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "entries": _entries(page.object_list), "years": years, "asked": year}
    return render(request, "frameworks/history.html", context)


def _entries(rows) -> list[dict[str, Any]]:
    """Return what each step changed, and whether it is the latest change of its year."""
    earlier = DefinitionChange.objects.filter(fiscal_year=OuterRef("fiscal_year"), pk__lt=OuterRef("pk"))
    steps = list(rows.annotate(before=Subquery(earlier.order_by("-pk").values("pk")[:1])))
    befores = DefinitionChange.objects.in_bulk({step.before for step in steps if step.before})
    contents = DefinitionChange.objects.exclude(action__in=(Action.PUBLISHED, Action.FROZEN))
    latest = contents.order_by().values("fiscal_year").annotate(latest=Max("pk"))
    undoable = set(latest.values_list("latest", flat=True))
    entries = [{"change": step, "differences": None, "undoable": False} for step in steps]
    for step, entry in zip(steps, entries, strict=True):
        if step.action in CORRECTIONS and (before := befores.get(step.before)):
            entry |= {"differences": changes(before.value, step.value), "undoable": step.pk in undoable}
    return entries


@require_http_methods(["GET", "HEAD", "POST"])
def framework_undo(request, pk):
    """Show what taking a change back would do; POST does it."""
    check(request.user, Permission.ADMINISTER)
    corrections = DefinitionChange.objects.filter(action__in=CORRECTIONS).select_related("by")
    change = get_object_or_404(corrections, pk=pk)
    back = f"{reverse('framework_history')}?year={change.fiscal_year}"
    refusals = []
    if request.method == "POST":
        with refusals_to(refusals):
            undone = undo_definitions(by=request.user, change=change)
            if isinstance(undone, Correction):
                return redirect("framework_correction", change.fiscal_year, undone.pk)
            messages.success(request, f"เลิกทำแล้ว เกณฑ์ปี {change.fiscal_year} กลับเป็นเหมือนก่อนรายการนั้น")
            return redirect(back)
    before = services.definitions_before_change(change)
    differences = changes(change.value, before) if before else []
    context = {"change": change, "changes": differences, "refusals": refusals, "back": back}
    return render(request, "frameworks/undo.html", context, status=422 if refusals else 200)
