"""A document copied from last year: what comes along, what is drafted anew, left out and said."""

import pytest
from django.core.exceptions import ValidationError

from assessments.models import AreaLink
from reports.blocks import BLOCK_TYPES
from reports.builder.starters import own_words
from reports.documents.looks import look_of
from reports.documents.unconfirmed import SIGN
from reports.drafting.stored import offered_sentences, sentences, stored
from reports.models import LOOK_FIELDS, Document
from reports.output.content import document_content
from reports.rollover.services import copy_document
from reports.rollover.unconfirmed_texts import WaitingTexts
from tests.reports.page_forms import address, post_back

from .copies import SECTIONS, keys_in, marks_of, texts_of, waiting


def test_copy_keeps_look_and_moves_fiscal_years_only(copied, before):
    assert {name: look_of(copied)[name] for name in LOOK_FIELDS} == look_of(before)
    assert (copied.kind, copied.title, copied.result_years) == ("results", ["รายงานเชิงรุก ปีงบประมาณ พ.ศ. ๒๕๖๗"], [2567])
    assert [block.type for block in copied.blocks.all()] == [section["type"] for section in SECTIONS]
    text, _, ranking, comparison, *_ = copied.blocks.all()
    assert (text.heading, text.data) == (
        "ผลที่ดีขึ้นของปี ๒๕๖๗",
        {"paragraphs": SECTIONS[0]["paragraphs"], "heading_as": "auto"},
    )
    assert (ranking.data, marks_of(ranking)) == ({"year": 2567, **BLOCK_TYPES["ranking"].plain}, [])
    assert comparison.data == {"from_year": 2566, "to_year": 2567, **BLOCK_TYPES["comparison"].plain}


def test_every_typed_text_that_came_along_is_unconfirmed(copied):
    paragraphs = SECTIONS[0]["paragraphs"]
    assert texts_of(copied.blocks.first()) == [
        ("heading", "ผลที่ดีขึ้นของปี ๒๕๖๖", "ผลที่ดีขึ้นของปี ๒๕๖๗"),
        ("paragraphs.0", paragraphs[0], paragraphs[0]),
        ("paragraphs.1", paragraphs[1], paragraphs[1]),
    ]
    paths = [text["path"] for text in marks_of(copied)]
    assert {"title.0", "memo.subjects.0", "memo.sections.0.paragraphs.0"} <= {*paths}
    assert {"columns.0.heading", "total_label", "area_prefix"}.isdisjoint(paths)  # the portal's own words


def test_words_of_the_look_wait_where_somebody_changed_them(before, year, staff):
    before.columns[0]["heading"] = "มาตรการ (ทุกตัวชี้วัดดีขึ้น)"
    before.total_label = "คะแนนที่ดีขึ้น"
    before.save()
    copied = copy_document(by=staff, year=year, source=before, own_words=own_words(year, before.kind))
    paths = [text["path"] for text in marks_of(copied)]
    assert {"columns.0.heading", "total_label"} <= {*paths}
    table = document_content(copied).blocks[1]
    assert f"มาตรการ (ทุกตัวชี้วัดดีขึ้น) {SIGN}" in str(table)


def test_waiting_text_stands_beside_the_figures_of_both_years(copied):
    _, first, second = WaitingTexts(copied).of(copied.blocks.first())
    assert [(figure.label, figure.was, figure.year_now, figure.now) for figure in first.figures] == [
        ("คะแนนรวม ปี 2566", "94.22", 2567, "90.65")
    ]
    assert [(figure.label, figure.was, figure.now) for figure in second.figures] == [
        ("ตัวชี้วัดที่ 4 ปี 2566", "91.50", "ยังไม่มี")  # indicator 4 of 2567 is another one
    ]


def test_findings_of_a_retired_indicator_are_left_out_and_said(copied):
    block = copied.blocks.get(type="findings")
    assert [(row["indicator"], row["issues"]) for row in block.data["rows"]] == [(2, "อยู่ต่อ")]
    left_out, kept = [text for text in marks_of(block) if text["was"] in ("อยู่ต่อ", "หายไป")][::-1]
    assert (kept["was"], left_out["was"], left_out["why"]) == (
        "อยู่ต่อ",
        "หายไป",
        "ปี 2567 ไม่มีตัวชี้วัดที่เป็นอันเดียวกันกับตัวชี้วัดที่ 4 ของปีก่อน จึงไม่คัดลอกมา",
    )


def test_photos_of_last_year_are_left_out_and_said(before, year, staff):
    photos = before.blocks.get(type="photos")
    photos.data["photos"] = [{"evidence": 7, "caption": "ภาพ"}]
    photos.save()
    block = copy_document(by=staff, year=year, source=before).blocks.get(type="photos")
    assert block.data == {"heading_as": "auto", "per_page": 4, "photos": []}
    assert texts_of(block)[-2:] == [("photos", "1 รายการ", ""), ("photos.0.caption", "ภาพ", "ภาพ")]


def test_memo_comes_along_without_number_and_date(copied):
    assert (copied.memo["number"], copied.memo["date"], copied.memo["subjects"]) == ("", "", ["รายงานเชิงรุกปี ๒๕๖๗"])
    assert not [text["path"] for text in copied.unconfirmed if text["path"].startswith("memo.closing")]  # our own words


