"""Heads of every answer that no library sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# A page of the portal needs none of these; photos are taken by the phone's own camera.
POLICY = ", ".join(f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb"))


def permissions_policy(get_response: Callable) -> Callable:
    """Middleware: no page, and nothing in it, may use what the portal does not need."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = POLICY
        return response

    return answer
