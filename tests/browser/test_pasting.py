"""Pasting into cells: one text, blocks of Excel and Word, merged cells; seen first and taken back."""

import pytest
from playwright.sync_api import expect

from assessments.models import ItemScore
from measures.models import Measure
from tests.conftest import SCORES_2567

from .entry import BLOCK, LIST, SCORES, cell, paste, scores_of, text_of

ONE_CELL = "<table><tr><td>%s</td></tr></table>"


@pytest.mark.parametrize(
    ("plain", "html", "stored"),
    [
        (
            "1.\tประชุม\r\n2.\tจัดทำ\r\n",
            "<p class=MsoListParagraph>1.&nbsp; ประชุม</p><p>2. จัดทำ</p>",
            "1. ประชุม\n2. จัดทำ",
        ),
        ('"๑. ประชุม\n๒. สรุป"\r\n', ONE_CELL % "๑. ประชุม<br>๒. สรุป", "๑. ประชุม\n๒. สรุป"),
        ('"๑. ประชุม\n๒. สรุป"', "<span>๑. ประชุม<br/>๒. สรุป</span>", "๑. ประชุม\n๒. สรุป"),
        ('"โครงการ ""รวมใจ""\nรุ่น ๒"\r\n', ONE_CELL % "โครงการ", 'โครงการ "รวมใจ"\nรุ่น ๒'),
        ("กองคลัง", "", "กองคลัง"),
    ],
)
def test_what_is_one_text_on_the_clipboard_goes_into_the_chosen_cell(
    make_page, enter, staff, make_measure, plain, html, stored
):
    measure = make_measure("จัดทำคู่มือ", steps="เดิม")
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    cell(page, measure, "steps").focus()
    paste(page, cell(page, measure, "steps"), plain, html)
    expect(cell(page, measure, "steps").locator(".cell-state")).to_contain_text("✓ บันทึกแล้ว")  # and what was mended
    assert text_of(measure, "steps") == stored


@pytest.mark.parametrize(
    ("plain", "html", "stored"),
    [
        ('"๑. ประชุม\n๒. สรุป"\r\n', ONE_CELL % "๑. ประชุม<br>๒. สรุป", "๑. ประชุม\n๒. สรุป"),
        ('"โครงการ ""รวมใจ""\nรุ่น ๒"', "<span>โครงการ</span>", 'โครงการ "รวมใจ"\nรุ่น ๒'),
    ],
)
def test_one_cell_loses_its_quotes_in_a_form_too(make_page, enter, staff, make_measure, plain, html, stored):
    measure = make_measure("จัดทำคู่มือ")
    page = make_page()
    enter(page, "staff")
    page.goto(f"{LIST}{measure.pk}/")
    page.locator("#id_steps").focus()
    paste(page, page.locator("#id_steps"), plain, html)
    expect(page.locator("#id_steps")).to_have_value(stored)


@pytest.mark.parametrize(("plain", "html"), [("กองคลัง", ""), ('"๑. ประชุม\n๒. สรุป"', ONE_CELL % "๑. ประชุม<br>๒. สรุป")])
def test_the_keys_for_pasting_put_the_real_clipboard_into_the_chosen_cell(
    make_page, enter, staff, make_measure, plain, html
):
    measure = make_measure("จัดทำคู่มือ", steps="เดิม")
    page = make_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    enter(page, "staff")
    page.goto(LIST)
    page.evaluate(
        """([plain, html]) => {
            const kinds = {"text/plain": plain, ...(html && {"text/html": html})};
            const blobs = Object.entries(kinds).map(([kind, text]) => [kind, new Blob([text], {type: kind})]);
            return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
        }""",
        [plain, html],
    )
    cell(page, measure, "steps").focus()
    page.keyboard.press("Control+V")
    expect(cell(page, measure, "steps").locator(".cell-state")).to_have_text("✓ บันทึกแล้ว")
    assert text_of(measure, "steps") == plain.strip('"')


