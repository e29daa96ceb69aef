"""No page is begun for a few lines, and a memo that nearly fits on a page does."""

from itertools import pairwise

import pymupdf
import pytest

from reports.builder.starters import new_memo
from reports.output.content import document_content
from reports.output.render import render_pdf
from reports.output.tightening import FEW
from tests.reports.official import text
from tests.reports.samples import make_document

pytestmark = pytest.mark.one_database  # what is printed does not depend on it


def lines_by_page(document) -> list[int]:
    """Return how many lines stand on each page, those of its number left out."""
    pages = pymupdf.open(stream=render_pdf(document_content(document)))
    return [sum(line.startswith("บรรทัด") for line in page.get_text().split("\n")) for page in pages]


@pytest.mark.parametrize("count", range(33, 42, 2))
def test_last_page_never_holds_a_few_lines(year, count):
    pages = lines_by_page(make_document(year, [text("", *(f"บรรทัด {n}" for n in range(count)))]))
    assert sum(pages) == count
    assert len(pages) == 1 or pages[-1] > FEW


def table_of(rows: int, lines: int) -> dict:
    cells = [[{"text": "\n".join([f"บรรทัด {row}"] * lines), "across": 1, "down": 1}] for row in range(rows)]
    head = {"text": "หัว", "across": 1, "down": 1}
    return {
        "type": "table", "heading": "", "caption": "", "head_rows": 1, "align": ["left"], "widths": [],
        "rows": [[head], *cells],
    }  # fmt: skip


@pytest.mark.parametrize(("lines", "counts"), [(1, range(24, 34, 2)), (3, range(8, 12))])
def test_no_table_ends_with_a_few_lines_on_a_further_page(year, lines, counts):
    for count in counts:
        make_document(year, [table_of(count, lines), text("", *["ย่อหน้าที่ตามมา"] * 12)])
        document = year.documents.get()
        pages = [page for page in lines_by_page(document) if page]
        assert (sum(pages), len(pages) == 1 or pages[-1] > FEW) == (count * lines, True)
        document.delete()


def test_continued_table_says_so_above_its_head_and_no_other_page_does(year):
    document = make_document(year, [table_of(60, 1), text("", *["ย่อหน้า"] * 90), table_of(3, 1)])
    pages = [page.get_text() for page in pymupdf.open(stream=render_pdf(document_content(document)))]
    goes_on = ["บรรทัด" in before and "บรรทัด" in page for before, page in pairwise(["", *pages])]
    assert ["(ต่อ)" in page for page in pages] == goes_on
    assert any(goes_on)


@pytest.mark.parametrize("paragraphs", range(0, 9))
def test_memo_takes_a_second_page_only_when_it_must(year, paragraphs):
    document = make_document(year, [text("", "เนื้อหา")])
    document.memo = new_memo(document)
    document.memo["sections"][0]["paragraphs"] = ["ย่อหน้า"] * paragraphs
    document.save()
    pages = pymupdf.open(stream=render_pdf(document_content(document)))
    ends = [number for number, page in enumerate(pages) if "คำสั่ง/ความเห็น" in page.get_text(sort=True)]
    assert ends == [0] if paragraphs < 3 else ends
