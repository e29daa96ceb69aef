"""Answers with a file that printers make for a page: the file, or a page that tells how far it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from assessments.editing.answers import attachment
from reports.output.formats import FILE_TYPES

from .orders import Order
from .service import NotReady, printed


def printed_file(request: HttpRequest, order: Order, name: str, *, title: str, back: tuple[str, str]) -> HttpResponse:
    """Answer with the file of an order under this name; until it is there with a page, which loads itself again.

    `back` is the address and the name of the page that the file is of.
    """
    etag = f'"{order.digest}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        body = printed(order, person=request.user.pk or 0)  # a page for who is signed in
    except NotReady as not_ready:
        context = {"standing": not_ready.standing, "title": title, "back": back}
        return render(request, "reports/printing.html", context, status=not_ready.standing.status)
    response = attachment(body, f"{name}.{order.ending}", FILE_TYPES[order.ending].content_type)
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response
