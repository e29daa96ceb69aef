"""What tables of indicators may print in the indicator's cell, and a remark of several indicators."""

import io
import json
import re
from decimal import Decimal

import docx
import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from ita_portal.thai import ascii_digits, thai_digits
from reports.blocks import BLOCK_TYPES
from reports.output.content import document_content, year_document
from reports.output.excel import render_xlsx
from reports.output.render import render_html, render_pdf
from reports.output.word.document import render_docx
from reports.package import export_package, import_package, read_package
from tests.reports.extract import pdfium_text, squeeze
from tests.reports.page_forms import address, form_data, post_back
from tests.reports.samples import make_document

pytestmark = pytest.mark.one_database  # what is printed does not depend on it


def text(cell) -> str:
    return "|".join(line["marker"] + line["text"] for line in cell["lines"])


def content(year, kind: str, **changes):
    section = BLOCK_TYPES[kind].new(year, instrument="IIT", indicator=10) | changes
    year.documents.all().delete()
    make_document(year, [section])
    return document_content(year_document(year))


def printed(year, kind: str, **changes) -> dict:
    [block] = content(year, kind, **changes).blocks
    assert sum(block["widths"]) in (0, 100)
    return block


def test_score_stands_behind_the_name_and_rank_before_it(year):
    block = printed(year, "ranking", rank_in_name=True, score_in_name=True)
    assert block["headings"] == ["ตัวชี้วัด"]
    best, score = max(year.scores_by_number().items(), key=lambda pair: pair[1])
    name = ascii_digits(text(block["rows"][0][0]))
    assert (name.startswith(f"ลำดับที่ 1 ตัวชี้วัดที่ {best} "), name.endswith(f" ({score:.2f} คะแนน)")) == (True, True)
    assert len(printed(year, "ranking", rank_in_name=True)["rows"][0]) == 2


def test_indicator_without_a_score_has_none_behind_its_name(year):
    year.scores.filter(indicator__number=1).delete()
    block = printed(year, "scores_by_instrument", score_in_name=True)
    assert block["headings"] == ["ตัวชี้วัด"]
    names = [text(row[0]) for group in block["groups"] for row in group["rows"]]
    assert [name.endswith("คะแนน)") for name in names] == [False] + [True] * 9


@pytest.mark.parametrize("kind", ["findings", "item_scores"])
def test_score_stands_behind_the_name_of_other_tables(year, kind):
    rows = {"rows": [{"indicator": 1, "issues": "ก", "remedy": "ข"}]} if kind == "findings" else {}
    plain = printed(year, kind, **rows)["rows"][0][0]
    scored = printed(year, kind, **rows, score_in_name=True)["rows"][0][0]
    number = 1 if kind == "findings" else 10
    assert text(scored) == f"{text(plain)} ({thai_digits(f'{year.scores_by_number()[number]:.2f}')} คะแนน)"


REMARKS = [{"instrument": "IIT", "remark": "ข้อสังเกตเดียวของทุกตัวชี้วัด"}]


def test_remark_is_one_cell_beside_all_indicators_of_its_instrument(year):
    shown = content(year, "scores_by_instrument", remarks=REMARKS, remarks_as="column")
    [block] = shown.blocks
    assert (block["headings"], sum(block["widths"])) == (["ตัวชี้วัด", "คะแนน", "ประเด็นที่ต้องปรับปรุง"], 100)
    html = " ".join(render_html(shown).split())
    assert re.findall(r'<td *rowspan="(\d)"', html) == ["5", "3", "2"]
    assert "ข้อสังเกตเดียวของทุกตัวชี้วัด" in squeeze(pdfium_text(render_pdf(shown)))
    [table] = docx.Document(io.BytesIO(render_docx(shown))).tables
    assert table.cell(2, 2)._tc is table.cell(6, 2)._tc
    assert table.cell(2, 2).text == "ข้อสังเกตเดียวของทุกตัวชี้วัด"
    assert table.cell(2, 1)._tc is not table.cell(3, 1)._tc
    merged = load_workbook(io.BytesIO(render_xlsx(shown))).active.merged_cells.ranges
    assert "C4:C8" in {str(reach) for reach in merged}


def test_long_remark_may_cross_pages(year):
    remarks = [{"instrument": "IIT", "remark": "\n".join(["ข้อสังเกตที่ยาว"] * 60)}]
    shown = content(year, "scores_by_instrument", remarks=remarks, remarks_as="column")
    assert [(group["keep"], group["torn"]) for group in shown.blocks[0]["groups"]] == [
        (False, True),
        (True, False),
        (True, False),
    ]
    assert squeeze(pdfium_text(render_pdf(shown))).count("ข้อสังเกตที่ยาว") == 60


ROWS = [
    {"indicator": 1, "issues": "ก", "remedy": "จัดอบรม"},
    {"indicator": 2, "issues": "ข", "remedy": "จัดอบรม"},
    {"indicator": 3, "issues": "ข", "remedy": "ประชุม"},
]


