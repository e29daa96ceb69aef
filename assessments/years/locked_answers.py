"""What a year's state refuses, told to the browser."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRefresh

from assessments.accounts.access import Locked


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
