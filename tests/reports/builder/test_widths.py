"""Widths of columns: fitted until somebody types them, told in the builder, kept with the look, in every form."""

import io
import json

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from reports.blocks.cells import plain_text
from reports.builder.services import save_settings
from reports.builder.style_services import apply_style, save_style
from reports.documents.looks import look_of
from reports.documents.widths import fault, placed
from reports.models import Block, Document
from reports.output import fitting
from reports.output.content import document_content, year_document
from reports.output.excel import render_xlsx
from reports.output.word.document import render_docx
from reports.package import export_package, import_package, read_package
from tests.reports.official import text
from tests.reports.page_forms import address, form_data, post_back
from tests.reports.samples import SECTIONS, make_document, make_measures

COLUMNS = [{"field": field, "heading": field} for field in ("title", "steps", "responsible")]
SAMPLES = {section["type"]: section for section in SECTIONS}


@pytest.fixture
def table(year) -> Document:
    """A document with a table of measures in three columns."""
    make_measures(year, 3)
    made = make_document(year, [{"type": "measures", "heading": ""}])
    made.columns = COLUMNS
    made.save()
    return made


def printed(year, kind: str = "measures") -> list[int]:
    content = document_content(year_document(year))
    return next(block["widths"] for block in content.blocks if block["type"] == kind)


def typed(*widths: object) -> dict[str, str]:
    return {f"width-1-{column['field']}": str(width) for column, width in zip(COLUMNS, widths, strict=True)}


def test_page_tells_what_stands_and_takes_what_is_typed(editing, year, table):
    url = address("document_columns", year)
    fitted = printed(year)
    page = editing.get(url).content.decode()
    assert all(f"ขณะนี้ {width}" in page for width in fitted)
    post_back(editing, url, typed(20, 50, 30))
    assert (Document.objects.get().widths, printed(year)) == ([20, 50, 30], [20, 50, 30])
    post_back(editing, url, typed("", "๔๐", ""))
    assert (Document.objects.get().widths, printed(year)[1]) == ([0, 40, 0], 40)
    assert sum(printed(year)) == 100
    post_back(editing, url, typed("", "", ""))
    assert (Document.objects.get().widths, printed(year)) == ([], fitted)


def test_widths_are_fitted_anew_only_where_table_or_paper_changed(year, table, monkeypatch):
    fitted, fit = [], fitting.fit
    monkeypatch.setattr(fitting, "fit", lambda *asked: fitted.append(1) or fit(*asked))
    year.measures.update(steps="ขั้นตอนที่ไม่มีในการทดสอบอื่น")
    first = printed(year)
    assert (printed(year), len(fitted)) == (first, 1)
    year.measures.update(steps="ประชาสัมพันธ์ขั้นตอนการให้บริการผ่านทุกช่องทาง " * 9)
    assert (printed(year)[1] > first[1], len(fitted)) == (True, 2)
    Document.objects.update(text_size="large")
    assert (sum(printed(year)), len(fitted)) == (100, 3)


@pytest.mark.parametrize(
    ("widths", "said"),
    [
        ((20, 50, 40), "ให้ลดลง 10"),
        ((20, 50, 20), "ให้เพิ่มอีก 10"),
        ((60, 38, ""), "กรอกรวมกันไม่เกิน 96"),
        ((2, "", ""), "กว้างอย่างน้อยร้อยละ 4"),
        (("กว้าง", "", ""), "จำนวนเต็ม"),
    ],
)
def test_widths_that_make_no_table_are_told_and_kept_in_the_form(editing, year, table, widths, said):
    url = address("document_columns", year)
    answer = editing.post(url, form_data(editing.get(url)) | typed(*widths))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert typed(*widths).items() <= form_data(answer).items()
    assert Document.objects.get().widths == []


def test_widths_go_with_their_columns(editing, staff, year, table):
    url = address("document_columns", year)
    post_back(editing, url, typed(20, 50, 30) | {"order-1-steps": "1", "order-1-title": "2"})
    assert Document.objects.get().widths == [50, 20, 30]
    table.refresh_from_db()
    save_settings(by=staff, document=table, areas_as="column")
    table.refresh_from_db()
    assert (table.columns[0]["field"], table.widths) == ("area", [0, 43, 17, 25])
    save_settings(by=staff, document=table, areas_as="rows")
    table.refresh_from_db()
    assert (len(table.columns), sum(table.widths)) == (3, 100)


