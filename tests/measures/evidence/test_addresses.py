"""The look at web addresses: what is asked, what is never asked, and what is kept. No network in here."""

import socket
import ssl
import threading
import time
import urllib.error
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO, StringIO
from typing import ClassVar
from urllib.response import addinfourl

import pytest
from django.core.management import call_command
from django.utils import timezone

from measures.evidence import link_check
from measures.evidence.link_check import AddressRefused, check_public, look_at
from measures.models import AddressCheck, Evidence

HOSTS = {
    "www.example.go.th": "203.150.1.1",
    "local.example.go.th": "127.0.0.1",
    "intranet.example.go.th": "10.1.2.3",
    "metadata.example.go.th": "169.254.169.254",
    "six.example.go.th": "::1",
}


@pytest.fixture(autouse=True)
def names(monkeypatch):
    def look_up(host, port, *args, **kwargs):
        if host not in HOSTS:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (HOSTS[host], port))]

    monkeypatch.setattr(link_check.socket, "getaddrinfo", look_up)


@pytest.fixture
def answers(monkeypatch):
    """Let the web answer by method: a status, where it leads, or an exception; the list tells what was asked."""
    asked, given = [], {}

    def open_(self, request, timeout):
        asked.append((request.get_method(), request.full_url))
        answer = given.get(request.get_method(), 200)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, int) and answer >= 400:
            raise urllib.error.HTTPError(request.full_url, answer, "", {}, None)
        return addinfourl(BytesIO(), {}, request.full_url if answer == 200 else answer)

    monkeypatch.setattr(link_check.urllib.request.OpenerDirector, "open", open_)
    return given, asked


@pytest.mark.parametrize(
    "address",
    [
        "http://local.example.go.th/",
        "http://intranet.example.go.th/admin",
        "http://metadata.example.go.th/latest",
        "https://six.example.go.th/",
        "ftp://www.example.go.th/",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ],
)
def test_what_is_not_public_is_never_asked(address, answers):
    with pytest.raises(AddressRefused):
        check_public(address)
    assert look_at(address) in (("unsure", "ไม่ใช่ที่อยู่เว็บ"), ("unsure", "เป็นที่อยู่ภายในเครือข่าย จึงไม่ตรวจ"))
    assert answers[1] == []


def test_redirect_is_asked_like_an_address():
    with pytest.raises(AddressRefused):
        link_check.PublicOnly().redirect_request(None, BytesIO(), 302, "", {}, "http://local.example.go.th/")


def certificate(code: int) -> urllib.error.URLError:
    error = ssl.SSLCertVerificationError()
    error.verify_code = code
    return urllib.error.URLError(error)


@pytest.mark.parametrize(
    ("given", "look"),
    [
        ({}, ("opens", "")),
        ({"HEAD": 405}, ("opens", "")),
        ({"HEAD": 404, "GET": 404}, ("gone", "ไม่พบหน้านี้แล้ว เว็บไซต์ตอบรหัส 404")),
        ({"HEAD": 404, "GET": 410}, ("gone", "ไม่พบหน้านี้แล้ว เว็บไซต์ตอบรหัส 410")),
        ({"HEAD": 401, "GET": 401}, ("elsewhere", "ต้องเข้าสู่ระบบก่อนจึงเห็น")),
        ({"HEAD": "https://www.example.go.th/login?next=/o12"}, ("elsewhere", "ต้องเข้าสู่ระบบก่อนจึงเห็น")),
        ({"HEAD": "https://www.example.go.th/"}, ("elsewhere", "ถูกส่งไปหน้าแรกของเว็บไซต์")),
        ({"HEAD": "https://www.example.go.th/new/o12"}, ("opens", "")),
        ({"HEAD": 403, "GET": 403}, ("unsure", "เว็บไซต์ไม่ให้ระบบตรวจ ตอบรหัส 403")),
        ({"HEAD": 429, "GET": 503}, ("unsure", "เว็บไซต์ไม่ให้ระบบตรวจ ตอบรหัส 503")),
        ({"HEAD": TimeoutError()}, ("unsure", "เว็บไซต์ไม่ตอบภายในเวลา")),
        ({"HEAD": urllib.error.URLError(TimeoutError())}, ("unsure", "เว็บไซต์ไม่ตอบภายในเวลา")),
        ({"HEAD": urllib.error.URLError(socket.gaierror())}, ("gone", "ไม่พบเว็บไซต์นี้")),
        ({"HEAD": ConnectionResetError()}, ("unsure", "ติดต่อเว็บไซต์ไม่ได้")),
        ({"HEAD": certificate(20)}, ("unsure", "เว็บไซต์ส่งใบรับรอง HTTPS มาไม่ครบ ขาดใบรับรองกลาง")),
        ({"HEAD": certificate(10)}, ("unsure", "ใบรับรอง HTTPS ของเว็บไซต์หมดอายุ")),
        ({"HEAD": certificate(99)}, ("unsure", "ตรวจใบรับรอง HTTPS ของเว็บไซต์ไม่ผ่าน")),
    ],
)
def test_look_tells_what_came_of_it(answers, given, look):
    answers[0].update(given)
    assert look_at("https://www.example.go.th/o12") == look


