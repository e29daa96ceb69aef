"""The guide's page, its search, and the way to it from every page."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import RequestFactory
from django.urls import reverse

from assessments.guide import views
from assessments.guide.chapters import CHAPTERS, chapter_of
from assessments.guide.hints import HINTS
from assessments.guide.sections import sections_of
from assessments.models import Assessment
from ita_portal.urls import handler400, handler500
from tests.access_table import DOWNLOADS, TABLE
from tools.pictures import SHOTS

CONTACT = "กองยุทธศาสตร์ โทร. 0 9999 9999 <ต่อ 9>"
# Pages that belong to no chapter: the guide's beginning is shown.
BEGINNING = {"logout", "healthz", "readyz"}


def anchors() -> set[str]:
    return {section.anchor for section in sections_of(views.GUIDE.read_text(encoding="utf-8"))}


def test_every_chapter_that_is_named_stands_in_the_guide():
    assert set(CHAPTERS.values()) - anchors() == set()


def test_every_page_has_a_chapter():
    assert {name for name in TABLE if not chapter_of(name) and not name.endswith(DOWNLOADS)} == BEGINNING


def test_no_chapter_is_named_for_an_address_that_is_gone():
    names = {*TABLE, *(name.split("_")[0] for name in TABLE), "admin"}
    assert set(CHAPTERS) - names == set()


@pytest.mark.parametrize(
    ("name", "chapter"),
    [
        ("measure_edit", "จัดทำมาตรการ"),
        ("measure_progress", "ความก้าวหน้า"),
        ("framework_correction", "เกณฑ์ประจำปี"),
        ("admin:assessments_user_add", "งานของผู้ดูแลระบบ"),
        ("unheard_of", ""),
    ],
)
def test_chapter_is_that_of_the_name_else_of_its_first_word(name, chapter):
    assert chapter_of(name) == chapter


def help_link(response) -> list[str]:
    html = response.content.decode()
    return re.findall(r'<a[^>]* href="([^"]+)"[^>]*aria-label="คู่มือของหน้านี้"', html)


def test_missing_page_leads_to_the_guide(client, db):
    assert help_link(client.get("/nowhere/")) == ["/help/"]


def test_admin_site_leads_to_its_chapter(sign_in, administrator):
    html = sign_in(administrator).get(reverse("admin:index")).content.decode()
    assert '<a href="/help/#งานของผู้ดูแลระบบ">คู่มือของหน้านี้</a>' in html


def test_guide_stands_whole_on_its_page_with_contents_that_lead_into_it(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = client.get("/help/").content.decode()
    ids = set(re.findall(r' id="([^"]+)"', html))
    assert anchors() <= ids and len(re.findall("<h1", html)) == 1
    contents = re.search(r'<nav id="contents".*?</nav>', html, re.S)[0]
    assert set(re.findall(r'href="#([^"]+)"', contents)) == anchors() - {"คู่มือผู้ใช้ระบบ-ITA-ท้องถิ่น"}


def test_guide_is_read_anew_when_it_changes(client, db, tmp_path, monkeypatch):
    monkeypatch.setattr(views, "GUIDE", tmp_path / "guide.md")
    for text in ("หนึ่ง", "สอง"):
        views.GUIDE.write_text(f"# คู่มือ\n## เรื่อง\n{text} <i>ดิบ</i>", encoding="utf-8")
        assert f"<p>{text} &lt;i&gt;ดิบ&lt;/i&gt;</p>" in client.get("/help/").content.decode()


@pytest.mark.parametrize("typed", ["อนุมัติ", "อนุม\u200bัติ", " อนุมัติ\t"])
def test_search_shows_the_sections_with_the_words(client, db, typed):
    html = client.get("/help/", {"q": typed}).content.decode()
    assert '<a href="/help/#การอนุมัติ">การอนุมัติ</a>' in html
    assert '<a href="/help/#ความเห็น">' in html and '<a href="/help/#ลองปรับคะแนน">' not in html
    assert 'value="อนุมัติ"' in html or typed != "อนุมัติ"


def test_search_escapes_what_it_shows(client, db):
    html = client.get("/help/", {"q": "<b>"}).content.decode()
    assert "ไม่พบหัวข้อ" in html and "<b>" not in html
    assert "ใส่ &lt;&lt; ในช่อง" in client.get("/help/", {"q": "<<"}).content.decode()


def test_words_too_long_are_said_so_and_the_guide_is_shown(client, db):
    html = client.get("/help/", {"q": "ก" * 101}).content.decode()
    assert "errorlist" in html and 'id="การอนุมัติ"' in html
    assert client.get("/help/", {"q": "ก" * 9_000}).status_code == 200


def plain_pages(client) -> list[str]:
    request = RequestFactory().get("/")
    responses = [handler400(request, None), handler500(request), client.get("/help/"), client.get("/help/?q=ลบ")]
    return [response.content.decode() for response in (*responses, client.get("/login/"))]


def test_contact_stands_where_help_is_looked_for(client, db, settings):
    assert [page for page in plain_pages(client) if "ติดต่อผู้ดูแลระบบ:" in page] == []
    settings.HELP_CONTACT = CONTACT
    assert [CONTACT in unescape(page) and CONTACT not in page for page in plain_pages(client)] == [True] * 5


def test_contact_stands_on_a_refusal(sign_in, auditor, year, settings):
    settings.HELP_CONTACT = "กองยุทธศาสตร์"
    response = sign_in(auditor).get(reverse("measure_add", args=[2567, "99990001"]))
    assert response.status_code == 403
    assert "ติดต่อผู้ดูแลระบบ: <strong>กองยุทธศาสตร์</strong>" in response.content.decode()


def test_hint_is_shown_until_it_is_put_away_for_good(sign_in, staff, year):
    client, address = sign_in(staff), year.address("items")
    assert hints_on(client.get(address)) == [HINTS["items"]]
    done = client.post(reverse("hint_put_away", args=["items"]), {"back": f"{address}?unknown=1"})
    assert (done.status_code, done.url) == (302, f"{address}?unknown=1")
    assert hints_on(client.get(address)) == []
    assert hints_on(client.get(year.address("scores"))) == [HINTS["scores"]]
    client.post(reverse("hint_put_away", args=["items"]))
    staff.refresh_from_db()
    assert staff.hints_seen == ["items"]


def test_hint_is_for_who_fills_in_the_page(sign_in, staff, approver, year):
    assert hints_on(sign_in(approver).get(year.address("measures"))) == []
    assert hints_on(sign_in(staff).get("/2600/99990001/measures/")) == []
    assert hints_on(sign_in(staff).get(year.address("measures"))) == [HINTS["measures"]]
    Assessment.objects.filter(pk=year.pk).update(state="published")
    assert hints_on(sign_in(staff).get(year.address("measures"))) == []


def test_hint_that_nobody_gives_is_not_stored_and_leads_nowhere_else(sign_in, staff):
    client = sign_in(staff)
    assert client.post(reverse("hint_put_away", args=["poem"])).status_code == 404
    away = client.post(reverse("hint_put_away", args=["items"]), {"back": "//elsewhere.example/"})
    assert away.url == reverse("home")


def test_every_hint_is_that_of_a_page():
    assert set(HINTS) - set(TABLE) == set()


def hints_on(response) -> list[str]:
    return re.findall(r'class="notice notice-info hint".*?<p>(.*?)</p>', response.content.decode(), re.DOTALL)


def test_pictures_of_the_guide_are_there(client, db):
    pictures = re.findall(
        r'<img src="/static/([^"]+)" alt="[^"]+" loading="lazy"', client.get("/help/").content.decode()
    )
    assert [picture for picture in pictures if not finders.find(picture)] == []
    assert {Path(picture).stem for picture in pictures} == {name for name, *_ in SHOTS}
