"""The announcement of a year's measures: made from its starting form, dated, previewed, printed."""

import pytest
from playwright.sync_api import expect

from tests.reports.extract import extracted, squeeze
from tests.reports.samples import make_measures

YEAR = "/2567/99990001/"


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_officer_makes_the_announcement(make_page, enter, picture, year, staff, javascript, tmp_path):
    make_measures(year, 3)
    page = make_page(javascript)
    enter(page, "staff")
    page.goto(YEAR + "document/")
    page.get_by_role("button", name="ประกาศ").click()
    page.goto(YEAR + "document/announcement/")
    page.get_by_role("link", name="แก้ไข ส่วนที่ 1").click()
    page.get_by_label("ประกาศ ณ วันที่").fill("๑/๑๐/๒๕๖๖")
    page.get_by_role("button", name="บันทึกส่วนนี้").click()
    expect(page.get_by_role("status").first).to_contain_text("บันทึกส่วน “ประกาศ” แล้ว")
    page.get_by_role("link", name="ดูตัวอย่าง").click()
    expect(page.locator(".announcement")).to_contain_text("ประกาศ ณ วันที่ ๑ ตุลาคม พ.ศ. ๒๕๖๖")
    picture(page, f"announcement-{'js' if javascript else 'plain'}")
    with page.expect_download() as download:
        page.get_by_role("link", name="ดาวน์โหลด PDF").first.click()
    file = tmp_path / "announcement.pdf"
    download.value.save_as(file)
    wanted = ["ประกาศเทศบาลเมืองทดสอบ", "จึงประกาศให้ทราบโดยทั่วกัน", "ประกาศ ณ วันที่ ๑ ตุลาคม พ.ศ. ๒๕๖๖", "มาตรการที่ 2"]
    for text in extracted(file.read_bytes()).values():
        assert [part for part in wanted if squeeze(part) not in text] == []
