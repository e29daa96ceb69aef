"""Last year's measures, row by row: keep, adapt or drop."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.accounts.access import Locked, Permission, can
from assessments.editing.answers import atomic_post, refusals_to, tell_undoable
from assessments.editing.conflicts import Guard
from assessments.models import Assessment
from assessments.years.fetch import read_or_held_year, year_or_404
from measures.plan import locking
from measures.plan.grid import chosen_rows

from . import services
from .choices import last_measures
from .forms import CarryForm
from .quoting import waiting_measures, waiting_of
from .services import CarryChoice


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def carry(request, year, code):
    """Show last year's measures and take the decisions; the button "rest" keeps all that nobody decided on besides."""
    assessment = read_or_held_year(request, year, code, hold=locking.hold_with_year_before)
    rows = last_measures(assessment)
    guard = Guard(
        request.POST if request.method == "POST" else None,
        lambda data: [CarryForm(data, last=row, keeps_rest="rest" in request.POST) for row in rows],
    )
    if guard.may_save and _save(request, assessment, guard.forms):
        return redirect("carry", year, code)
    waiting = waiting_measures(assessment, assessment.measures.all())
    context = {
        "year": assessment,
        "before": assessment.fiscal_year - 1,
        "editable": can(request.user, Permission.EDIT, assessment),
        "guard": guard,
        "rows": list(zip(rows, guard.forms, strict=True)),
        "faulty": [form for form in guard.forms if form.errors],
        "unconfirmed": waiting,
        "elsewhere": [one for one in waiting if one.source not in {row.measure.pk for row in rows}],
        "undecided": sum(row.carry is None for row in rows),
        "unplaced": sum(row.offer is not None for row in rows),
    }
    status = 422 if guard.may_save else guard.status
    return render(request, "measures/carry.html", context, status=status)


@require_POST
def carry_confirm(request, year, code, pk):
    """Note that what a measure says in last year's words is still true."""
    assessment = year_or_404(request.user, year, code, Permission.EDIT)
    measure = get_object_or_404(assessment.measures, pk=pk)
    waiting, shown = waiting_of(assessment, measure), request.POST.get("shown", "")
    with refusals_to(request):
        services.confirm_measure(by=request.user, assessment=assessment, measure=measure, shown=shown)
        messages.success(request, "ยืนยันแล้ว")
    return redirect(f"{assessment.address('carry')}#{waiting.anchor if waiting else ''}")


@require_POST
def carry_chosen(request, year, code):
    """Copy chosen measures of the year before into this year: the decision to continue them, from their own list."""
    assessment = year_or_404(request.user, year, code, Permission.EDIT)
    with refusals_to(request):
        count = services.carry_measures(by=request.user, assessment=assessment, measures=chosen_rows(request.POST))
        if count:
            tell_undoable(request, assessment, f"คัดลอก {count} มาตรการมาปี {assessment.fiscal_year} แล้ว")
        else:
            messages.info(request, "มาตรการที่เลือกคัดลอกมาปีนี้ไว้แล้ว รายการที่ลบไปนำกลับมาได้ที่ท้ายประเด็น")
        return redirect(assessment.address("measures"))
    return redirect("measures", assessment.fiscal_year - 1, code)


def _save(request, assessment: Assessment, forms: list[CarryForm]) -> bool:
    """Store the forms; False where one got an error."""
    decided = [form for form in forms if form.cleaned_data["decision"]]
    choices = {form.measure.pk: CarryChoice(**form.cleaned_data, read=not form.is_rest) for form in decided}
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
    if changed:
        rest = sum(form.is_rest for form in forms)
        told = f" ในจำนวนนี้ทำต่อ {rest} มาตรการที่ยังไม่ได้ตัดสินใจ" if rest else ""
        tell_undoable(request, assessment, f"บันทึกแล้ว {changed} รายการ{told}")
    else:
        messages.success(request, "ไม่มีรายการที่เปลี่ยน")
    return True
