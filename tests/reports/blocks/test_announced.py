"""What was announced over the years, and headings and changes of other tables as the officer wants them."""

import json
from decimal import Decimal

import pytest

from assessments.models import Assessment
from reports.blocks import BLOCK_TYPES
from reports.models import Block, Document
from reports.output.content import document_content, year_document
from reports.package import export_package, import_package, read_package
from tests.reports.page_forms import address, form_data
from tests.reports.samples import make_document

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

ANNOUNCED = {"type": "announced", "from_year": 2564, "to_year": 2567, "with_rank": True, "earlier": []}
ANNOUNCED |= {"headings": [""] * 4}


def text(cell) -> str:
    return "|".join(line["marker"] + line["text"] for line in cell["lines"])


def printed(year, **section) -> tuple[list[str], list[list[str]]]:
    Document.objects.filter(assessment=year).delete()
    make_document(year, [{"heading": "", **section}])
    [block] = document_content(year_document(year)).blocks
    assert sum(block["widths"]) in range(98, 101)
    return block["headings"], [[text(cell) for cell in row] for row in block["rows"]]


@pytest.fixture
def results(make_year):
    make_year(2564, {}, official_total=Decimal("77.88"), official_level="B", province_rank=7)
    make_year(2565, {1: "80.00"})  # of which nothing was announced
    make_year(2566, {}, official_total=Decimal("94.22"), official_level="ผ่านดี")
    return make_year(
        2567, {}, official_total=Decimal("90.65"), official_level="ผ่าน", province_rank=3, province_count=20
    )


def test_years_of_which_something_was_announced_have_a_row(results):
    assert printed(results, **ANNOUNCED) == (
        ["ปีงบประมาณ", "คะแนน", "ระดับ", "ลำดับในจังหวัด"],
        [
            ["พ.ศ. ๒๕๖๔", "๗๗.๘๘", "B", "ลำดับที่ ๗"],
            ["พ.ศ. ๒๕๖๖", "๙๔.๒๒", "ผ่านดี", "-"],
            ["พ.ศ. ๒๕๖๗", "๙๐.๖๕", "ผ่าน", "ลำดับที่ ๓ จาก ๒๐ หน่วยงาน"],
        ],
    )


def test_no_column_is_made_of_dashes(results):
    Assessment.objects.update(province_rank=None)
    assert printed(results, **ANNOUNCED)[0] == ["ปีงบประมาณ", "คะแนน", "ระดับ"]
    Assessment.objects.update(official_level="")
    assert printed(results, **ANNOUNCED)[1][0] == ["พ.ศ. ๒๕๖๔", "๗๗.๘๘"]


def test_rank_is_left_out_where_it_is_not_wanted(results):
    assert printed(results, **ANNOUNCED | {"with_rank": False})[0][-1] == "ระดับ"


def test_number_of_authorities_needs_version_three(results):
    make_document(results, [{"type": "text", "heading": "", "paragraphs": ["ก"]}])
    package = export_package(results)
    assert (package["version"], package["assessments"][-1]["province_count"]) == (3, 20)
    assert export_package(import_package(read_package(json.dumps(package).encode()), by=None, replace=True)) == package
    Assessment.objects.update(province_count=None)
    older = export_package(results)
    assert (older["version"], "province_count" in older["assessments"][-1]) == (1, False)
    Assessment.objects.update(province_count=20)
    import_package(read_package(json.dumps(older).encode()), by=None, replace=True)
    assert Assessment.objects.get(pk=results.pk).province_count == 20  # of which an older file says nothing


@pytest.mark.parametrize(
    ("section", "count"),
    [
        ({"type": "comparison", "from_year": 2566, "to_year": 2567}, 5),
        ({"type": "years", "from_year": 2566, "to_year": 2567}, 5),
    ],
)
def test_two_years_stand_side_by_side_without_their_change(results, section, count):
    plain = BLOCK_TYPES[section["type"]].plain
    with_change, rows = printed(results, **section)
    assert (len(with_change), {len(row) for row in rows}) == (count, {count})
    without, rows = printed(results, **section, **plain | {"with_change": False})
    assert without == with_change[:-1]
    assert {len(row) for row in rows} == {count - 1}
    [block] = document_content(year_document(results)).blocks
    assert {len(row) for row in block["totals"]} == {count - 2}
    assert export_package(results)["version"] == 3


@pytest.mark.parametrize(
    "kind", ["comparison", "ranking", "scores_by_instrument", "years", "progress", "evidence_list"]
)
def test_headings_are_the_portals_own_until_others_are_typed(editing, make_year, kind):
    make_year(2566)
    year = make_year(2567)
    document = make_document(year, [BLOCK_TYPES[kind].new(year)])
    block = document.blocks.get()
    [own] = document_content(year_document(year)).blocks
    version = export_package(year)["version"]
    url = address("block_edit", year, block.pk)
    assert editing.post(url, form_data(editing.get(url)) | {"heading_0": "หัวใหม่"}).status_code == 302
    [changed] = document_content(year_document(year)).blocks
    assert changed["headings"] == ["หัวใหม่", *own["headings"][1:]]
    package = export_package(year)
    assert (version < 3, package["version"]) == (True, 3)
    assert export_package(import_package(read_package(json.dumps(package).encode()), by=None, replace=True)) == package
    assert Block.objects.get().data["headings"][0] == "หัวใหม่"
