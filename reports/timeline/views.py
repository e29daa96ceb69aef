"""The history of a year and of accounts, and taking one change of it back."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.accounts.access import Permission, can, check
from assessments.editing.answers import is_own_page, refusals_to
from assessments.models import Assessment, Municipality
from assessments.undo.services import obstacles_to_undo, undo_act
from assessments.years.fetch import municipality_or_404, year_or_404

from .acts import PER_PAGE, History, Narrowed, backwards
from .calendars import DEADLINES, deadline_kinds
from .forms import HistoryForm
from .members import MEMBER_KINDS, member_sources
from .tracked import KINDS, SOURCES


@require_safe
def history(request, year: int, code: str):
    """Show what was done in the year, the latest first."""
    opened = year_or_404(request.user, year, code)
    context = _context(request, SOURCES, opened, KINDS)
    context |= {"year": opened, "may_undo": can(request.user, Permission.EDIT, opened)}
    return render(request, "reports/history.html", context)


@require_safe
def member_history(request, code: str):
    """Show who was given which access to the municipality, its units and its styles."""
    municipality = municipality_or_404(request.user, code)
    check(request.user, Permission.OVERSEE, municipality)
    return _members(request, municipality)


@require_safe
def all_member_history(request):
    """Show what was done to all accounts, units and styles."""
    check(request.user, Permission.ADMINISTER)
    return _members(request, None)


def _members(request, municipality: Municipality | None):
    context = _context(request, member_sources(municipality), municipality, MEMBER_KINDS)
    may_undo = can(request.user, Permission.ADMINISTER)
    context |= {"municipality": municipality or "", "may_undo": may_undo, "undo": "member_undo"}
    return render(request, "reports/member_history.html", context)


@require_safe
def deadline_history(request):
    """Show who set which day of the calendars, of one year where the address names it."""
    check(request.user, Permission.ADMINISTER)
    context = _context(request, DEADLINES, None, deadline_kinds(), label="ปีงบประมาณ", every="ทุกปี")
    context |= {"may_undo": True, "undo": "deadline_undo"}
    return render(request, "reports/deadline_history.html", context)


def _context(request, sources, of, kinds: dict[str, str], **words: str) -> dict:
    form = HistoryForm(request.GET, kinds=kinds, **words)
    acts = History(sources, of, form.asked())
    form.offer(acts.people)
    page = Paginator(acts.entries, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "form": form,
        "asked": acts.asked,
        "complete": acts.complete,
        "page": page,
        "entries": acts.told(page.object_list),
        "own": request.user.municipality_id,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def history_undo(request, year: int, code: str, act: UUID):
    """Show what taking an act back would do and what stands in the way; POST does it."""
    opened = year_or_404(request.user, year, code, Permission.EDIT)
    return _undo(request, SOURCES, opened, act, reverse("history", args=[year, code]), year=opened)


@require_http_methods(["GET", "HEAD", "POST"])
def member_undo(request, act: UUID):
    """The same for what was done to accounts, units and styles."""
    check(request.user, Permission.ADMINISTER)
    return _undo(request, member_sources(None), None, act, reverse("all_member_history"))


@require_http_methods(["GET", "HEAD", "POST"])
def deadline_undo(request, act: UUID):
    """The same for what was done to the calendars."""
    check(request.user, Permission.ADMINISTER)
    return _undo(request, DEADLINES, None, act, reverse("deadline_history"))


def _undo(request, sources, of, act: UUID, history: str, **context):
    """Show or do it, and go back to the page whose message offered it, else to the history."""
    acts = History(sources, of, Narrowed(act=act))
    entry = next((entry for entry in acts.told(acts.entries) if entry.batch is None), None)
    if entry is None:  # an import is taken back on its own page
        raise Http404("ไม่มีรายการแก้ไขนี้")
    came_from = request.POST.get("next", "")
    back = came_from if is_own_page(came_from) else history
    obstacles: list[str] = []
    if request.method == "POST":
        with refusals_to(obstacles):
            undo_act(by=request.user, act=act)
            if isinstance(of, Assessment) and not Assessment.objects.filter(pk=of.pk).exists():
                messages.success(request, f"เลิกทำแล้ว ปี {of.fiscal_year} กลับเป็นปีที่ยังไม่เริ่มทำ หากต้องการทำปีนี้ให้เริ่มใหม่ได้ที่หน้านี้")
                return redirect(of)
            messages.success(request, "เลิกทำแล้ว ข้อมูลกลับเป็นเหมือนก่อนรายการนั้น การเลิกทำบันทึกไว้ในประวัติด้วย")
            return redirect(back)
    obstacles = obstacles or obstacles_to_undo(by=request.user, act=act)
    context |= {"entry": entry, "rows": backwards(entry.rows), "obstacles": obstacles, "history": history}
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/history_undo.html", {**context, "back": back}, status=status)
