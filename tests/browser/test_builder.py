"""A document built beside its own pages, and next year's made by copying; with and without JavaScript."""

import re
from time import sleep

import pytest
from playwright.sync_api import expect

from assessments.models import Assessment
from measures.models import Measure
from reports.builder.views import pages
from reports.documents.unconfirmed import waiting_texts
from reports.models import Document
from tests.reports.samples import make_document

YEAR = "/2567/99990001/"
BUILDER = YEAR + "document/results/"
SECTIONS = [
    {"type": "text", "heading": "๑. บทนำ", "paragraphs": ["ผลของปีงบประมาณ พ.ศ. ๒๕๖๖ ได้ ๙๔.๒๒ คะแนน"]},
    {"type": "measures", "heading": "๒. มาตรการ"},
    {"type": "comparison", "heading": "๓. เปรียบเทียบ", "from_year": 2565, "to_year": 2566},
]
JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])


def shown(page) -> str:
    """Return what names the content of the pages that are shown, once they are there and drawn."""
    first = page.locator(".pages-list img").first
    expect(first).to_have_js_property("naturalWidth", 700)
    return re.search("pages/([0-9a-f]{32})/", first.get_attribute("src"))[1]


def changed(page, before: str) -> str:
    expect(page.locator(".pages-list img").first).not_to_have_attribute("src", re.compile(before))
    return shown(page)


@JAVASCRIPT
def test_document_is_built_beside_its_pages(make_page, enter, picture, year, staff, javascript):
    make_document(
        year,
        [{**section, "from_year": 2566, "to_year": 2567} if "to_year" in section else section for section in SECTIONS],
    )
    areas = list(year.framework.areas.all())
    for place in range(14):
        Measure.objects.create(
            assessment=year, area=areas[place % 7], title=f"มาตรการ {place}", steps="ก\n" * 12, position=place
        )
    page = make_page(javascript)
    enter(page, "staff")
    page.goto(BUILDER)
    first = shown(page)
    picture(page, f"builder-{'js' if javascript else 'plain'}")

    page.get_by_role("link", name="แก้ไข ส่วนที่ 3").click()
    page.locator("#id_heading").fill("๓. ผลเทียบสองปี")
    page.get_by_role("button", name="บันทึกส่วนนี้").click()
    expect(page.locator("#messages")).to_contain_text("บันทึกส่วน “เปรียบเทียบสองปี” แล้ว")
    second = changed(page, first)
    if javascript:  # the pages have come to the one where the block begins
        at = page.locator(".pages-list").get_attribute("data-at")
        assert int(at) > 1
        expect(page.locator(f"#page-{at}")).to_be_in_viewport()
        expect(page.locator("#pages")).not_to_have_js_property("scrollTop", 0)
        assert page.locator("#pages").evaluate("box => box.scrollTop") > 300

    page.get_by_role("link", name="เพิ่มส่วนต่อจากนี้ หลังส่วนที่ 1").click()
    page.get_by_role("link", name=re.compile("^ข้อความ")).click()
    expect(page.get_by_label("ตำแหน่งของส่วนใหม่").locator("option:checked")).to_contain_text("ต่อจากส่วนที่ 1")
    page.locator("#id_heading").fill("๑.๑ หลักการ")
    page.get_by_label("เนื้อความ").fill("เพื่อให้ประชาชนได้รับบริการที่ดี")
    page.get_by_role("button", name="เพิ่มส่วนนี้").click()
    expect(page.locator(".blocks h3").nth(1)).to_have_text("๑.๑ หลักการ")
    third = changed(page, second)

    down = page.get_by_role("button", name="ลง ส่วนที่ 2")
    down.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".blocks h3").nth(2)).to_have_text("๑.๑ หลักการ")
    fourth = changed(page, third)
    if javascript:  # the button is still under the hand
        expect(page.get_by_role("button", name="ลง ส่วนที่ 3")).to_be_focused()

    page.get_by_role("button", name="ลบ ส่วนที่ 3").click()
    expect(page.locator(".blocks > li")).to_have_count(3)
    assert changed(page, fourth) == second
    page.get_by_role("button", name="เลิกทำ").click()
    expect(page.locator(".blocks > li")).to_have_count(4)
    assert changed(page, second) == fourth


def test_wrong_and_stale_forms_keep_what_was_typed_beside_the_pages(make_page, enter, year, staff):
    document = make_document(year, SECTIONS[:1])
    page = make_page()
    enter(page, "staff")
    page.goto(BUILDER)
    page.get_by_role("link", name="แก้ไข ส่วนที่ 1").click()
    page.locator("#id_heading").fill("ของฉัน")
    document.blocks.update(heading="ของผู้อื่น")
    page.get_by_role("button", name="บันทึกส่วนนี้").click()
    expect(page.locator("[role=alert]")).to_contain_text("ยังไม่ได้บันทึก เพราะมีการแก้ไขข้อมูลนี้")
    expect(page.locator("#id_heading")).to_have_value("ของฉัน")
    expect(page.locator("#beside")).to_be_visible()
    page.context.clear_cookies()  # the session ends meanwhile
    page.get_by_role("button", name="บันทึกส่วนนี้").click()
    expect(page.locator("#messages")).to_contain_text("ยังไม่ได้บันทึก")
    expect(page.locator("#id_heading")).to_have_value("ของฉัน")
    assert document.blocks.get().heading == "ของผู้อื่น"


