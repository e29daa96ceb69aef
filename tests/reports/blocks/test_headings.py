"""Headings of two levels and titles inside a document; headings of every column of every table."""

import io
import json
import re

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn

from reports.blocks import BLOCK_TYPES
from reports.blocks.headings import levels
from reports.blocks.text import TextData
from reports.builder.outline import outline
from reports.models import Block
from reports.output.content import document_content, year_document
from reports.output.excel import render_xlsx
from reports.output.render import render_html, render_pdf
from reports.output.word.document import render_docx
from reports.package import export_package, import_package, read_package
from reports.rollover.services import copy_document
from tests.reports.extract import squeeze
from tests.reports.office import read, xlsx_text
from tests.reports.official import COVER, TOC, text
from tests.reports.page_forms import address, form_data, post_back
from tests.reports.pdf_checks import elements, faults
from tests.reports.samples import make_document, make_measures

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

FINDINGS = {**text("๓. การวิเคราะห์", "ก"), "heading_as": "auto"}
STRONG = text("๓.๑ จุดแข็ง", "ข")
TITLE = {**text("รายงานการวิเคราะห์\nประจำปี", "ค"), "heading_as": "title"}


def typed(*headings: str) -> list[TextData]:
    return [TextData(type="text", heading=heading, paragraphs=[]) for heading in headings]


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        (["๓. ผล", "๓.๑ จุดแข็ง", "๓.๒ จุดอ่อน", "๔. สรุป"], [1, 2, 2, 1]),
        (["3. ผล", "3.1. จุดแข็ง", " 3.1.2 ย่อย", "(๓.๒) จุดอ่อน"], [1, 2, 2, 2]),
        (["บทนำ", "ก. หัวข้อ", "๒๕๖๗ ในภาพรวม", "90.65 คะแนน"], [1, 1, 1, 1]),
        (["", "๑.๑ ไม่มีหัวข้อหลัก", "๑.๒ ต่อมา"], [1, 1, 2]),  # one of the second level stands below one of the first
    ],
)
def test_level_of_a_heading_follows_its_number(headings, told):
    assert levels(typed(*headings)) == told


def shown(year):
    return document_content(year_document(year))


def test_chosen_level_goes_before_the_number(year):
    chosen = [("๑. หลัก", "auto"), ("ไม่มีเลข", "second"), ("๑.๑ หลัก", "first"), ("๑.๒ เรื่อง", "title")]
    make_document(year, [{**text(heading, "ก"), "heading_as": heading_as} for heading, heading_as in chosen])
    assert [(block["level"], block.get("centred")) for block in shown(year).blocks] == [
        (1, None),
        (2, None),
        (1, None),
        (1, True),
    ]


@pytest.fixture
def levelled(year):
    cover = {**COVER, "foot": []}
    make_document(year, [cover, TOC, TITLE, FINDINGS, STRONG])
    return shown(year)


def test_levels_are_elements_of_the_pdf_and_lines_of_its_contents(levelled):
    pdf = pikepdf.open(io.BytesIO(render_pdf(levelled)))
    kinds = [str(element.S) for element in elements(pdf) if str(element.S) in ("/H1", "/H2", "/H3")]
    assert kinds == ["/H1", "/H2", "/H2", "/H2", "/H3"]
    assert faults(pdf) == []
    html = " ".join(render_html(levelled).split())
    assert squeeze(re.search(r"<h3>(.*?)</h3>", html)[1]) == "๓.๑จุดแข็ง"
    assert re.search(r'<h2 class="inner-title" ?>รายงานการวิเคราะห์ ประจำปี</h2>', html)
    entries = re.findall(r'<li( class="toc-second")?>.*?<span class="toc-text">(.*?)</span>', html)
    assert [(bool(second), squeeze(name)) for second, name in entries] == [
        (False, "รายงานการวิเคราะห์ประจำปี"),
        (False, "๓.การวิเคราะห์"),
        (True, "๓.๑จุดแข็ง"),
    ]


def test_levels_are_headings_and_contents_of_word(levelled):
    word = docx.Document(io.BytesIO(render_docx(levelled)))
    headings = [(p.style.name, read(p.text), p.alignment) for p in word.paragraphs if p.style.name[:7] == "Heading"]
    assert headings[-3:] == [
        ("Heading 2", "รายงานการวิเคราะห์\nประจำปี", 1),
        ("Heading 2", "๓. การวิเคราะห์", None),
        ("Heading 3", "๓.๑ จุดแข็ง", None),
    ]
    code = "".join(part.text or "" for part in word.element.body.iter(qn("w:instrText")))
    assert '\\o "2-3"' in code


def test_level_needs_version_three_and_is_read_back(year):
    document = make_document(year, [text("๑. หลัก", "ก"), text("๑.๑ ย่อย", "ข")])
    assert export_package(year)["version"] == 1
    block = document.blocks.last()
    Block.objects.filter(pk=block.pk).update(data={**block.data, "heading_as": "title"})
    package = export_package(year)
    assert (package["version"], package["document"]["sections"][1]["heading_as"]) == (3, "title")
    assert export_package(import_package(read_package(json.dumps(package).encode()), by=None, replace=True)) == package


