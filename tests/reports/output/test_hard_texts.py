"""Hard texts on paper: exact in four extractors, every glyph there, nothing clipped, and as they looked before."""

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pikepdf
import pymupdf
import pytest
from django.core.exceptions import ValidationError

from assessments.models import Area
from ita_portal import glyphs
from measures.models import Measure
from reports.issuing import services
from reports.issuing.stamp import issue_mark
from reports.models import Block, Document
from reports.output.content import document_content, year_document
from reports.output.render import render_pdf
from tests.reports.extract import extracted, missing, squeeze
from tests.reports.golden import differs
from tests.reports.pdf_checks import faults
from tests.reports.samples import MEMO

from . import hard_texts

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

CM = 72 / 2.54
SIDES = {"portrait": (3 * CM, 2 * CM), "landscape": (1.5 * CM, 1.5 * CM)}


@pytest.fixture
def document(year) -> Document:
    document = Document.objects.create(
        assessment=year,
        title=["รายงานข้อความที่พิมพ์ยาก", hard_texts.WORDS],
        area_prefix="ประเด็นที่",
        columns=[
            {"field": "title", "heading": "มาตรการ"},
            {"field": "steps", "heading": "ขั้นตอน"},
            {"field": "responsible", "heading": "ผู้รับผิดชอบ"},
        ],
    )
    Block.objects.create(document=document, position=1, type="measures", data={})
    return document


