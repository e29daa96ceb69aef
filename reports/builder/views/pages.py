"""The pages of a document as pictures: beside the builder, and on a page of their own."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.accounts.access import Permission
from ita_portal.ids import id_of
from reports.documents.fetch import document_or_404
from reports.output.page_cache import page_picture, rendered
from reports.output.printing.service import NotReady, standing

from .making import no_pages


@require_safe
def document_pages(request, year: int, code: str, kind: str):
    """Show the pages of the PDF as it would be now; 204 where the asking page shows these already."""
    document = document_or_404(request.user, year, code, kind, Permission.VIEW)
    asked = request.GET.get("making", "")
    if asked and (known := standing(str(document.pk), asked, "pdf")):
        return no_pages(request, document, known, asked)
    try:
        drawn = rendered(document, person=request.user.pk)
    except NotReady as not_ready:
        return no_pages(request, document, not_ready.standing, not_ready.digest)
    page = drawn.page_of(id_of(request.GET.get("block", "")))
    if request.htmx and not page and request.GET.get("shown") == drawn.digest:
        return HttpResponse(status=204)
    context = {"year": document.assessment, "document": document, "rendered": drawn, "page": page}
    template = "reports/_pages.html" if request.htmx else "reports/pages.html"
    return render(request, template, context)


@require_safe
def document_picture(request, year: int, code: str, kind: str, digest: str, number: int):
    """Send one page as a picture; its address names the content, so that a browser may keep it."""
    document = document_or_404(request.user, year, code, kind, Permission.VIEW)
    try:
        picture = page_picture(document, digest, number, person=request.user.pk)
    except NotReady:
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    if picture is None:
        raise Http404("เอกสารเปลี่ยนไปแล้ว หรือไม่มีหน้านี้")
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return HttpResponse(picture, content_type="image/webp", headers=headers)
