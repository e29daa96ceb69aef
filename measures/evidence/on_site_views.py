"""Recording the progress of a measure where it happens: its state, a picture and a line, on one screen of a phone."""

from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from assessments.accounts.access import Permission
from assessments.accounts.posting import posted_by
from assessments.editing.answers import atomic_post, posted, refusals_to, tell_undoable
from assessments.models import Assessment
from assessments.years.fetch import year_or_404
from measures.plan.models import Measure
from measures.progress.services import record_progress

from . import services
from .forms import OnSiteForm
from .uploads import largest_of, tell_known


@require_http_methods(["GET", "HEAD", "POST"])
@posted_by(Permission.EDIT, body=lambda: largest_of(2))
@atomic_post
def progress_add(request, year, code):
    """Choose a measure and record how it goes; `unit` of the address shows the measures of one unit alone."""
    assessment = year_or_404(request.user, year, code, Permission.EDIT, typed=request.method == "POST")
    unit = request.GET.get("unit", "")
    rows = _offered(assessment, request.user, unit)
    form = OnSiteForm(posted(request), request.FILES or None, measures=rows, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        with refusals_to(form), transaction.atomic():
            measure = _record(request, assessment, form)
            tell_undoable(request, assessment, f"บันทึกความก้าวหน้าของ “{measure}” แล้ว")
            address = assessment.address("progress_add")
            return redirect(f"{address}?{urlencode({'unit': unit})}" if unit else address)
    context = {"year": assessment, "form": form, "rows": rows, "unit": unit}
    return render(request, "measures/progress_add.html", context, status=422 if form.errors else 200)


def _offered(assessment: Assessment, user, unit: str) -> list[Measure]:
    """Return the measures that go on: of one unit where it is named, else those of the user's own unit first."""
    rows = list(assessment.measures.exclude(status=Measure.Status.CANCELLED))
    wanted = unit or (user.unit.name if user.unit else "")
    others = [] if unit else [row for row in rows if wanted not in row.units]
    return [row for row in rows if wanted in row.units] + others


def _record(request, assessment: Assessment, form: OnSiteForm) -> Measure:
    """Store what the form says; the line is the reason too where the measure is given up."""
    measure, typed = form.chosen, form.cleaned_data
    measure.assessment, note = assessment, typed["note"]
    record_progress(by=request.user, measure=measure, status=typed["status"] or measure.status, reason=note, note=note)
    for file in filter(None, (typed["camera"], typed["picture"])):
        services.check_size(file.size)
        added = services.add_file(
            by=request.user,
            assessment=assessment,
            content=file.read(),
            filename=file.name,
            title=note or f"ภาพ {measure}",
        )
        services.attach(by=request.user, evidence=added.evidence, assessment=assessment, use=measure)
        tell_known(request, file, added)
    return measure
