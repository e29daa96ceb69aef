"""An auditor's morning: the weakest authorities of a province, why, the next of them, and the table to take along."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from assessments.models import Municipality, User

from .world import demo_world, open_as

MOST_PRESSES = 9


@pytest.fixture
def nation(frameworks, settings) -> User:
    """The auditor of the nation, of which the demo's province is a part."""
    settings.DEMO = True
    demo_world()
    Municipality.objects.create(code="99990009", name="เทศบาลอื่น", kind="subdistrict", province="อื่น")
    return User.objects.get(username="nation")


class Hand:
    """Presses what a person would, and counts."""

    def __init__(self, page: Page):
        self.page, self.presses = page, 0

    def press(self, role, name: str, **options) -> None:
        self.presses += 1
        self.page.get_by_role(role, name=name, **options).first.click()

    def choose(self, label: str, option: str) -> None:
        self.presses += 2  # the list is opened, and one of it taken
        self.page.get_by_label(label, exact=True).select_option(option)


def rows(page: Page) -> list[str]:
    return page.locator(".overview-table tbody th a").all_inner_texts()


def test_weakest_of_a_province_are_found_opened_and_taken_along(make_page, live_server, nation, picture):
    page = make_page()
    open_as(page, nation, live_server)
    page.goto("/")
    hand = Hand(page)
    hand.press("link", "ภาพรวมของทุกหน่วยงาน")
    hand.choose("จังหวัด", "สาธิต")
    hand.press("button", "กรอง")
    hand.press("link", "คะแนน ▼")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("คะแนน ▲")
    weakest = rows(page)[:3]
    totals = [float(text) for text in page.locator(".overview-table .strong-figure").all_inner_texts()]
    assert (len(rows(page)), totals) == (43, sorted(totals))
    picture(page, "overview")
    hand.press("link", weakest[0])
    expect(page.get_by_role("heading", level=1)).to_contain_text(weakest[0])
    expect(page.locator("main")).to_contain_text("จึงอยู่ในระดับ")  # why
    hand.press("link", "หน่วยงานถัดไป ›")
    expect(page.get_by_role("heading", level=1)).to_contain_text(weakest[1])
    page.locator("#crumbs").get_by_role("link", name="ภาพรวมปี 2569").click()
    hand.presses += 1
    assert rows(page)[:3] == weakest  # filter and order are kept
    with page.expect_download() as download:
        hand.press("link", "ดาวน์โหลดตาราง Excel")
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    names = [row[1] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert (len(names), names[:3]) == (43, weakest)
    assert hand.presses <= MOST_PRESSES


def test_counts_that_take_long_come_once_the_page_is_there(make_page, live_server, nation):
    page = make_page()
    open_as(page, nation, live_server)
    page.goto("/overview/2569/warnings/")
    expect(page.get_by_role("link", name="จุดอ่อนไม่มีมาตรการ")).to_contain_text("36")
    expect(page.get_by_role("link", name="นับทุกข้อ")).to_have_count(0)


def test_list_for_a_letter_is_copied_or_marked(make_page, live_server, nation):
    page = make_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_as(page, nation, live_server)
    page.goto("/overview/2569/progress/?province=สาธิต")
    page.get_by_text("สำหรับหนังสือเตือน").click()
    page.get_by_role("button", name="คัดลอกรายชื่อ").click()
    expect(page.get_by_role("status").filter(has_text="คัดลอกแล้ว")).to_be_visible()
    letter = page.locator("#letter").input_value()
    assert page.evaluate("navigator.clipboard.readText()") == letter
    assert letter.startswith("๑. ") and "เลยกำหนด" in letter


@pytest.mark.parametrize("path", ["", "warnings/?of=level", "progress/"])
def test_rows_are_cards_on_a_phone(make_page, live_server, nation, path):
    page = make_page(javascript=False, width=390)
    open_as(page, nation, live_server)
    page.goto(f"/overview/2569/{path}")
    expect(page.locator(".overview-table thead")).to_be_hidden()
    box = page.locator(".overview-table tbody tr").first.bounding_box()
    assert box["width"] <= 390 and page.evaluate("document.documentElement.scrollWidth") == 390
