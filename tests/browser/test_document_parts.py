"""Levels of headings, headings of columns and a plan over several years, chosen in the builder, on a phone too."""

import pytest
from playwright.sync_api import expect

from reports.blocks import BLOCK_TYPES
from reports.models import Block
from tests.reports.samples import make_document

BUILDER = "/2567/99990001/document/results/"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_an_officer_sets_headings_and_a_plan(make_page, enter, picture, year, staff, javascript, width):
    sections = [
        {"type": "text", "heading": "๓. การวิเคราะห์", "paragraphs": ["ก"]},
        {"type": "text", "heading": "จุดแข็ง", "paragraphs": ["ข"]},
        BLOCK_TYPES["progress"].new(year),
        BLOCK_TYPES["measures"].new(year),
        BLOCK_TYPES["announced"].new(year),
    ]
    make_document(year, sections)
    page = make_page(javascript, width)
    looks = f"{width}-{'js' if javascript else 'plain'}"
    enter(page, "staff")
    page.goto(BUILDER)

    def edit(place: int) -> None:
        page.get_by_role("link", name=f"แก้ไข ส่วนที่ {place}", exact=True).click()
        expect(page.get_by_role("button", name="บันทึกส่วนนี้")).to_be_visible()

    def save() -> None:
        page.get_by_role("button", name="บันทึกส่วนนี้").click()
        expect(page.locator("#messages")).to_contain_text("บันทึกส่วน")

    edit(2)
    page.get_by_label("หัวข้อนี้เป็น").select_option("second")
    picture(page, f"heading-level-{looks}")
    save()
    edit(3)
    page.get_by_label("หัวคอลัมน์ “แล้วเสร็จ”").fill("เสร็จแล้ว")
    picture(page, f"headings-of-statuses-{looks}")
    save()
    edit(4)
    page.get_by_label("แผนหลายปี").select_option("budget")
    page.get_by_label("แผนเริ่มปี").select_option("2567")
    page.get_by_role("button", name="บันทึกส่วนนี้").click()
    expect(page.get_by_text("แผนหลายปีมี 2 ถึง 5 ปี ปีสุดท้ายต้องมาหลังปีแรก").first).to_be_visible()
    expect(page.get_by_label("แผนเริ่มปี")).to_have_value("2567")
    page.get_by_label("แผนสิ้นสุดปี").select_option("2569")
    picture(page, f"plan-years-{looks}")
    save()
    edit(5)
    page.get_by_label("ปีงบประมาณ", exact=True).select_option("2561")
    page.get_by_label("คะแนน", exact=True).fill("๗๒.๑๕")
    picture(page, f"earlier-results-{looks}")
    save()
    stored = {block.position: block.data for block in Block.objects.all()}
    assert stored[1]["heading_as"] == "second"
    assert stored[2]["headings"][3] == "เสร็จแล้ว"
    assert stored[3]["plan_years"] == [2567, 2569]
    assert stored[4]["earlier"] == [{"of_year": 2561, "total": "๗๒.๑๕", "level": "", "rank": ""}]
