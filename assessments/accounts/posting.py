"""Who may post to an address, and how much: decided before anything of the body is read.

Django's guard against forged requests reads the whole body for its token, so it stands behind this middleware. What
a view asks of the year's state, of single rows and of what was typed, it asks itself.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assessments.municipalities.models import Municipality

from .access import ROLE_PERMISSIONS, Permission

READING = ("GET", "HEAD", "OPTIONS", "TRACE")
FIELDS = 4_000_000  # of a body without files: Django takes 2.5 MB of texts, a browser adds what stands between them
GIVEN_BACK = 500_000  # of a body that is read although nobody is signed in
ANYBODY = (Permission.VIEW,)  # every role may


def posted_by(*permissions: Permission, body: Callable[[], int] = lambda: FIELDS) -> Callable[[Callable], Callable]:
    """Say of a view that who has one of these permissions may post to it, and how many bytes at most.

    A view that says nothing takes texts of editors where its address names a municipality, else of administrators.
    """

    def mark(view: Any) -> Callable:
        view.posted_by, view.largest_body = permissions, body
        return view

    return mark


class PostsFirst:
    """Middleware: a post is refused by its address, its sender and its length while its body is still unread."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: tuple, kwargs: dict) -> HttpResponse | None:
        if request.method in READING or getattr(view, "csrf_exempt", False):
            return None  # what takes posts of strangers' programs looks at their length itself
        length, largest = length_of(request), getattr(view, "largest_body", lambda: FIELDS)()
        if getattr(view, "login_required", True):
            if request.user.is_authenticated:
                _check(request.user, view, kwargs.get("code"))
            elif length > GIVEN_BACK:  # a shorter text is given back to who was signed out while typing it
                return redirect_to_login(request.get_full_path())
        if length > largest:
            return render(request, "400.html", status=413)
        read_fields(request)
        return None


def length_of(request: HttpRequest) -> int:
    """Return how many bytes the body is said to have; what is no number is no body, as Django has it."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def read_fields(request: HttpRequest) -> None:
    """Read the body; BadRequest if it is in other letters than a browser sends, or its heads cannot be read."""
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8"):
        raise BadRequest(f"A body in {charset[:20]!r}")
    try:
        request.POST  # noqa: B018
    except (TypeError, ValueError, LookupError) as error:  # of what the parts are said to be
        raise BadRequest("A body that cannot be read") from error


def plainly_typed(application: Callable) -> Callable:
    """WSGI: a type of a body in the spelling of RFC 2231, which no browser uses, is no type.

    Django fails on some of them before there is a request that could be refused.
    """

    def answer(environ: dict, start_response: Callable) -> Any:
        if "*" in environ.get("CONTENT_TYPE", ""):
            environ = {**environ, "CONTENT_TYPE": ""}
        return application(environ, start_response)

    return answer


def _check(user: Any, view: Any, code: str | None) -> None:
    """Raise Http404 for a municipality that is not the user's, PermissionDenied for who may not post here."""
    if code is not None:
        get_object_or_404(Municipality.objects.for_user(user), code=code)
    default = Permission.ADMINISTER if code is None else Permission.EDIT
    if ROLE_PERMISSIONS[user.role].isdisjoint(getattr(view, "posted_by", (default,))):
        raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์ทำรายการนี้")
