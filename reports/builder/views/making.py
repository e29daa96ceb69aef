"""What is answered while a file is being made, where it cannot be made, and once it is there."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRefresh

from ita_portal.ids import id_of
from reports.documents.models import Document
from reports.output.printing.service import Standing

BUSY = 10  # seconds until a full queue is asked again


def making(request, about: dict[str, Any], standing: Standing | None, digest: str) -> HttpResponse:
    """Show how it stands with a file, again and again until it is there; then lead to it.

    `about` are the year and the document for the way back.
    """
    context = {**about, "standing": standing, "digest": digest}
    if request.htmx.target == "progress":
        if standing and standing.is_coming:
            return render(request, "reports/_making.html", context)
        return HttpResponseClientRefresh()
    response = render(request, "reports/making.html", context, status=standing.status if standing else 200)
    if standing and standing.is_busy:
        response.headers["Retry-After"] = str(BUSY)
    return response


def no_pages(request, document: Document, standing: Standing, digest: str) -> HttpResponse:
    """Tell that the pages are not there: beside the builder, under what it shows so far, or on a page of their own."""
    about = {"year": document.assessment, "document": document}
    if not request.htmx or request.htmx.target == "progress":
        return making(request, about, standing, digest)
    context = {**about, "standing": standing, "digest": digest}
    context["here_block"] = id_of(request.GET.get("block", ""))
    response = render(request, "reports/_pages_waiting.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = "#pages-wait", "innerHTML"
    return response
