"""A table of the officer's own, pasted from Word or typed, with and without JavaScript."""

import io
import re

import pikepdf
import pymupdf
import pytest
from playwright.sync_api import expect

from reports.models import Block
from reports.output.content import document_content, year_document
from reports.output.render import render_html, render_pdf
from tests.reports.extract import squeeze
from tests.reports.pdf_checks import elements
from tests.reports.samples import make_document

from .entry import LIST, paste

BUILDER = "/2567/99990001/document/results/"
# As Word puts it on the clipboard: source lines that wrap, merged cells, bold in spans, headings bold.
WORD = """<html><head><style>p.MsoNormal {margin:0} .xl65 {font-weight:700}</style></head><body>
<table class=MsoTableGrid>
 <tr><td rowspan=2><p class=MsoNormal><b><span lang=TH>ที่</span></b></p></td>
  <td rowspan=2><p class=MsoNormal><b><span lang=TH>มาตรการ</span></b></p></td>
  <td colspan=2><p class=MsoNormal><b><span lang=TH>งบประ</span></b><b><span lang=TH>มาณ</span></b></p></td></tr>
 <tr><td><p class=MsoNormal><b>ตั้งไว้</b></p></td><td class=xl65>ใช้จริง</td></tr>
 <tr><td><p class=MsoNormal>๑</p></td>
  <td><p class=MsoNormal><span lang=TH>จัดทำคู่มือ
  การให้บริการ</span></p><p class=MsoNormal><b><span lang=TH>ดำเนินการแล้วเสร็จ </span></b></p></td>
  <td><p class=MsoNormal>๑๐,๐๐๐</p></td>
  <td rowspan=2><p class=MsoNormal>ใช้ <span style='font-weight:bold'>ร่วมกัน</span></p></td></tr>
 <tr><td><p class=MsoNormal>๒</p></td><td><p class=MsoNormal>ประชุม</p></td><td><p class=MsoNormal>-</p></td></tr>
</table></body></html>"""
PLAIN = "ที่\tมาตรการ\tงบประมาณ\t\n\t\tตั้งไว้\tใช้จริง"
LANDED = (
    "ที่\tมาตรการ\tงบประมาณ\t<<\n^^\t^^\tตั้งไว้\tใช้จริง\n"
    '๑\t"จัดทำคู่มือ การให้บริการ\n**ดำเนินการแล้วเสร็จ**"\t๑๐,๐๐๐\tใช้ **ร่วมกัน**\n๒\tประชุม\t-\t^^'
)


def spans_of(pdf: bytes) -> list[list[tuple[str, int, int]]]:
    """Return each row of a PDF's tables as its cells: what they are, over how many columns and rows they reach."""
    rows: list[list[tuple[str, int, int]]] = []
    for element in elements(pikepdf.open(io.BytesIO(pdf))):
        if element.S == "/TR":
            rows.append([])
        elif element.S in ("/TH", "/TD"):
            given = element.get("/A", {})
            rows[-1].append((str(element.S), int(given.get("/ColSpan", 1)), int(given.get("/RowSpan", 1))))
    return rows