def test_block_that_the_year_cannot_have_is_left_out_and_said(before, year, staff):
    block = before.blocks.get(type="findings")
    block.data["instrument"] = "XIT"
    block.save()
    copied = copy_document(by=staff, year=year, source=before)
    assert not copied.blocks.filter(type="findings").exists()
    assert marks_of(copied)[-1]["why"] == "instrument: เกณฑ์ปี 2567 ไม่มี XIT"


def test_year_without_areas_prints_none_and_says_so(before, year, staff):
    AreaLink.objects.all().delete()
    year.framework.areas.all().delete()
    copied = copy_document(by=staff, year=year, source=before)
    assert copied.areas_as == "none"
    assert marks_of(copied)[-1]["why"] == "เกณฑ์ปี 2567 ยังไม่มีประเด็น เอกสารจึงไม่พิมพ์ประเด็น"


def test_drafted_sentences_are_drafted_anew(before, year, staff):
    """An untouched one says what this year's figures say; one that somebody changed is a typed text."""
    first, second = [
        sentence for sentence in offered_sentences(before) if sentence.topic == "result" and sentence.figures
    ][:2]
    paragraphs = [first.text, f"{second.text} พิมพ์ต่อท้าย", second.text.replace("คะแนน", "แต้ม")]
    before.blocks.filter(type="text").update(drafted=[stored(first), stored(second)], data={"paragraphs": paragraphs})
    block = copy_document(by=staff, year=year, source=before).blocks.first()
    document = Document.objects.get(assessment=year)
    fresh = {sentence.rule: sentence for sentence in offered_sentences(document)}
    assert block.data["paragraphs"][0] == fresh[first.rule].text != first.text
    assert [text["path"] for text in marks_of(block)] == ["heading", "paragraphs.1", "paragraphs.2"]
    assert sentences(block) == [fresh[first.rule], fresh[second.rule]]


def test_sentence_whose_rule_has_nothing_to_say_yet_is_unconfirmed(before, year, staff):
    sentence = {"rule": "r", "args": {"year": 2566}, "text": "ร่างเดิม", "figures": [["ก", "1"]]}
    before.blocks.filter(type="text").update(drafted=[sentence], data={"paragraphs": ["ร่างเดิม"]})
    block = copy_document(by=staff, year=year, source=before).blocks.first()
    assert (block.drafted, texts_of(block)[1:]) == ([], [("paragraphs.0", "ร่างเดิม", "ร่างเดิม")])


def test_only_an_earlier_document_of_the_municipality_is_copied(before, year, staff, make_year, other_municipality):
    strange = Document.objects.create(assessment=make_year(2566, of=other_municipality), columns=[])
    later = Document.objects.create(assessment=make_year(2568), columns=[])
    for source in (strange, later):
        with pytest.raises(ValidationError) as refused:
            copy_document(by=staff, year=year, source=source)
        assert refused.value.messages == ["คัดลอกได้จากเอกสารของหน่วยงานเดียวกันในปีก่อนหน้าเท่านั้น"]


def test_document_of_a_kind_is_copied_once(copied, before, year, staff):
    with pytest.raises(ValidationError):
        copy_document(by=staff, year=year, source=before)


# ---- The pages


def test_list_offers_the_copy_and_makes_it(editing, before, year):
    page = editing.get(address("documents", year))
    assert [copy.pk for copy in page.context["copies"]] == [before.pk]
    response = editing.post(address("documents_copy", year), {"source": before.pk})
    assert (response.status_code, response.url) == (302, address("document", year))
    assert editing.get(address("documents", year)).context["copies"] == []


def test_foreign_document_cannot_be_copied(editing, year, make_year, other_municipality):
    strange = Document.objects.create(assessment=make_year(2566, of=other_municipality), columns=[])
    for source in (strange.pk, "", "x", "9" * 5000):
        assert editing.post(address("documents_copy", year), {"source": source}).status_code == 404


def test_key_of_no_block_confirms_nothing(editing, copied, year):
    before = waiting(copied)
    for block in ("", "x", "9" * 5000):
        assert editing.post(address("text_confirm", year), {"block": block}).status_code == 404
    assert waiting(copied) == before != {}


def test_builder_shows_what_waits_and_confirms_one(editing, copied, year):
    block = copied.blocks.first()
    page = editing.get(address("document", year)).content.decode()
    assert "รอยืนยัน 3 ข้อความ" in page
    assert page.count("ยืนยันว่าข้อความนี้เป็นจริงในปี 2567") == sum(bool(text["text"]) for text in copied.unconfirmed)
    key = keys_in(block)[0]
    response = editing.post(address("text_confirm", year), {"block": block.pk, "key": key})
    assert response.url == f"{address('document', year)}?block={block.pk}#block-{block.pk}"
    assert len(waiting(copied)[block]) == 2
    editing.post(address("text_confirm", year), {"block": block.pk})  # no key is none of them
    assert len(waiting(copied)[block]) == 2


def test_saving_a_block_as_it_is_confirms_nothing(editing, copied, year):
    block = copied.blocks.first()
    post_back(editing, address("block_edit", year, block.pk))
    assert len(waiting(copied)[block]) == 3


def test_list_says_which_text_was_changed_in_part_only(editing, copied, year):
    block = copied.blocks.first()
    first, second = block.data["paragraphs"]
    told = "แก้ไขไปแล้วบางส่วน"
    assert told not in editing.get(address("document", year)).content.decode()
    post_back(
        editing, address("block_edit", year, block.pk), {"paragraphs": f"{first}\r\n{second} และ".replace("๙๑", "๙๒")}
    )
    assert editing.get(address("document", year)).content.decode().count(told) == 1
