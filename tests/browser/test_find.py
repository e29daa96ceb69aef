"""Finding by the keyboard from any page, and by a plain page where no script runs."""

import re

import pytest
from playwright.sync_api import expect

from tests.reports.samples import make_document

from . import axe

MEASURES = "/2567/99990001/measures/"


@pytest.fixture
def measure(make_measure):
    make_measure("ประชุมเจ้าหน้าที่")
    return make_measure("จัดทำแผนแก้ไขแม่น้ำ")


def press(page, key: str, code: str, **held) -> None:
    """Press a key of a keyboard that types something else there: the layout is not the browser's."""
    options = {"key": key, "code": code, "bubbles": True, "cancelable": True, **held}
    page.evaluate("options => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', options))", options)


@pytest.mark.parametrize("width", [1280, 390])
def test_measure_is_opened_by_keys_alone(make_page, enter, staff, measure, picture, width):
    page = make_page(width=width)
    enter(page, "staff")
    page.goto(MEASURES)
    dialog, field = page.locator("#find-dialog"), page.locator("#find-q")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("เเม่น้ำ", delay=20)
    expect(dialog.get_by_role("status")).to_contain_text("พบ 1 รายการ")
    assert axe.faults(page) == []
    picture(page, f"find-{width}")
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("link", name="จัดทำแผนแก้ไขแม่น้ำ")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")  # the last one stays
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{MEASURES}{measure.pk}/$"))


def test_escape_closes_and_gives_the_focus_back(make_page, enter, staff, measure):
    page = make_page()
    enter(page, "staff")
    page.goto(MEASURES)
    dialog, link = page.locator("#find-dialog"), page.get_by_role("link", name="ความก้าวหน้า").first
    for press_it in (
        lambda: page.keyboard.press("/"),
        lambda: page.keyboard.press("Control+k"),
        lambda: press(page, "ฝ", "Slash"),
        lambda: press(page, "า", "KeyK", ctrlKey=True),
    ):
        link.focus()
        press_it()
        expect(page.locator("#find-q")).to_be_focused()
        page.keyboard.type("ก")
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(link).to_be_focused()
    press(page, "-", "Slash")  # another layout's own letter
    expect(dialog).to_be_hidden()


def test_slash_is_a_letter_in_fields_and_control_k_is_not(make_page, enter, staff, measure):
    page = make_page()
    enter(page, "staff")
    page.goto(f"{MEASURES}{measure.pk}/")
    title = page.get_by_label("มาตรการ", exact=True)
    title.focus()
    page.keyboard.press("End")
    page.keyboard.type("/")
    expect(title).to_have_value("จัดทำแผนแก้ไขแม่น้ำ/")
    page.keyboard.press("Control+k")
    expect(page.locator("#find-q")).to_be_focused()
    page.get_by_role("button", name="ปิด").click()
    expect(title).to_be_focused()
    title.fill(measure.title)


def test_slash_and_its_thai_letter_open_a_chosen_cell(make_page, enter, staff, measure):
    page = make_page()
    enter(page, "staff")
    page.goto(MEASURES)
    for key, code in (("/", "Slash"), ("ฝ", "Slash")):
        cell = page.locator(f"#measure-{measure.pk} [data-field=period]")
        cell.focus()
        press(page, key, code)
        expect(cell.locator("textarea")).to_be_focused()
        expect(page.locator("#find-dialog")).to_be_hidden()
        page.keyboard.press("Escape")


def test_lost_network_and_ended_session_are_told_in_the_dialog(make_page, enter, staff, year):
    make_document(year, [{"type": "text", "heading": "๑. บทนำ", "paragraphs": ["เดิม"]}])
    page = make_page()
    enter(page, "staff")
    page.goto("/2567/99990001/document/results/")  # the builder tells of its own lost requests
    said = page.locator("#find-said")
    page.get_by_role("link", name="ค้นหา").click()
    page.context.set_offline(True)
    page.keyboard.type("แผน")
    expect(said).to_contain_text("ค้นหาไม่สำเร็จ")
    expect(page.locator("#messages")).to_be_empty()
    page.context.set_offline(False)
    page.keyboard.type("ก")
    expect(said).to_contain_text("ไม่พบ")
    page.context.clear_cookies()
    page.keyboard.type("ข")
    expect(said).to_contain_text("ค้นหาไม่สำเร็จ")
    expect(page).to_have_url(re.compile("/document/results/$"))


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_menu_of_a_phone_leads_to_the_search(make_page, enter, staff, measure, picture, javascript):
    page = make_page(javascript, width=390)
    enter(page, "staff")
    page.goto(MEASURES)
    page.get_by_role("button", name="เมนู").click()
    page.locator(".top-nav").get_by_role("link", name="ค้นหา").click()
    if javascript:
        expect(page.locator("#find-dialog")).to_be_visible()
    else:
        expect(page).to_have_url(re.compile(r"/find/\?at=2567/99990001$"))
    page.locator("#find-q").fill("แม่น้ำ แผน")
    page.locator("#find-q").press("Enter")
    expect(page.get_by_role("heading", name="ค้นหา", exact=True)).to_be_visible()
    picture(page, f"find-page-{javascript}")
    page.get_by_role("link", name="จัดทำแผนแก้ไขแม่น้ำ").click()
    expect(page).to_have_url(re.compile(f"{MEASURES}{measure.pk}/$"))