def test_level_is_chosen_in_the_builder_and_told_in_the_history(editing, year):
    block = make_document(year, [text("หลัก", "ก"), text("ย่อย", "ข")]).blocks.last()
    post_back(editing, address("block_edit", year, block.pk), {"heading_as": "second"})
    assert [part["level"] for part in shown(year).blocks] == [1, 2]
    page = editing.get(address("history", year)).content.decode()
    assert "เป็นหัวข้อย่อย" in page


def levels_everywhere(year) -> dict[str, list[int]]:
    """Return the level of each heading but the contents' own, as each form of the document tells it."""
    content = shown(year)
    kinds = [str(element.S) for element in elements(pikepdf.open(io.BytesIO(render_pdf(content))))]
    word = docx.Document(io.BytesIO(render_docx(content))).paragraphs
    [entries] = [block["entries"] for block in content.blocks if block["type"] == "toc"]
    lines = outline(year_document(year))
    return {
        "builder": [2 if line.heading_is == "หัวข้อย่อย" else 1 for line in lines if line.block.type != "toc"],
        "contents": [entry["level"] for entry in entries],
        "PDF": [int(kind[2]) - 1 for kind in kinds if kind in ("/H2", "/H3")][1:],
        "Word": [int(p.style.name[-1]) - 1 for p in word if p.style.name in ("Heading 2", "Heading 3")],
        "contents of Word": [int(p.style.name[-1]) - 1 for p in word if p.style.name in ("toc 2", "toc 3")],
    }


def test_screen_and_document_tell_the_same_levels_whatever_becomes_of_the_blocks(editing, year):
    """A block that goes first, is chosen otherwise or is deleted changes the level of others."""
    document = make_document(year, [TOC, FINDINGS, STRONG, text("๓.๒ จุดอ่อน", "ค"), TITLE])
    _, first, strong, weak, title = document.blocks.all()

    def all_tell(*expected: int) -> None:
        told = levels_everywhere(year)
        assert told == {form: list(expected) for form in told}

    all_tell(1, 2, 2, 1)
    post_back(editing, address("block_edit", year, weak.pk), {"heading_as": "first"})
    post_back(editing, address("block_edit", year, title.pk), {"heading_as": "second"})
    all_tell(1, 2, 1, 2)
    editing.post(address("block_move", year, strong.pk), {"direction": "up"})
    all_tell(1, 1, 1, 2)
    editing.post(address("block_delete", year, first.pk))
    all_tell(1, 1, 2)
    post_back(editing, address("block_edit", year, strong.pk), {"heading_as": "title"})
    assert "ชื่อเรื่องกึ่งกลางหน้า" in editing.get(address("document", year)).content.decode()


HEADED = [name for name, kind in BLOCK_TYPES.items() if "headings" in kind.data.model_fields]


def test_every_table_that_the_portal_computes_has_headings_to_type():
    """The columns of measures are named in the document's settings, a table of one's own holds its own."""
    tables = {name for name in BLOCK_TYPES if name not in ("table", "measures")}
    assert tables - {*HEADED} == {"text", "photos", "cover", "toc", "signatures", "announcement"}


CHARTS = ("indicators", "instruments", "lines")


@pytest.mark.parametrize(("kind", "chart"), [(name, "") for name in HEADED] + [("chart", name) for name in CHARTS])
def test_heading_of_every_column_is_what_is_typed(editing, year, staff, kind, chart):
    make_measures(year, 2)
    section = BLOCK_TYPES[kind].new(year, instrument="IIT", indicator=10)
    section |= {"chart": chart} if chart else {}
    block = make_document(year, [section]).blocks.get()
    year.province_rank = 3
    year.save()
    before = export_package(year)["version"]
    count = len(section["headings"])
    names = {f"heading_{place}": f"หัวที่ {place}" for place in range(count)}
    post_back(editing, address("block_edit", year, block.pk), names)
    [printed] = shown(year).blocks
    assert set(printed["headings"]) <= set(names.values())
    assert len(set(printed["headings"])) == len(printed["headings"]) == len(printed["widths"]) or not printed["widths"]
    assert xlsx_text(render_xlsx(shown(year))).count("หัวที่") == len(printed["headings"])
    package = export_package(year)
    assert package["version"] == (before if kind in ("findings", "item_scores") else 3)
    assert export_package(import_package(read_package(json.dumps(package).encode()), by=None, replace=True)) == package


def test_typed_headings_of_year_columns_wait_in_a_copy(make_year, staff, year):
    later = make_year(2568)
    source = make_document(year, [BLOCK_TYPES["years"].new(year)])
    block = source.blocks.get()
    block.data["headings"][2] = "ผลดีปี ๒๕๖๖"
    block.save()
    copied = copy_document(by=staff, year=later, source=source)
    [brought] = copied.blocks.all()
    assert brought.data["headings"][2] == "ผลดีปี ๒๕๖๗"
    assert [waiting["was"] for waiting in copied.unconfirmed if "headings" in waiting["path"]] == ["ผลดีปี ๒๕๖๖"]


def test_form_keeps_headings_apart_from_its_rows(editing, year):
    page = editing.get(f"{address('block_add', year)}?type=progress")
    make_document(year, [])
    page = editing.get(f"{address('block_add', year)}?type=progress")
    form = page.context["form"]
    assert [field.label for field in form.head_row.fields][1:3] == ["หัวคอลัมน์ “ยังไม่เริ่ม”", "หัวคอลัมน์ “กำลังดำเนินการ”"]
    assert {"heading", "heading_as", "heading_0"} <= form_data(page).keys()
