"""Draft → the total changes → the flag shows old and new → the new wording is taken; with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from reports.models import Block

YEAR = "/2567/99990001/"


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_drafted_sentence_follows_its_figures(make_page, enter, picture, year, staff, javascript):
    suffix = "js" if javascript else "plain"
    page, narrow = make_page(javascript), make_page(javascript, width=390)
    enter(page, "staff")
    enter(narrow, "staff")
    page.goto(YEAR + "document/")
    page.get_by_role("button", name="รายงานผลการดำเนินการ").click()
    closing = Block.objects.filter(type="text").last()
    page.locator(f"#block-{closing.pk}").get_by_role("link", name="แก้ไข").click()
    page.get_by_role("link", name="ร่างข้อความจากข้อมูล").click()
    picture(page, f"drafting-choose-1280-{suffix}")
    narrow.goto(page.url)
    picture(narrow, f"drafting-choose-390-{suffix}")
    page.get_by_label("จุดแข็ง", exact=True).check()
    page.get_by_label("จุดที่ควรพัฒนา", exact=True).check()
    page.get_by_label("ใส่ไว้ที่").select_option(index=1)
    page.get_by_role("button", name="ใส่ข้อความที่เลือก").click()
    expect(page.get_by_role("status").first).to_contain_text("ใส่ข้อความที่ร่างแล้ว 2 ข้อความ")
    expect(page.get_by_label("เนื้อความ")).to_have_value("\n".join(Block.objects.get(pk=closing.pk).data["paragraphs"]))
    page.get_by_text("ที่มาของข้อความที่ร่างไว้").click()
    picture(page, f"drafting-block-1280-{suffix}")

    page.goto(YEAR + "scores/")
    page.locator("#id_official_total").fill("91.00")
    page.get_by_role("button", name="บันทึกคะแนน").click()
    expect(page.get_by_role("status").first).to_be_visible()
    page.goto(YEAR + "document/results/")
    flag = page.locator(".stale").first
    expect(flag).to_contain_text("คะแนนรวม ปี 2567: 90.65 → 91.00")
    picture(page, f"drafting-flag-1280-{suffix}")
    narrow.goto(YEAR + "document/results/")
    picture(narrow, f"drafting-flag-390-{suffix}")
    block = Block.objects.filter(type="text")[1]
    narrow.goto(f"{YEAR}document/results/blocks/{block.pk}/")
    picture(narrow, f"drafting-stale-390-{suffix}")
    page.goto(f"{YEAR}document/results/blocks/{block.pk}/")
    picture(page, f"drafting-stale-1280-{suffix}")
    for left in (1, 0):
        page.goto(YEAR + "document/results/")
        page.locator(".stale").first.get_by_role("button", name="ใช้ข้อความใหม่").click()
        expect(page.get_by_role("status").first).to_contain_text("ใช้ข้อความใหม่ตามข้อมูลปัจจุบันแล้ว")
        expect(page.locator(".stale")).to_have_count(left)
    assert "ได้คะแนนรวม ๙๑.๐๐ คะแนน" in Block.objects.get(pk=block.pk).data["paragraphs"][0]