class Server(BaseHTTPRequestHandler):
    """A site that answers by its paths, some of them badly."""

    asked: ClassVar[list[str]] = []

    def do_HEAD(self):
        self.asked.append(f"{self.command} {self.path}")
        if self.path == "/no-head" and self.command == "HEAD":
            return self.answer(405)
        if self.path.startswith("/again"):
            return self.answer(302, self.path + "x")
        if self.path == "/drip":
            for _ in range(200):
                self.wfile.write(b"H")
                time.sleep(0.05)
            return None
        if self.path == "/large" and self.command == "GET":
            self.answer(302, "/page")
            return self.pour()
        if self.path == "/large":
            return self.answer(403)
        self.answer(200)
        return self.pour() if self.command == "GET" else None

    do_GET = do_HEAD

    def answer(self, status: int, place: str = ""):
        self.send_response(status)
        self.send_header("Location", place)
        self.end_headers()

    def pour(self):
        """Send a body without an end, as long as anybody takes it."""
        while True:
            self.wfile.write(b"x" * 100_000)

    def handle(self):
        with suppress(OSError):
            super().handle()

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """The address of a site on this machine, which passes for a public one."""
    HOSTS["site.example.go.th"] = "127.0.0.1"
    monkeypatch.setattr(link_check, "_is_public", lambda host: True)
    monkeypatch.setattr(link_check, "LONGEST", 3)
    monkeypatch.setattr(Server, "asked", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://site.example.go.th:{server.server_port}"
    del HOSTS["site.example.go.th"]
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "look", "asked"),
    [
        ("/page", ("opens", ""), ["HEAD /page"]),
        ("/no-head", ("opens", ""), ["HEAD /no-head", "GET /no-head"]),
        ("/large", ("opens", ""), ["HEAD /large", "GET /large", "GET /page"]),
        ("/drip", ("unsure", "เว็บไซต์ไม่ตอบภายในเวลา"), ["HEAD /drip"]),
    ],
)
def test_body_redirects_and_time_are_bounded(site, path, look, asked):
    start = time.monotonic()
    assert look_at(site + path) == look
    assert Server.asked == asked
    assert time.monotonic() - start < 6


def test_redirects_without_an_end_are_told(site):
    assert look_at(f"{site}/again") == ("unsure", "เว็บไซต์ส่งต่อหลายครั้งจนไม่ถึงหน้าใด")
    assert len(Server.asked) == 2 * (link_check.MAX_REDIRECTS + 1)


def test_name_that_leads_inside_meanwhile_is_not_asked(site, monkeypatch):
    """The look-up before the connection said that the host is public."""
    answers, connections = iter([True, False]), []
    monkeypatch.setattr(link_check, "_is_public", lambda host: next(answers))
    monkeypatch.setattr(link_check.socket.socket, "connect", lambda self, place: connections.append(place))
    assert look_at(f"{site}/page") == ("unsure", "เป็นที่อยู่ภายในเครือข่าย จึงไม่ตรวจ")
    assert connections == []


