"""Signing in, finding a municipality, its years, and the scores of a year."""

from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import (
    LoginView,
    PasswordChangeView,
    PasswordResetConfirmView,
    redirect_to_login,
)
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from ita_portal.thai import sort_key

from . import grid, scoring, services
from .access import Deed, can
from .comparison import total_reason
from .crosswalks import comparison_of
from .forms.scores import ScoresForm
from .forms.search import MunicipalitySearch
from .models import Assessment, Framework, Municipality, User
from .paste_views import undoable
from .saving import atomic_post
from .year_items import year_items
from .years import municipality_or_404, read_or_held_year, year_before, year_or_404

PER_PAGE = 50
PICTURES = ("emblem", "seal")


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    redirect_authenticated_user = True

    def dispatch(self, request, *args, **kwargs):
        if request.htmx:  # the session ended under a page: let the whole page come here, not its fragment
            return HttpResponseClientRefresh()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        demo = User.objects.filter(is_demo=True, is_active=True) if settings.DEMO else User.objects.none()
        return super().get_context_data(**kwargs, demo_accounts=demo.select_related("municipality"))


class PasswordChange(PasswordChangeView):
    template_name = "registration/password_change.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form):
        messages.success(self.request, "เปลี่ยนรหัสผ่านแล้ว ครั้งต่อไปให้เข้าสู่ระบบด้วยรหัสผ่านใหม่")
        return super().form_valid(form)


@method_decorator(login_not_required, name="dispatch")
class PasswordSet(PasswordResetConfirmView):
    """The first password of an account, behind a one-time link that an administrator hands out."""

    template_name = "registration/password_set.html"
    success_url = reverse_lazy("login")

    def form_valid(self, form):
        messages.success(self.request, "ตั้งรหัสผ่านแล้ว เข้าสู่ระบบด้วยชื่อผู้ใช้และรหัสผ่านใหม่ได้เลย")
        return super().form_valid(form)


@login_not_required
def admin_login(request):
    """Send those who are signed out to the portal's own sign-in, and the others away."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


@require_safe
def municipalities(request):
    visible = Municipality.objects.for_user(request.user)
    provinces = sorted(visible.order_by().values_list("province", flat=True).distinct(), key=sort_key)
    form = MunicipalitySearch(request.GET, provinces=provinces)
    form.is_valid()
    found = visible.matching(form.cleaned_data.get("q", ""))
    if province := form.cleaned_data.get("province"):
        found = found.filter(province=province)
    announced = Prefetch("assessments", Assessment.objects.announced(), to_attr="announced")
    rows = found.alphabetical().prefetch_related(announced)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "municipalities": page.object_list,
        "several_provinces": len(provinces) > 1,
    }
    return render(request, "assessments/municipalities.html", context)


@require_safe
def municipality(request, code):
    found = municipality_or_404(request.user, code)
    opened = {each.framework_id: each for each in found.assessments.all()}
    frameworks = list(Framework.objects.published())
    totals = {each.fiscal_year: opened[each.pk].official_total for each in frameworks if each.pk in opened}
    years = [
        {"framework": each, "assessment": opened.get(each.pk), **_total_change(each, totals)}
        for each in frameworks
    ]
    context = {
        "municipality": found,
        "years": years,
        "pictures": [name for name in PICTURES if getattr(found, name)],
        "may_edit": can(request.user, Deed.EDIT, found),
        "may_oversee": can(request.user, Deed.OVERSEE, found),
    }
    return render(request, "assessments/municipality.html", context)


def _total_change(framework: Framework, totals: dict[int, Decimal | None]) -> dict:
    """Return the change of the announced total against the year before, or why there is none."""
    year = framework.fiscal_year
    change = scoring.change(totals.get(year - 1), totals.get(year))
    if change is None or framework.total_comparable:
        return {"change": change, "apart": ""}
    return {"change": None, "apart": total_reason(year, year - 1, framework.total_reason)}


@require_safe
def municipality_picture(request, code, kind):
    found = municipality_or_404(request.user, code)
    picture = getattr(found, kind) if kind in PICTURES else None
    if not picture or not Path(picture.path).is_file():
        raise Http404("ไม่มีภาพ")
    return FileResponse(picture.open(), headers={"Cache-Control": "private, max-age=300"})


@require_POST
def open_year(request, year, code):
    found = municipality_or_404(request.user, code)
    framework = get_object_or_404(Framework.objects.published(), fiscal_year=year)
    services.open_year(by=request.user, municipality=found, framework=framework)
    messages.success(request, f"เริ่มปี {year} แล้ว กรอกผลคะแนนหรือมาตรการได้เลย")
    return redirect("year", year, code)


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def scores(request, year, code):
    assessment = read_or_held_year(request, year, code, typed=True)
    before = _with_rules(assessment)
    form = ScoresForm(request.POST if request.method == "POST" else None, assessment=assessment)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_scores(
                by=request.user,
                assessment=assessment,
                announced=form.changed_announced(),
                scores=form.changed_scores(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"บันทึกคะแนนปี {year} แล้ว")
            return redirect("scores", year, code)
    context = _grid_context(assessment, before, form) | {
        "may_edit": form.is_bound or can(request.user, Deed.EDIT, assessment),
        "undo": undoable(request, assessment),
    }
    return render(request, "assessments/scores.html", context, status=422 if form.errors else 200)


@require_safe
@login_not_required
def scores_estimate(request, year, code):
    """Answer with every computed part of the grid for the scores as typed so far; nothing is saved.

    Once the session has ended the page is left alone, with all that was typed: it asks on its own.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    assessment = year_or_404(request.user, year, code, Deed.EDIT)
    before = _with_rules(assessment)
    form = ScoresForm(request.GET, assessment=assessment)
    context = _grid_context(assessment, before, form)
    return render(request, "assessments/_estimate.html", context | {"oob": True})


def _with_rules(assessment: Assessment) -> Assessment | None:
    """Read once what both the form and the arithmetic need; return the year before."""
    before = year_before(assessment)
    prefetch_related_objects([assessment.framework], "instruments", "indicators", "levels")
    return before


def _grid_context(assessment: Assessment, found: Assessment | None, form: ScoresForm) -> dict:
    rules = assessment.framework.rules()
    before = _last_year(assessment, found)
    items = year_items(assessment)
    scores = form.typed_scores()
    return {
        "year": assessment,
        "items": [each for each in items.items if each.value is not None],
        "form": form,
        "before": before,
        "last_year": assessment.fiscal_year - 1,
        "level": form.typed_level(),
        "grid": grid.build(rules, scores, before, form.typed_total(), items.entered(scores)),
    }


def _last_year(assessment: Assessment, found: Assessment | None) -> grid.LastYear | None:
    if found is None:
        return None
    return grid.last_year(
        comparison_of(assessment, found),
        found.framework.rules(),
        found.scores_by_number(),
        found.official_total,
        found.official_level,
    )
