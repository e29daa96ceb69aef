"""Guessing passwords ends soon, and nobody can use that to keep somebody else out.

Every try is kept and none is ever deleted: a lock is counted from them. A browser with which an account was signed in
before has a count of its own: what others try elsewhere does not lock it. What is tried during a lock does not count,
so a lock always ends.
"""

import re
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .addresses import client_address
from .models import SignInTry

COUNTED_FOR = timedelta(minutes=15)
PER_PLACE = 5  # of one account from one address, or from one browser that it knows
PER_ACCOUNT = 50  # from everywhere, but for browsers that it knows
PER_ADDRESS = 100  # of all accounts: a whole office may share one
DEVICE_COOKIE = "device"


def locked_until(request: HttpRequest, username: str) -> datetime | None:
    """Return when the next try with this name may be made from here; None: now."""
    recent = SignInTry.objects.filter(succeeded=False, at__gt=timezone.now() - COUNTED_FOR)
    of_account = recent.filter(username=username)
    if device := known_device(request, username):
        return _full(_since_success(of_account.filter(device=device), username, device=device), PER_PLACE)
    address, strange = client_address(request), of_account.filter(device="")
    here = _since_success(strange.filter(address=address), username, address=address)
    ends = [_full(here, PER_PLACE), _full(strange, PER_ACCOUNT)]
    if address:
        ends.append(_full(recent.filter(address=address, device=""), PER_ADDRESS))
    return max(filter(None, ends), default=None)


def note_try(request: HttpRequest, username: str, succeeded: bool) -> str:
    """Keep that somebody tried to sign in; return the name by which a browser is known from this success on."""
    known = known_device(request, username)
    new = ""
    if succeeded and not known:
        told = request.COOKIES.get(DEVICE_COOKIE, "")
        new = told if _is_name(told) else token_urlsafe(24)
    address = client_address(request)
    SignInTry.objects.create(username=username, address=address, device=known or new, succeeded=succeeded)
    return new


def known_device(request: HttpRequest, username: str) -> str:
    """Return the name of the browser if this account was signed in with it before."""
    device = request.COOKIES.get(DEVICE_COOKIE, "")
    if not _is_name(device):
        return ""
    known = SignInTry.objects.filter(username=username, device=device, succeeded=True).exists()
    return device if known else ""


def remember_device(response: HttpResponse, device: str) -> None:
    """Give the browser the name under which `note_try` keeps it."""
    response.set_cookie(
        DEVICE_COOKIE, device, max_age=365 * 24 * 3600, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )


def _is_name(device: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9_-]{32}", device) is not None


def _since_success(tries: QuerySet[SignInTry], username: str, **place) -> QuerySet[SignInTry]:
    successes = SignInTry.objects.filter(username=username, succeeded=True, **place)
    last = successes.order_by("-at").values_list("at", flat=True).first()
    return tries.filter(at__gt=last) if last else tries


def _full(tries: QuerySet[SignInTry], limit: int) -> datetime | None:
    """Return when one of too many tries grows old."""
    newest = tries.order_by("-at").values_list("at", flat=True)[limit - 1 : limit]
    return next((at + COUNTED_FOR for at in newest), None)
