"""Pages to read a year's definitions, how it compares with the year before, and its revisions."""

from itertools import pairwise

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.frameworks import storage
from assessments.frameworks.change_log import DefinitionChange
from assessments.frameworks.correction import Correction
from assessments.frameworks.crosswalk.rows import SECTIONS, rows, total_judgement
from assessments.frameworks.diff import changes
from assessments.frameworks.models import Area, Framework, Indicator, Item, current_fiscal_year
from assessments.frameworks.outline import outline
from assessments.frameworks.pages import administers, file_response, neighbours, readable_or_404, with_before
from assessments.frameworks.spots import spot
from assessments.frameworks.validation import advice, problems


@require_safe
def frameworks(request):
    """List the years, with what can be done next."""
    may_edit = administers(request.user)
    years = list(Framework.objects.all() if may_edit else Framework.objects.published())
    current = current_fiscal_year()
    parts = [model.objects.order_by().values_list("framework") for model in (Indicator, Item, Area)]
    counts = [dict(rows.annotate(Count("pk"))) for rows in parts]
    known = {year.fiscal_year for year in years}
    listed = [
        {
            "framework": year,
            "counts": [count.get(year.pk, 0) for count in counts],
            "begins_next": year.state != Framework.State.DRAFT and year.fiscal_year + 1 not in known,
            "is_current": year.fiscal_year == current,
            "is_ahead": year.fiscal_year > current,
        }
        for year in sorted(years, key=lambda year: year.fiscal_year > current)  # years ahead come last
    ]
    context = {"years": listed, "newest": years[0] if years else None, "may_edit": may_edit}
    if may_edit:
        context["corrections"] = Correction.objects.for_user(request.user).open()
    return render(request, "frameworks/frameworks.html", context)


@require_safe
def framework(request, year):
    """Show the whole year; to administrators also what keeps it from being published and where to mend that."""
    shown = readable_or_404(request.user, year)
    may_edit = administers(request.user)
    before, after = neighbours(shown) if may_edit else (None, None)
    definitions, definitions_before = with_before(shown, before)
    context = {
        "framework": shown,
        "definitions": definitions,
        "outline": outline(definitions),
        "may_edit": may_edit,
        "edits": may_edit and (shown.state != Framework.State.FROZEN or "correct" in request.GET),
    }
    if may_edit:
        for name, check in (("problems", problems), ("advice", advice)):
            told = check(definitions, definitions_before)
            context[name] = [(problem, spot(definitions, problem.path)) for problem in told]
        context["has_next"] = after is not None
        context["corrections"] = shown.corrections.for_user(request.user).open()
    return render(request, "frameworks/framework.html", context)


@require_safe
def framework_export(request, year, form):
    definitions = storage.read_definitions(readable_or_404(request.user, year))
    return file_response(definitions, form, f"framework_{year}")


@require_safe
def framework_crosswalk(request, year):
    """Show what of the year compares with what of the year before."""
    framework = readable_or_404(request.user, year)
    definitions, before = with_before(framework, neighbours(framework)[0])
    sections = [
        {"kind": kind, "heading": heading, "rows": rows(definitions, before, kind)}
        for kind, heading in SECTIONS.items()
        if before and (definitions.parts(kind) or before.parts(kind))
    ]
    for section in sections:
        section["changed"] = [row for row in section["rows"] if not row.plain]
        section["plain"] = [row for row in section["rows"] if row.plain]
    context = {
        "framework": framework,
        "definitions": definitions,
        "before": before,
        "sections": sections,
        "total": before and total_judgement(definitions, before),
        "may_edit": administers(request.user),
    }
    return render(request, "frameworks/crosswalk.html", context)


@require_safe
def framework_revisions(request, year):
    """List the revisions of a year with what each changed."""
    framework = readable_or_404(request.user, year)
    revisions = list(framework.revisions)
    values = [revision.value for revision in revisions]
    differences = [changes(old, new) for new, old in pairwise(values)]
    listed = list(zip(revisions, [*differences, None], strict=False))
    return render(request, "frameworks/revisions.html", {"framework": framework, "revisions": listed})


@require_safe
def framework_revision(request, year, number):
    """Show the whole year as it stood in a revision, and what that changed."""
    framework, revision = _revision_or_404(request.user, year, number)
    former = framework.revisions.filter(number=number - 1).first()
    context = {
        "framework": framework,
        "revision": revision,
        "definitions": revision.value,
        "outline": outline(revision.value),
        "changes": changes(former.value, revision.value) if former else None,
    }
    return render(request, "frameworks/revision.html", context)


@require_safe
def framework_revision_export(request, year, number, form):
    _, revision = _revision_or_404(request.user, year, number)
    return file_response(revision.value, form, f"framework_{year}_revision_{number}")


def _revision_or_404(user, year: int, number: int) -> tuple[Framework, DefinitionChange]:
    framework = readable_or_404(user, year)
    return framework, get_object_or_404(framework.revisions, number=number)
