"""The table of the officer's own: typed in its form, printed with merged cells and bold words in every form."""

import io
import json
import re

import docx
import pytest
from django.core.exceptions import ValidationError
from docx.oxml.ns import qn
from openpyxl import load_workbook

from reports.blocks.cells import lines
from reports.models import Block
from reports.output.content import document_content, year_document
from reports.output.excel import render_xlsx
from reports.output.render import render_html, render_pdf
from reports.output.word.document import render_docx
from reports.package import export_package, import_package, read_package
from tests.growth import processor_seconds, too_slow
from tests.reports.extract import pdfium_text, squeeze
from tests.reports.page_forms import address, form_data
from tests.reports.samples import SECTIONS, make_document

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

TABLE = next(section for section in SECTIONS if section["type"] == "table")
TYPED = "ที่\tงาน\tงบประมาณ\t<<\n^^\t^^\tตั้งไว้\tใช้จริง\n๑\t**แล้วเสร็จ**\t10,000\t5,000\n๒\tข\t<<\t1"


@pytest.fixture
def content(year):
    make_document(year, [TABLE])
    return document_content(year_document(year))


def test_lines_say_what_of_them_is_bold():
    whole, part, none = lines("**- แล้วเสร็จ**\nก **ข** ค\n2 ** 3 ** 4 **")
    assert (whole["marker"], whole["text"], whole["bold"]) == ("- ", "แล้วเสร็จ", True)
    assert part["text"] == "ก ข ค"
    assert part["pieces"] == [
        {"text": "ก ", "bold": False},
        {"text": "ข", "bold": True},
        {"text": " ค", "bold": False},
    ]
    assert (none["text"], "pieces" in none) == ("2 ** 3 ** 4 **", False)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("**ก****ข** ค", [("ก", True), ("ข", True), (" ค", False)]),
        ("**ก **ข** ค**", [("**ก ", False), ("ข", True), (" ค**", False)]),
        ("**ก** ข **ค**", [("ก", True), (" ข ", False), ("ค", True)]),
    ],
)
def test_bold_opens_before_a_letter_and_closes_behind_one(typed, parts):
    [line] = lines(typed)
    assert [(piece["text"], piece["bold"]) for piece in line["pieces"]] == parts
    assert line["text"] == "".join(text for text, _ in parts)


@pytest.mark.parametrize("typed", ["** ก **", "****", "**ก", "ก**", "***", "**"])
def test_other_stars_are_stars(typed):
    [line] = lines(typed)
    assert (line["text"], "pieces" in line, "bold" in line) == (typed, False, False)


@pytest.mark.parametrize("unit", ["**a ", " **", "**a", "a** ", "*"])
def test_stars_take_linear_time(unit):
    assert too_slow(lambda count: processor_seconds(lambda: lines(unit * count)), 400_000) == ""


def test_rows_that_a_low_cell_joins_stay_together_and_a_high_one_may_cross_pages(year, content):
    [table] = content.blocks
    joined = next(group for group in table["groups"] if len(group["rows"]) == 2)
    assert joined["keep"]
    assert [cell.get("down", 1) for cell in joined["rows"][0]["cells"]] == [1, 1, 1, 2]
    assert joined["rows"][1]["cells"][-1]["covered"]
    block = Block.objects.get()
    block.data["rows"][2][3]["text"] = "ยาว\n" * 60
    block.save()
    [table] = document_content(year_document(year)).blocks
    joined = next(group for group in table["groups"] if len(group["rows"]) == 2)
    assert not joined["keep"]
    assert ("down" in joined["rows"][0]["cells"][-1], joined["rows"][1]["cells"][-1]["joined"]) == (False, True)


def test_columns_are_set_as_chosen_and_figures_by_themselves_in_the_middle(content):
    [table] = content.blocks
    first = table["groups"][0]["rows"][0]["cells"]
    assert [cell["kind"] for cell in first] == ["centre", "", "right", "centre"]


def test_page_says_what_heads_what_and_what_is_bold(content):
    html = render_html(content)
    assert html.count("<thead>") == 1
    assert '<th scope="colgroup" colspan="2"' in html
    assert html.count('rowspan="2"') == 3
    assert re.search("จัด<b ?>อบรม</b>", squeeze_tags(html))
    assert squeeze("ชื่อตารางสองบรรทัด") in squeeze(pdfium_text(render_pdf(content)))


