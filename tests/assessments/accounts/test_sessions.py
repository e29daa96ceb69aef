"""How sessions end, and the way back in for who forgot the password."""

import re

import pytest
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.test import Client

from assessments.accounts import jobs
from tests.conftest import PASSWORD


def signed_in(client: Client) -> bool:
    return client.get("/password/").status_code == 200


def test_sign_out_everywhere_ends_every_session_of_this_account_alone(staff, approver):
    here, elsewhere, other = Client(), Client(), Client()
    for client, user in ((here, staff), (elsewhere, staff), (other, approver)):
        client.force_login(user)
    assert here.post("/logout/everywhere/").url == "/login/"
    assert [signed_in(client) for client in (here, elsewhere, other)] == [False, False, True]
    staff.refresh_from_db()
    here.force_login(staff)
    assert signed_in(here)


@pytest.mark.parametrize(("unused", "stays"), [(59 * 60, True), (61 * 60, False)])
def test_session_ends_when_it_is_not_used(client, staff, settings, unused, stays):
    settings.IDLE_MINUTES = 60
    client.force_login(staff)
    session = client.session
    session["seen"] -= unused
    session.save()
    assert signed_in(client) is stays
    assert signed_in(client) is stays  # the first look began the time anew


def test_disabled_account_is_out_at_once(client, staff):
    client.force_login(staff)
    staff.is_active = False
    staff.save()
    assert not signed_in(client)


@pytest.fixture
def by_mail(settings, monkeypatch):
    settings.EMAIL_HOST, settings.PORTAL_URL = "mail.example", "https://ita.example"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "forgotten"}}
    cache.clear()
    asked: list = []
    for job in (jobs.mail_forgotten, jobs.mail_password_changed, jobs.mail_new_device):
        monkeypatch.setattr(job, "delay", lambda key, job=job: asked.append(job(key)))
    return asked


def test_forgotten_password_is_set_anew_by_mail(client, staff, by_mail, mailoutbox):
    staff.email = "staff@example.go.th"
    staff.save()
    new = "เรือใบสีฟ้าหลังบ้าน"
    for _ in range(3):
        client.post("/password/forgotten/", {"username": "staff"})
    assert len(mailoutbox) == 1  # nobody's mailbox is filled
    link = mailoutbox[0].body.partition("https://ita.example")[2].split()[0]
    client.post(client.get(link).url, {"new_password1": new, "new_password2": new})
    assert authenticate(None, username="staff", password=new) == staff
    assert "เปลี่ยนแล้ว" in mailoutbox[1].subject
    assert PASSWORD not in mailoutbox[0].body + mailoutbox[1].body


def test_forgotten_password_does_not_tell_who_exists(client, staff, by_mail, mailoutbox):
    staff.email = "staff@example.go.th"
    staff.save()
    known, unknown = (
        re.sub(r'FToken": "\w+"', "", client.post("/password/forgotten/", {"username": name}).content.decode())
        for name in ("staff", "nobody")
    )
    assert known == unknown
    assert len(by_mail) == 2
    assert [mail.to for mail in mailoutbox] == [["staff@example.go.th"]]


def test_sign_in_with_another_browser_is_told_by_mail(staff, by_mail, mailoutbox):
    staff.email = "staff@example.go.th"
    staff.save()
    own = Client()
    for client in (own, own, Client()):
        client.post("/login/", {"username": "staff", "password": PASSWORD})
        client.post("/logout/")
    assert ["เบราว์เซอร์ใหม่" in mail.subject for mail in mailoutbox] == [True, True]


def test_without_mail_the_page_says_whom_to_ask(client, db):
    assert "โปรดติดต่อผู้ดูแลระบบเพื่อขอลิงก์" in client.get("/password/forgotten/").content.decode()
