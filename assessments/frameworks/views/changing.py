"""Small changes with a reason: parts of a year merged, split, retired or numbered through."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.editing.answers import atomic_post
from assessments.frameworks import edits, storage
from assessments.frameworks.crosswalk.rows import names
from assessments.frameworks.definitions import Definitions, Kind
from assessments.frameworks.forms.changes import (
    NAMES,
    ChoosingForm,
    MergeForm,
    RetireForm,
    SplitForm,
    result_table,
)
from assessments.frameworks.forms.parts import Changed, CorrectionForm
from assessments.frameworks.forms.tables import MORE, faults, pardon
from assessments.frameworks.models import Framework

from .fetch import editable_or_404, posted, store, to_framework

METHODS = require_http_methods(["GET", "HEAD", "POST"])


@METHODS
@atomic_post
def framework_merge(request, year, kind):
    """Make one part of several."""
    return _change(request, year, kind, MergeForm, "รวม", one_result=True)


@METHODS
@atomic_post
def framework_split(request, year, kind):
    """Make several parts of one."""
    return _change(request, year, kind, SplitForm, "แยก", one_result=False)


@METHODS
@atomic_post
def framework_retire(request, year, kind):
    """Take a part out of the year."""
    return _change(request, year, kind, RetireForm, "ยกเลิก")


def _change(
    request,
    year: int,
    kind: Kind,
    form_class: type[ChoosingForm],
    verb: str,
    *,
    one_result: bool | None = None,
):
    framework, definitions, within = _opened(request, year, kind)
    form = form_class(posted(request), definitions=definitions, kind=kind, within=within)
    correction = CorrectionForm(posted(request), state=framework.state)
    table = None
    if one_result is not None:
        table = result_table(posted(request), definitions, kind, one=one_result)
    parts = [each for each in (form, correction, table) if each is not None]
    if MORE in request.POST:
        for part in parts:
            pardon(part)
    elif request.method == "POST" and all([part.is_valid() for part in parts]):
        changed = _changed(form, table)
        if changed and store(request, framework, Changed(changed), correction):
            return redirect("framework_crosswalk", year)
    context = {
        "framework": framework,
        "form": form,
        "table": table,
        "correction": correction,
        "heading": f"{verb}{NAMES[kind]}",
        "kind": kind,
        "within": within,
        "faults": faults(parts),
    }
    failed = request.method == "POST" and MORE not in request.POST
    return render(request, "frameworks/change.html", context, status=422 if failed else 200)


def _opened(request, year: int, kind: Kind) -> tuple[Framework, Definitions, int | None]:
    """Return the year and the indicator whose items alone are offered, if the address names one."""
    if kind not in NAMES:
        raise Http404
    framework = editable_or_404(request, year)
    definitions = storage.read_definitions(framework)
    number = request.GET.get("indicator", "")
    numbers = {str(indicator.number): indicator.number for indicator in definitions.indicators}
    if not definitions.indicators:
        raise Http404
    return framework, definitions, numbers.get(number)


def _changed(form: ChoosingForm, table) -> Definitions | None:
    """Return the year after the change; what an edit refuses becomes an error of the form."""
    try:
        return form.changed() if table is None else form.changed([row.cleaned_data for row in table.kept])
    except ValueError as error:
        form.add_error(None, str(error))
        return None


@METHODS
@atomic_post
def framework_renumber(request, year, kind):
    """Show the keys that number the parts through, and give them on POST."""
    framework, definitions, _ = _opened(request, year, kind)
    keys = edits.closing_gaps(definitions, kind)
    correction = CorrectionForm(posted(request), state=framework.state)
    if keys and request.method == "POST" and correction.is_valid():
        changed = Changed(edits.renumber(definitions, kind, keys), {kind: keys})
        if store(request, framework, changed, correction):
            return to_framework(framework)
    named = names(definitions, kind)
    context = {
        "framework": framework,
        "kind": kind,
        "heading": f"เรียงเลข{NAMES[kind]}ใหม่",
        "renumbered": [(old, new, named[old]) for old, new in keys.items()],
        "correction": correction,
        "faults": faults([correction]),
    }
    return render(
        request, "frameworks/renumber.html", context, status=422 if request.method == "POST" else 200
    )
