"""Pages of a whole year: the first page, the overview, the approval, strengths and weaknesses, the calendar."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from assessments.accounts.access import Permission, can
from assessments.accounts.posting import ANYBODY, posted_by
from assessments.calendar.due import following
from assessments.calendar.services import renew_feed, revoke_feed
from assessments.editing.answers import posted, refusals_to, tell_undoable
from assessments.models import Assessment, CalendarFeed, Framework, Municipality, Role
from assessments.scoring import findings
from assessments.statistics.figures import spreads
from assessments.years.fetch import comparison_of, municipality_or_404, year_before, year_or_404
from assessments.years.services import take_step
from assessments.years.workflow import ACTIONS, PUBLISHED
from reports.issuing.stamp import qr_of
from reports.timeline.news import news_for, steps_for

from .approval import changed_since_approval, choices_for, steps_of
from .calendar import dues_of, feed_events, feed_name
from .desk import administrators_desk
from .forms import StepForm
from .ics import MEDIA_TYPE, calendar
from .inbox import Waiting, notices_for, work_for
from .overview import areas_of, cut_off_of, newest_begun, opened_years, overview_of
from .readiness import BLOCK, by_severity
from .readiness_data import readiness_of
from .services import take_proposal
from .tasks import next_step, tasks_of
from .trend import trend_of


@require_safe
def home(request):
    """Show each role its desk; auditors for whom nothing waits are brought to where they read."""
    user, municipality = request.user, request.user.municipality
    if user.role == Role.ADMINISTRATOR:
        context = {"lists": administrators_desk(), "news": steps_for(user), "notices": notices_for(user)}
        return render(request, "reports/home_administrator.html", context)
    waiting, notices = work_for(user), notices_for(user)
    years = opened_years(municipality) if municipality else {}
    newest = newest_begun(years)
    if user.role == Role.AUDITOR:
        reading = _reading_place(municipality, newest)
        if not waiting and not notices:
            return redirect(reading)
        context = {"waiting": waiting, "notices": notices, "reading": reading}
        return render(request, "reports/home_auditor.html", context)
    context = {
        "municipality": municipality,
        "to_open": _years_to_open(years) if can(user, Permission.EDIT, municipality) else [],
        "waiting": waiting,
        "notices": notices,
        "urgent": next((entry for entry in waiting if entry.action), None),
        "news": news_for(user),
        "newest": newest,
    }
    if newest:
        context |= _desk(user, newest, years) | {"before": _before(user, years.get(newest.fiscal_year - 1), waiting)}
    return render(request, "reports/home.html", context)


def _reading_place(municipality: Municipality | None, newest: Assessment | None) -> str:
    """Return where an auditor reads: the municipality's newest year, or the list."""
    if municipality is None:
        return reverse("municipalities")
    return newest.address("year") if newest else reverse("municipality", args=[municipality.code])


def _desk(user, year: Assessment, years: Mapping[int, Assessment]) -> dict:
    """Return what the first page shows of the newest year: its tasks, what is due, and its result beside the others."""
    dues, tasks = dues_of(year), tasks_of(year)
    counts = Counter(year.measures.values_list("area", flat=True))
    may_edit = can(user, Permission.EDIT, year)
    return {
        "fiscal_year": year.fiscal_year,
        "can_edit": may_edit,
        "tasks": tasks,
        "areas": areas_of(year, counts),
        "next": next_step(year, tasks, choices_for(user, year), may_edit=may_edit),
        "dues": dues,
        "next_due": following(dues),
        "trend": trend_of(years),
    }


def _before(user, year: Assessment | None, waiting: Sequence[Waiting]) -> dict | None:
    """Return what comes next of the year before, which is reported while the new one has begun.

    None where there is none, where it is published, and where it is told among what waits for the user.
    """
    told = {entry.address for entry in waiting if entry.action}
    if year is None or year.state == PUBLISHED or year.address("approval") in told:
        return None
    may_edit = can(user, Permission.EDIT, year)
    return {"year": year, "next": next_step(year, tasks_of(year), choices_for(user, year), may_edit=may_edit)}


def _years_to_open(years: Mapping[int, Assessment]) -> list[int]:
    """Return which of the last two years that have begun are not opened, the earlier first.

    The result of a year comes when the next one is about to begin: both are wanted at once.
    """
    begun = Framework.objects.begun().values_list("fiscal_year", flat=True)[:2]
    return sorted(year for year in begun if year not in years)


@require_safe
def year(request, year: int, code: str):
    """Show the year; one that is defined but not opened yet says what to do first."""
    municipality, opened = _municipality_or_404(request.user, code)
    may_edit = can(request.user, Permission.EDIT, opened.get(year, municipality))
    context = {"municipality": municipality, "fiscal_year": year, "can_edit": may_edit}
    if year not in opened:
        get_object_or_404(Framework.objects.published(), fiscal_year=year)
        return render(request, "reports/year_unopened.html", context)
    assessment = opened[year]
    dues, tasks = dues_of(assessment), tasks_of(assessment)
    context |= {
        "year": assessment,
        "overview": overview_of(assessment, opened.get(year - 1)),
        "steps": steps_of(assessment)[:1],
        "tasks": tasks,
        "next": next_step(assessment, tasks, choices_for(request.user, assessment), may_edit=may_edit),
        "dues": dues,
        "next_due": following(dues),
        "may_inspect": can(request.user, Permission.INSPECT, assessment),
    }
    return render(request, "reports/year.html", context)


