"""How many clicks and keystrokes the work of a year takes, from the first page on; docs/effort.md lists them."""

import pytest
from playwright.sync_api import Locator, Page, expect

from assessments.models import Framework
from assessments.years.services import open_year
from measures.models import Measure
from tests.conftest import SCORES_2567
from tests.measures.evidence.files import jpeg

from .entry import HEADS, paste

TITLE = "จัดกิจกรรมส่งเสริมคุณธรรม ครั้งที่"
ROWS = "\n".join([HEADS, *(f"{n % 7 + 1}\t{TITLE} {n}\tประชุม\tกองคลัง" for n in range(14))])


class Hands:
    """Count what a person does on a page; a key that is held beside another is not counted by itself."""

    def __init__(self, page: Page):
        self.page, self.clicks, self.keys = page, 0, 0

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name).first)

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name).first)

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def paste(self, target: Locator, text: str) -> None:
        self.keys += 1
        paste(self.page, target, text)

    def choose(self, target: Locator, files: list[dict]) -> None:
        with self.page.expect_file_chooser() as opened:
            self.click(target)
        opened.value.set_files(files)


@pytest.fixture
def hands(make_page, enter, staff, frameworks):
    """Return a function that signs the officer of an empty year in and stands on the first page."""
    year = open_year(by=staff, municipality=staff.municipality, framework=Framework.objects.get(fiscal_year=2567))

    def at_first_page(width: int = 1280) -> Hands:
        page = make_page(width=width)
        enter(page, "staff")
        return Hands(page)

    at_first_page.year = year
    return at_first_page


def test_ten_scores(hands):
    does = hands()
    does.link("กรอกคะแนน")
    does.click(does.page.locator("#id_score_1"))
    for number, score in SCORES_2567.items():
        does.type(score)
        if number < 10:
            does.press("Enter")
    does.press("Control+Enter")
    expect(does.page.locator("#messages")).to_contain_text("บันทึก")
    assert len(hands.year.scores_by_number()) == 10
    assert (does.clicks, does.keys) == (2, 61)


def test_fourteen_measures_pasted(hands):
    does = hands()
    does.link("มาตรการ")
    does.link("วางข้อมูลจาก Excel")
    does.click(does.page.get_by_label("ข้อมูลที่คัดลอก"))
    does.press("Control+V")
    does.page.get_by_label("ข้อมูลที่คัดลอก").fill(ROWS)
    does.button("ดูตัวอย่าง")
    does.button("ยืนยัน บันทึก 14 แถว")
    expect(does.page.locator(".undo")).to_contain_text("วาง 14 มาตรการแล้ว")
    assert hands.year.measures.count() == 14
    assert (does.clicks, does.keys) == (5, 1)


def test_one_photo_of_progress(hands):
    measure = Measure.objects.create(assessment=hands.year, title=TITLE, area=hands.year.framework.areas.first())
    does = hands(width=390)
    does.link("บันทึกหน้างาน")
    does.click(does.page.get_by_label(TITLE))
    does.click(does.page.get_by_label("กำลังดำเนินการ"))
    does.choose(does.page.get_by_label("ถ่ายภาพ"), [{"name": "image.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}])
    does.click(does.page.get_by_label("ทำอะไรไปแล้ว"))
    does.type("อบรมแล้ว")
    does.press("Enter")
    expect(does.page.locator("#messages")).to_contain_text("บันทึกความก้าวหน้า")
    assert (measure.evidence.count(), does.clicks, does.keys) == (1, 5, 9)


def test_one_report_downloaded(hands):
    does = hands()
    does.page.goto(hands.year.address("documents"))
    does.page.get_by_role("button", name="รายงานผลการดำเนินการ").click()
    does.page.goto("/")
    does.link("เอกสาร")
    with does.page.expect_download():
        does.link("ดาวน์โหลด PDF")
    assert (does.clicks, does.keys) == (2, 0)
