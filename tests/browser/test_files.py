"""Choosing files: in Thai whatever language the browser speaks, by keyboard, without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.measures.evidence.files import pdf

PAGE = "/2567/99990001/evidence/"
PRESSED = """() => { const [input, seen] = [document.querySelector("#id_files"), document.querySelector(".file-button")]
  .map(part => part.getBoundingClientRect());
  const at = document.elementFromPoint(seen.left + seen.width / 2, seen.top + seen.height / 2);
  return [at.id, input.left <= seen.left && seen.right <= input.right]; }"""
COLOUR = "getComputedStyle(document.querySelector('#id_files')).color"
SAID = "getComputedStyle(document.querySelector('.file-input'), '::after').content"
CHOSEN = [{"name": "รายงาน.pdf", "mimeType": "application/pdf", "buffer": pdf()}]


def by_mouse(page) -> None:
    box = page.locator(".file-button").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def by_keyboard(page) -> None:
    page.locator("#id_files").focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("javascript", [True, False])
def test_button_is_thai_and_pressed_by_mouse_and_keyboard(make_page, enter, staff, year, picture, javascript):
    page = make_page(javascript=javascript)
    enter(page, "staff")
    page.goto(PAGE)
    expect(page.locator(".file-button")).to_have_text("เลือกไฟล์")
    assert page.evaluate(PRESSED) == ["id_files", True]
    assert (page.evaluate(COLOUR), page.evaluate(SAID)) == ("rgba(0, 0, 0, 0)", '"ยังไม่ได้เลือก"')
    picture(page, f"files-{javascript}")
    for press in (by_mouse, by_keyboard):
        with page.expect_file_chooser() as opened:
            press(page)
        opened.value.set_files(CHOSEN)
    assert page.evaluate(COLOUR) != "rgba(0, 0, 0, 0)"  # the browser tells the name that was chosen
    assert page.evaluate(SAID) == "none"


def test_a_field_that_may_stay_empty_says_so_too(make_page, enter, staff, make_measure):
    make_measure("อบรม")
    page = make_page()
    enter(page, "staff")
    page.goto("/2567/99990001/measures/progress/add/")
    expect(page.locator(".file-button")).to_have_text(["เปิดกล้อง", "เลือกไฟล์"])
    expect(page.locator("input.no-file")).to_have_count(2)
    page.get_by_label("ถ่ายภาพ").set_input_files([{"name": "ก.jpg", "mimeType": "image/jpeg", "buffer": b"."}])
    expect(page.locator("input.no-file")).to_have_count(1)