def _municipality_or_404(user, code: str) -> tuple[Municipality, dict[int, Assessment]]:
    """Return a municipality and its opened years by fiscal year: one query where there is any."""
    seen = Assessment.objects.for_user(user).filter(municipality__code=code)
    years = list(seen.select_related("municipality", "framework"))
    municipality = years[0].municipality if years else municipality_or_404(user, code)
    return municipality, {one.fiscal_year: one for one in years}


@require_http_methods(["GET", "HEAD", "POST"])
@posted_by(Permission.SUBMIT, Permission.APPROVE)
def approval(request, year: int, code: str):
    """Show where the year stands; POST takes a step."""
    opened = year_or_404(request.user, year, code)
    form = StepForm(posted(request))
    if request.method == "POST" and form.is_valid():
        action = form.cleaned_data["action"]
        with refusals_to(form):
            take_step(by=request.user, assessment=opened, **form.cleaned_data)
            messages.success(request, f"ปี {year} {ACTIONS[action].done}")
            return redirect("approval", year, code)
        opened.refresh_from_db(fields=["state"])
    context = {**_approval(request.user, opened), "form": form}
    return render(request, "reports/approval.html", context, status=422 if form.errors else 200)


@require_safe
@vary_on_headers("HX-Request")
def approval_changes(request, year: int, code: str):
    """Show what changed since the last approval: a page of its own, which the approval page takes in."""
    opened = year_or_404(request.user, year, code)
    template = "reports/_changed.html" if request.htmx else "reports/approval_changes.html"
    return render(request, template, {"year": opened, "changes": changed_since_approval(opened)})


@require_POST
def proposal_take(request, year: int, code: str):
    """Take over what a remark proposes for one text, and go back to the remarks."""
    opened = year_or_404(request.user, year, code, Permission.EDIT)
    with refusals_to(request):
        take_proposal(by=request.user, year=opened, key=request.POST.get("text", ""))
        tell_undoable(request, opened, "ใช้ข้อความที่เสนอแล้ว")
    return redirect(f"{opened.address('approval')}#ready-title")


def _approval(user, year: Assessment) -> dict:
    steps, choices = steps_of(year), choices_for(user, year)
    ready, may_edit = readiness_of(year), can(user, Permission.EDIT, year)
    blocked = any(finding.severity == BLOCK for finding in ready)
    return {
        "year": year,
        "steps": steps,
        "seen": steps[0].transition.pk if steps else 0,
        "choices": choices,
        "was_approved": any(step.transition.action == "approve" for step in steps),
        "severities": by_severity(ready),
        "can_edit": may_edit,
        "blocked": blocked,
        "to_issue": any(choice.first for choice in choices),
        "elsewhere": None
        if any(choice.leads_on for choice in choices) and not blocked
        else next_step(year, tasks_of(year), choices, may_edit=may_edit),
    }


@require_safe
def findings_page(request, year: int, code: str):
    assessment = year_or_404(request.user, year, code)
    prefetch_related_objects([assessment.framework], "instruments", "indicators", "levels")
    document = assessment.documents.first()
    before = year_before(assessment)
    comparison = comparison_of(assessment, before)
    province = assessment.municipality.province
    in_province = spreads(Q(framework=assessment.framework_id, province=province), ["indicator__number"])
    context = {
        "year": assessment,
        "findings": findings.findings(
            assessment.framework.rules(),
            assessment.scores_by_number(),
            comparison.aligned(before.scores_by_number()) if before else {},
            cut_off_of(assessment, document),
            findings.medians(province, in_province.by_number),
            {number: row.reason for number, row in comparison.by_number.items() if row.reason},
        ),
        "document": document,
        "can_edit": can(request.user, Permission.EDIT, assessment),
    }
    return render(request, "reports/findings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@posted_by(*ANYBODY)
def feed(request):
    """Show the account's address; POST makes a new one, ending the old, or ends it."""
    if request.method == "POST":
        if "revoke" in request.POST:
            revoke_feed(by=request.user)
            messages.success(request, "ยกเลิกที่อยู่ปฏิทินแล้ว ปฏิทินที่เคยสมัครไว้จะไม่ปรับปรุงอีก")
        else:
            renew_feed(by=request.user)
            messages.success(request, "สร้างที่อยู่ปฏิทินแล้ว ที่อยู่เดิม (ถ้ามี) ใช้ไม่ได้อีก")
        return redirect("calendar_feed")
    context: dict = {"feed": CalendarFeed.objects.filter(user=request.user).first()}
    if context["feed"]:
        address = request.build_absolute_uri(reverse("calendar_ics", args=[context["feed"].token]))
        context |= {"address": address, "qr": qr_of(address), "webcal": re.sub("^https?", "webcal", address)}
    return render(request, "reports/calendar_feed.html", context)


@require_safe
@login_not_required
def ics(request, token: str):
    """Answer who knows the secret address, signed in or not; accounts that are closed have no calendar."""
    calendar_feed = get_object_or_404(
        CalendarFeed.objects.select_related("user__municipality"), token=token, user__is_active=True
    )
    body = calendar(feed_name(calendar_feed.user), feed_events(calendar_feed.user), timezone.now().astimezone(UTC))
    return HttpResponse(
        body, content_type=MEDIA_TYPE, headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    )
