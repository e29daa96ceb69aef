"""A score is changed, found in the history and undone; with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import IndicatorScore

YEAR = "/2567/99990001/"


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_change_is_found_in_history_and_undone(make_page, enter, picture, year, staff, auditor, javascript):
    officer, reader = make_page(javascript, width=390), make_page(javascript)
    enter(officer, "staff")
    officer.goto(YEAR + "scores/")
    officer.locator("#id_score_4").fill("80")
    officer.get_by_role("button", name="บันทึกคะแนน").click()
    officer.get_by_role("link", name="ประวัติ").click()

    entry = officer.locator(".entry").first
    expect(entry).to_contain_text("นักวิเคราะห์นโยบายและแผน")
    expect(entry).to_contain_text("คะแนนตัวชี้วัดที่ 4")
    expect(entry).to_contain_text(re.compile(r"74\.54\s*→\s*ใหม่\s*80\.00"))
    picture(officer, f"history-390-{'js' if javascript else 'plain'}")
    entry.get_by_role("link", name="เลิกทำ").click()
    expect(officer.locator("main")).to_contain_text(re.compile(r"80\.00\s*→\s*ใหม่\s*74\.54"))
    officer.get_by_role("button", name="เลิกทำรายการนี้").click()
    expect(officer.get_by_role("status").first).to_contain_text("เลิกทำแล้ว")
    expect(officer.locator(".entry").nth(1)).to_contain_text("เลิกทำแล้ว โดย นักวิเคราะห์นโยบายและแผน")
    assert str(IndicatorScore.objects.get(assessment=year, indicator__number=4).value) == "74.54"

    enter(reader, "auditor")
    reader.goto(YEAR)
    reader.get_by_role("link", name="ประวัติ", exact=True).click()
    reader.get_by_label("ผู้ดำเนินการ").select_option(label="นักวิเคราะห์นโยบายและแผน")
    reader.get_by_role("button", name="แสดง").click()
    expect(reader.locator(".entry")).to_have_count(2)
    expect(reader.get_by_role("link", name=re.compile("เลิกทำ"))).to_have_count(0)
    picture(reader, f"history-{'js' if javascript else 'plain'}")
    for page in (officer, reader):
        width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1]
