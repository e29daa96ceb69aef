"""Issuing the year's document, and the documents that were issued: their files, and how they differ."""

import logging

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from assessments.accounts.access import Permission
from assessments.editing.answers import refusals_to
from assessments.years.fetch import year_or_404
from ita_portal.ids import id_of
from reports.documents.block_types import LABELS
from reports.documents.fetch import builder_address, document_or_404
from reports.package import package_bytes

from . import services
from .differences import differences
from .integrity import LOST, stored_file
from .models import IssuedDocument

log = logging.getLogger(__name__)


@require_POST
def issue(request, year: int, code: str, kind: str):
    """Issue the document as it is stored."""
    document = document_or_404(request.user, year, code, kind, Permission.ISSUE)
    with refusals_to(request):
        issued = services.issue_document(by=request.user, document=document)
        messages.success(request, f"ออกเอกสารฉบับที่ {issued.number} แล้ว ไฟล์ของฉบับนี้จะไม่เปลี่ยนอีก")
    return redirect(f"{builder_address(document)}#issued")


@require_safe
def issued_pdf(request, year: int, code: str, kind: str, number: int):
    """Download the stored file of an issue; one that is no longer what was issued is not given out."""
    opened = year_or_404(request.user, year, code)
    issued = get_object_or_404(opened.issued.listed(), kind=kind, number=number)
    raw, fault = stored_file(issued)
    if fault == LOST:
        raise Http404("ไม่พบแฟ้มของฉบับนี้")
    if fault:
        log.error("issued_file_damaged issued=%s", issued.pk)
        return render(request, "reports/issued_damaged.html", {"year": opened, "issued": issued}, status=500)
    return _download(raw, issued, "pdf", "application/pdf")


@require_safe
def issued_package(request, year: int, code: str, kind: str, number: int):
    """Download the package of an issue, as it is attached to its PDF."""
    opened = year_or_404(request.user, year, code)
    issued = get_object_or_404(opened.issued.defer("content"), kind=kind, number=number)
    return _download(package_bytes(issued.package), issued, "json", "application/json")


@require_safe
def issued_changes(request, year: int, code: str, kind: str, number: int):
    """Show how an issue differs from another of its kind: ?since=NUMBER, the one before by default."""
    opened = year_or_404(request.user, year, code)
    others = opened.issued.listed().filter(kind=kind)
    since = id_of(request.GET.get("since", "")) or number - 1
    both = {each.number: each for each in opened.issued.filter(kind=kind, number__in=(number, since))}
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


def _download(raw: bytes, issued: IssuedDocument, ending: str, content_type: str) -> HttpResponse:
    year = issued.assessment
    named = f"{year.municipality.name}-{issued.get_kind_display()}-ฉบับที่-{issued.number}"
    name = content_disposition_header(True, f"ITA-{year.fiscal_year}-{named}.{ending}")
    return HttpResponse(raw, content_type=content_type, headers={"Content-Disposition": name})