def test_equal_texts_of_neighbours_are_one_cell_where_that_is_wanted(year):
    apart, merged = (printed(year, "findings", rows=ROWS, merged=merged)["rows"] for merged in (False, True))
    assert [[cell["joined"] for cell in row] for row in apart] == [[False] * 3] * 3
    assert [[cell["joined"] for cell in row] for row in merged] == [
        [False, False, False],
        [False, False, True],
        [False, True, False],
    ]


CHANGES = [
    ("ranking", {"rank_in_name": "on"}),
    ("ranking", {"score_in_name": "on"}),
    ("scores_by_instrument", {"score_in_name": "on"}),
    ("scores_by_instrument", {"remarks_as": "column"}),
    ("findings", {"merged": "on"}),
    ("findings", {"score_in_name": "on"}),
    ("item_scores", {"score_in_name": "on"}),
]


@pytest.mark.parametrize(("kind", "change"), CHANGES)
def test_choice_is_made_in_the_builder_and_needs_version_three(editing, year, kind, change):
    block = make_document(year, [BLOCK_TYPES[kind].new(year, instrument="IIT", indicator=10)]).blocks.get()
    assert export_package(year)["version"] == 1
    post_back(editing, address("block_edit", year, block.pk), change)
    [(name, value)] = change.items()
    package = export_package(year)
    [section] = package["document"]["sections"]
    assert (package["version"], section[name]) == (3, True if value == "on" else value)
    assert export_package(import_package(read_package(json.dumps(package).encode()), by=None, replace=True)) == package


EARLIER = {"of_year-1": "2561", "total-1": "๗๒.๑๕", "level-1": "สูง", "rank-1": "ลำดับที่ ๓ จาก ๑๘ หน่วยงาน"}


def test_results_before_the_definitions_are_typed(editing, year, make_year):
    make_year(2562, {}, official_total=Decimal("77.88"), official_level="B")
    section = BLOCK_TYPES["announced"].new(year) | {"from_year": 2562}
    block = make_document(year, [section]).blocks.get()
    url = address("block_edit", year, block.pk)
    post_back(editing, url, EARLIER)
    [shown] = document_content(year_document(year)).blocks
    assert [[text(cell) for cell in row] for row in shown["rows"][:2]] == [
        ["พ.ศ. ๒๕๖๑", "๗๒.๑๕", "สูง", "ลำดับที่ ๓ จาก ๑๘ หน่วยงาน"],
        ["พ.ศ. ๒๕๖๒", "๗๗.๘๘", "B", "-"],
    ]
    assert "ผลของปี 2561: ๗๒.๑๕ สูง ลำดับที่ ๓ จาก ๑๘ หน่วยงาน" in editing.get(address("history", year)).content.decode()
    package = export_package(year)
    assert export_package(import_package(read_package(json.dumps(package).encode()), by=None, replace=True)) == package
    post_back(editing, url, dict.fromkeys(EARLIER, ""))
    block.refresh_from_db()
    assert block.data["earlier"] == []


def test_result_without_its_year_is_refused_and_stays_typed(editing, year):
    block = make_document(year, [BLOCK_TYPES["announced"].new(year)]).blocks.get()
    url = address("block_edit", year, block.pk)
    page = editing.get(url)
    data = {field: "" for field in EARLIER} | {"total-1": "๗๒.๑๕"}
    refused = editing.post(url, form_data(page) | data)
    assert (refused.status_code, refused.context["form"].errors) == (422, {"of_year-1": ["เลือกปีของผลนี้"]})
    assert form_data(refused)["total-1"] == "๗๒.๑๕"
    refused = editing.post(url, form_data(page) | {"of_year-1": "2561"})
    assert refused.context["form"].errors == {"total-1": ["กรอกคะแนน ระดับ หรือลำดับของปี 2561 หรือไม่เลือกปี"]}


def test_year_that_is_typed_twice_is_refused_beside_it_and_stays_typed(editing, year):
    earlier = [{"of_year": 2561, "total": "๗๒.๑๕", "level": "", "rank": ""}]
    block = make_document(year, [BLOCK_TYPES["announced"].new(year) | {"earlier": earlier}]).blocks.get()
    url = address("block_edit", year, block.pk)
    refused = editing.post(url, form_data(editing.get(url)) | {"of_year-2": "2561", "total-2": "๗๓.๑๕"})
    said = "ปี 2561 มีแล้วในรายการที่ 1 เลือกปีอื่น หรือรวมไว้ในรายการเดียวแล้วเว้นรายการนี้ว่าง"
    assert (refused.status_code, refused.context["form"].errors) == (422, {"of_year-2": [said]})
    assert form_data(refused)["total-2"] == "๗๓.๑๕"
    post_back(editing, url, {"of_year-2": "2560", "total-2": "๗๓.๑๕"})
    package = export_package(year)
    [section] = package["document"]["sections"]
    assert [row["of_year"] for row in section["earlier"]] == [2561, 2560]
    section["earlier"][1]["of_year"] = 2561
    with pytest.raises(ValidationError, match="มีปีซ้ำกัน"):
        import_package(read_package(json.dumps(package).encode()), by=None, replace=True)