def test_connection_goes_to_the_place_that_was_looked_at(site, monkeypatch):
    """Not to the name, which may lead elsewhere by then."""
    connections, connect = [], socket.socket.connect

    def connected(self, place):
        connections.append(place[0])
        connect(self, place)

    monkeypatch.setattr(link_check.socket.socket, "connect", connected)
    assert look_at(f"{site}/page") == ("opens", "")
    assert connections == ["127.0.0.1"]


@pytest.mark.parametrize(
    "host",
    [
        *("0.0.0.0", "10.0.0.1", "100.64.0.1", "169.254.169.254", "192.0.0.8", "192.168.1.1", "224.0.0.1", "240.0.0.1"),  # noqa: S104
        *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2001::1"),
        *("2002:7f00:1::1", "fc00::1", "fd00::1", "fe80::1", "fec0::1", "ff02::1"),
    ],
)
def test_internal_hosts_are_told(host):
    assert not link_check._is_public(host)


@pytest.mark.parametrize("host", ["203.150.1.1", "2001:fb0:100::207:49"])
def test_public_hosts_are_told(host):
    assert link_check._is_public(host)


@pytest.mark.parametrize("host", ["[::1]", "[::1]:8000", "[::ffff:10.0.0.1]:443", "[fd00::1]:80"])
def test_literal_of_ipv6_with_its_port_is_looked_at(host, monkeypatch):
    place = (host[1 : host.index("]")], 80, 0, 0)
    monkeypatch.setattr(link_check.socket, "getaddrinfo", lambda *args, **kwargs: [(socket.AF_INET6, 1, 6, "", place)])
    assert look_at(f"http://{host}/") == ("unsure", "เป็นที่อยู่ภายในเครือข่าย จึงไม่ตรวจ")


def test_home_page_itself_opens(answers):
    assert look_at("https://www.example.go.th/") == ("opens", "")


def test_unknown_host_is_gone(answers):
    assert look_at("https://gone.example.go.th/") == ("gone", "ไม่พบเว็บไซต์นี้")


def run(**options) -> str:
    out = StringIO()
    call_command("check_addresses", stdout=out, **options)
    return out.getvalue()


def told(opens: int = 0, gone: int = 0) -> str:
    outcomes = f"เปิดได้ {opens}, ไม่มีแล้ว {gone}, เปิดแล้วไม่ใช่หน้านั้น 0, ระบบตรวจไม่ได้ 0"
    return f"ตรวจแล้ว {opens + gone} ที่อยู่ ({outcomes})\n"


def test_command_keeps_what_it_found_and_looks_again_later(year, staff, answers):
    given, asked = answers
    kept = {"municipality": year.municipality, "assessment": year, "by": staff}
    evidence = Evidence.objects.create(title="ก", address="https://www.example.go.th/a", **kept)
    Evidence.objects.create(title="ข", file="evidence/x.pdf", **kept)
    Evidence.objects.create(title="ค", address="https://www.example.go.th/c", deleted_at=timezone.now(), **kept)
    given |= {"HEAD": 404, "GET": 404}
    assert run() == told(gone=1)
    check = AddressCheck.objects.get()
    assert (check.evidence, check.address, check.outcome) == (evidence, evidence.address, "gone")
    assert check.seen == "ไม่พบหน้านี้แล้ว เว็บไซต์ตอบรหัส 404"
    given.clear()
    assert run() == told(opens=1)  # what was at fault is looked at each time
    assert AddressCheck.objects.get().outcome == "opens"
    assert run() == told()
    assert run(older_than=0) == told(opens=1)
    assert AddressCheck.objects.get().outcome == "opens"
    evidence.address = "https://www.example.go.th/b"
    evidence.save()
    assert run() == told(opens=1)
    assert asked[-1] == ("HEAD", "https://www.example.go.th/b")


def test_command_stops_at_its_limit(year, staff, answers):
    for number in range(3):
        Evidence.objects.create(
            municipality=year.municipality,
            assessment=year,
            by=staff,
            title="ก",
            address=f"https://www.example.go.th/{number}",
        )
    assert run(limit=2) == told(opens=2)
