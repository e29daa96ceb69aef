"""The document's tables as a workbook: names, real numbers, texts that no program computes."""

import io

import pytest
from openpyxl import load_workbook

from measures.models import Measure
from reports.output.content import document_content
from reports.output.excel import render_xlsx
from tests.reports.office import shown
from tests.reports.samples import make_document

pytestmark = pytest.mark.one_database  # what is printed does not depend on it


@pytest.fixture
def book(everything):
    return load_workbook(io.BytesIO(render_xlsx(everything)))


def test_each_table_is_a_sheet_with_a_frozen_head(book):
    assert book.sheetnames[:6] == [
        "มาตรการ",
        "เปรียบเทียบสองปี",
        "ลำดับ",
        "คะแนนตามเครื่องมือประเมิน",
        "ประเด็นที่ต้องพัฒนา",
        "คะแนนรายข้อ",
    ]
    assert {(sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.paperSize) for sheet in book} == {
        ("A3", "$1:$2", 9)
    }


def test_scores_are_numbers_that_show_as_printed(book):
    row = book["เปรียบเทียบสองปี"][4]
    assert [cell.value for cell in row] == [2, "การใช้งบประมาณ", 91.36, 92.12, 0.76]
    assert [shown(cell) for cell in row] == ["๒", "การใช้งบประมาณ", "๙๑.๓๖", "๙๒.๑๒", "+๐.๗๖"]
    assert row[2].number_format == "[$-D00041E]0.00"
    last = book["เปรียบเทียบสองปี"][13]
    assert [shown(cell) for cell in last if cell.value is not None] == ["คะแนนเฉลี่ย", "๙๔.๒๒", "๙๐.๖๕", "-๓.๕๗"]


def test_texts_that_look_like_formulas_stay_texts(year):
    document = make_document(year, [{"type": "measures", "heading": "=1+1"}])
    for place, text in enumerate(["=1+1", "@SUM(A1)", "-", "_x0041_", "ก\nข"]):
        Measure.objects.create(assessment=year, title=text, position=place)
    sheet = load_workbook(io.BytesIO(render_xlsx(document_content(document)))).active
    cells = [sheet.cell(place, 1) for place in range(3, 8)]
    # Excel reads _x005F_ as "_"
    assert [cell.value for cell in cells] == ["=1+1", "@SUM(A1)", "-", "_x005F_x0041_", "ก\nข"]
    assert [cell.data_type for cell in [sheet["A1"], *cells]] == ["s"] * 6
    assert [bool(cell.quotePrefix) for cell in cells] == [True, True, True, False, False]


def test_document_without_tables_says_so(year):
    document = make_document(year, [{"type": "text", "heading": "ก", "paragraphs": ["ข"]}])
    book = load_workbook(io.BytesIO(render_xlsx(document_content(document))))
    assert [(sheet.title, sheet["A1"].value) for sheet in book] == [("เอกสารนี้ไม่มีตาราง", "เอกสารนี้ไม่มีตาราง")]