def test_widths_are_part_of_the_look(staff, year, table):
    Document.objects.update(widths=[20, 50, 30], joined=True, justified=True)
    table.refresh_from_db()
    style = save_style(by=staff, document=table, name="ก")
    Document.objects.update(widths=[], joined=False, justified=False)
    apply_style(by=staff, document=table, look=look_of(style))
    table.refresh_from_db()
    assert (table.widths, table.joined, table.justified) == ([20, 50, 30], True, True)


@pytest.mark.parametrize(("kind", "widths"), [("findings", [20, 0, 45]), ("table", [10, 40, 25, 25])])
def test_table_of_a_block_has_typed_widths_too(editing, year, kind, widths):
    make_document(year, [SAMPLES[kind]])
    block, fitted = Block.objects.get(), printed(year, kind)
    url = address("block_edit", year, block.pk)
    page = editing.get(url).content.decode()
    assert all(f"ขณะนี้กว้าง {width}" in page for width in fitted)
    post_back(editing, url, {f"width-{place}": str(width or "") for place, width in enumerate(widths, start=1)})
    stands = printed(year, kind)
    assert [width for width, wish in zip(stands, widths, strict=True) if wish] == list(filter(None, widths))
    assert sum(stands) == 100
    answer = editing.post(url, form_data(editing.get(url)) | {"width-1": "90"})
    assert (answer.status_code, "กรอกรวมกันไม่เกิน" in answer.content.decode() or kind == "table") == (422, True)


@pytest.mark.parametrize("change", [{"widths": [20, 50, 30]}, {"joined": True}, {"justified": True}])
def test_package_of_version_three_holds_the_look_and_no_other_does(year, table, change):
    assert export_package(year)["version"] == 1
    assert change.keys().isdisjoint(export_package(year)["document"])
    Document.objects.update(**change)
    exported = export_package(year)
    assert (exported["version"], change.items() <= exported["document"].items()) == (3, True)
    Document.objects.update(widths=[], joined=False, justified=False)
    import_package(read_package(json.dumps(exported).encode()), by=None, replace=True)
    assert export_package(year) == exported


def test_block_with_typed_widths_needs_version_three(year):
    make_document(year, [SAMPLES["findings"]])
    assert export_package(year)["version"] == 1
    block = Block.objects.get()
    block.data["widths"] = [20, 40, 40]
    block.save()
    exported = export_package(year)
    assert (exported["version"], exported["document"]["sections"][0]["widths"]) == (3, [20, 40, 40])
    exported["document"]["sections"][0]["widths"] = [20, 40]
    with pytest.raises(Exception, match="2 คอลัมน์ แต่ตารางมี 3"):
        read_package(json.dumps(exported).encode())


def test_word_and_excel_have_the_typed_widths(year, table):
    Document.objects.update(widths=[20, 50, 30])
    content = document_content(year_document(year))
    [word] = docx.Document(io.BytesIO(render_docx(content))).tables
    grid = [int(column.get(qn("w:w"))) for column in word._tbl.tblGrid.gridCol_lst]
    assert [round(100 * width / sum(grid)) for width in grid] == [20, 50, 30]
    sheet = load_workbook(io.BytesIO(render_xlsx(content))).active
    letters = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert [round(100 * width / sum(letters)) for width in letters] == [20, 50, 30]


def test_equal_units_and_periods_print_once_only_where_the_look_says_so(year, table):
    year.measures.update(responsible="กองคลัง", area=None)
    units = {}
    for joined in (False, True):
        Document.objects.update(joined=joined)
        [group] = document_content(year_document(year)).blocks[0]["groups"]
        units[joined] = [plain_text(row["cells"][2]["lines"]) for row in group["rows"]]
    assert units == {False: ["กองคลัง"] * 3, True: ["กองคลัง", "", ""]}


def test_word_fills_lines_as_thai_does_only_where_the_look_says_so(year):
    document = make_document(year, [text("", "ย่อหน้า")])
    for justified in (False, True):
        Document.objects.update(justified=justified)
        document.refresh_from_db()
        style = docx.Document(io.BytesIO(render_docx(document_content(document)))).styles["Body Text"]
        filled = style.element.find(f"{qn('w:pPr')}/{qn('w:jc')}")
        assert (filled is not None and filled.get(qn("w:val")) == "thaiDistribute") is justified


def test_faults_and_places_of_widths():
    assert fault([], 3) == fault([0, 0, 0], 3) == fault([20, 0, 40], 3) == fault([20, 40, 40], 3) == ""
    assert fault([50, 50], 3) and fault([50, 49], 2) and fault([3, 97], 2) and fault([97, 0], 2)
    assert placed([20, 30, 50], [0, 2]) == [28, 72]
    assert placed([], [0, 1]) == placed([0, 40], [0]) == []
    assert placed([60, 40], [None, 0, 1]) == [0, 51, 34]
