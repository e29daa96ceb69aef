"""Last year's measures, row by row: keep, adapt or drop."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.accounts.access import Locked, Permission, can
from assessments.editing.answers import atomic_post, tell_undoable
from assessments.editing.conflicts import Guard
from assessments.models import Assessment
from assessments.years.fetch import read_or_held_year
from measures.plan import locking

from . import services
from .choices import last_measures
from .forms import CarryForm
from .services import CarryChoice


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def carry(request, year, code):
    """Show last year's measures and take the decisions; the button "rest" keeps all that are left besides."""
    assessment = read_or_held_year(request, year, code, hold=locking.hold_with_year_before)
    rows = last_measures(assessment)
    guard = Guard(
        request.POST if request.method == "POST" else None,
        lambda data: [CarryForm(data, measure=row.measure, carry=row.carry) for row in rows],
    )
    if guard.may_save and _save(request, assessment, guard.forms):
        return redirect("carry", year, code)
    context = {
        "year": assessment,
        "before": assessment.fiscal_year - 1,
        "editable": can(request.user, Permission.EDIT, assessment),
        "guard": guard,
        "rows": list(zip(rows, guard.forms, strict=True)),
        "faulty": [form for form in guard.forms if form.errors],
        "undecided": sum(row.carry is None for row in rows),
    }
    status = 422 if guard.may_save else guard.status
    return render(request, "measures/carry.html", context, status=status)


def _save(request, assessment: Assessment, forms: list[CarryForm]) -> bool:
    """Store the forms; False where one got an error."""
    choices = {
        form.measure.pk: CarryChoice(*(form.cleaned_data[name] for name in ("decision", "reason", "effect")))
        for form in forms
        if form.cleaned_data["decision"]
    }
    try:
        changed = services.decide_carries(by=request.user, assessment=assessment, choices=choices)
    except Locked:
        raise
    except ValidationError as error:
        faults = error.message_dict
        for form in forms:
            if fault := faults.get(str(form.measure.pk)):
                form.add_error("decision", fault)
        return False
    if "rest" in request.POST:
        changed += services.keep_rest(by=request.user, assessment=assessment)
    if changed:
        tell_undoable(request, assessment, f"บันทึกแล้ว {len(changed)} รายการ")
    else:
        messages.success(request, "ไม่มีรายการที่เปลี่ยน")
    return True
