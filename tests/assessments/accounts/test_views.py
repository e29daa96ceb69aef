"""Signing in and out, the lock after wrong passwords, changing the password, error pages."""

import re
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.views.defaults import server_error

from assessments.editing.answers import unsaved
from assessments.models import User
from tests.conftest import PASSWORD
from tests.markup import flat


def sign_in_with(client, username: str, password: str, **more):
    return client.post("/login/", {"username": username, "password": password, **more})


def test_login_goes_to_where_one_wanted_to_be(client, staff):
    response = sign_in_with(client, "staff", PASSWORD, next="/municipalities/")
    assert response.url == "/municipalities/"


@pytest.mark.parametrize("away", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_login_never_leads_away(client, staff, away):
    assert sign_in_with(client, "staff", PASSWORD, next=away).url == "/"


def test_login_says_what_is_wrong(client, staff):
    html = sign_in_with(client, "staff", "ผิด").content.decode()
    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in html
    assert 'value="staff"' in html


def test_login_sends_a_fragment_request_to_the_whole_page(client, db):
    response = client.get("/login/?next=/x/", headers={"HX-Request": "true"})
    assert response["HX-Refresh"] == "true"


def test_login_locks_after_five_wrong_passwords_and_says_until_when(client, staff):
    responses = [sign_in_with(client, "staff", "ผิด") for _ in range(5)]
    assert [response.status_code for response in responses] == [200] * 4 + [429]
    again = sign_in_with(client, "staff", PASSWORD)
    assert again.status_code == 429
    html = again.content.decode()
    assert "ผิดได้ไม่เกิน 5 ครั้ง" in html
    hour, minute = map(int, re.search(r"<strong>(\d\d):(\d\d) น.</strong>", html).groups())
    now = timezone.localtime()
    assert (hour * 60 + minute - now.hour * 60 - now.minute) % 1440 in (15, 16)


def test_login_lists_demo_accounts_in_a_demo_only(client, staff, settings):
    staff.is_demo = True
    staff.save()
    assert "บัญชีสาธิต" not in client.get("/login/").content.decode()
    settings.DEMO = True
    html = client.get("/login/").content.decode()
    assert re.findall(r"<code>(\w+)</code>", html) == ["staff"]
    assert "เจ้าหน้าที่ เทศบาลเมืองทดสอบ" in flat(html)


def test_logout_signs_out(sign_in, staff):
    client = sign_in(staff)
    assert client.post("/logout/").url == "/login/"
    assert client.get("/municipalities/").status_code == 302


def test_password_change_works_and_says_so(sign_in, staff):
    new = "วลียาวที่จำได้ง่าย"
    client = sign_in(staff)
    response = client.post(
        "/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}, follow=True
    )
    assert "เปลี่ยนรหัสผ่านแล้ว" in response.content.decode()
    staff.refresh_from_db()
    assert staff.check_password(new)


def test_password_change_answers_in_thai(sign_in, staff):
    html = (
        sign_in(staff)
        .post("/password/", {"old_password": "x", "new_password1": "12345", "new_password2": "12345"})
        .content.decode()
    )
    assert re.findall(r'<li><a href="#(\w+)">', html) == ["id_old_password", *["id_new_password2"] * 3]
    for message in (
        "รหัสผ่านเดิมไม่ถูกต้อง โปรดกรอกใหม่",
        "รหัสผ่านสั้นเกินไป ต้องมีอย่างน้อย 12 ตัว",
        "รหัสผ่านนี้มีคนใช้มาก เดาง่าย โปรดใช้รหัสอื่น",
        "รหัสผ่านเป็นตัวเลขล้วน โปรดใช้ตัวอักษรด้วย",
    ):
        assert message in html


def test_top_bar_names_the_year_and_the_position(sign_in, staff, year):
    html = sign_in(staff).get(reverse("scores", args=[2567, "99990001"])).content.decode()
    header = re.search(r'<header class="top-bar">(.*?)</header>', html, re.S)[1]
    assert re.findall(r'href="([^"]+)"', header) == [
        "/",
        "/municipalities/99990001/",
        *(f"/{of}/99990001/{'scores/' if of in (2566, 2567) else ''}" for of in range(2562, 2570)),
        "/find/?at=2567/99990001",
        "/exchange/sheets/",
        "/password/",
        "/help/#กรอกผลคะแนน",
    ]
    assert "นักวิเคราะห์นโยบายและแผน" in header


@pytest.mark.parametrize("signed_in", [True, False])
def test_missing_page_is_thai(client, staff, signed_in):
    if signed_in:
        client.force_login(staff)
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "ไม่พบหน้านี้" in response.content.decode()


def test_forbidden_page_is_thai(sign_in, auditor, year):
    response = sign_in(auditor).post(reverse("scores", args=[2567, "99990001"]))
    assert response.status_code == 403
    assert "ไม่มีสิทธิ์เปิดหน้านี้" in response.content.decode()


def test_error_pages_need_nothing_of_the_request():
    request = RequestFactory().get("/")
    assert "ระบบขัดข้อง" in server_error(request).content.decode()
    assert "โดยไม่มีคุกกี้" in unsaved(request, "no cookie").content.decode()


def test_form_without_cookies_is_given_back_to_its_own_page_alone(staff, year):
    client, page = Client(enforce_csrf_checks=True), "/2567/99990001/measures/add/"
    typed = {"title": "ชื่อ มาตรการ", "status": "done", "password": "รหัส ลับ"}
    own = {"Origin": "http://testserver", "Referer": "http://testserver/2567/99990001/measures/"}
    response = client.post(page, typed, headers=own)
    html = response.content.decode()
    assert (response.status_code, response.context["texts"]) == (403, ["ชื่อ มาตรการ"])
    assert 'href="/2567/99990001/measures/">เปิดแบบฟอร์มนี้ใหม่' in html
    assert client.post(page, typed, headers={"Origin": "http://other"}).context["texts"] == []
    by_script = client.post(page, typed, headers=own | {"Accept": "application/json"})
    assert (by_script.status_code, by_script.json()) == (401, {"error": "หมดเวลาเข้าสู่ระบบแล้ว"})


def test_form_of_who_signed_out_meanwhile_is_given_back(client, staff, year):
    page = "/2567/99990001/measures/add/"
    response = client.post(page, {"title": "ชื่อมาตรการ"})
    assert (response.status_code, response.context["texts"]) == (403, ["ชื่อมาตรการ"])
    assert "ท่านออกจากระบบไปแล้ว" in response.content.decode()
    assert client.post(page, {"title": ""}).url == f"/login/?next={page}"
    assert client.post(page, {"title": "ก"}, headers={"Accept": "application/json"}).status_code == 302


def test_pages_are_asked_for_again_on_back(sign_in, staff):
    assert sign_in(staff).get("/password/")["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("days", "kept"), [(3, True), (0, False)])
def test_sign_in_keeps_when_the_visit_before_was_and_reading_keeps_nothing(client, staff, days, kept):
    before = timezone.now() - timedelta(days=days)
    User.objects.filter(pk=staff.pk).update(last_login=before)
    sign_in_with(client, "staff", PASSWORD)
    staff.refresh_from_db()
    assert (staff.last_visit, staff.last_login > before) == (before if kept else None, True)
    signed_in = staff.last_login
    client.get("/")
    staff.refresh_from_db()
    assert (staff.last_visit, staff.last_login) == (before if kept else None, signed_in)


def test_first_sign_in_has_no_visit_before(client, staff):
    sign_in_with(client, "staff", PASSWORD)
    staff.refresh_from_db()
    assert (staff.last_visit, staff.last_login is None) == (None, False)
