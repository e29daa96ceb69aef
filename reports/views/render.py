"""The printed document: preview on screen and PDF."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from assessments.years import year_or_404
from reports.content import document_content, year_document
from reports.render import render_pdf


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
def pdf(request, year: int, code: str, kind: str):
    """Download the PDF."""
    document, content = _content(request, year, code, kind)
    name = f"ITA-{year}-{document.assessment.municipality.name}-{document.get_kind_display()}.pdf"
    return HttpResponse(
        render_pdf(content),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )
