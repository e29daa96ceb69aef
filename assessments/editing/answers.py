"""How views save and answer: under a lock, never losing what was typed, and telling what was refused."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme

from assessments.records.models import current_key
from ita_portal import entering

CSRF = "csrfmiddlewaretoken"


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
        entering.forget()
        if isinstance(told, BaseForm):
            named = getattr(error, "error_dict", {}).keys() <= {*told.fields, NON_FIELD_ERRORS}
            told.add_error(field, error if named else error.messages)
        elif isinstance(told, list):
            told += error.messages
        else:
            for message in error.messages:
                messages.error(told, message)


def telling_entered(get_response: Callable) -> Callable:
    """Middleware: what was stored of typed texts and how it was mended is said on the page that a form leads to."""

    def answer(request):
        if request.method != "POST":
            return get_response(request)
        with entering.noting() as entered:
            response = get_response(request)
        if response.status_code == 302:
            for level, text in entered.told().items():
                getattr(messages, level)(request, text)
        return response

    return answer


def tell_undoable(request, year, text: str) -> None:
    """Say what was done to a year's rows, with the button that takes back all that this request changed."""
    messages.success(request, text, extra_tags=year.address("history_undo", current_key()))


def gone(request, address: str):
    """Answer for a row that was deleted meanwhile: 404, with the texts typed for it to copy from.

    `address` is the list that the row stood in.
    """
    if not (texts := _typed_texts(request)):
        raise Http404
    return render(request, "gone.html", {"texts": texts, "address": address}, status=404)


def unsaved(request, reason: str = ""):
    """Answer for a form that came without the cookies of who typed it: 403, with the texts to copy from.

    `reason` is Django's, of its guard against forms of other sites: to such a form nothing is given back.
    """
    if asked_by_script(request):
        return JsonResponse({"error": "หมดเวลาเข้าสู่ระบบแล้ว"}, status=401)
    is_own = request.headers.get("Origin", "").endswith(f"//{request.get_host()}")
    came_from = urlsplit(request.headers.get("Referer", ""))
    context = {
        "texts": _typed_texts(request) if is_own or not reason else [],
        "reason": reason,
        "address": came_from.path if came_from.netloc == request.get_host() else request.path,
    }
    return render(request, "unsaved.html", context, status=403)


def asked_by_script(request) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _typed_texts(request) -> list[str]:
    """Return the posted texts that a person may have typed; passwords never."""
    fields = ((name, text) for name, text in request.POST.items() if name != CSRF and "password" not in name)
    return [text for _, text in fields if not text.isascii() or " " in text.strip()]


class SignedOut(LoginRequiredMiddleware):
    """Middleware: whoever is signed out goes to the sign-in; a form that was sent with texts is given back."""

    def handle_no_permission(self, request, view_func):
        by_script = request.htmx or asked_by_script(request)
        if request.method == "POST" and not by_script and _typed_texts(request):
            return unsaved(request)
        return super().handle_no_permission(request, view_func)


def never_kept(get_response: Callable) -> Callable:
    """Middleware: a page is asked for again on Back, so that it shows what is stored by now."""

    def answer(request):
        response = get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def attachment(content: bytes, filename: str, content_type: str) -> HttpResponse:
    """Answer with a file to keep."""
    disposition = content_disposition_header(True, filename)
    return HttpResponse(content, content_type, headers={"Content-Disposition": disposition})


def is_own_page(address: str) -> bool:
    """Tell whether an address that the browser sent leads to a page of the portal."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
