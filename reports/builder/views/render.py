"""The printed document: preview on screen, PDF, Word, and its tables as a workbook."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.editing.answers import attachment
from assessments.years.fetch import year_or_404
from reports.output.content import DocumentContent, document_content, year_document
from reports.output.formats import FILE_TYPES


def _content(request, year: int, code: str, kind: str):
    assessment = year_or_404(request.user, year, code)
    document = year_document(assessment, kind)
    if document is None:
        raise Http404("ปีนี้ยังไม่มีเอกสารชนิดนี้")
    return document, document_content(document)


@require_safe
def preview(request, year: int, code: str, kind: str):
    """Show what the PDF will hold, from the same content and the same templates."""
    document, content = _content(request, year, code, kind)
    return render(request, "reports/preview.html", {"year": document.assessment, "document": content})


@require_safe
def download(request, year: int, code: str, kind: str, ending: str):
    """Download the document in one kind of file."""
    _, content = _content(request, year, code, kind)
    return _file(content, ending)


@require_safe
def issued_download(request, year: int, code: str, kind: str, number: int, ending: str):
    """Download what an issue holds as another kind of file than its stored file."""
    opened = year_or_404(request.user, year, code)
    issued = get_object_or_404(opened.issued.all(), kind=kind, number=number)
    return _file(DocumentContent.from_json(issued.content), ending, f"-ฉบับที่-{number}")


def _file(content: DocumentContent, ending: str, issue: str = "") -> HttpResponse:
    file_type = FILE_TYPES[ending]
    name = f"ITA-{content.fiscal_year}-{content.municipality}-{content.get_kind_display()}{issue}.{ending}"
    return attachment(file_type.render(content), name, file_type.content_type)
