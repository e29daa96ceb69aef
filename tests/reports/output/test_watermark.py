"""Drafts say so on every page, in outlines behind the text: what readers of the PDF copy stays the same."""

from dataclasses import replace

import pymupdf
import pytest

from assessments.models import Assessment
from reports.output.content import document_content, year_document
from reports.output.render import render_html, render_pdf
from tests.markup import flat
from tests.reports.extract import extracted
from tests.reports.samples import MEMO, make_document, make_measures

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

GREY = (0xDC / 255,) * 3


@pytest.fixture
def document(year):
    make_measures(year, 40)  # several pages
    return make_document(year, memo=MEMO)


def content(year):
    return document_content(year_document(year))


def marked_pages(pdf: bytes) -> list[bool]:
    """Tell of each page whether it carries a large light grey drawing."""
    return [
        any(
            drawing["rect"].width > 250
            and drawing["fill"] is not None
            and max(abs(one - grey) for one, grey in zip(drawing["fill"], GREY, strict=True)) < 0.01
            for drawing in page.get_drawings()
        )
        for page in pymupdf.open(stream=pdf)
    ]


@pytest.mark.parametrize("state", [state.value for state in Assessment.State])
def test_only_approved_and_published_years_are_no_drafts(year, document, state):
    Assessment.objects.filter(pk=year.pk).update(state=state)
    assert content(year).is_draft == (state not in ("approved", "published"))


def test_every_page_of_a_draft_is_marked_and_no_other(year, document):
    draft = content(year)
    pages = marked_pages(render_pdf(draft))
    assert (len(pages) > 3, set(pages)) == (True, {True})
    assert set(marked_pages(render_pdf(replace(draft, is_draft=False)))) == {False}


def test_mark_changes_no_text_and_no_page(year, document):
    draft = content(year)
    texts = [extracted(render_pdf(version)) for version in (draft, replace(draft, is_draft=False))]
    assert texts[0] == texts[1]
    assert set(texts[0]) == {"poppler", "pypdf", "PDFium", "MuPDF"}


def test_same_draft_gives_the_same_bytes(year, document):
    assert render_pdf(content(year)) == render_pdf(content(year))


def test_document_data_of_before_are_no_drafts(year, document):
    """What was kept as JSON before there was a mark says nothing of it."""
    value = content(year).as_json()
    del value["is_draft"]
    assert "draft.svg" not in render_html(type(content(year))(**value))


def test_preview_is_marked_like_the_paper(year, document, sign_in, auditor):
    client = sign_in(auditor)
    address = "/2567/99990001/document/results/preview/"
    assert 'class="sheet sheet-draft"' in flat(client.get(address).content.decode())
    Assessment.objects.filter(pk=year.pk).update(state="approved")
    page = flat(client.get(address).content.decode())
    assert ('class="sheet "' in page, "ฉบับร่าง" in page) == (True, False)