@JAVASCRIPT
def test_next_years_document_is_copied_and_looked_through(make_page, enter, picture, year, staff, javascript):
    before = Assessment.objects.get(framework__fiscal_year=2566)
    source = make_document(before, SECTIONS)
    source.title = ["รายงานเชิงรุก ปีงบประมาณ พ.ศ. ๒๕๖๖"]
    source.save()
    page = make_page(javascript, width=390)
    enter(page, "staff")
    page.goto(YEAR + "document/")
    page.get_by_role("button", name=re.compile("คัดลอกจากปี 2566")).click()
    expect(page.locator("#messages")).to_contain_text("คัดลอกจากปี 2566")
    expect(page.locator("#settings")).to_contain_text("รายงานเชิงรุก ปีงบประมาณ พ.ศ. ๒๕๖๗")
    shown(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    block = page.locator(".blocks > li").first
    block.get_by_text("รอยืนยัน 1 ข้อความ").click()
    expect(block.locator(".figures-then-and-now")).to_contain_text("94.22 → ปี 2567 90.65")
    picture(page, f"builder-unconfirmed-390-{'js' if javascript else 'plain'}")
    page.goto(YEAR + "approval/")
    expect(page.locator("main")).to_contain_text("ข้อความของปีก่อนที่ยังไม่มีผู้แก้ไขหรือยืนยัน")

    page.goto(BUILDER)
    page.get_by_role("link", name="แก้ไข ส่วนที่ 1").click()
    expect(page.locator(".unconfirmed-beside")).to_contain_text("90.65")
    page.get_by_role("link", name="ไม่บันทึก").click()
    block = page.locator(".blocks > li").first
    block.get_by_text("รอยืนยัน 1 ข้อความ").click()
    block.get_by_role("button", name="ยืนยันว่าข้อความนี้เป็นจริงในปี 2567").first.click()
    expect(block).not_to_contain_text("รอยืนยัน")
    expect(page.locator("#messages")).to_contain_text("ข้อความในเอกสารนี้")  # how many are left in other parts
    copied = Document.objects.get(assessment=year)
    assert waiting_texts(copied, list(copied.blocks.all()))[copied.blocks.first()] == []
    assert copied.blocks.first().data["paragraphs"] == ["ผลของปีงบประมาณ พ.ศ. ๒๕๖๗ ได้ ๙๔.๒๒ คะแนน"]


def test_block_is_dragged_to_another_place(make_page, enter, picture, year, staff):
    document = make_document(year, [{**SECTIONS[0], "heading": str(number)} for number in range(3)])
    page = make_page()
    page.set_viewport_size({"width": 1280, "height": 1600})
    enter(page, "staff")
    page.goto(BUILDER)
    for order in (["1", "0", "2"], ["0", "1", "2"]):  # what came anew has its handle too
        goal = page.locator(".blocks > li").nth(1)
        goal_at = {"x": 20, "y": goal.bounding_box()["height"] - 4}
        page.locator(".drag").first.drag_to(goal, target_position=goal_at)
        expect(page.locator(".blocks h3")).to_have_text(order)
        expect(page.locator("#pages-state")).to_have_text("")
        assert [block.heading for block in document.blocks.all()] == order
    picture(page, "builder-dragged")


def test_saving_while_pages_are_drawn_shows_the_last(make_page, enter, monkeypatch, year, staff):
    """The request for the pages before is not broken off: a script that does so leaves errors in the console."""
    make_document(year, SECTIONS[:1])
    drawn = pages.rendered

    def slowly(document, **asked):
        sleep(1)
        return drawn(document, **asked)

    monkeypatch.setattr(pages, "rendered", slowly)
    page = make_page()
    enter(page, "staff")
    page.goto(BUILDER)
    for heading in ("๑. หนึ่ง", "๑. สอง"):
        page.get_by_role("link", name="แก้ไข ส่วนที่ 1").click()
        page.locator("#id_heading").fill(heading)
        page.get_by_role("button", name="บันทึกส่วนนี้").click()
        expect(page.locator("#messages")).to_contain_text("แล้ว")
    expect(page.locator("#pages-state")).to_have_text("กำลังจัดหน้า…")
    expect(page.locator("#pages-state")).to_have_text("")
    assert shown(page) == drawn(Document.objects.get(), person=1).digest
