"""A confirmation is of a result: where that changes or becomes known, the text waits again."""

import pytest

from assessments.models import Assessment, ItemScore
from reports.builder.services import add_block
from reports.builder.starters import document_sections, own_words
from reports.models import Block, Document
from reports.rollover.services import confirm_text, copy_document
from reports.year.readiness_data import obstacles
from tests.reports.page_forms import address

from .copies import announce, confirm_all, keys_in, waiting

pytestmark = pytest.mark.usefixtures("blank_pages")


def test_confirmed_text_waits_again_when_the_result_of_its_year_changes(copied, year, staff, editing):
    block = copied.blocks.first()
    confirm_all(staff, block)
    assert waiting(copied)[block] == []
    was = year.official_total
    announce(year, official_total="12.34")
    assert len(waiting(copied)[block]) == 3
    page = editing.get(address("document", year)).content.decode()
    assert page.count("ผลคะแนนของปี 2567 เปลี่ยนไปหลังจากยืนยัน") == 3
    assert "ข้อความของปีก่อนที่ยังไม่มีผู้แก้ไขหรือยืนยัน" in obstacles(year)
    announce(year, official_total=was)
    assert waiting(copied)[block] == []  # it is what it was
    announce(year, official_total="12.34")
    confirm_text(by=staff, document=copied, key=keys_in(block)[0])
    assert len(waiting(copied)[block]) == 2


def change_score(year: Assessment) -> None:
    year.scores.filter(indicator__number=4).update(value="1.00")


def change_item(year: Assessment) -> None:
    ItemScore.objects.create(assessment=year, item=year.framework.items.first(), value="50")


CHANGED_RESULTS = {"score": change_score, "item": change_item, "rank": lambda year: announce(year, province_rank=3)}


@pytest.mark.parametrize("name", CHANGED_RESULTS)
@pytest.mark.parametrize(
    ("kind", "of_own", "of_before"),
    [("results", 3, 3), ("analysis", 3, 3), ("plan", 0, 3), ("announcement", 0, 3), ("half_year", 0, 3)],
)
def test_each_kind_of_document_asks_again_for_the_results_it_speaks_of(
    before, year, staff, name, kind, of_own, of_before
):
    Document.objects.filter(pk=before.pk).update(kind=kind)
    before.refresh_from_db()
    copied = copy_document(by=staff, year=year, source=before)
    block = copied.blocks.first()
    confirm_all(staff, block)
    CHANGED_RESULTS[name](year)
    assert len(waiting(copied)[block]) == of_own
    confirm_all(staff, block)
    CHANGED_RESULTS[name](before.assessment)
    assert len(waiting(copied)[block]) == of_before


def test_text_confirmed_before_the_result_is_known_waits_when_it_is(before, make_year, staff):
    later = make_year(2568)
    copied = copy_document(by=staff, year=later, source=before)
    block = copied.blocks.first()
    confirm_all(staff, block)
    assert waiting(copied)[block] == []
    announce(later, official_level="ผ่านดี")
    assert len(waiting(copied)[block]) == 3


@pytest.fixture
def analysis(before, staff) -> Document:
    """The analysis of 2566 as the portal begins one."""
    document = before.assessment.documents.create(kind="analysis")
    for section in document_sections(document):
        drafted = section.pop("drafted", [])
        block = add_block(by=staff, document=document, section=section)
        Block.objects.filter(pk=block.pk).update(drafted=drafted)
    return document


def test_sentences_drafted_of_last_years_result_wait_where_this_year_has_none_yet(analysis, year, staff):
    """An analysis begun now would say the same of the year before: the words are the portal's, the claim is old."""
    strengths = "ตัวชี้วัดที่ ๑๐ (๙๙.๑๐)"
    last = analysis.blocks.exclude(drafted=[]).last()
    Block.objects.filter(pk=last.pk).update(data={**last.data, "paragraphs": [f"จุดแข็ง คือ {strengths}"]}, drafted=[])
    begun = own_words(year, "analysis")
    drafted = [kept["text"] for block in analysis.blocks.all() for kept in block.drafted]
    assert drafted
    assert not begun & {*drafted}
    copied = copy_document(by=staff, year=year, source=analysis, own_words=begun)
    assert [text for texts in waiting(copied).values() for text in texts if "paragraphs" in text] == ["paragraphs.0"]
