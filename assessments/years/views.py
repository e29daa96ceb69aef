"""Finding a municipality, its years, and opening one."""

from collections.abc import Mapping
from decimal import Decimal
from mimetypes import guess_type

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from assessments.accounts.access import Permission, can
from assessments.accounts.posting import posted_by
from assessments.editing.answers import refusals_to
from assessments.frameworks.models import Framework
from assessments.frameworks.rules_by_year import read_run
from assessments.municipalities.forms import MunicipalitySearch
from assessments.municipalities.models import Municipality, former_codes, former_names
from assessments.scoring import totals as scoring_totals
from assessments.scoring.comparison import Comparison
from ita_portal.stored_files import stored_file

from . import services
from .fetch import municipality_or_404, year_or_404
from .find import everything_named, is_telling, sees_nation
from .forms import FindForm
from .models import Assessment

PER_PAGE = 50
PICTURES = ("emblem", "seal")


@require_safe
def municipalities(request):
    visible = Municipality.objects.for_user(request.user)
    provinces = visible.provinces()
    form = MunicipalitySearch(request.GET, provinces=provinces)
    form.is_valid()
    words = form.cleaned_data.get("q", "")
    rows = visible.matching(words)
    if province := form.cleaned_data.get("province"):
        rows = rows.filter(province=province)
    announced = Prefetch("assessments", Assessment.objects.announced(), to_attr="announced")
    rows = rows.alphabetical().prefetch_related(announced)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "municipalities": page.object_list, "several_provinces": len(provinces) > 1}
    context["former"] = former_names(page.object_list) if words else {}
    return render(request, "assessments/municipalities.html", context)


@require_safe
def municipality(request, code):
    authority = Municipality.objects.for_user(request.user).filter(code=code).first()
    if authority is None:  # an old code leads on, to what this user may see
        now = code if Municipality.objects.filter(code=code).exists() else former_codes().get(code, code)
        return redirect("municipality", municipality_or_404(request.user, now).code)
    opened = {assessment.framework_id: assessment for assessment in authority.assessments.all()}
    frameworks = list(Framework.objects.published())
    totals = {
        framework.fiscal_year: opened[framework.pk].official_total for framework in frameworks if framework.pk in opened
    }
    comparisons = read_run(min(totals), max(totals)).comparisons if totals else {}
    years = [
        {"framework": framework, "assessment": opened.get(framework.pk)}
        | _total_change(framework.fiscal_year, totals, comparisons)
        for framework in frameworks
    ]
    context = {
        "municipality": authority,
        "years": years,
        "pictures": [name for name in PICTURES if getattr(authority, name)],
        "may_edit": can(request.user, Permission.EDIT, authority),
        "may_oversee": can(request.user, Permission.OVERSEE, authority),
    }
    return render(request, "assessments/municipality.html", context)


def _total_change(year: int, totals: Mapping[int, Decimal | None], comparisons: Mapping[int, Comparison]) -> dict:
    """Return the change of the announced total against the year before, or why there is none."""
    change = scoring_totals.change(totals.get(year - 1), totals.get(year))
    reason = comparisons[year].total if change is not None and year in comparisons else ""
    return {"change": None if reason else change, "not_comparable_because": reason}


@require_safe
def municipality_picture(request, code, kind):
    authority = municipality_or_404(request.user, code)
    picture = getattr(authority, kind) if kind in PICTURES else None
    media_type = guess_type(picture.name or "")[0] if picture else None
    return stored_file(
        request, picture, media_type or "application/octet-stream", headers={"Cache-Control": "private, max-age=300"}
    )


@require_POST
def open_year(request, year, code):
    authority = municipality_or_404(request.user, code)
    framework = get_object_or_404(Framework.objects.published(), fiscal_year=year)
    services.open_year(by=request.user, municipality=authority, framework=framework)
    messages.success(request, f"เริ่มปี {year} แล้ว กรอกผลคะแนนหรือมาตรการได้เลย")
    return redirect("year", year, code)


@require_POST
@posted_by(Permission.INSPECT)
def inspect(request, year, code):
    """Say that the auditor has looked at the year as the page showed it."""
    opened = year_or_404(request.user, year, code, Permission.INSPECT)
    with refusals_to(request):
        services.mark_inspected(by=request.user, assessment=opened, seen=request.POST.get("seen", ""))
        messages.success(request, f"บันทึกว่าตรวจดูปี {year} แล้ว หน่วยงานเห็นว่าผู้ใดตรวจดูเมื่อใด")
    return redirect("year", year, code)


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def find(request):
    """Show what is named so; to who types, what it brings alone: nothing where the session ended under a page."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204) if request.htmx else redirect_to_login(request.get_full_path())
    form = FindForm(request.GET)
    form.is_valid()
    words, at = form.words(), form.year_at()
    kinds = everything_named(request.user, words, at)
    context = {
        "form": form,
        "q": form["q"].value() or "",
        "at": form.cleaned_data.get("at", ""),
        "words": words,
        "pages_only": not any(map(is_telling, words)),
        "rows_elsewhere": sees_nation(request.user) and not at,
        "kinds": kinds,
        "count": sum(len(matches.rows) + matches.more for matches in kinds),
    }
    return render(request, "assessments/_matches.html" if request.htmx else "assessments/find.html", context)
