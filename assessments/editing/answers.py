"""How views save and answer: under a lock, never losing what was typed, and telling what was refused."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme

from assessments.records.models import current_key


def posted(request: HttpRequest):
    """Return what a form binds to: the posted fields, even none of them, or nothing on GET."""
    return request.POST if request.method == "POST" else None


def atomic_post(view: Callable) -> Callable:
    """Run POST requests of a view in one transaction. A GET takes none: on SQLite it would lock out writers."""

    @wraps(view)
    def run(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return run


@contextmanager
def refusals_to(told: HttpRequest | BaseForm | list[str], field: str | None = None) -> Iterator[None]:
    """Tell why a service refuses what the block asks of it: on the next page, in a form or in a list.

    The block ends where the service refuses: what stands after it in the block happens only to what was done.
    """
    try:
        yield
    except ValidationError as error:
        if isinstance(told, BaseForm):
            named = getattr(error, "error_dict", {}).keys() <= {*told.fields, NON_FIELD_ERRORS}
            told.add_error(field, error if named else error.messages)
        elif isinstance(told, list):
            told += error.messages
        else:
            for message in error.messages:
                messages.error(told, message)


def tell_undoable(request, year, text: str) -> None:
    """Say what was done to a year's rows, with the button that takes back all that this request changed."""
    messages.success(request, text, extra_tags=year.address("history_undo", current_key()))


def gone(request, address: str):
    """Answer for a row that was deleted meanwhile: 404, with the texts typed for it to copy from.

    `address` is the list that the row stood in.
    """
    fields = ((name, text) for name, text in request.POST.items() if name != "csrfmiddlewaretoken")
    texts = [text for _, text in fields if not text.isascii() or " " in text.strip()]
    if not texts:
        raise Http404
    return render(request, "gone.html", {"texts": texts, "address": address}, status=404)


def attachment(content: bytes, filename: str, content_type: str) -> HttpResponse:
    """Answer with a file to keep."""
    disposition = content_disposition_header(True, filename)
    return HttpResponse(content, content_type, headers={"Content-Disposition": disposition})


def is_own_page(address: str) -> bool:
    """Tell whether an address that the browser sent leads to a page of the portal."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
