"""Characters that documents cannot print are told beside the field while somebody types."""

import pytest
from playwright.sync_api import expect

from tests.reports.samples import MEMO, make_document

from .entry import LIST, cell, text_of

YEAR = "/2567/99990001/"
WHERE = "บรรทัดที่ 2 ตัวที่ 5 “①” (U+2460)"


@pytest.mark.parametrize("width", [1280, 390])
def test_form_of_a_measure_tells_while_typing(make_page, enter, picture, staff, make_measure, width):
    measure = make_measure("จัดทำคู่มือ")
    page = make_page(width=width)
    enter(page, "staff")
    page.goto(f"{LIST}{measure.pk}/")
    field, note = page.locator("#id_steps"), page.locator("#id_steps + .undrawn")
    field.fill("ประชุม\nข้อ ")
    expect(note).to_have_role("status")
    expect(note).to_be_empty()
    before = field.bounding_box()
    page.keyboard.type("①")
    expect(note).to_have_text(f"⚠ พิมพ์ลงเอกสารไม่ได้: {WHERE} ให้ลบหรือใช้อักขระอื่นแทน")
    assert field.bounding_box() == before
    picture(page, f"undrawn-{width}")
    page.keyboard.type(" และต่อไป")
    expect(field).to_have_value("ประชุม\nข้อ ① และต่อไป")
    field.fill("เเละ\u200b \uf0b7 ☑ 😀 e\u0301 “คำ” \u00a0")  # drawn, or mended when it is saved
    expect(note).to_be_empty()
    field.fill("ก\x07ข")
    expect(note).to_contain_text("บรรทัดที่ 1 ตัวที่ 2 อักขระควบคุม (U+0007)")


def test_cell_tells_while_typing_and_what_was_mended_after_saving(make_page, enter, picture, staff, make_measure):
    measure = make_measure("จัดทำคู่มือ", steps="เดิม")
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    steps = cell(page, measure, "steps")
    steps.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("เเก้ไข\nข้อ ①")
    expect(steps.locator(".undrawn")).to_contain_text(WHERE)
    expect(steps.locator(".cell-state")).to_contain_text("✓ บันทึกแล้ว: ระบบแก้ข้อความให้พิมพ์และค้นหาได้ถูกต้อง: แก้ เเ")
    picture(page, "undrawn-cell")
    page.keyboard.press("Control+Enter")
    expect(steps.locator(".undrawn")).to_contain_text(WHERE)  # stays where it is to be mended
    assert text_of(measure, "steps") == "แก้ไข\nข้อ ①"


@pytest.mark.parametrize("address", ["memo/", "settings/", "columns/"])
def test_texts_of_a_document_tell_while_typing(make_page, enter, staff, year, address):
    make_document(year, [{"type": "text", "heading": "๑. บทนำ", "paragraphs": ["เดิม"]}], memo=MEMO)
    page = make_page()
    enter(page, "staff")
    page.goto(f"{YEAR}document/results/{address}")
    fields = page.locator("#work :is(textarea, input[type=text]:not([inputmode]))")
    for field in fields.all():
        name = field.get_attribute("name")
        if name not in ("date", "cut_off"):
            field.fill("①")
            expect(page.locator(f"[name='{name}'] + .undrawn"), name).to_contain_text("(U+2460)")


def test_text_that_is_never_printed_is_left_alone(make_page, enter, staff, make_measure):
    measure = make_measure("จัดทำคู่มือ")
    page = make_page()
    enter(page, "staff")
    page.goto(f"{LIST}{measure.pk}/progress/")
    page.get_by_label("ข้อความ", exact=True).fill("①")
    page.locator("#id_half_output").evaluate("field => { field.closest('details').open = true; }")
    page.locator("#id_half_output").fill("①")
    expect(page.locator("#id_half_output + .undrawn")).to_contain_text("(U+2460)")
    expect(page.locator(".undrawn")).to_have_count(1)


def test_without_javascript_it_is_told_after_saving(make_page, enter, staff, make_measure):
    measure = make_measure("จัดทำคู่มือ")
    page = make_page(javascript=False)
    enter(page, "staff")
    page.goto(f"{LIST}{measure.pk}/")
    page.locator("#id_steps").fill("เเก้ไข\nข้อ ①")
    page.get_by_role("button", name="บันทึก", exact=True).last.click()
    expect(page.locator("#messages")).to_contain_text(f"“ขั้นตอน/วิธีปฏิบัติ” {WHERE}")
    expect(page.locator("#messages")).to_contain_text("แก้ เเ (เ สองตัว) เป็น แ 1 แห่ง")
