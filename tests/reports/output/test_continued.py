"""A page says whose row goes on there, and nobody is read it twice."""

import io

import pikepdf
import pymupdf
import pytest

from measures.models import Measure
from reports.output import render
from reports.output.content import document_content
from reports.output.render import render_pdf
from reports.typesetting.words import breaks
from tests.reports.pdf_checks import elements, faults
from tests.reports.samples import make_document

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

TITLE, STEP = "จัดทำคู่มือการให้บริการประชาชน", "ประกาศขั้นตอนให้ประชาชนทราบ"
FIELDS = {"number": "ลำดับ", "area": "ประเด็น", "title": "มาตรการ", "steps": "ขั้นตอน"}


@pytest.fixture
def torn(year, frameworks):
    """Return a function that stores a document with measures of so many steps each, in columns of these widths."""

    def make(*steps: int, widths=(8, 22, 30, 40), title=TITLE):
        area = frameworks[2567].areas.first()
        for place, count in enumerate(steps):
            lines = "\n".join([STEP] * count)
            Measure.objects.create(assessment=year, area=area, title=title, steps=lines, position=place)
        document = make_document(year, [{"type": "measures", "heading": "มาตรการ"}])
        document.columns = [{"field": field, "heading": heading} for field, heading in FIELDS.items()]
        document.widths, document.areas_as = list(widths), "column"
        document.save()
        return document

    return make


def pages_of(pdf: bytes) -> list[str]:
    return [page.get_text().replace("\n", "") for page in pymupdf.open(stream=pdf)]


def places_of_steps(pdf: bytes) -> list[list[tuple]]:
    return [[word[:4] for word in page.get_text("words") if STEP in word[4]] for page in pymupdf.open(stream=pdf)]


def kinds(pdf: bytes) -> list[str]:
    opened = pikepdf.open(io.BytesIO(pdf))
    assert faults(opened) == []
    return [str(element.S) for element in elements(opened)]


def test_page_names_the_row_that_goes_on_there(torn):
    [first, second, third] = pages_of(render_pdf(document_content(torn(80))))
    area = "กระบวนการปฏิบัติงาน"
    assert [page.count(TITLE) for page in (first, second, third)] == [1, 1, 1]
    assert [page.count(f"{TITLE} (ต่อ)") for page in (first, second, third)] == [0, 1, 1]
    assert ["๑" in page and area in page for page in (second, third)] == [True, True], second
    assert sum(page.count(STEP) for page in (first, second, third)) == 80


def test_repeated_name_is_no_part_of_the_structure_and_moves_nothing(torn, monkeypatch):
    content = document_content(torn(30, 30, 30))
    named = render_pdf(content)
    monkeypatch.setattr(render, "name_continued_rows", lambda document: None)
    plain = render_pdf(content)
    assert kinds(named) == kinds(plain)
    assert places_of_steps(named) == places_of_steps(plain)


def test_cell_that_looks_like_one_with_those_above_goes_on_with_its_words(torn):
    """Equal titles below each other print as one cell: a page that begins with such a row repeats them too."""
    pages = pages_of(render_pdf(document_content(torn(*[8] * 9))))
    assert [page.count(TITLE) for page in pages] == [1] * len(pages)
    assert [f"{TITLE} (ต่อ)" in page for page in pages] == [False] + [True] * (len(pages) - 1)


@pytest.mark.parametrize("width", range(19, 25))
def test_long_name_is_cut_between_words_where_the_rest_of_the_row_is_low(torn, width):
    title = TITLE * 2
    *_, last = pages_of(render_pdf(document_content(torn(40, widths=(8, width, 37 - width, 55), title=title))))
    shown, _, rest = last.partition(title[:4])[2].partition("… (ต่อ)")
    assert rest
    assert len(title[:4] + shown) in breaks(title).parts


def test_row_that_stands_on_one_page_is_named_once(torn):
    [page] = pages_of(render_pdf(document_content(torn(3, 3))))
    assert "(ต่อ)" not in page


@pytest.mark.parametrize("title", ["", "๑. จัดทำคู่มือ\n\n๒. ประกาศใช้", "จัดทำ **คู่มือ** ประชาชน", "-", "ยาวไม่เว้นวรรค" * 30])
def test_row_is_repeated_whatever_its_name_looks_like(torn, title):
    pdf = render_pdf(document_content(torn(45, 3, title=title)))
    [*_, last] = pages_of(pdf)
    assert kinds(pdf).count("/TR") == 3
    assert ("(ต่อ)" in last, "๑" in last) == (True, True)


def test_rows_of_figures_are_not_repeated(year):
    rows = [[{"text": text, "across": 1, "down": 1} for text in ("๑", "๒")] for _ in range(60)]
    head = [{"text": "หัว", "across": 2, "down": 1}]
    table = {"type": "table", "heading": "", "caption": "", "head_rows": 1, "align": ["auto"] * 2, "widths": []}
    pages = pages_of(render_pdf(document_content(make_document(year, [{**table, "rows": [head, *rows]}]))))
    assert sum(page.count("๑๒") for page in pages) == 60


def test_name_that_is_the_longest_text_of_its_row_goes_on_with_the_mark(torn):
    [first, second, third] = pages_of(render_pdf(document_content(torn(3, title="\n".join([TITLE] * 50)))))
    assert [page.count(f"{TITLE} (ต่อ)") for page in (first, second, third)] == [0, 1, 1]
    assert sum(page.count(TITLE) for page in (first, second, third)) == 50
