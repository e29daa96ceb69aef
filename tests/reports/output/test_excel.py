"""The document's tables as a workbook: names, real numbers, texts that no program computes."""

import io

import pymupdf
import pytest
from django.conf import settings
from openpyxl import load_workbook

from measures.models import Measure
from reports.output.content import document_content
from reports.output.excel import render_xlsx
from tests.reports.extract import squeeze
from tests.reports.office import converted, shown
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
    heads = {sheet.title: (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.paperSize) for sheet in book}
    assert heads.pop("ตาราง") == ("A4", "$1:$3", 9)  # whose headings stand in two rows
    assert set(heads.values()) == {("A3", "$1:$2", 9)}


def test_scores_are_numbers_that_show_as_printed(book):
    row = book["เปรียบเทียบสองปี"][4]
    assert [cell.value for cell in row] == [2, "การใช้งบประมาณ", 91.36, 92.12, 0.76]
    assert [shown(cell) for cell in row] == ["๒", "การใช้งบประมาณ", "๙๑.๓๖", "๙๒.๑๒", "+๐.๗๖"]
    assert row[2].number_format == "[$-D00041E]0.00"
    last = book["เปรียบเทียบสองปี"][13]
    assert [shown(cell) for cell in last if cell.value is not None] == ["คะแนนรวม", "๙๔.๒๒", "๙๐.๖๕", "-๓.๕๗"]


@pytest.mark.skipif("postgres" in settings.DATABASES["default"]["ENGINE"], reason="once is enough: SQLite")
def test_libreoffice_shows_every_text_within_its_row(year, tmp_path):
    """A text that its row has no room for would lie on the rows below, or nowhere."""
    document = make_document(year, [{"type": "measures", "heading": "มาตรการ"}])
    steps = "๑. ครบ ตรง กลม นคร ถนน ขบวน ตลก\n๒. ผล กฎ คน สรร บรรพต ธรรม กรม\n"  # LibreOffice misspells marks
    for place, times in enumerate((1, 3, 2)):
        Measure.objects.create(assessment=year, title="น้ำ", responsible=(steps * times).strip(), position=place)
    [pdf] = converted(render_xlsx(document_content(document)), tmp_path / "report.xlsx", "pdf")
    [page] = pymupdf.open(stream=pdf)
    [table] = page.find_tables().tables
    texts = [squeeze(text) for row in table.extract() for text in row if text]
    assert [texts.count(squeeze(steps * times)) for times in (1, 3, 2)] == [1, 1, 1]


def test_row_higher_than_excel_allows_makes_its_sheet_wider(year):
    document = make_document(year, [{"type": "measures", "heading": "มาตรการ"}])
    widths = []
    for text in ("ข้อความ", "ข้อความยาว " * 250):
        Measure.objects.create(assessment=year, title=text, responsible=text)
        sheet = load_workbook(io.BytesIO(render_xlsx(document_content(document)))).active
        widths.append(sum(dimension.width for dimension in sheet.column_dimensions.values()))
        assert max(dimension.height for dimension in sheet.row_dimensions.values()) <= 409
    assert widths[1] > widths[0]


def test_sheets_are_named_by_whole_words(year):
    headings = ["๒. ผลการดำเนินการตามมาตรการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", "ประเด็นที่ต้องพัฒนาตามแบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสีย"]
    document = make_document(year, [{"type": "measures", "heading": heading} for heading in headings * 2])
    assert load_workbook(io.BytesIO(render_xlsx(document_content(document)))).sheetnames == [
        "๒. ผลการดำเนินการตามมาตรการ",
        "ประเด็นที่ต้องพัฒนาตามแบบวัด",
        "๒. ผลการดำเนินการตามมาตรการ (2)",
        "ประเด็นที่ต้องพัฒนาตามแบบ (2)",
    ]


def test_texts_that_look_like_formulas_stay_texts(year):
    document = make_document(year, [{"type": "measures", "heading": "=1+1"}])
    for place, text in enumerate(["=1+1", "@SUM(A1)", "-", "_x0041_", "ก\nข"]):
        Measure.objects.create(assessment=year, title=text, position=place)
    sheet = load_workbook(io.BytesIO(render_xlsx(document_content(document)))).active
    cells = [sheet.cell(place, 1) for place in range(3, 8)]
    # Excel reads _x005F_ as "_"
    assert [cell.value for cell in cells] == ["=1+1", "@SUM(A1)", "-", "_x005F_x0041_", "ก\nข"]
    assert [cell.data_type for cell in [sheet["A1"], *cells]] == ["s"] * 6
    assert [bool(cell.quotePrefix) for cell in cells] == [True, True, False, False, False]


def test_document_without_tables_says_so(year):
    document = make_document(year, [{"type": "text", "heading": "ก", "paragraphs": ["ข"]}])
    book = load_workbook(io.BytesIO(render_xlsx(document_content(document))))
    assert [(sheet.title, sheet["A1"].value) for sheet in book] == [("เอกสารนี้ไม่มีตาราง", "เอกสารนี้ไม่มีตาราง")]
