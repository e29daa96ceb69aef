"""The printed document: preview on screen, PDF, Word, and its tables as a workbook."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from assessments.editing.answers import attachment
from assessments.years.fetch import year_or_404
from reports.documents.models import Document
from reports.output.content import DocumentContent, document_content, year_document
from reports.output.formats import FILE_TYPES
from reports.output.page_cache import order_of
from reports.output.printing.orders import Order
from reports.output.printing.service import NotReady, printed, standing

from .making import making


def _document(request, year: int, code: str, kind: str) -> Document:
    assessment = year_or_404(request.user, year, code)
    document = year_document(assessment, kind)
    if document is None:
        raise Http404("ปีนี้ยังไม่มีเอกสารชนิดนี้")
    return document


@require_safe
def preview(request, year: int, code: str, kind: str):
    """Show what the PDF will hold, from the same content and the same templates."""
    document = _document(request, year, code, kind)
    context = {"year": document.assessment, "document": document_content(document)}
    return render(request, "reports/preview.html", context)


@require_safe
def download(request, year: int, code: str, kind: str, ending: str):
    """Download the document in one kind of file; a page tells of one that is still being made."""
    document = _document(request, year, code, kind)
    about = {"year": document.assessment, "document": document}
    if digest := request.GET.get("making"):
        return making(request, about, standing(str(document.pk), digest, ending), digest)
    try:
        return _file(request, order_of(document, ending))
    except NotReady as not_ready:
        return making(request, about, not_ready.standing, not_ready.digest)


@require_safe
def issued_download(request, year: int, code: str, kind: str, number: int, ending: str):
    """Download what an issue holds as another kind of file than its stored file."""
    opened = year_or_404(request.user, year, code)
    issued = get_object_or_404(opened.issued.all(), kind=kind, number=number)
    about, place = {"year": opened, "document": issued}, f"issue{issued.pk}"
    if digest := request.GET.get("making"):
        return making(request, about, standing(place, digest, ending), digest)
    try:
        order = Order(place, ending, DocumentContent.from_json(issued.content))
        return _file(request, order, f"-ฉบับที่-{number}")
    except NotReady as not_ready:
        return making(request, about, not_ready.standing, not_ready.digest)


def _file(request, order: Order, issue: str = "") -> HttpResponse:
    """Answer with a file, or that it is still the one that the browser has."""
    etag = f'"{order.digest}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    body = printed(order, person=request.user.pk)
    content, file_type = order.content, FILE_TYPES[order.ending]
    name = f"ITA-{content.fiscal_year}-{content.municipality}-{content.get_kind_display()}{issue}.{order.ending}"
    response = attachment(body, name, file_type.content_type)
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response
