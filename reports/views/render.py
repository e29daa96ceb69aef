"""The printed document: preview on screen, PDF, Word, and its tables as a workbook."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.models import Assessment
from assessments.years import year_or_404
from reports.content import DocumentContent, document_content, year_document
from reports.files import FILE_TYPES


def _content(request, year: int, code: str):
    assessment = year_or_404(request.user, year, code)
    document = year_document(assessment)
    if document is None:
        raise Http404("ปีนี้ยังไม่มีเอกสาร")
    return assessment, document_content(document)


@require_safe
def preview(request, year: int, code: str):
    """Show what the PDF will hold, from the same content and the same templates."""
    assessment, content = _content(request, year, code)
    return render(request, "reports/preview.html", {"year": assessment, "document": content})


@require_safe
def download(request, year: int, code: str, ending: str):
    """Download the document in one kind of file."""
    assessment, content = _content(request, year, code)
    return _file(content, assessment, ending)


@require_safe
def issued_download(request, year: int, code: str, number: int, ending: str):
    """Download what an issue holds as another kind of file than its stored file."""
    opened = year_or_404(request.user, year, code)
    issued = get_object_or_404(opened.issued.all(), number=number)
    return _file(DocumentContent.from_json(issued.content), opened, ending, number)


def _file(content: DocumentContent, year: Assessment, ending: str, number: int | None = None) -> HttpResponse:
    kind = FILE_TYPES[ending]
    stem, thai_stem = (f"-{number}", f"-ฉบับที่-{number}") if number else ("", "")
    plain = f"ita-{year.fiscal_year}-{year.municipality.code}{stem}.{ending}"
    thai = f"ITA-{year.fiscal_year}-{year.municipality.name}{thai_stem}.{ending}"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(thai)}"
    return HttpResponse(
        kind.render(content),
        content_type=kind.content_type,
        headers={"Content-Disposition": disposition},
    )
