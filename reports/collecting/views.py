"""Choosing a collection, its progress, and the file itself."""

from django.core.paginator import Paginator
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from assessments.accounts.posting import ANYBODY, posted_by
from assessments.editing.answers import refusals_to

from . import jobs
from .archive import stream
from .forms import CollectionForm
from .models import Collection, Part
from .progress import progress_of
from .services import cancel_collection, expected, resume_collection, start_collection

PER_PAGE = 50
LACKING = (Part.State.MISSING, Part.State.FAILED)


@require_http_methods(["GET", "HEAD", "POST"])
@posted_by(*ANYBODY)
def collections(request):
    """Choose what is wanted and see how much that is; POST has it made. Below, what was asked for before."""
    posted = request.method == "POST"
    sent = request.POST if posted else request.GET if "fiscal_year" in request.GET else None
    form = CollectionForm(sent, user=request.user)
    valid = form.is_valid()
    counting = "count" in request.POST
    if posted and valid and not counting:
        with refusals_to(form):
            year = form.cleaned_data["fiscal_year"]
            made = start_collection(by=request.user, fiscal_year=year, places=form.places(), chosen=form.told())
            jobs.send(made.pk)
            return redirect(made)
    page = Paginator(Collection.objects.for_user(request.user), PER_PAGE).get_page(request.GET.get("page"))
    counted = expected(form.places(), form.cleaned_data["fiscal_year"]) if valid else None
    context = {"form": form, "page": page, "expected": counted, "municipality": request.user.municipality}
    return render(
        request, "reports/collections.html", context, status=422 if posted and not (valid and counting) else 200
    )


def _own_or_404(request, pk: int) -> Collection:
    return get_object_or_404(Collection.objects.for_user(request.user), pk=pk)


@require_safe
@vary_on_headers("HX-Request")
def collection(request, pk: int):
    """Show a collection as it stands; the page of one that is being made asks for its progress again and again."""
    made = _own_or_404(request, pk)
    context = {"collection": made, "progress": progress_of(made), "municipality": request.user.municipality}
    if request.htmx.target == "progress":
        if made.is_running:
            return render(request, "reports/_collection_progress.html", context)
        return HttpResponseClientRefresh()
    lacking = made.documents.filter(state__in=LACKING).listed()
    context["page"] = Paginator(lacking, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/collection.html", context)


@require_POST
@posted_by(*ANYBODY)
def collection_cancel(request, pk: int):
    made = _own_or_404(request, pk)
    with refusals_to(request):
        cancel_collection(by=request.user, collection=made)
    return redirect(made)


@require_POST
@posted_by(*ANYBODY)
def collection_resume(request, pk: int):
    """Make what failed or was never made."""
    made = _own_or_404(request, pk)
    with refusals_to(request):
        resume_collection(by=request.user, collection=made)
        jobs.send(made.pk)
    return redirect(made)


@require_safe
def collection_zip(request, pk: int):
    """Send the ZIP while it is written; of authorities that the user no longer sees, only why they are missing."""
    made = _own_or_404(request, pk)
    if not made.is_ready:
        raise Http404
    name = f"เอกสาร ITA {made.fiscal_year} ชุดที่ {made.pk}.zip"
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": "private, no-store"}
    body = stream(made, request.user) if request.method == "GET" else ()
    return StreamingHttpResponse(body, "application/zip", headers=headers)
