"""Issuing the year's document, and the documents that were issued."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from assessments.access import Deed
from assessments.years import year_or_404
from reports import services

from .fetch import builder_address, document_or_404


@require_POST
def issue(request, year: int, code: str, kind: str):
    """Issue the document as it is stored."""
    document = document_or_404(request.user, year, code, kind, Deed.ISSUE)
    try:
        issued = services.issue_document(by=request.user, document=document)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"ออกเอกสารฉบับที่ {issued.number} แล้ว ไฟล์ของฉบับนี้จะไม่เปลี่ยนอีก")
    return redirect(f"{builder_address(document)}#issued")


@require_safe
def issued_pdf(request, year: int, code: str, kind: str, number: int):
    """Download the stored file of an issue."""
    opened = year_or_404(request.user, year, code)
    issued = get_object_or_404(opened.issued.listed(), kind=kind, number=number)
    if not issued.pdf.storage.exists(issued.pdf.name):
        raise Http404("ไม่พบแฟ้มของฉบับนี้")
    name = f"ITA-{year}-{opened.municipality.name}-{issued.get_kind_display()}-ฉบับที่-{number}.pdf"
    return FileResponse(
        issued.pdf.open(), as_attachment=True, filename=name, headers={"Content-Type": "application/pdf"}
    )
