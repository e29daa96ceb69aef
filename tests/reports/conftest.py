"""A document of the year, and a client that may edit it."""

import pytest

from measures.evidence.services import add_file
from measures.models import Measure
from reports.output.content import DocumentContent, document_content
from tests.measures.evidence.files import jpeg

from .official import COVER, OFFICIAL, TOC, prove
from .samples import HARD_TEXTS, MEMO, SECTIONS, STEPS, make_document


@pytest.fixture
def editing(sign_in, staff):
    return sign_in(staff)


@pytest.fixture
def document(year):
    return make_document(year, memo=MEMO)


@pytest.fixture
def everything(year, staff) -> DocumentContent:
    """A document with a block of every type, a memo, hard texts and lists of every look."""
    upload = add_file(by=staff, assessment=year, content=jpeg(size=(900, 600)), filename="ภาพ.jpg", dated=None)
    photos = [{"evidence": upload.evidence.pk, "caption": "ภาพน้ำท่วม\n(๑ เมษายน ๒๕๖๗)"}]
    annex = {"type": "photos", "heading": "ภาคผนวก", "per_page": 4, "photos": photos}
    document = make_document(year, [COVER, TOC, *SECTIONS, *OFFICIAL[2:], annex], MEMO)
    area = year.framework.areas.first()
    for number, text in enumerate([STEPS, *HARD_TEXTS]):
        Measure.objects.create(assessment=year, area=area, title=f"ข้อ {number}", responsible=text, position=number)
    prove(staff, year, measures=year.measures.all()[:2], items=[year.framework.items.first()])
    return document_content(document)