def squeeze_tags(html: str) -> str:
    return " ".join(html.split())


def test_word_has_merged_cells_and_bold_words(content):
    document = docx.Document(io.BytesIO(render_docx(content)))
    [table] = document.tables
    heads = [row for row in table._tbl.tr_lst if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
    assert len(heads) == 2
    assert len(table._tbl.xpath(".//w:gridSpan")) == 2
    assert [merge.get(qn("w:val")) for merge in table._tbl.xpath(".//w:vMerge")] == [
        *["restart"] * 2,
        *["continue"] * 2,
        "restart",
        "continue",
    ]
    bold = ["".join(run.text for run in paragraph.runs if run.bold) for paragraph in table.cell(2, 1).paragraphs]
    assert bold == ["อบรม", "แล้วเสร็จ"]


def test_workbook_has_merged_cells_and_numbers(content):
    [sheet] = load_workbook(io.BytesIO(render_xlsx(content)))
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    assert merged == {"A1:D1", "A2:A3", "B2:B3", "C2:D2", "D4:D5", "A6:C6"}
    assert (sheet["A4"].value, sheet["C5"].value, sheet.freeze_panes) == (1, 5000, "A4")
    assert sheet["D6"].font.bold


def typed(editing, url: str, **change: str):
    return editing.post(url, form_data(editing.get(url)) | change)


def test_form_reads_what_is_pasted_and_gives_it_back(editing, year):
    document = make_document(year, [])
    answer = typed(editing, f"{address('block_add', year)}?type=table", grid=TYPED, head_rows="2")
    assert answer.status_code == 302
    block = document.blocks.get()
    assert [len(row) for row in block.data["rows"]] == [3, 2, 4, 3]
    assert block.data["align"] == ["auto"] * 4
    url = address("block_edit", year, block.pk)
    page = editing.get(url)
    assert page.context["form"]["grid"].value() == TYPED
    typed(editing, url, **{"align-2": "right"})
    assert Block.objects.get().data == {**block.data, "align": ["auto", "auto", "right", "auto"]}
    typed(editing, url, grid="ก|ข\n1|2", head_rows="1")
    assert [len(row) for row in Block.objects.get().data["rows"]] == [2, 2]


def test_form_tells_what_is_wrong_by_row_and_column_and_keeps_what_was_typed(editing, year):
    document = make_document(year, [])
    url = f"{address('block_add', year)}?type=table"
    answer = typed(editing, url, grid="ก\tข\n<<\t1", heading="คงอยู่")
    assert answer.status_code == 422
    assert "แถวที่ 2 คอลัมน์ที่ 1: ไม่มีช่องทางซ้ายให้รวมด้วย" in answer.content.decode()
    assert answer.context["form"]["grid"].value() == "ก\tข\n<<\t1"
    answer = typed(editing, url, grid="ก\tข\n^^\t1")
    assert "แถวที่ 1 คอลัมน์ที่ 1: ช่องที่รวมกันข้ามจากหัวตาราง" in answer.content.decode()
    assert not document.blocks.exists()


def test_a_table_of_nothing_says_so(editing, year):
    document = make_document(year, [])
    typed(editing, f"{address('block_add', year)}?type=table")
    assert "ยังไม่มีตาราง" in editing.get(address("document", year)).content.decode()
    assert document_content(year_document(year)).blocks[0]["headings"] == []
    assert document.blocks.count() == 1


def test_package_refuses_a_table_that_its_cells_do_not_fill(year):
    make_document(year, [TABLE])
    package = export_package(year)
    assert package["version"] == 3
    assert export_package(import_package(read_package(json.dumps(package).encode()), by=None, replace=True)) == package
    del package["document"]["sections"][0]["rows"][1][0]
    with pytest.raises(ValidationError, match=r"document\.sections\[0\].*แถวที่ 2 คอลัมน์ที่ 4: ไม่มีช่องนี้"):
        read_package(json.dumps(package).encode())