def test_merged_cell_of_a_table_gives_its_text_to_each_row(make_page, enter, staff, make_measure):
    measure = make_measure("จัดทำคู่มือ")
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    html = "<table><tr><td>ก</td><td rowspan=2>กองคลัง</td></tr><tr><td>ข</td></tr></table>"
    paste(page, cell(page, measure, "title"), "ก\tกองคลัง\nข", html)
    expect(page.locator("#paste-dialog [name=block]")).to_have_value("ก\tกองคลัง\nข\tกองคลัง")


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_21_measures_are_pasted_seen_first_and_taken_back(
    make_page, enter, picture, staff, year, make_measure, javascript
):
    first = make_measure("มีอยู่ก่อน")
    page = make_page(javascript)
    enter(page, "staff")
    page.goto(LIST)
    if javascript:
        cell(page, first, "title").focus()
        paste(page, cell(page, first, "title"), BLOCK)
    else:
        page.get_by_role("link", name="วางข้อมูลจาก Excel").click()
        page.get_by_label("ข้อมูลที่คัดลอก").fill(BLOCK)
        page.get_by_role("button", name="ดูตัวอย่าง").click()
    expect(page.get_by_text("จะบันทึก 21 แถว")).to_be_visible()
    picture(page, f"paste-{'dialog' if javascript else 'page'}")
    assert Measure.objects.count() == 1
    page.get_by_role("button", name="ยืนยัน บันทึก 21 แถว").click()
    expect(page.locator(".undo")).to_contain_text("วาง 21 มาตรการแล้ว")
    assert Measure.objects.filter(steps='๑. ประชุม\n๒. ดำเนินการ "จริง"', responsible="กองคลัง").count() == 21
    assert [year.measures.filter(area__number=n + 1).count() for n in range(7)] == [4, *[3] * 6]
    picture(page, "pasted")
    page.get_by_role("button", name="เลิกทำ วาง 21 มาตรการแล้ว").click()
    expect(page.locator("#messages")).to_contain_text("เลิกทำแล้ว")
    assert list(Measure.objects.values_list("title", flat=True)) == ["มีอยู่ก่อน"]


def test_a_word_table_lands_by_its_cells(make_page, enter, staff, make_measure):
    first = make_measure("มีอยู่ก่อน", 3)
    page = make_page()
    enter(page, "staff")
    page.goto(LIST)
    html = "<table><tr><td><p>ก</p></td><td><p>๑. ข</p><p>๒. ค</p></td></tr></table>"
    paste(page, cell(page, first, "title"), "ก\t๑. ข\n๒. ค", html)
    page.get_by_role("button", name="ยืนยัน บันทึก 1 แถว").click()
    expect(page.locator(".undo")).to_be_visible()
    assert list(Measure.objects.values_list("title", "steps", "area__number")) == [
        ("มีอยู่ก่อน", "", 3),
        ("ก", "๑. ข\n๒. ค", 3),
    ]


WORD = """<table>
 <tr><td rowspan=2><p class=MsoNormal><span lang=TH>๑</span></p></td>
  <td><p class=MsoNormal><span lang=TH>จัดทำคู่มือ
  การให้บริการ</span></p></td>
  <td><p class=MsoListParagraph><span>๑.<span>&nbsp;&nbsp;&nbsp;</span></span><span lang=TH>ประชุม
  คณะทำงาน</span></p>
  <p class=MsoListParagraph><span>๒. เผยแพร่</span></p></td></tr>
 <tr><td><p class=MsoNormal>ประชุมชี้แจง</p></td><td><p class=MsoNormal>รายไตรมาส</p></td></tr>
</table>"""

WORD_TEXT = "๑\tจัดทำคู่มือ การให้บริการ\t๑. ประชุม คณะทำงาน\n๒. เผยแพร่\n\tประชุมชี้แจง\tรายไตรมาส"


