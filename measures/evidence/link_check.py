"""Whether a web address answers: the only place where the portal goes to the network, and only by a command.

An address is what a user typed: nothing but public hosts by http and https is asked, at every redirect again, and a
connection goes to the very place that was found to be public. No body is ever read; a look ends in time.
"""

import http.client
import ipaddress
import re
import signal
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .models import AddressCheck
from .web_addresses import ascii_address

Outcome = AddressCheck.Outcome

TIMEOUT = 10  # seconds for each step
LONGEST = 40  # for all of a look, however slowly a server goes on answering
MAX_REDIRECTS = 5
INTERNAL = "เป็นที่อยู่ภายในเครือข่าย จึงไม่ตรวจ"
AGENT = "ITA-portal address check"
SIGN_IN = re.compile(r"log-?in|sign-?in|/auth\b|/sso\b|accounts\.google\.", re.IGNORECASE)
TRANSLATED = [  # IPv6 that leads on to any address of IPv4, internal ones too, or inside a site
    ipaddress.ip_network(network)
    for network in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "fec0::/10", "192.0.0.0/24")
]
CERTIFICATES = {  # by OpenSSL's number
    10: "ใบรับรอง HTTPS ของเว็บไซต์หมดอายุ",
    20: "เว็บไซต์ส่งใบรับรอง HTTPS มาไม่ครบ ขาดใบรับรองกลาง",
    21: "เว็บไซต์ส่งใบรับรอง HTTPS มาไม่ครบ ขาดใบรับรองกลาง",
    62: "ใบรับรอง HTTPS ไม่ใช่ของเว็บไซต์นี้",
}


class Look(NamedTuple):
    """What came of a look at an address; `seen` says in Thai what was seen where it does not simply open."""

    outcome: str
    seen: str = ""


class AddressRefused(ValueError):
    """The address is none that the portal asks."""


def check_public(address: str) -> None:
    """Raise AddressRefused unless the address is http(s) and its host has only public network addresses."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise AddressRefused("ไม่ใช่ที่อยู่เว็บ")
    _public_places(parts.hostname, parts.port or 443)


def _public_places(host: str, port: int) -> Sequence[tuple[socket.AddressFamily, tuple[Any, ...]]]:
    """Return where a host is, family and address of each; AddressRefused if any of them is internal."""
    places = [(family, place) for family, *_, place in socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)]
    if not all(_is_public(str(place[0])) for _, place in places):
        raise AddressRefused(INTERNAL)
    return places


def _is_public(host: str) -> bool:
    address = ipaddress.ip_address(host)
    return address.is_global and not address.is_multicast and not any(address in network for network in TRANSLATED)


class PublicOnly(urllib.request.HTTPRedirectHandler):
    max_redirections = MAX_REDIRECTS

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        fp.close()  # else all of its body would be read
        check_public(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _connect(address: tuple[str, int], timeout: float, source_address: None = None) -> socket.socket:
    """Connect to where the host is now if that is public: its name is not asked for again."""
    refused: OSError | None = None
    for family, place in _public_places(*address):
        connection = socket.socket(family, socket.SOCK_STREAM)
        connection.settimeout(timeout)
        try:
            connection.connect(place)
            return connection
        except OSError as error:
            connection.close()
            refused = error
    raise refused or OSError


class PublicHandler(urllib.request.HTTPSHandler, urllib.request.HTTPHandler):
    def do_open(self, http_class, req, **options):
        def connected(*args: Any, **more: Any) -> http.client.HTTPConnection:
            made = http_class(*args, **more)
            made._create_connection = _connect
            return made

        return super().do_open(connected, req, **options)


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the block once the time is over; a command has its process to itself."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def look_at(address: str) -> Look:
    """Ask for an address and tell what came of it. Some servers answer only GET."""
    try:
        with _within(LONGEST):
            return _asked(ascii_address(address))
    except AddressRefused as error:
        return Look(Outcome.UNSURE, str(error))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _unanswered(getattr(error, "reason", error))


def _asked(address: str) -> Look:
    check_public(address)
    opener = urllib.request.build_opener(PublicOnly, PublicHandler, urllib.request.ProxyHandler({}))
    for method in ("HEAD", "GET"):
        request = urllib.request.Request(address, method=method, headers={"User-Agent": AGENT})  # noqa: S310
        try:
            with opener.open(request, timeout=TIMEOUT) as answer:
                return _arrived(address, answer.url)
        except urllib.error.HTTPError as error:
            error.close()
            refused = error.code
    return _refused(refused)


def _arrived(asked: str, reached: str) -> Look:
    """Tell a page from a home page or a sign-in that a visitor is sent to instead."""
    if reached != asked and SIGN_IN.search(reached):
        return Look(Outcome.ELSEWHERE, "ต้องเข้าสู่ระบบก่อนจึงเห็น")
    if urlsplit(asked).path.strip("/") and not urlsplit(reached).path.strip("/"):
        return Look(Outcome.ELSEWHERE, "ถูกส่งไปหน้าแรกของเว็บไซต์")
    return Look(Outcome.OPENS)


def _refused(code: int) -> Look:
    if code in (404, 410):
        return Look(Outcome.GONE, f"ไม่พบหน้านี้แล้ว เว็บไซต์ตอบรหัส {code}")
    if code == 401:
        return Look(Outcome.ELSEWHERE, "ต้องเข้าสู่ระบบก่อนจึงเห็น")
    if code < 400:
        return Look(Outcome.UNSURE, "เว็บไซต์ส่งต่อหลายครั้งจนไม่ถึงหน้าใด")
    return Look(Outcome.UNSURE, f"เว็บไซต์ไม่ให้ระบบตรวจ ตอบรหัส {code}")


def _unanswered(reason: object) -> Look:
    if isinstance(reason, socket.gaierror):
        return Look(Outcome.GONE, "ไม่พบเว็บไซต์นี้")
    if isinstance(reason, ssl.SSLCertVerificationError):
        return Look(Outcome.UNSURE, CERTIFICATES.get(reason.verify_code, "ตรวจใบรับรอง HTTPS ของเว็บไซต์ไม่ผ่าน"))
    return Look(Outcome.UNSURE, "เว็บไซต์ไม่ตอบภายในเวลา" if isinstance(reason, TimeoutError) else "ติดต่อเว็บไซต์ไม่ได้")
