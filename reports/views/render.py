"""The printed document: preview on screen and PDF."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.years import year_or_404
from reports.content import document_content, year_document
from reports.render import render_pdf


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
def pdf(request, year: int, code: str):
    """Download the PDF."""
    assessment, content = _content(request, year, code)
    name = f"ITA-{year}-{assessment.municipality.name}.pdf"
    return HttpResponse(
        render_pdf(content),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f"attachment; filename=\"ita-{year}-{code}.pdf\"; filename*=UTF-8''{quote(name)}"
        },
    )