def test_word_wraps_and_merges_cells_in_its_own_way(make_page, enter, staff, year):
    page = make_page()
    enter(page, "staff")
    page.goto(LIST + "paste/")
    paste(page, page.get_by_label("ข้อมูลที่คัดลอก"), WORD_TEXT, WORD)
    page.get_by_role("button", name="ดูตัวอย่าง").click()
    for column, name in enumerate(("area", "title", "steps")):
        page.locator(f"[name=column_{column}]").select_option(name)
    page.get_by_role("button", name="ดูตัวอย่างอีกครั้ง").click()
    page.get_by_role("button", name="ยืนยัน บันทึก 2 แถว").click()
    expect(page.locator(".undo")).to_contain_text("วาง 2 มาตรการแล้ว")
    assert list(Measure.objects.values_list("area__number", "title", "steps")) == [
        (1, "จัดทำคู่มือ การให้บริการ", "๑. ประชุม คณะทำงาน\n๒. เผยแพร่"),
        (1, "ประชุมชี้แจง", "รายไตรมาส"),
    ]


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_scores_are_pasted_seen_first_and_taken_back(make_page, enter, picture, year, staff, javascript):
    page = make_page(javascript)
    enter(page, "staff")
    page.goto(SCORES)
    block = "\n".join(f"{number}\t{number + 50}" for number in range(1, 11))
    if javascript:
        page.locator("#id_score_1").focus()
        paste(page, page.locator("#id_score_1"), block)
    else:
        page.get_by_role("link", name="วางข้อมูลจาก Excel").click()
        page.get_by_label("ข้อมูลที่คัดลอก").fill(block)
        page.get_by_role("button", name="ดูตัวอย่าง").click()
    picture(page, f"paste-scores-{'dialog' if javascript else 'page'}")
    page.get_by_role("button", name="ยืนยัน บันทึก 10 คะแนน").click()
    expect(page.locator(".undo")).to_contain_text("วางคะแนน 10 ตัวชี้วัดแล้ว")
    assert scores_of(year) == {number: f"{number + 50}.00" for number in range(1, 11)}
    page.get_by_role("button", name="เลิกทำ").click()
    expect(page.locator("#messages")).to_contain_text("เลิกทำแล้ว")
    assert scores_of(year) == SCORES_2567


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_scores_of_items_are_pasted_seen_first_and_taken_back(make_page, enter, picture, make_year, staff, javascript):
    make_year(2562, {})
    page = make_page(javascript)
    enter(page, "staff")
    page.goto("/2562/99990001/items/")
    block = "ข้อ\tประเด็น\tคะแนน\n๙.๑ ข้อมูลพื้นฐาน\nข้อ O๑\tโครงสร้าง\t๑๐๐\nO2\tผู้บริหาร\t0\nO3\tอำนาจ\t55"
    if javascript:
        page.locator(".choose input").first.focus()
        paste(page, page.locator(".choose input").first, block)
    else:
        page.get_by_role("link", name="วางข้อมูลจาก Excel").click()
        page.get_by_label("ข้อมูลที่คัดลอก").fill(block)
        page.get_by_role("button", name="ดูตัวอย่าง").click()
    expect(page.get_by_text("“55” ไม่ใช่คะแนนของข้อนี้")).to_be_visible()
    picture(page, f"paste-items-{'dialog' if javascript else 'page'}")
    assert ItemScore.objects.count() == 0
    page.get_by_role("button", name="ยืนยัน บันทึก 2 คะแนน").click()
    expect(page.locator(".undo")).to_contain_text("วางคะแนน 2 ข้อแล้ว")
    assert ItemScore.objects.count() == 2
    page.get_by_role("button", name="เลิกทำ").click()
    expect(page.locator("#messages")).to_contain_text("เลิกทำแล้ว")
    assert ItemScore.objects.count() == 0
