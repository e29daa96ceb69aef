"""How views save: what is read under a lock stays so until it is stored, and what was typed is never lost."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRefresh

from .access import Locked


def atomic_post(view: Callable) -> Callable:
    """Run POST requests of a view in one transaction. A GET takes none: on SQLite it would lock out writers."""

    @wraps(view)
    def run(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return run


def gone(request, address: str):
    """Answer for a row that was deleted meanwhile: 404, with the texts typed for it to copy from.

    `address` is the list that the row stood in.
    """
    fields = ((name, text) for name, text in request.POST.items() if name != "csrfmiddlewaretoken")
    texts = [text for _, text in fields if not text.isascii() or " " in text.strip()]
    if not texts:
        raise Http404
    return render(request, "gone.html", {"texts": texts, "address": address}, status=404)


class LockedAnswers:
    """Middleware: what a year's state refuses is answered 409 with the reason, parts of a page with a fresh page."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error: Exception):
        if not isinstance(error, Locked):
            return None
        if request.htmx:
            messages.error(request, error.message)
            response = HttpResponseClientRefresh()
            response.status_code = 409
            return response
        return render(request, "locked.html", {"year": error.year, "reason": error.message}, status=409)
