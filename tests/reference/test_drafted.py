"""What is drafted for the reference packages' figures: every sentence as a careful reader found it right."""

from pathlib import Path

import pytest

from assessments.municipalities.shipped import load_municipalities
from reports.drafting.rules import drafts
from reports.drafting.stored import facts_of, read_facts
from reports.package import import_package, read_package
from tests.reports.drafting.situations import by_rule, read_sentences

from .conftest import NAMES

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

EXPECTED = read_sentences(Path(__file__).with_name("drafted.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_drafted_sentences_of_a_package(frameworks, reference, name):
    load_municipalities()
    year = import_package(read_package(reference(name).read_bytes()), by=None)
    [document] = year.documents.all()
    assert by_rule(drafts(facts_of(document, read_facts(year)))) == EXPECTED[name]
