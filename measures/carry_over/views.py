"""Last year's measures, row by row: keep, adapt or drop."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.accounts.access import Deed, Locked, can
from assessments.editing.conflicts import Guard
from assessments.editing.saving import atomic_post
from assessments.models import Assessment
from assessments.years.fetch import read_or_held_year, year_or_404
from ita_portal.keys import key_of
from measures.plan import locking

from . import services
from .choices import last_measures
from .forms import CarryForm
from .models import Carry
from .services import Choice


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def carry(request, year, code):
    """Show last year's measures and take the decisions; the button "rest" keeps all that are left besides."""
    assessment = read_or_held_year(request, year, code, hold=locking.hold_with_year_before)
    rows = last_measures(assessment)
    guard = Guard(
        request.POST if request.method == "POST" else None,
        lambda data: [CarryForm(data, measure=each.measure, carry=each.carry) for each in rows],
    )
    if guard.may_save and (address := _save(request, assessment, guard.forms)):
        return redirect(address)
    context = {
        "year": assessment,
        "before": assessment.fiscal_year - 1,
        "editable": can(request.user, Deed.EDIT, assessment),
        "guard": guard,
        "rows": list(zip(rows, guard.forms, strict=True)),
        "faulty": [each for each in guard.forms if each.errors],
        "undecided": sum(each.carry is None for each in rows),
        "kept": _just_kept(request, rows),
    }
    status = 422 if guard.may_save else guard.status
    return render(request, "measures/carry.html", context, status=status)


def _save(request, assessment: Assessment, forms: list[CarryForm]) -> str:
    """Store the forms and return where to go, "" where a form got an error."""
    choices = {
        form.measure.pk: Choice(*(form.cleaned_data[name] for name in ("decision", "reason", "effect")))
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
            if found := faults.get(str(form.measure.pk)):
                form.add_error("decision", found)
        return ""
    address = _address(assessment)
    if "rest" in request.POST:
        kept = services.keep_rest(by=request.user, assessment=assessment)
        return f"{address}?kept={','.join(str(each.pk) for each in kept)}" if kept else address
    messages.success(request, f"บันทึกแล้ว {len(changed)} รายการ" if changed else "ไม่มีรายการที่เปลี่ยน")
    return address


def _address(assessment: Assessment) -> str:
    return assessment.address("carry")


def _keys(text: str) -> list[int]:
    return [key_of(each) for each in text.split(",")]


def _just_kept(request, rows) -> list[Carry]:
    """Return what the address names as kept in one go, as far as it still stands."""
    keys = _keys(request.GET.get("kept", ""))
    return [each.carry for each in rows if each.carry and each.carry.pk in keys]


@require_POST
def carry_undo(request, year, code):
    """Take back what was kept in one go."""
    assessment = year_or_404(request.user, year, code, Deed.EDIT)
    try:
        count = services.undo_carries(
            by=request.user, assessment=assessment, carries=_keys(request.POST.get("kept", ""))
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"เลิกทำแล้ว {count} รายการ")
    return redirect(_address(assessment))
