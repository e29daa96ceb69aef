"""What a year's state refuses, told to the browser."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRefresh

from assessments.accounts.access import Locked, Permission, can

from .models import Assessment
from .workflow import next_actions


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
        year = cast(Assessment, error.year)
        actions = [step for step in next_actions(year.state) if can(request.user, Permission(step.permission), year)]
        context = {"year": year, "reason": error.message, "actions": actions}
        return render(request, "locked.html", context, status=409)
