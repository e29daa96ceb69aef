"""Lines are set for the room that the style sheets give them: they fill it, and none leaves it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import weasyprint

from reports.issuing.stamp import issue_mark
from reports.output.content import DocumentContent, document_content, year_document
from reports.output.excel import render_xlsx
from reports.output.paper import EASE
from reports.output.render import _own_fonts_only, local_fetcher, render_html
from reports.output.setting import set_lines
from reports.output.word.document import render_docx
from tests.reports.extract import squeeze
from tests.reports.office import UNPRINTED, values
from tests.reports.official import text
from tests.reports.samples import MEMO, make_document

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

WORD = "ab "
PX = 96 / 72
PT = 0.75


def filled(value, key=""):
    """Return a content that says short words at every place that prints a text."""
    if isinstance(value, dict):
        if value.get("kind") in ("num", "apart"):
            return value
        kept = {*UNPRINTED, "marker", "address", "signature"}
        return {name: part if name in kept else filled(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [filled(part) for part in (value[:3] if key == "rows" else value)]
    return WORD * 60 if isinstance(value, str) and value else value


def lines_of(content: DocumentContent) -> Iterator[tuple]:
    """Yield each line of the laid out document with the box whose width it has, and whether it is its first."""
    html = weasyprint.HTML(string=render_html(content), url_fetcher=local_fetcher())
    for page in html.render(font_config=_own_fonts_only()).pages:
        yield from _lines(page._page_box)


def _lines(box) -> Iterator[tuple]:
    for place, child in enumerate(getattr(box, "children", ())):
        if type(child).__name__ == "LineBox":
            yield child, box, place == 0
        yield from _lines(child)


def said(box) -> str:
    return getattr(box, "text", "") or "".join(map(said, getattr(box, "children", ())))


@pytest.mark.parametrize(
    ("orientation", "size", "margins"),
    [("portrait", "standard", "official"), ("portrait", "small", "narrow"), ("landscape", "large", "narrow")],
)
def test_lines_fill_the_room_of_their_boxes(everything, orientation, size, margins):
    content = replace(everything, orientation=orientation, text_size=size, margins=margins)
    value = content.as_json()
    for key in ("title", "prepared_by", "memo", "blocks"):
        value[key] = filled(value[key])
    faults, count = [], 0
    for line, box, first in lines_of(DocumentContent.from_json(value)):
        words = said(line)
        if not words.startswith(WORD.strip()):
            continue
        count += 1
        em = line.style["font_size"]
        left = box.width - line.width
        # The line before the last may give it a word; an h2 may hold several texts.
        last = line in box.children[-2:] or box.element_tag == "h2"
        if left < -0.05 or (not first and not last and left > em * 2 + EASE * PX):
            faults.append((box.element_tag, round(box.width * PT, 1), round(line.width * PT, 1), words[:9]))
    assert count > 300
    assert faults == []


def test_set_content_says_the_same(everything):
    plain, printed = (values(content) for content in (everything, set_lines(everything)))
    assert [squeeze(text) for text in printed] == [squeeze(text) for text in plain]
    assert "".join(printed).count("\n") > "".join(plain).count("\n") + 20


def test_only_the_pdf_has_the_lines(everything):
    """Word, Excel and the preview break lines by themselves; what is stored of an issue says nothing of lines."""
    before = json.dumps(everything.as_json())
    render_html(everything)
    render_docx(everything)
    render_xlsx(everything)
    assert json.dumps(everything.as_json()) == before


def test_title_of_the_file_has_no_lines(year):
    document = make_document(year, [text("", "ก")])
    document.title = ["รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใส" * 3]
    document.save()
    html = render_html(document_content(document))
    assert f"<title>{document.title[0]}</title>" in html
    assert "\n" in html.partition("<h1>")[2].partition("</h1>")[0]


def test_memo_is_set_in_its_own_size(year):
    document = make_document(year, [text("", "ก")])
    document.text_size, document.memo = "small", {**MEMO, "agency": "สำนักปลัดเทศบาล " * 20}
    document.save()
    set_ = set_lines(document_content(year_document(year)))
    assert set_.memo["agency"].count("\n") >= 3


def test_box_of_an_issue_keeps_its_text(everything):
    """It is as wide as the code beside it leaves: its lines are broken by layout."""
    mark = issue_mark(number=1, day=date(2026, 11, 26), code="ITA-3UDF-G87G-DXTU", address="", in_thai=True)
    content = replace(everything, memo=None, blocks=[], issue={**mark, "number": "ฉบับที่ ๑ " * 12})
    widths = [(line.width, box.width) for line, box, _ in lines_of(content) if "ฉบับที่" in said(line)]
    assert len(widths) > 1 and all(line <= box for line, box in widths)


def test_filled_lines_end_at_the_margin_and_say_the_same(year):
    words = "ระดับผลการประเมินเป็น**ผ่านดี**ของปีงบประมาณ พ.ศ. ๒๕๖๗ และตัวชี้วัดที่ ๑๐ ของหน่วยงานภาครัฐ เพื่อน้ำใจ " * 6
    document = make_document(year, [text("", words, "(I๑๔) " + words)])
    left = {}
    for justified in (False, True):
        document.justified = justified
        lines = [(box, line) for line, box, _ in lines_of(document_content(document)) if "ระดับ" in said_whole(box)]
        left[justified] = [box.width - line.width for box, line in lines if line is not box.children[-1]]
    assert len(left[False]) == len(left[True]) > 8
    filled = [width for width in left[True] if width < 2 * EASE * PX]
    assert min(left[True]) > -0.05 and len(filled) > len(left[True]) * 0.7
    assert sum(width < 2 * EASE * PX for width in left[False]) < len(filled) / 2


def said_whole(box) -> str:
    return "".join(map(said, box.children))
