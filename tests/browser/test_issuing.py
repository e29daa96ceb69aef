"""Issuing asks once: what would be issued, what it supersedes, what stands in its way."""

from playwright.sync_api import expect

from reports.models import IssuedDocument
from tests.reports.samples import approve, make_document, make_measures

ISSUE = "/2567/99990001/document/results/issue/"


def test_document_is_issued_once_and_the_same_is_refused_beside_the_button(make_page, enter, picture, year, staff):
    make_measures(year, 3)
    make_document(year, [{"type": "measures", "heading": "มาตรการ"}])
    approve(year)
    page = make_page(width=390)
    enter(page, "staff")
    page.goto("/2567/99990001/document/results/")
    page.get_by_role("link", name="ออกเอกสาร").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ฉบับที่ 1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture(page, "issue-390")
    page.get_by_role("button", name="ออกเอกสารฉบับที่ 1").click()
    expect(page.locator("#messages")).to_contain_text("ออกเอกสารฉบับที่ 1 แล้ว")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(ISSUE)
    expect(page.locator("main")).to_contain_text("ฉบับที่ 1")
    page.get_by_role("button", name="ออกเอกสารฉบับที่ 2").click()
    expect(page.get_by_role("alert")).to_contain_text("จึงไม่ออกซ้ำ")
    picture(page, "issue-refused-1280")
    assert IssuedDocument.objects.count() == 1
