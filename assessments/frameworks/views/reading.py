"""Pages to read a year's definitions, how it compares with the year before, and its revisions."""

from itertools import pairwise

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.frameworks import storage
from assessments.frameworks.crosswalk.rows import rows
from assessments.frameworks.definitions import Definitions
from assessments.frameworks.diff import changes
from assessments.frameworks.models import Area, Framework, Indicator, Item
from assessments.frameworks.outline import outline
from assessments.frameworks.pages import administers, file_response, neighbours, readable_or_404, with_before
from assessments.frameworks.spots import spot
from assessments.frameworks.validation import advice, problems


@require_safe
def frameworks(request):
    """List the years, with what can be done next."""
    may_edit = administers(request.user)
    found = Framework.objects.all() if may_edit else Framework.objects.published()
    counts = [
        dict(model.objects.order_by().values_list("framework").annotate(Count("pk")))
        for model in (Indicator, Item, Area)
    ]
    years = {each.fiscal_year for each in found}
    listed = [
        {
            "framework": each,
            "counts": [count.get(each.pk, 0) for count in counts],
            "begins_next": each.state != Framework.State.DRAFT and each.fiscal_year + 1 not in years,
        }
        for each in found
    ]
    newest = listed[0]["framework"] if listed else None
    context = {"years": listed, "newest": newest, "may_edit": may_edit}
    return render(request, "frameworks/frameworks.html", context)


@require_safe
def framework(request, year):
    """Show the whole year; to administrators also what keeps it from being published and where to mend that."""
    found = readable_or_404(request.user, year)
    may_edit = administers(request.user)
    before, after = neighbours(found) if may_edit else (None, None)
    definitions, definitions_before = with_before(found, before)
    context = {
        "framework": found,
        "definitions": definitions,
        "outline": outline(definitions),
        "may_edit": may_edit,
        "edits": may_edit and (found.state != Framework.State.FROZEN or "correct" in request.GET),
    }
    if may_edit:
        for name, check in (("problems", problems), ("advice", advice)):
            context[name] = [
                (each, spot(definitions, each.path)) for each in check(definitions, definitions_before)
            ]
        context["has_next"] = after is not None
    return render(request, "frameworks/framework.html", context)


@require_safe
def framework_export(request, year, form):
    found = readable_or_404(request.user, year)
    return file_response(storage.read_definitions(found), form, f"framework_{year}")


@require_safe
def framework_crosswalk(request, year):
    """Show what of the year compares with what of the year before."""
    found = readable_or_404(request.user, year)
    definitions, before = with_before(found, neighbours(found)[0])
    sections = [
        {"kind": kind, "heading": heading, "rows": rows(definitions, before, kind)}
        for kind, heading in (("indicators", "ตัวชี้วัด"), ("items", "ข้อคำถาม/ข้อตรวจ"))
        if before
    ]
    for section in sections:
        section["changed"] = [row for row in section["rows"] if not row.plain]
        section["plain"] = [row for row in section["rows"] if row.plain]
    context = {
        "framework": found,
        "definitions": definitions,
        "before": before,
        "sections": sections,
        "may_edit": administers(request.user),
    }
    return render(request, "frameworks/crosswalk.html", context)


@require_safe
def framework_revisions(request, year):
    """List the revisions of a year with what each changed."""
    found = readable_or_404(request.user, year)
    revisions = list(found.revisions)
    values = [Definitions.from_json(revision.definitions) for revision in revisions]
    differences = [changes(old, new) for new, old in pairwise(values)]
    listed = list(zip(revisions, [*differences, None], strict=False))
    return render(request, "frameworks/revisions.html", {"framework": found, "revisions": listed})


@require_safe
def framework_revision(request, year, number):
    """Show the whole year as it stood in a revision, and what that changed."""
    found = readable_or_404(request.user, year)
    revision = get_object_or_404(found.revisions, number=number)
    definitions = Definitions.from_json(revision.definitions)
    former = found.revisions.filter(number=number - 1).first()
    context = {
        "framework": found,
        "revision": revision,
        "definitions": definitions,
        "outline": outline(definitions),
        "changes": changes(Definitions.from_json(former.definitions), definitions) if former else None,
    }
    return render(request, "frameworks/revision.html", context)


@require_safe
def framework_revision_export(request, year, number, form):
    found = readable_or_404(request.user, year)
    revision = found.revisions.filter(number=number).first()
    if revision is None:
        raise Http404
    definitions = Definitions.from_json(revision.definitions)
    return file_response(definitions, form, f"framework_{year}_revision_{number}")
