"""The same content in the preview, the PDF, the Word file and the workbook: each value is looked for in all four."""

from dataclasses import replace

import pytest

from assessments.municipalities.shipped import load_municipalities
from reports.blocks import BLOCK_TYPES
from reports.demo.load import DATA, PACKAGES
from reports.output.content import document_content, year_document
from reports.package import import_package, read_package
from tests.reports.office import lost, values
from tests.reports.samples import make_document

pytestmark = pytest.mark.one_database  # what is printed does not depend on it


def test_every_block_type_is_walked(everything):
    """A further type needs a sample among SECTIONS; then the walk below says whether Word and Excel print it."""
    assert {block["type"] for block in everything.blocks} == set(BLOCK_TYPES)


@pytest.mark.parametrize("numerals", ["thai", "arabic"])
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_every_value_stands_in_all_four(everything, year, numerals, orientation):
    year.documents.update(numerals=numerals, orientation=orientation)
    content = document_content(year_document(year))
    assert len(values(content)) > 200
    assert lost(content) == {}


def test_a_value_that_one_form_leaves_out_is_found(everything):
    """The walk can fail: a key that no writer knows is missed in Word and Excel, and by the templates."""
    block = {**everything.blocks[4], "unheard": [{"marker": "", "text": "ไม่มีใครพิมพ์", "level": 0}]}
    missing = ["ไม่มีใครพิมพ์"]
    assert lost(replace(everything, blocks=[block])) == {
        "preview": missing,
        "PDF": missing,
        "DOCX": missing,
        "XLSX": missing,
    }


def test_blocks_without_rows_say_so_in_all_four(make_year):
    year = make_year(2568)
    sections = [{"type": "measures", "heading": ""}, {"type": "ranking", "heading": "", "year": 2568}]
    content = document_content(make_document(year, sections))
    for text in ("ยังไม่มีมาตรการในปีนี้", "ยังไม่มีคะแนนของปีนี้"):
        with_text = [{**block, "said": block["empty"]} for block in content.blocks if block["empty"] == text]
        assert lost(replace(content, blocks=with_text)) == {}


@pytest.mark.parametrize("path", sorted(PACKAGES), ids=lambda path: path.stem)
def test_demo_documents_are_the_same_in_all_four(path, frameworks):
    load_municipalities(DATA / "municipalities.csv")
    year = import_package(read_package(path.read_bytes()), by=None)
    assert lost(document_content(year_document(year))) == {}
