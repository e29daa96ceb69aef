"""Small changes with a reason: parts of a year merged, split, retired or numbered through."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from assessments.editing.answers import atomic_post, posted
from assessments.frameworks import edits, storage
from assessments.frameworks.crosswalk.rows import names
from assessments.frameworks.definitions import Definitions, Kind
from assessments.frameworks.forms.changes import FORMS, RESULT_ROWS
from assessments.frameworks.forms.parts import CorrectionForm
from assessments.frameworks.forms.tables import MORE, Changed, faults, pardon
from assessments.frameworks.labels import NAMES
from assessments.frameworks.models import Framework
from assessments.frameworks.pages import editable_or_404, store


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def framework_change(request, year, kind, did):
    """Make one part of several or several of one, or take one out of the year."""
    framework, definitions, within = _opened(request, year, kind)
    form = FORMS[did](posted(request), definitions=definitions, kind=kind, within=within)
    correction = CorrectionForm(posted(request), state=framework.state)
    table = form.results and form.results(RESULT_ROWS[kind], posted(request), definitions)
    parts = [part for part in (form, correction, table) if part is not None]
    if MORE in request.POST:
        pardon(parts)
    elif request.method == "POST" and all([part.is_valid() for part in parts]):
        try:
            changed = Changed(form.changed(table.kept if table else []))
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            if stored := store(request, framework, changed, correction, "framework_crosswalk"):
                return stored
    context = {
        "framework": framework,
        "form": form,
        "table": table,
        "correction": correction,
        "heading": f"{form.verb}{NAMES[kind]}",
        "within": within,
        "faults": faults(parts),
    }
    failed = request.method == "POST" and MORE not in request.POST
    return render(request, "frameworks/change.html", context, status=422 if failed else 200)


def _opened(request, year: int, kind: Kind) -> tuple[Framework, Definitions, int | None]:
    """Return the year and the indicator whose items alone are offered, if the address names one."""
    if kind not in RESULT_ROWS:
        raise Http404
    framework = editable_or_404(request, year)
    definitions = storage.read_definitions(framework)
    if not definitions.indicators:
        raise Http404
    numbers = {str(number): number for number in definitions.keys_of("indicators")}
    return framework, definitions, numbers.get(request.GET.get("indicator", ""))


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def framework_renumber(request, year, kind):
    """Show the keys that number the parts through, and give them on POST."""
    framework, definitions, _ = _opened(request, year, kind)
    keys = edits.closing_gaps(definitions, kind)
    correction = CorrectionForm(posted(request), state=framework.state)
    if keys and request.method == "POST" and correction.is_valid():
        changed = Changed(edits.renumber(definitions, kind, keys), {kind: keys})
        if stored := store(request, framework, changed, correction):
            return stored
    named = names(definitions, kind)
    context = {
        "framework": framework,
        "heading": f"เรียงเลข{NAMES[kind]}ใหม่",
        "renumbered": [(old, new, named[old]) for old, new in keys.items()],
        "left_out": edits.unnumbered(definitions, kind),
        "correction": correction,
        "faults": faults([correction]),
    }
    return render(request, "frameworks/renumber.html", context, status=422 if request.method == "POST" else 200)
