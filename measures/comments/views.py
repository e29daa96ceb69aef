"""Pages of comments: those of a year, those on one row with the form, and what is done to one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from assessments.accounts.access import Permission, can
from assessments.accounts.posting import posted_by
from assessments.editing.answers import gone, is_own_page, refusals_to
from assessments.models import Assessment, Role
from assessments.years.fetch import year_or_404

from . import services
from .forms import CommentForm, row_context
from .models import Comment
from .rows import YEAR, CommentedRow, find_row, said

PER_PAGE = 30
STATES = {"open": ("เปิดอยู่", {"is_open": True}), "resolved": ("ปิดแล้ว", {"is_open": False}), "all": ("ทั้งหมด", {})}


@require_http_methods(["GET", "HEAD", "POST"])
@posted_by(Permission.COMMENT)
def comments(request, year, code):
    """Show the year's comments, open ones first asked for; `about` names one row, and POST writes on it."""
    posted = request.method == "POST"
    assessment = year_or_404(request.user, year, code, Permission.COMMENT if posted else Permission.VIEW)
    about = request.GET.get("about", YEAR if posted else "")
    if not about:
        return render(request, "measures/comments.html", _list_context(request, assessment))
    row = find_row(assessment, about)
    if row is None:
        return gone(request, reverse("comments", args=[year, code]))
    form = CommentForm(request.POST, row=row, by=request.user) if posted else None
    if form and form.is_valid():
        with refusals_to(form):
            on = {"assessment": assessment, "measure": row.measure, "indicator": row.indicator}
            comment = services.add_comment(by=request.user, **on, **form.cleaned_data)
            messages.success(request, "ส่งความเห็นแล้ว")
            return redirect(_back(request, comment, row))
    return _row_page(request, row, form, status=422 if form else 200)


def _list_context(request, assessment: Assessment) -> dict:
    rows = assessment.comments.shown()
    state = request.GET.get("state", "")
    state = state if state in STATES else "open"
    counts = rows.aggregate(all=Count("pk"), open=Count("pk", Q(is_open=True)))
    counts["resolved"] = counts["all"] - counts["open"]
    page = Paginator(rows.filter(**STATES[state][1]).listed(), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "year": assessment,
        "state": state,
        "tabs": [(key, label, counts[key]) for key, (label, _) in STATES.items()],
        "page": page,
        "found": said(page.object_list, assessment, request.user),
        "total": counts["all"],
        "back": request.get_full_path(),
        "may_comment": can(request.user, Permission.COMMENT, assessment),
        "is_auditor": request.user.role == Role.AUDITOR,
    }


def _row_page(request, row: CommentedRow, form: CommentForm | None, status: int = 200):
    context = row_context(request.user, row, form) | {"back": request.POST.get("back", "")}
    return render(request, "measures/comments_row.html", context, status=status)


def _back(request, comment: Comment, row: CommentedRow) -> str:
    """Return the page that the button was pressed on, at the comment."""
    page = request.POST.get("back", "").partition("#")[0]
    return f"{page if is_own_page(page) else row.comments_address}#comment-{comment.pk}"


def _comment_or_404(request, year: int, code: str, pk: int) -> Comment:
    assessment = year_or_404(request.user, year, code, Permission.COMMENT)
    rows = assessment.comments.shown().select_related("measure", "indicator")
    comment = get_object_or_404(rows, pk=pk)
    comment.assessment = assessment
    return comment


def _turn(request, year, code, pk, service, done: str):
    comment = _comment_or_404(request, year, code, pk)
    with refusals_to(request):
        service(by=request.user, comment=comment)
        messages.success(request, done)
    return redirect(_back(request, comment, CommentedRow.of(comment)))


@require_POST
@posted_by(Permission.COMMENT)
def comment_resolve(request, year, code, pk):
    """Close the matter."""
    done = "ปิดเรื่องแล้ว เปิดอีกครั้งได้ที่แท็บ “ปิดแล้ว” ของหน้าความเห็น"
    return _turn(request, year, code, pk, services.resolve_comment, done)


@require_POST
@posted_by(Permission.COMMENT)
def comment_reopen(request, year, code, pk):
    """Open a resolved matter again."""
    return _turn(request, year, code, pk, services.reopen_comment, "เปิดเรื่องอีกครั้งแล้ว")


@require_POST
@posted_by(Permission.COMMENT)
def comment_withdraw(request, year, code, pk):
    """Take the own comment back; its text stands in the form again, to be mended and sent anew."""
    comment = _comment_or_404(request, year, code, pk)
    row = CommentedRow.of(comment)
    names = {"units": comment.units, "people": comment.people}
    initial = {name: [named.pk for named in rows.all()] for name, rows in names.items()} | {"text": comment.text}
    with refusals_to(request):
        services.withdraw_comment(by=request.user, comment=comment)
        messages.success(request, "ถอนความเห็นแล้ว ข้อความยังอยู่ในช่องด้านล่าง แก้แล้วส่งใหม่ได้")
        return _row_page(request, row, CommentForm(row=row, by=request.user, initial=initial))
    return redirect(_back(request, comment, row))
