"""The look at web addresses: what is asked, what is never asked, and what is kept. No network in here."""

import socket
import urllib.error
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from measures.evidence import link_check
from measures.evidence.link_check import AddressRefused, check_public, fault_of
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
    def look_up(host, port, **kwargs):
        if host not in HOSTS:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (HOSTS[host], port))]

    monkeypatch.setattr(link_check.socket, "getaddrinfo", look_up)


@pytest.fixture
def answers(monkeypatch):
    """Let the web answer: what is given by method, a status or an exception; the list tells what was asked."""
    asked, given = [], {}

    def open_(self, request, timeout):
        asked.append((request.get_method(), request.full_url))
        answer = given.get(request.get_method(), 200)
        if isinstance(answer, Exception):
            raise answer
        if answer >= 400:
            raise urllib.error.HTTPError(request.full_url, answer, "", {}, None)
        return StringIO()

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
    assert fault_of(address) in ("ไม่ใช่ที่อยู่เว็บ", "เป็นที่อยู่ภายในเครือข่าย จึงไม่ตรวจ")
    assert answers[1] == []


def test_redirect_is_asked_like_an_address():
    with pytest.raises(AddressRefused):
        link_check.PublicOnly().redirect_request(None, None, 302, "", {}, "http://local.example.go.th/")


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({}, ""),
        ({"HEAD": 405}, ""),
        ({"HEAD": 404, "GET": 404}, "เว็บไซต์ตอบรหัส 404"),
        ({"HEAD": TimeoutError()}, "เว็บไซต์ไม่ตอบภายในเวลา"),
        ({"HEAD": urllib.error.URLError(TimeoutError())}, "เว็บไซต์ไม่ตอบภายในเวลา"),
        ({"HEAD": urllib.error.URLError(socket.gaierror())}, "ไม่พบเว็บไซต์นี้"),
        ({"HEAD": ConnectionResetError()}, "ติดต่อเว็บไซต์ไม่ได้"),
    ],
)
def test_fault_says_what_was_found(answers, given, fault):
    answers[0].update(given)
    assert fault_of("https://www.example.go.th/") == fault


def test_unknown_host_is_a_fault(answers):
    assert fault_of("https://gone.example.go.th/") == "ไม่พบเว็บไซต์นี้"


def run(**options) -> str:
    out = StringIO()
    call_command("check_addresses", stdout=out, **options)
    return out.getvalue()


def test_command_keeps_what_it_found_and_looks_again_later(year, staff, answers):
    given, asked = answers
    kept = {"municipality": year.municipality, "assessment": year, "by": staff}
    evidence = Evidence.objects.create(title="ก", address="https://www.example.go.th/a", **kept)
    Evidence.objects.create(title="ข", file="evidence/x.pdf", **kept)
    Evidence.objects.create(
        title="ค", address="https://www.example.go.th/c", deleted_at=timezone.now(), **kept
    )
    given |= {"HEAD": 404, "GET": 404}
    assert run() == "ตรวจแล้ว 1 ที่อยู่ เปิดไม่ได้ 1 ที่อยู่\n"
    check = AddressCheck.objects.get()
    assert (check.evidence, check.address, check.fault) == (evidence, evidence.address, "เว็บไซต์ตอบรหัส 404")
    given.clear()
    assert run() == "ตรวจแล้ว 1 ที่อยู่ เปิดไม่ได้ 0 ที่อยู่\n"  # what was at fault is looked at each time
    assert AddressCheck.objects.get().fault == ""
    assert run() == "ตรวจแล้ว 0 ที่อยู่ เปิดไม่ได้ 0 ที่อยู่\n"
    assert run(older_than=0) == "ตรวจแล้ว 1 ที่อยู่ เปิดไม่ได้ 0 ที่อยู่\n"
    assert AddressCheck.objects.get().fault == ""
    evidence.address = "https://www.example.go.th/b"
    evidence.save()
    assert run() == "ตรวจแล้ว 1 ที่อยู่ เปิดไม่ได้ 0 ที่อยู่\n"
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
    assert run(limit=2) == "ตรวจแล้ว 2 ที่อยู่ เปิดไม่ได้ 0 ที่อยู่\n"
