"""The edit pages of a year: one for each part, and the crosswalk to the year before."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.editing.answers import atomic_post, posted
from assessments.editing.conflicts import Guard
from assessments.frameworks import storage
from assessments.frameworks.crosswalk.rows import SECTIONS
from assessments.frameworks.definitions import Definitions
from assessments.frameworks.forms.crosswalk import CrosswalkForms
from assessments.frameworks.forms.parts import PAGES, CorrectionForm
from assessments.frameworks.forms.tables import MORE, Changed, TableForm, faults, pardon
from assessments.frameworks.models import Framework
from assessments.frameworks.pages import editable_or_404, neighbours, store, with_before


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def framework_edit(request, year, part):
    """Edit one part of a year."""
    if part not in PAGES or part == "items":
        raise Http404
    framework = editable_or_404(request, year)
    return _edit(request, framework, storage.read_definitions(framework), part)


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def framework_items(request, year, number):
    """Edit the sub-indicators and items of an indicator."""
    framework = editable_or_404(request, year)
    definitions = storage.read_definitions(framework)
    if number not in (indicators := definitions.by_key("indicators")):
        raise Http404
    return _edit(request, framework, definitions, "items", indicators[number])


def _edit(request, framework: Framework, definitions: Definitions, part: str, indicator=None):
    """Show or take a page. The button for more rows only changes the page, nothing is stored."""
    page, number = PAGES[part], indicator and indicator.number
    guard = Guard(posted(request), lambda data: page.forms(data, definitions, number))
    correction = CorrectionForm(posted(request), state=framework.state)
    if MORE in request.POST:
        pardon([*guard.forms, correction])
        guard.stay_open(request.POST)
    elif all([guard.may_save, correction.is_valid()]):
        changed = Changed(definitions)
        for form in reversed(guard.forms):  # sub-indicators last: their items follow them
            form.change(changed)
        valid = not any(form.errors for form in guard.forms)
        if valid and (stored := store(request, framework, changed, correction)):
            return stored
    context = {
        "framework": framework,
        "page": page,
        "part": part,  # names the draft in the browser
        "indicator": indicator,
        "indicators": definitions.indicators,
        "guard": guard,
        "tables": [form for form in guard.forms if isinstance(form, TableForm)],
        "form": next((form for form in guard.forms if not isinstance(form, TableForm)), None),
        "correction": correction,
        "faults": faults([*guard.forms, correction]),
    }
    return render(request, "frameworks/edit.html", context, status=_status(request, guard, correction))


def _status(request, guard: Guard, correction: CorrectionForm) -> int:
    if MORE in request.POST:
        return 200
    return 422 if correction.errors and not guard.conflict else guard.status


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def framework_crosswalk_edit(request, year):
    """Say what of the year compares with what of the year before."""
    framework = editable_or_404(request, year)
    definitions, before = with_before(framework, neighbours(framework)[0])
    if before is None:
        messages.warning(request, f"ระบบไม่มีเกณฑ์ปี {year - 1} จึงยังไม่มีสิ่งที่จะเทียบ")
        return redirect("framework_crosswalk", year)
    guard = Guard(posted(request), lambda data: CrosswalkForms(data, definitions, before))
    page = guard.forms
    correction = CorrectionForm(posted(request), state=framework.state)
    if all([guard.may_save, correction.is_valid()]):
        changed = Changed(page.changed())
        if stored := store(request, framework, changed, correction, "framework_crosswalk"):
            return stored
    context = {
        "framework": framework,
        "before": before,
        "guard": guard,
        "page": page,
        "sections": [
            (kind, heading, page.rows[kind], page.retired[kind])
            for kind, heading in SECTIONS.items()
            if page.rows[kind] or page.retired[kind]
        ],
        "correction": correction,
        "faults": faults([*guard.forms, correction]),
    }
    return render(request, "frameworks/crosswalk_edit.html", context, status=_status(request, guard, correction))
