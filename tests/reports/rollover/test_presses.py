"""How many texts of a copied report an honest officer confirms: what is asked too often is pressed without reading."""

import pytest

from assessments.models import Assessment, User
from measures.carry_over.quoting import waiting_measures
from reports.builder.services import add_block
from reports.builder.starters import own_words
from reports.demo.load import CODES, load_demo
from reports.documents.unconfirmed import texts_of
from reports.models import Document
from reports.package import block_data
from reports.rollover.services import copy_document

from .copies import waiting

KIND = Document.Kind.RESULTS


@pytest.mark.one_database
def test_presses_of_an_honest_officer(municipality):
    """The demo's reports of 2567, copied, then written as those of 2568 were: more needs a reason."""
    load_demo()
    by, years = User.objects.get(username="admin"), Assessment.objects.filter(municipality__code__startswith=CODES)
    years.update(state="draft")
    copied = written = 0
    for source in Document.objects.filter(kind=KIND, assessment__in=years.filter(framework__fiscal_year=2567)):
        year = years.get(municipality=source.assessment.municipality, framework__fiscal_year=2568)
        own = year.documents.get(kind=KIND)
        sections, texts = [block_data(block) for block in own.blocks.all()], texts_of(own)
        own.delete()
        copy = copy_document(by=by, year=year, source=source, own_words=own_words(year, KIND))
        copied += sum(map(len, waiting(copy).values()))
        copy.blocks.all().delete()
        for section in sections:
            add_block(by=by, document=copy, section=section)
        Document.objects.filter(pk=copy.pk).update(**texts)
        written += sum(map(len, waiting(copy).values()))
    told = sum(len(waiting_measures(year, year.measures.all())) for year in years)
    assert (copied, written, told) == (19, 5, 1)
