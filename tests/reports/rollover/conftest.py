"""The document of last year, and its copy."""

import pytest

from assessments.models import Assessment
from reports.builder.starters import own_words
from reports.rollover.services import copy_document
from tests.reports.samples import MEMO, make_document

from .copies import SECTIONS


@pytest.fixture
def before(year, relate):
    """The document of 2566, in which indicator 4 is another one than in 2567."""
    relate(
        2567, *((n, n, True, "") for n in range(1, 11) if n != 4), (4, None, False, "ยกเลิก"), (None, 4, False, "ใหม่")
    )
    earlier = Assessment.objects.get(framework__fiscal_year=2566)
    document = make_document(earlier, SECTIONS, memo={**MEMO, "subjects": ["รายงานเชิงรุกปี ๒๕๖๖"]})
    document.title, document.numerals, document.margins = ["รายงานเชิงรุก ปีงบประมาณ พ.ศ. ๒๕๖๖"], "arabic", "narrow"
    document.result_years = [2566]
    document.save()
    return document


@pytest.fixture
def copied(before, year, staff):
    return copy_document(by=staff, year=year, source=before, own_words=own_words(year, before.kind))