def words_of(pdf: bytes) -> dict[str, bool]:
    """Return the pieces of text on the pages of a PDF with whether they are bold."""
    pages = pymupdf.open(stream=pdf)
    blocks = [block for page in pages for block in page.get_text("dict")["blocks"]]
    pieces = [piece for block in blocks for line in block.get("lines", ()) for piece in line["spans"]]
    return {squeeze(piece["text"]): "Bold" in piece["font"] for piece in pieces}


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_a_table_of_word_is_printed_as_it_was(make_page, enter, picture, year, staff, javascript):
    make_document(year, [{"type": "text", "heading": "บทนำ", "paragraphs": ["ก"]}])
    page = make_page(javascript)
    enter(page, "staff")
    page.goto(BUILDER)
    page.get_by_role("link", name="เพิ่มส่วนต่อจากนี้ หลังส่วนที่ 1").click()
    page.get_by_role("link", name=re.compile("^ตารางที่พิมพ์เอง")).click()
    field = page.get_by_label("ตาราง", exact=True)
    if javascript:
        field.focus()
        paste(page, field, PLAIN, WORD)
        expect(field).to_have_value(LANDED)
    else:
        field.fill(LANDED)
    page.locator("#id_heading").fill("งบประมาณของมาตรการ")
    page.get_by_label("จำนวนแถวของหัวตาราง").select_option("2")
    picture(page, f"table-new-{'js' if javascript else 'plain'}")
    page.get_by_role("button", name="เพิ่มส่วนนี้").click()
    expect(page.locator("#messages")).to_contain_text("เพิ่มส่วน “ตารางที่พิมพ์เอง” แล้ว")
    block = Block.objects.get(type="table")
    assert [[(cell["across"], cell["down"]) for cell in row] for row in block.data["rows"]] == [
        [(1, 2), (1, 2), (2, 1)],
        [(1, 1), (1, 1)],
        [(1, 1), (1, 1), (1, 1), (1, 2)],
        [(1, 1), (1, 1), (1, 1)],
    ]
    html = " ".join(render_html(document_content(year_document(year))).split())
    assert re.search("ใช้ <b ?>ร่วมกัน</b>", html)
    pdf = render_pdf(document_content(year_document(year)))
    assert spans_of(pdf) == [
        [("/TH", 1, 2), ("/TH", 1, 2), ("/TH", 2, 1)],
        [("/TH", 1, 1), ("/TH", 1, 1)],
        [("/TD", 1, 1), ("/TD", 1, 1), ("/TD", 1, 1), ("/TD", 1, 2)],
        [("/TD", 1, 1), ("/TD", 1, 1), ("/TD", 1, 1)],
    ]
    words = words_of(pdf)
    assert (words["ใช้"], words["ร่วมกัน"], words["ดำเนินการแล้วเสร็จ"], words["ประชุม"]) == (False, True, True, False)

    page.set_viewport_size({"width": 390, "height": 900})
    page.get_by_role("link", name="แก้ไข ส่วนที่ 2").click()
    expect(field).to_have_value(LANDED)
    page.get_by_role("combobox", name="คอลัมน์ที่ 3 ตั้งไว้").select_option("right")
    picture(page, f"table-narrow-{'js' if javascript else 'plain'}")
    field.fill(LANDED.replace("<<", "^^"))
    page.get_by_role("button", name="บันทึกส่วนนี้").click()
    expect(page.get_by_text("แถวที่ 1 คอลัมน์ที่ 4: ไม่มีช่องทางบนให้รวมด้วย", exact=True)).to_be_visible()
    expect(field).to_have_value(LANDED.replace("<<", "^^"))
    field.fill(LANDED)
    page.get_by_role("button", name="บันทึกส่วนนี้").click()
    expect(page.locator("#messages")).to_contain_text("บันทึกส่วน")
    assert Block.objects.get(type="table").data["align"] == ["auto", "auto", "right", "auto"]


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_a_measure_has_a_goal_and_a_budget(make_page, enter, picture, make_measure, staff, javascript):
    measure = make_measure("จัดทำคู่มือการให้บริการ", 1, steps="๑. ประชุม\n๒. เผยแพร่", responsible="กองคลัง")
    page = make_page(javascript)
    enter(page, "staff")
    page.goto(f"{LIST}{measure.pk}/")
    page.get_by_text("เป้าหมาย ตัวชี้วัดความสำเร็จ งบประมาณ และหมายเหตุ").click()
    page.get_by_label("เป้าหมาย").fill("ผู้รับบริการทุกคนทราบขั้นตอน")
    page.get_by_label("ตัวชี้วัดความสำเร็จ").fill("ร้อยละ ๘๐ ของผู้ตอบพอใจ")
    page.get_by_label("งบประมาณ", exact=True).fill("๑๐,๐๐๐ บาท")
    picture(page, f"measure-further-{'js' if javascript else 'plain'}")
    page.get_by_role("button", name="บันทึก", exact=True).last.click()
    expect(page.locator(f"#measure-{measure.pk}")).to_contain_text("ร้อยละ ๘๐ ของผู้ตอบพอใจ")
    picture(page, f"measures-further-{'js' if javascript else 'plain'}")
    page.set_viewport_size({"width": 390, "height": 900})
    picture(page, f"measures-further-narrow-{'js' if javascript else 'plain'}")
