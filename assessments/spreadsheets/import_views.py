"""One import from upload to done: progress, preview, confirming, undoing, and the files that belong to it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from assessments.accounts.access import ROLE_PERMISSIONS, Permission
from assessments.accounts.posting import posted_by
from assessments.editing.answers import attachment, refusals_to
from assessments.tabular.book import XLSX

from . import jobs
from .leases import AT_WORK, WAITING
from .models import Import, ImportQuerySet
from .password_links import accounts_without_password, password_links
from .resources.kinds import kinds_for
from .services import AT_ONCE, confirm_import, decide_repeats, import_rows, refused_file, undo_import

PER_PAGE = 50
State = Import.State
RUNNING = {*WAITING, *AT_WORK}
WITH_ROWS = {State.CHECKED, State.DONE, State.UNDONE}
ROW_STATES = {"new": "เพิ่ม", "changed": "แก้ไข", "unchanged": "เหมือนเดิม", "already": "มีอยู่แล้ว", "refused": "ไม่รับ"}


def seen_imports(user) -> ImportQuerySet:
    """Return the imports of the user's municipality, or all for administrators; 403 for those who never import."""
    if not kinds_for(user):
        raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์นำเข้าข้อมูล")
    return Import.objects.for_user(user).select_related("by", "municipality")


@require_safe
def imports(request):
    page = Paginator(seen_imports(request.user), PER_PAGE).get_page(request.GET.get("page"))
    municipality = request.user.municipality
    context = {"page": page, "everyone": municipality is None, "municipality": municipality}
    return render(request, "sheets/imports.html", context)


@require_safe
@vary_on_headers("HX-Request")
def import_page(request, pk):
    """Show an import as it stands; the page of one that runs asks for its progress again and again."""
    batch = get_object_or_404(seen_imports(request.user), pk=pk)
    running = batch.state in RUNNING
    if request.htmx.target == "progress":
        if running:
            return render(request, "sheets/_progress.html", {"batch": batch})
        return HttpResponseClientRefresh()
    context = {"batch": batch, "running": running, "municipality": batch.municipality}
    if not running:
        context |= _outcome(request, batch)
    return render(request, "sheets/import.html", context)


def _outcome(request, batch: Import) -> dict:
    """Return what a page shows of an import at rest."""
    context = {"outcome": f"sheets/_{batch.state}.html", "may_undo": batch.state == State.DONE}
    if batch.state in WITH_ROWS:
        context |= _rows(request, batch)
    if batch.state == State.DONE and Permission.ADMINISTER in ROLE_PERMISSIONS[request.user.role]:
        context["links"] = accounts_without_password(batch).count()
    return context


def _rows(request, batch: Import) -> dict:
    filters = [{"key": "", "label": "ทุกแถว", "number": batch.rows}]
    states = ((key, label, getattr(batch, key)) for key, label in ROW_STATES.items())
    filters += [
        {"key": key, "label": label, "number": number} for key, label, number in states if number or key != "already"
    ]
    wanted = request.GET.get("rows", "")
    shown = wanted if wanted in ROW_STATES else ""
    number = getattr(batch, shown or "rows")
    page = Paginator(range(number), PER_PAGE).get_page(request.GET.get("page"))
    start = page.start_index() - 1 if number else 0
    rows = [(row, ROW_STATES[row.state]) for row in import_rows(batch, shown or None, start, PER_PAGE)]
    return {"counts": filters[1:], "filters": filters, "shown": shown, "page": page, "rows": rows}


@require_POST
@posted_by(Permission.IMPORT)
def import_confirm(request, pk):
    """Have the previewed outcome written: this one, not what a later check may have found."""
    batch = get_object_or_404(seen_imports(request.user), pk=pk)
    with refusals_to(request):
        if request.POST.get("digest") != batch.digest:
            raise ValidationError("ผลการตรวจเปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้ ตรวจดูรายการด้านล่างอีกครั้งก่อนยืนยัน")
        confirm_import(by=request.user, batch=batch)
        jobs.start(pk, at_once=batch.rows <= AT_ONCE)
    return redirect("import", pk)


@require_POST
@posted_by(Permission.IMPORT)
def import_repeats(request, pk):
    """Check the file anew, with the rows that are there already on or off."""
    batch = get_object_or_404(seen_imports(request.user), pk=pk)
    with refusals_to(request):
        decide_repeats(by=request.user, batch=batch, repeats=request.POST.get("repeats") == "yes")
        jobs.start(pk, at_once=batch.rows <= AT_ONCE)
    return redirect("import", pk)


@require_POST
@posted_by(Permission.IMPORT)
def import_undo(request, pk):
    batch = get_object_or_404(seen_imports(request.user), pk=pk)
    with refusals_to(request):
        undo_import(by=request.user, batch=batch)
        messages.success(request, f"เลิกทำการนำเข้าเลขที่ {pk} แล้ว ข้อมูลกลับเป็นเหมือนก่อนนำเข้า")
    return redirect("import", pk)


@require_safe
def import_refused(request, pk):
    """Download the refused rows with their reasons."""
    batch = get_object_or_404(seen_imports(request.user), pk=pk)
    if batch.state not in WITH_ROWS or not batch.refused:
        raise Http404
    return attachment(refused_file(batch), f"แถวที่ไม่รับ-{batch.pk}.xlsx", XLSX)


@require_POST
def import_links(request, pk):
    """Make one-time links for the accounts of this import that nobody has signed in to."""
    batch = get_object_or_404(seen_imports(request.user), pk=pk)

    def address(uid: str, token: str) -> str:
        return request.build_absolute_uri(reverse("password_set", args=[uid, token]))

    content = password_links(by=request.user, batch=batch, address=address)
    return attachment(content, f"ลิงก์ตั้งรหัสผ่าน-{batch.pk}.xlsx", XLSX)
