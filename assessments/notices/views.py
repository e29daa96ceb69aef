"""Pages of notices: the list, one with its receipts, the form, and what is done to one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.accounts.access import Permission
from assessments.accounts.posting import ANYBODY, posted_by
from assessments.editing.answers import posted, refusals_to

from . import services
from .forms import NoticeForm
from .models import Notice, NoticeReceipt

PER_PAGE = 30


def _visible(user):
    """Return what the user may read: what is for the user and not withdrawn, and what the user keeps."""
    every = Notice.objects.select_related("by", "withdrawn_by")
    read = Notice.objects.for_user(user).filter(withdrawn_at__isnull=True)
    return every.filter(Q(pk__in=read.values("pk")) | Q(pk__in=Notice.objects.kept_by(user).values("pk")))


@require_safe
def notices(request):
    own = NoticeReceipt.objects.filter(notice=OuterRef("pk"), user=request.user).order_by()
    rows = _visible(request.user).annotate(is_read=Exists(own))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_tell": services.may_tell(request.user)}
    return render(request, "assessments/notices.html", context)


@require_safe
def notice(request, pk):
    """Show a notice; to who keeps it also who has read it and who has not."""
    row = get_object_or_404(_visible(request.user), pk=pk)
    is_for_user = row.by_id != request.user.pk and Notice.objects.for_user(request.user).filter(pk=pk).exists()
    context = {
        "notice": row,
        "is_for_user": is_for_user,
        "receipt": row.receipts.filter(user=request.user).first(),
        "keeps": services.may_tell(request.user) and (row.by_id == request.user.pk or request.user.is_staff),
    }
    if context["keeps"]:
        receipts = row.receipts.filter(user=OuterRef("pk")).order_by()
        people = row.audience().annotate(has_read=Exists(receipts)).select_related("municipality")
        missing = people.filter(has_read=False).order_by("municipality__province", "municipality__name", "username")
        page = Paginator(missing, PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "missing": page.paginator.count, "read": people.filter(has_read=True).count()}
    return render(request, "assessments/notice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@posted_by(Permission.NOTIFY)
def notice_add(request):
    if not services.may_tell(request.user):
        raise PermissionDenied("แจ้งได้เฉพาะผู้ดูแลระบบ และผู้ตรวจสอบระดับจังหวัดถึงจังหวัดของตน")
    form = NoticeForm(posted(request), by=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            row = services.publish_notice(by=request.user, **form.values())
            messages.success(request, "แจ้งแล้ว ผู้รับเห็นที่หน้าแรกและในจำนวนเรื่องที่รอ")
            return redirect(row)
    return render(request, "assessments/notice_form.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@posted_by(*ANYBODY)
def notice_read(request, pk):
    """Say that one has read it."""
    row = get_object_or_404(_visible(request.user), pk=pk)
    with refusals_to(request):
        services.acknowledge_notice(by=request.user, notice=row)
        messages.success(request, "บันทึกว่าท่านรับทราบแล้ว")
    return redirect(row)


@require_POST
@posted_by(Permission.NOTIFY)
def notice_withdraw(request, pk):
    row = get_object_or_404(_visible(request.user), pk=pk)
    services.withdraw_notice(by=request.user, notice=row)
    messages.success(request, "ถอนแล้ว ผู้รับไม่เห็นเรื่องนี้อีก")
    return redirect(row)