def add_measures(document: Document, *texts: dict) -> None:
    areas = list(Area.objects.filter(framework=document.assessment.framework))
    Measure.objects.bulk_create(
        Measure(assessment=document.assessment, area=areas[place * 7 // len(texts)], position=place, **fields)
        for place, fields in enumerate(texts)
    )


def content_of(document: Document):
    return document_content(year_document(document.assessment))


def outside(pdf: bytes, orientation: str) -> list[str]:
    """Return texts that leave the area between the margins of their page; the numbers of pages stand above it."""
    left, right = SIDES[orientation]
    return [
        span["text"]
        for page in pymupdf.open(stream=pdf)
        for span in spans(page)
        if not (left - 1 <= span["bbox"][0] and span["bbox"][2] <= page.rect.width - right + 1)
        or not (span["bbox"][1] >= 0 and span["bbox"][3] <= page.rect.height)
    ]


def spans(page: pymupdf.Page) -> Iterator[dict]:
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", []):
            yield from line["spans"]


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_hard_texts_are_exact_complete_and_unclipped(document, orientation):
    document.orientation = orientation
    document.save()
    add_measures(document, *({"title": f"ข้อ {n}", "steps": text} for n, text in enumerate(hard_texts.TEXTS)))
    pdf = render_pdf(content_of(document))
    assert missing(pdf, hard_texts.TEXTS) == {}
    assert faults(pikepdf.open(io.BytesIO(pdf))) == []
    assert outside(pdf, orientation) == []


@pytest.mark.parametrize("text", [hard_texts.EMOJI, hard_texts.SYMBOLS, "🫠 ① 中文 กขค"])
def test_portal_knows_what_its_fonts_draw(text):
    assert glyphs.undrawn(text) == (["①", "中", "文"] if "中" in text else [])


@pytest.mark.parametrize("field", ["title", "steps", "responsible"])
def test_hard_texts_stand_in_every_column(document, field):
    add_measures(document, *({field: text} for text in (hard_texts.LONG_WORD, hard_texts.ADDRESSES, hard_texts.EMOJI)))
    pdf = render_pdf(content_of(document))
    assert missing(pdf, [hard_texts.LONG_WORD, hard_texts.ADDRESSES, hard_texts.EMOJI]) == {}
    assert outside(pdf, "portrait") == []


def test_only_own_fonts_are_used_for_emoji(document):
    add_measures(document, {"title": hard_texts.EMOJI, "steps": hard_texts.SYMBOLS})
    fonts = {
        font[3].split("+")[-1]
        for page in pymupdf.open(stream=render_pdf(content_of(document)))
        for font in page.get_fonts()
    }
    assert fonts == {"ITA-Sarabun", "ITA-Sarabun-Bold", "ITA-Symbols", "emoji"}


def test_fonts_of_the_machine_change_nothing(document, monkeypatch, tmp_path):
    """What the machine's fontconfig says of emoji is not asked."""
    add_measures(document, {"title": hard_texts.EMOJI, "steps": "中"})
    before = render_pdf(content_of(document))
    other = tmp_path / "fonts.conf"
    other.write_text("<fontconfig><dir>/usr/share/fonts</dir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(other))
    assert render_pdf(content_of(document)) == before
    assert os.environ["FONTCONFIG_FILE"] == str(other)
    assert any("lacks glyphs" in fault for fault in faults(pikepdf.open(io.BytesIO(before))))


def test_cell_of_3000_characters_crosses_pages_whole(document):
    add_measures(document, {"title": "ยาว", "steps": hard_texts.CELL})
    pdf = render_pdf(content_of(document))
    pages = pymupdf.open(stream=pdf)
    below = [span for page in pages for span in spans(page) if span["bbox"][1] > 2 * CM]  # below the page numbers
    first = next(span for span in below if span["text"].startswith("ประโยคที่"))
    edge = first["bbox"][0]
    column = "".join(
        span["text"] for span in below if edge - 2 < span["bbox"][0] < edge + 180 and span["font"] == first["font"]
    )
    assert (len(hard_texts.CELL), squeeze(column)) == (3000, squeeze(hard_texts.CELL))
    whole = squeeze(hard_texts.CELL)
    for name, text in extracted(pdf).items():
        lost = [at for at in range(0, len(whole), 20) if whole[at : at + 20] not in text]
        assert (name, len(lost) < len(pages)) == (name, True)
    assert outside(pdf, "portrait") == []


def test_200_measures_are_all_there(document):
    texts = [
        {"title": f"มาตรการที่ {n} น้ำ", "steps": f"๑. ขั้นแรกของ {n}\n๒. ขั้นที่สองของ {n}", "responsible": f"กองที่ {n}"}
        for n in range(200)
    ]
    add_measures(document, *texts)
    pdf = render_pdf(content_of(document))
    lines = [line for text in texts for value in text.values() for line in value.split("\n")]
    assert missing(pdf, lines) == {}
    assert outside(pdf, "portrait") == []


def test_character_that_no_font_draws_is_refused(document, staff):
    add_measures(document, {"title": "สัญลักษณ์ 中 และ ①"})
    type(document.assessment).objects.update(state="approved")
    with pytest.raises(ValidationError, match=r"“①” \(U\+2460\) “中” \(U\+4E2D\)") as refused:
        services.issue_document(by=staff, document=document)
    assert "เปลี่ยนเป็นอักขระอื่น" in refused.value.messages[0]


# ---- Pictures of pages, looked at once by a person ---------------------------------------------------------------

CODE = "ITA-3UDF-G87G-DXTU"


def pages_of(document: Document) -> pymupdf.Document:
    """Print the document as issued: fixed day, fixed code."""
    address = f"https://ita.example.go.th/verify/{CODE}/"
    mark = issue_mark(number=1, day=date(2026, 11, 26), code=CODE, address=address, in_thai=True)
    content = replace(content_of(document), is_draft=False, issue=mark)
    return pymupdf.open(stream=render_pdf(content))


def test_golden_page_of_marks(document):
    rows = ({"title": f"ข้อ {n}", "steps": text} for n, text in enumerate(hard_texts.STACKS[:8]))
    add_measures(document, *rows, {"title": "สระอำ", "steps": "\n".join(hard_texts.SARA_AM)})
    assert differs("marks", pages_of(document)[0]) == ""


def test_golden_page_of_symbols_and_addresses(document):
    texts = (hard_texts.EMOJI, hard_texts.SYMBOLS, hard_texts.MIXED, hard_texts.MARKUP, hard_texts.ADDRESSES)
    add_measures(document, *({"title": hard_texts.LONG_WORD[:60], "steps": text} for text in texts))
    assert differs("symbols", pages_of(document)[0]) == ""


def test_golden_memo_and_comparison(document):
    document.memo = {**MEMO, "subjects": [hard_texts.WORDS, "เรื่องสอง"]}
    document.save()
    Block.objects.create(document=document, position=2, type="comparison", data={"from_year": 2566, "to_year": 2567})
    pages = pages_of(document)
    assert [differs("memo", pages[0]), differs("comparison", pages[1])] == ["", ""]


def test_picture_comparison_can_fail(document, tmp_path):
    add_measures(document, {"title": "ก"})
    page = pages_of(document)[0]
    message = differs("comparison", page, kept=tmp_path)
    assert message.startswith("comparison: ")
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["comparison-difference.png", "comparison-now.png"]
