"""Sentences in blocks: put in without touching typed text, brought up to date, left as they are."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.scores.services import save_scores
from assessments.undo.services import undo_act
from reports.builder import services as builder_services
from reports.drafting import services as drafting_services
from reports.drafting.standing import GONE
from reports.drafting.stored import sentences, standings
from reports.models import Block
from tests.reports.samples import make_document

OLD = (
    "ในการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA) ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ "
    "เทศบาลเมืองทดสอบได้คะแนนรวม ๙๐.๖๕ คะแนน จากคะแนนเต็ม ๑๐๐ คะแนน ผลการประเมินอยู่ในระดับ “ผ่าน”"
)
NEW = OLD.replace("๙๐.๖๕", "๙๑.๐๐")
CHANGE = (
    "เมื่อเปรียบเทียบกับปีงบประมาณ พ.ศ. ๒๕๖๖ คะแนนรวมของปีงบประมาณ พ.ศ. ๒๕๖๗ ลดลง ๓.๕๗ คะแนน จาก ๙๔.๒๒ คะแนน เป็น ๙๐.๖๕ คะแนน"
)
LEVEL_IS_NEW = "ระดับผลการประเมิน"


@pytest.fixture
def block(year) -> Block:
    section = {"type": "text", "heading": "ผล", "paragraphs": ["ย่อหน้าหนึ่ง ", "  - ย่อหน้าสอง"]}
    return make_document(year, [section]).blocks.get()


def announce(year, staff, total="91.00"):
    save_scores(by=staff, assessment=year, announced={"official_total": Decimal(total)}, scores={})


def now(block) -> Block:
    return Block.objects.select_related("document__assessment__municipality").get(pk=block.pk)


def told(block) -> list[str]:
    row = now(block)
    of_block = standings(row.document, [row])[row.pk]
    return [str(difference) for standing in of_block for difference in standing.differences]


def test_sentences_go_to_the_end_and_leave_typed_text_alone(block, staff):
    drafting_services.insert_sentences(by=staff, block=block, keys=["change_of_total:2567", "result:2567"])
    assert now(block).data["paragraphs"] == ["ย่อหน้าหนึ่ง ", "  - ย่อหน้าสอง", OLD, CHANGE]


def test_sentences_go_before_a_paragraph(block, staff):
    drafting_services.insert_sentences(by=staff, block=block, keys=["result:2567"], place=1)
    assert now(block).data["paragraphs"] == ["ย่อหน้าหนึ่ง ", OLD, "  - ย่อหน้าสอง"]


def test_sentences_of_a_topic_run_on_and_proposals_stand_alone(block, staff):
    keys = ["result:2567", "below:2567", "proposal:2567:IIT", "proposal:2567:EIT"]
    put = drafting_services.insert_sentences(by=staff, block=block, keys=keys)
    texts = [sentence.text for sentence in put]
    assert now(block).data["paragraphs"][2:] == [f"{texts[0]} {texts[1]}", texts[2], texts[3]]


def test_block_keeps_rule_and_figures(block, staff):
    drafting_services.insert_sentences(by=staff, block=block, keys=["result:2567"])
    assert now(block).drafted == [
        {
            "rule": "result",
            "args": {"year": 2567, "part": ""},
            "text": OLD,
            "figures": [["หน่วยงาน", "เทศบาลเมืองทดสอบ"], ["คะแนนรวม ปี 2567", "90.65"], ["ระดับ ปี 2567", "ผ่าน"]],
        }
    ]


@pytest.mark.parametrize("keys", [[], ["nonsense"], ["apart:2567"]])
def test_nothing_chosen_is_told(block, staff, keys):
    with pytest.raises(ValidationError, match="อย่างน้อยหนึ่งข้อความ"):
        drafting_services.insert_sentences(by=staff, block=block, keys=keys)


def test_sentence_is_not_put_in_twice(block, staff):
    drafting_services.insert_sentences(by=staff, block=block, keys=["result:2567"])
    with pytest.raises(ValidationError, match="ยังไม่มีอยู่ในส่วนนี้"):
        drafting_services.insert_sentences(by=staff, block=block, keys=["result:2567"])
    assert now(block).data["paragraphs"].count(OLD) == 1


def test_sentence_that_was_typed_over_may_be_put_in_again(block, staff):
    drafting_services.insert_sentences(by=staff, block=block, keys=["result:2567"])
    builder_services.edit_block(
        by=staff, block=now(block), section={"type": "text", "heading": "", "paragraphs": ["พิมพ์ใหม่"]}
    )
    drafting_services.insert_sentences(by=staff, block=now(block), keys=["result:2567"])
    assert now(block).data["paragraphs"] == ["พิมพ์ใหม่", OLD]
    assert [sentence.key for sentence in sentences(now(block))] == ["result:2567"]


def test_changed_total_is_told_and_taken(block, year, staff):
    drafting_services.insert_sentences(by=staff, block=block, keys=["result:2567"])
    announce(year, staff)
    assert told(block) == ["คะแนนรวม ปี 2567 90.65 → 91.00"]
    drafting_services.refresh_sentence(by=staff, block=now(block), key="result:2567")
    assert now(block).data["paragraphs"] == ["ย่อหน้าหนึ่ง ", "  - ย่อหน้าสอง", NEW]
    assert told(block) == []


def test_words_typed_around_a_sentence_stay(block, year, staff):
    drafting_services.insert_sentences(by=staff, block=block, keys=["result:2567"])
    typed = ["ก่อน", f"อนึ่ง {OLD} ซึ่งน่ายินดี"]
    builder_services.edit_block(
        by=staff, block=now(block), section={"type": "text", "heading": "", "paragraphs": typed}
    )
    announce(year, staff)
    drafting_services.refresh_sentence(by=staff, block=now(block), key="result:2567")
    assert now(block).data["paragraphs"] == ["ก่อน", f"อนึ่ง {NEW} ซึ่งน่ายินดี"]


def test_sentence_in_other_words_is_never_overwritten(block, year, staff):
    drafting_services.insert_sentences(by=staff, block=block, keys=["result:2567"])
    typed = ["ปีนี้เราได้ ๙๐.๖๕ คะแนน"]
    builder_services.edit_block(
        by=staff, block=now(block), section={"type": "text", "heading": "", "paragraphs": typed}
    )
    announce(year, staff)
    assert told(block) == ["คะแนนรวม ปี 2567 90.65 → 91.00"]
    with pytest.raises(ValidationError, match="ระบบจึงไม่เขียนทับ"):
        drafting_services.refresh_sentence(by=staff, block=now(block), key="result:2567")
    assert now(block).data["paragraphs"] == typed


def test_dismissed_sentence_stays_until_the_data_change_again(block, year, staff):
    drafting_services.insert_sentences(by=staff, block=block, keys=["result:2567"])
    announce(year, staff)
    drafting_services.dismiss_sentence(by=staff, block=now(block), key="result:2567")
    assert now(block).data["paragraphs"][-1] == OLD
    assert told(block) == []
    announce(year, staff, "92.00")
    assert told(block) == ["คะแนนรวม ปี 2567 91.00 → 92.00"]
    drafting_services.refresh_sentence(by=staff, block=now(block), key="result:2567")
    assert now(block).data["paragraphs"][-1] == OLD.replace("๙๐.๖๕", "๙๒.๐๐")


def test_sentence_without_data_can_only_be_mended_by_hand(block, year, staff):
    drafting_services.insert_sentences(by=staff, block=block, keys=["strengths:2567"])
    year.scores.all().delete()
    assert told(block)[0] == f"เกณฑ์จุดแข็ง/จุดอ่อน 85 → {GONE}"
    with pytest.raises(ValidationError, match="จึงไม่มีข้อความใหม่"):
        drafting_services.refresh_sentence(by=staff, block=now(block), key="strengths:2567")
    drafting_services.dismiss_sentence(by=staff, block=now(block), key="strengths:2567")
    assert told(block) == []


def test_several_lines_are_replaced_as_a_whole(block, year, staff):
    save_scores(by=staff, assessment=year, announced={}, scores={5: Decimal(70)})
    drafting_services.insert_sentences(by=staff, block=block, keys=["proposal:2567:IIT"])
    assert [text[:12] for text in now(block).data["paragraphs"][3:]] == ["- ตัวชี้วัดท"] * 2
    save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(90)})
    drafting_services.refresh_sentence(by=staff, block=now(block), key="proposal:2567:IIT")
    *typed, proposal = now(block).data["paragraphs"]
    assert typed == ["ย่อหน้าหนึ่ง ", "  - ย่อหน้าสอง"]
    assert "ควรพัฒนาตัวชี้วัดที่ ๕ การแก้ไขปัญหาการทุจริต (๗๐.๐๐ คะแนน)" in proposal


@pytest.mark.parametrize("name", ["refresh_sentence", "dismiss_sentence"])
def test_unknown_sentence_is_told(block, staff, name):
    with pytest.raises(ValidationError, match="ไม่พบข้อความที่ร่างไว้นี้แล้ว"):
        getattr(drafting_services, name)(by=staff, block=block, key="result:2567")


def test_only_text_blocks_take_sentences(year, staff):
    table = make_document(year, [{"type": "measures", "heading": ""}]).blocks.get()
    with pytest.raises(ValidationError, match="ได้เฉพาะในส่วนข้อความ"):
        drafting_services.insert_sentences(by=staff, block=table, keys=["result:2567"])


def test_readers_may_not_draft(block, approver, auditor):
    for user in (approver, auditor):
        with pytest.raises(PermissionDenied):
            drafting_services.insert_sentences(by=user, block=block, keys=["result:2567"])


def test_removed_block_comes_back_with_its_sentences(block, staff):
    drafting_services.insert_sentences(by=staff, block=block, keys=["result:2567"])
    document, drafted = block.document, now(block).drafted
    builder_services.delete_block(by=staff, block=now(block))
    undo_act(by=staff, act=Block.history.latest().act)
    assert document.blocks.get().drafted == drafted


@pytest.mark.parametrize("kind", ["results", "plan", "analysis", "announcement", "half_year"])
def test_new_documents_know_what_was_drafted_into_them(year, staff, kind):
    """Every sentence stands in its block, none is stale, and nothing but drafted sentences is said."""
    document = builder_services.create_document(by=staff, year=year, kind=kind)
    blocks = list(document.blocks.all())
    drafted = [standing for standings_ in standings(document, blocks).values() for standing in standings_]
    assert drafted
    assert all(standing.untouched and not standing.is_stale for standing in drafted)
    for block in blocks:
        if block.type == "text":
            rest = "\n".join(block.data["paragraphs"])
            for sentence in sentences(block):
                rest = rest.replace(sentence.text, "", 1)
            assert rest.split() == []


def test_new_report_before_the_result_says_that_there_is_none(make_year, staff):
    document = builder_services.create_document(by=staff, year=make_year(2567), kind="results")
    block = document.blocks.filter(type="text")[1]
    assert block.data["paragraphs"] == [
        "ขณะจัดทำเอกสารนี้ ยังไม่มีคะแนนรวมและระดับของผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ "
        "(ITA) ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ ของเทศบาลเมืองทดสอบ"
    ]
    announce(document.assessment, staff)
    assert told(block) == ["คะแนนรวม ปี 2567 ยังไม่มี → 91.00"]
