"""Who does nothing for long is signed out; what was typed stays in the browser until the next sign-in."""

from collections.abc import Callable
from time import time

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

SEEN = "seen"
WRITTEN_EVERY = 5 * 60  # seconds: most pages write nothing


@receiver(user_logged_in)
def begin_session(request: HttpRequest, **kwargs) -> None:
    request.session[SEEN] = int(time())


def ending_idle_sessions(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a session that was not used for IDLE_MINUTES is none. Stands before `request.user` is asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and (seen := request.session.get(SEEN)):
            unused = time() - seen
            if unused > settings.IDLE_MINUTES * 60:
                request.session.flush()
            elif unused > WRITTEN_EVERY:
                request.session[SEEN] = int(time())
        return get_response(request)

    return middleware
