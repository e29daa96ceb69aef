"""Where lines and pages of a document break: what a careful typist keeps together stays together."""

import io
import re

import docx
import pymupdf
import pytest
from docx.oxml.ns import qn

from reports.builder.starters import new_memo
from reports.output.content import document_content
from reports.output.render import render_pdf
from reports.output.word.document import render_docx
from tests.reports.official import text
from tests.reports.samples import make_document

pytestmark = pytest.mark.one_database  # what is printed does not depend on it


def pages_of(document) -> list[str]:
    pdf = pymupdf.open(stream=render_pdf(document_content(document)))
    return [page.get_text(sort=True) for page in pdf]


def test_no_line_ends_with_an_opening_mark_or_before_its_year(year):
    said = "ระดับผลการประเมินเป็น “ผ่านดี” ของปีงบประมาณ พ.ศ. ๒๕๖๗ และตัวชี้วัดที่ ๑๐ ของหน่วยงานภาครัฐ (ITA) "
    document = make_document(year, [text("", *("ก" * n + said * 4 for n in range(1, 60, 4)))])
    lines = "\n".join(pages_of(document))
    assert lines.count("“ผ่านดี”") == lines.count("พ.ศ. ๒๕๖๗") == lines.count("ตัวชี้วัดที่ ๑๐") == 60
    assert not re.search("“ *$", lines, re.MULTILINE)


@pytest.mark.parametrize("count", range(30, 40))
def test_heading_without_text_goes_with_what_follows(year, count):
    sections = [text("", *["บรรทัด"] * count), text("หัวข้อเปล่า"), text("", "สิ่งที่ตามมา")]
    pages = pages_of(make_document(year, sections))
    assert ["หัวข้อเปล่า" in page for page in pages] == ["สิ่งที่ตามมา" in page for page in pages]


def test_numbers_of_contents_end_at_one_edge(year):
    sections = [{"type": "toc", "heading": "สารบัญ"}]
    sections += [text(f"หัวข้อ {n} " + "ยาวมาก " * (n * 3), *["ย่อหน้า"] * 34) for n in range(1, 11)]
    pdf = pymupdf.open(stream=render_pdf(document_content(make_document(year, sections))))
    words = [word for word in pdf[0].get_text("words") if re.fullmatch("[๐-๙]+", word[4]) and word[0] > 500]
    assert len(words) == 10
    assert {len(word[4]) for word in words} == {1, 2}
    assert max(word[2] for word in words) - min(word[2] for word in words) < 1


def test_title_of_a_landscape_document_stands_above_its_chart(year):
    chart = {"type": "chart", "heading": "แผนภูมิ", "chart": "lines", "from_year": 2566, "to_year": 2567}
    document = make_document(year, [chart])
    document.title, document.orientation, document.text_size = ["รายงาน"] * 3, "landscape", "large"
    document.save()
    first, *_ = pages_of(document)
    assert "แผนภูมิ" in first and "OIT" in first


@pytest.fixture
def memo(year):
    document = make_document(year, [text("", "เนื้อหา")])
    document.memo = new_memo(document)
    document.save()
    return document


@pytest.mark.parametrize("count", [0, 2, 4, 6])
def test_order_of_a_memo_stands_with_the_opinion(memo, count):
    memo.memo["sections"][0]["paragraphs"] = ["ย่อหน้า"] * count
    memo.save()
    first, *_ = pages = pages_of(memo)
    assert ["ความเห็นปลัด" in page for page in pages] == ["คำสั่ง/ความเห็น" in page for page in pages]
    assert "จึงเรียนมาเพื่อโปรดทราบ" in first


def test_what_ends_a_section_in_word_takes_no_line(memo):
    word = docx.Document(io.BytesIO(render_docx(document_content(memo))))
    ended = [
        paragraph for paragraph in word.paragraphs if paragraph._p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
    ]
    assert [paragraph.paragraph_format.line_spacing.pt for paragraph in ended] == [1]
