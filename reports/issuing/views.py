"""Issuing the year's document; what was issued: files, differences, and the public page that verifies it."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from assessments.accounts.access import Permission
from assessments.accounts.posting import length_of, posted_by, read_fields
from assessments.editing.answers import attachment, refusals_to
from assessments.years.fetch import year_or_404
from ita_portal.ids import id_of
from ita_portal.stored_files import opened_file
from reports.documents.block_types import LABELS
from reports.documents.fetch import builder_address, document_or_404
from reports.package import package_bytes

from . import services, verification
from .differences import differences
from .forms import MAX_MB, CodeForm, VerifiedFileForm
from .integrity import LOST, stored_file
from .models import IssuedDocument
from .uploads import HashingHandler

log = logging.getLogger(__name__)
ROOM = 64 * 1024  # for the form around an uploaded file


@require_http_methods(["GET", "HEAD", "POST"])
@posted_by(Permission.ISSUE)
def issue(request, year: int, code: str, kind: str):
    """Show what would be issued and what stands in its way; POST issues the document as it is stored."""
    document = document_or_404(request.user, year, code, kind, Permission.ISSUE)
    refusals: list[str] = []
    if request.method == "POST":
        with refusals_to(refusals):
            issued = services.issue_document(by=request.user, document=document)
            messages.success(request, f"ออกเอกสารฉบับที่ {issued.number} แล้ว ไฟล์ของฉบับนี้จะไม่เปลี่ยนอีก")
            return redirect(f"{builder_address(document)}#issued")
    prefetch_related_objects([document], "blocks")
    upcoming = services.upcoming_issue(document)
    context = {
        "year": document.assessment,
        "document": document,
        "upcoming": upcoming,
        "refusals": refusals or upcoming.refusals,
    }
    return render(request, "reports/issue.html", context, status=422 if refusals else 200)


@require_safe
def issued_pdf(request, year: int, code: str, kind: str, number: int):
    """Download the stored file of an issue; one that is no longer what was issued is not given out."""
    opened = year_or_404(request.user, year, code)
    issued = get_object_or_404(opened.issued.listed(), kind=kind, number=number)
    raw, fault = stored_file(issued)
    if fault == LOST:
        raise Http404("ไม่พบไฟล์ของฉบับนี้")
    if fault:
        log.error("issued_file_damaged issued=%s", issued.pk)
        return render(request, "reports/issued_damaged.html", {"year": opened, "issued": issued}, status=500)
    name = _name(issued, "pdf")
    etag = quote_etag(issued.sha256)
    return opened_file(request, ContentFile(raw), "application/pdf", etag=etag, filename=name, as_attachment=True)


@require_safe
def issued_package(request, year: int, code: str, kind: str, number: int):
    """Download the package of an issue, as it is attached to its PDF."""
    opened = year_or_404(request.user, year, code)
    issued = get_object_or_404(opened.issued.defer("content"), kind=kind, number=number)
    return attachment(package_bytes(issued.package), _name(issued, "json"), "application/json")


@require_safe
def issued_changes(request, year: int, code: str, kind: str, number: int):
    """Show how an issue differs from another of its kind: ?since=NUMBER, the one before by default."""
    opened = year_or_404(request.user, year, code)
    others = opened.issued.listed().filter(kind=kind)
    since = id_of(request.GET.get("since", "")) or number - 1
    both = {one.number: one for one in opened.issued.filter(kind=kind, number__in=(number, since))}
    if number not in both:
        raise Http404("ไม่มีฉบับนี้")
    issued, before = both[number], both.get(since)
    context = {
        "year": opened,
        "issued": issued,
        "before": before,
        "others": [other for other in others if other.number != number],
        "differences": differences(before.content, issued.content, LABELS) if before else [],
    }
    return render(request, "reports/issued_changes.html", context)


def _name(issued: IssuedDocument, ending: str) -> str:
    year = issued.assessment
    return f"ITA-{year.fiscal_year}-{year.municipality.name}-{issued.get_kind_display()}-ฉบับที่-{issued.number}.{ending}"


@csrf_exempt  # it changes nothing; and the check of a token would read the whole upload before its size is looked at
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request):
    """Ask for a code or a file, and answer; a file is hashed as it arrives and never kept."""
    if request.method != "POST":
        return _of_code(request, CodeForm(request.GET if "code" in request.GET else None))
    if length_of(request) > MAX_MB * 1024 * 1024 + ROOM:
        return _answer(request, status=413, too_large=MAX_MB)
    request.upload_handlers = [HashingHandler(request)]
    read_fields(request)
    form = VerifiedFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _answer(request, status=422, file_form=form)
    file = form.cleaned_data["file"]
    return _answer(request, file_form=form, verdict=verification.by_hash(request.user, file.sha256), file=file)


@login_not_required
@never_cache
@require_safe
def verify_code(request, code: str):
    """Answer of a code: the address in the QR code."""
    return _of_code(request, CodeForm({"code": code}))


def _of_code(request, form: CodeForm):
    verdict = verification.by_code(request.user, form.cleaned_data["code"]) if form.is_valid() else None
    return _answer(request, code_form=form, verdict=verdict)


def _answer(request, *, status: int = 200, code_form=None, file_form=None, **context):
    """Show both forms and, where one was filled in, the answer: unpublished is answered as unknown."""
    forms = (code_form or CodeForm(), file_form or VerifiedFileForm())
    asked = any(form.is_bound and not form.errors for form in forms)
    context |= {"code_form": forms[0], "file_form": forms[1], "asked": asked}
    response = render(request, "reports/verification.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
