"""A document copied from last year: what comes along, what is drafted anew, left out and said, and the confirming."""

import pytest
from django.core.exceptions import ValidationError

from assessments.models import Assessment
from assessments.years.services import take_step
from measures.carry_over.services import CarryChoice, confirm_carried_text, decide_carries
from measures.models import Measure
from reports.builder.services import edit_block, save_memo
from reports.documents.looks import look_of
from reports.documents.unconfirmed import SIGN, key_of
from reports.drafting.stored import offered_sentences, sentences, stored
from reports.models import LOOK_FIELDS, Block, Document
from reports.output.content import document_content
from reports.rollover.services import confirm_text, copy_document
from reports.rollover.unconfirmed_texts import WaitingTexts
from reports.year.readiness_data import obstacles, readiness_data
from tests.reports.page_forms import address, post_back
from tests.reports.samples import MEMO, make_document, make_measures

SECTIONS = [
    {
        "type": "text",
        "heading": "ผลของปี ๒๕๖๖",
        "paragraphs": ["ได้คะแนน ๙๔.๒๒ คะแนน", "ตัวชี้วัดที่ ๔ ได้ ๙๑.๕๐ คะแนน ประชุมเมื่อ ๒ ก.พ. ๒๕๖๖"],
    },
    {"type": "measures", "heading": ""},
    {"type": "ranking", "heading": "", "year": 2566},
    {"type": "comparison", "heading": "", "from_year": 2565, "to_year": 2566},
    {
        "type": "findings",
        "heading": "",
        "instrument": "IIT",
        "headings": ["ก", "ข", "ค"],
        "rows": [{"indicator": 2, "issues": "อยู่ต่อ", "remedy": ""}, {"indicator": 4, "issues": "หายไป", "remedy": ""}],
    },
    {"type": "photos", "heading": "ภาพปี ๒๕๖๖", "per_page": 4, "photos": []},
]


@pytest.fixture
def before(year, relate):
    """The document of 2566, in which indicator 4 is another one than in 2567."""
    relate(
        2567, *((n, n, True, "") for n in range(1, 11) if n != 4), (4, None, False, "ยกเลิก"), (None, 4, False, "ใหม่")
    )
    earlier = Assessment.objects.get(framework__fiscal_year=2566)
    document = make_document(earlier, SECTIONS, memo={**MEMO, "subjects": ["รายงานปี ๒๕๖๖"]})
    document.title, document.numerals, document.margins = ["รายงาน ปีงบประมาณ พ.ศ. ๒๕๖๖"], "arabic", "narrow"
    document.result_years = [2566]
    document.save()
    return document


@pytest.fixture
def copied(before, year, staff):
    return copy_document(by=staff, year=year, source=before)


def texts_of(row: Block | Document) -> list[tuple]:
    return [(text["path"], text["was"], text["text"]) for text in row.unconfirmed]


def test_copy_keeps_look_and_moves_fiscal_years_only(copied, before):
    assert {name: look_of(copied)[name] for name in LOOK_FIELDS} == look_of(before)
    assert (copied.kind, copied.title, copied.result_years) == ("results", ["รายงาน ปีงบประมาณ พ.ศ. ๒๕๖๗"], [2567])
    assert [block.type for block in copied.blocks.all()] == [section["type"] for section in SECTIONS]
    text, _, ranking, comparison, *_ = copied.blocks.all()
    assert (text.heading, text.data) == ("ผลของปี ๒๕๖๗", {"paragraphs": SECTIONS[0]["paragraphs"]})
    assert (ranking.data, ranking.unconfirmed) == ({"year": 2567}, [])
    assert comparison.data == {"from_year": 2566, "to_year": 2567}


def test_every_typed_text_that_came_along_is_unconfirmed(copied):
    paragraphs = SECTIONS[0]["paragraphs"]
    assert texts_of(copied.blocks.first()) == [
        ("paragraphs.0", paragraphs[0], paragraphs[0]),
        ("paragraphs.1", paragraphs[1], paragraphs[1]),
    ]


def test_waiting_text_stands_beside_the_figures_of_both_years(copied):
    first, second = WaitingTexts(copied).of(copied.blocks.first())
    assert [(figure.label, figure.was, figure.year_now, figure.now) for figure in first.figures] == [
        ("คะแนนรวม ปี 2566", "94.22", 2567, "90.65")
    ]
    assert [(figure.label, figure.was, figure.now) for figure in second.figures] == [
        ("ตัวชี้วัดที่ 4 ปี 2566", "91.50", "ยังไม่มี")  # indicator 4 of 2567 is another one
    ]


def test_findings_of_a_retired_indicator_are_left_out_and_said(copied):
    block = copied.blocks.get(type="findings")
    assert [(row["indicator"], row["issues"]) for row in block.data["rows"]] == [(2, "อยู่ต่อ")]
    left_out, kept = sorted(block.unconfirmed, key=lambda text: text["text"])
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
    assert block.data == {"per_page": 4, "photos": []}
    assert texts_of(block) == [("photos", "1 รายการ", "")]


def test_memo_comes_along_without_number_and_date(copied):
    assert (copied.memo["number"], copied.memo["date"], copied.memo["subjects"]) == ("", "", ["รายงานปี ๒๕๖๗"])
    paths = [text["path"] for text in copied.unconfirmed]
    assert "memo.sections.0.paragraphs.0" in paths
    assert not [path for path in paths if path.startswith(("title", "memo.subjects", "memo.closing"))]


def test_block_that_the_year_cannot_have_is_left_out_and_said(before, year, staff):
    block = before.blocks.get(type="findings")
    block.data["instrument"] = "XIT"
    block.save()
    copied = copy_document(by=staff, year=year, source=before)
    assert not copied.blocks.filter(type="findings").exists()
    assert copied.unconfirmed[-1]["why"] == "instrument: เกณฑ์ปี 2567 ไม่มี XIT"


def test_year_without_areas_prints_none_and_says_so(before, year, staff):
    year.framework.areas.all().delete()
    copied = copy_document(by=staff, year=year, source=before)
    assert copied.areas_as == "none"
    assert copied.unconfirmed[-1]["why"] == "เกณฑ์ปี 2567 ยังไม่มีประเด็น เอกสารจึงไม่พิมพ์ประเด็น"


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
    assert [text["path"] for text in block.unconfirmed] == ["paragraphs.1", "paragraphs.2"]
    assert sentences(block) == [fresh[first.rule], fresh[second.rule]]


def test_sentence_whose_rule_has_nothing_to_say_yet_is_unconfirmed(before, year, staff):
    sentence = {"rule": "r", "args": {"year": 2566}, "text": "ร่างเดิม", "figures": [["ก", "1"]]}
    before.blocks.filter(type="text").update(drafted=[sentence], data={"paragraphs": ["ร่างเดิม"]})
    block = copy_document(by=staff, year=year, source=before).blocks.first()
    assert (block.drafted, texts_of(block)) == ([], [("paragraphs.0", "ร่างเดิม", "ร่างเดิม")])


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


# ---- Confirming


def test_texts_are_confirmed_one_by_one(copied, staff):
    block = copied.blocks.first()
    first, second = block.unconfirmed
    assert confirm_text(by=staff, document=copied, block=block, key=key_of(first)) == 1
    block.refresh_from_db()
    assert block.unconfirmed == [second]
    for key in (key_of(first), "", "x"):
        with pytest.raises(ValidationError) as refused:
            confirm_text(by=staff, document=copied, block=block, key=key)
        assert "แก้ไขหรือยืนยันไปแล้ว" in refused.value.messages[0]


def test_rewriting_a_text_confirms_it_but_other_spaces_do_not(copied, staff):
    block = copied.blocks.first()
    _, second = block.data["paragraphs"]
    section = {"type": "text", "heading": "หัวข้อใหม่", "paragraphs": ["ได้คะแนนสูงขึ้น", f"  {second} "]}
    edit_block(by=staff, block=block, section=section)
    block.refresh_from_db()
    assert [text["path"] for text in block.unconfirmed] == ["paragraphs.1"]


def test_text_that_is_cut_joined_or_added_to_stays_unconfirmed_and_keeps_its_sign(copied, staff):
    block = copied.blocks.first()
    first, second = block.data["paragraphs"]
    for paragraphs in (
        [f"{first} ตรวจแล้ว", second],
        [*first.split(" ", 1), second],
        [f"{first} {second}"],
    ):
        edit_block(by=staff, block=block, section={"type": "text", "heading": "", "paragraphs": paragraphs})
        block.refresh_from_db()
        assert len(block.unconfirmed) == 2
        assert all(line["text"].endswith(SIGN) for line in document_content(copied).blocks[0]["lines"])


def test_moved_text_stays_unconfirmed(copied, staff):
    block = copied.blocks.first()
    section = {"type": "text", "heading": "", "paragraphs": ["ใหม่", *reversed(block.data["paragraphs"])]}
    edit_block(by=staff, block=block, section=section)
    block.refresh_from_db()
    assert len(block.unconfirmed) == 2


def test_editing_the_memo_confirms_what_was_rewritten(copied, staff):
    waiting = len(copied.unconfirmed)
    memo = {**copied.memo, "sections": []}
    save_memo(by=staff, document=copied, memo=memo)
    copied.refresh_from_db()
    assert 0 < len(copied.unconfirmed) < waiting


def test_year_with_unconfirmed_texts_is_not_submitted(copied, year, staff):
    make_measures(year, 1)
    copied.blocks.exclude(type="text").delete()
    block = copied.blocks.first()
    found = [(facts.text, facts.kind, facts.anchor) for facts in readiness_data(year).unconfirmed]
    assert ("รายงานผลการดำเนินการ: ส่วนที่ 1 2 ข้อความ", "results", f"block-{block.pk}") in found
    assert obstacles(year) == ["ข้อความของปีก่อนที่ยังไม่มีผู้แก้ไขหรือยืนยัน"]
    with pytest.raises(ValidationError):
        take_step(by=staff, assessment=year, action="submit")
    copied.blocks.update(unconfirmed=[])
    Document.objects.filter(pk=copied.pk).update(unconfirmed=[])
    assert obstacles(year) == []
    take_step(by=staff, assessment=year, action="submit")


def test_unconfirmed_texts_print_with_a_sign_in_every_form(copied):
    content = document_content(copied)
    text, *_ = content.blocks
    assert [line["text"] for line in text["lines"]] == [
        f"{paragraph} {SIGN}" for paragraph in SECTIONS[0]["paragraphs"]
    ]
    assert content.memo["sections"][0]["lines"][0]["text"].endswith(SIGN)
    assert SIGN not in "".join(content.title)
    copied.blocks.update(unconfirmed=[])
    assert SIGN not in str(document_content(copied).blocks)


def test_unfilled_parts_stand_in_the_readiness(copied):
    block = copied.blocks.create(type="photos", position=99, heading="ภาพ", data={"per_page": 4, "photos": []})
    found = [(each.text, each.kind, each.anchor) for each in readiness_data(copied.assessment).unfilled]
    place = copied.blocks.count()
    assert found[-1:] == [(f"รายงานผลการดำเนินการ: ส่วนที่ {place} ยังไม่ได้เลือกภาพ", "results", f"block-{block.pk}")]


# ---- The pages


def test_list_offers_the_copy_and_makes_it(editing, before, year):
    page = editing.get(address("documents", year))
    assert [each.pk for each in page.context["copies"]] == [before.pk]
    response = editing.post(address("documents_copy", year), {"source": before.pk})
    assert (response.status_code, response.url) == (302, address("document", year))
    assert editing.get(address("documents", year)).context["copies"] == []


def test_foreign_document_cannot_be_copied(editing, year, make_year, other_municipality):
    strange = Document.objects.create(assessment=make_year(2566, of=other_municipality), columns=[])
    for source in (strange.pk, "", "x", "9" * 5000):
        assert editing.post(address("documents_copy", year), {"source": source}).status_code == 404


def test_key_of_no_block_confirms_nothing(editing, copied, year):
    waiting = copied.unconfirmed
    for block in ("", "x", "9" * 5000):
        assert editing.post(address("text_confirm", year), {"block": block}).status_code == 404
    copied.refresh_from_db()
    assert copied.unconfirmed == waiting != []


def test_builder_shows_what_waits_and_confirms_one(editing, copied, year):
    block = copied.blocks.first()
    page = editing.get(address("document", year)).content.decode()
    assert "รอยืนยัน 2 ข้อความ" in page
    assert page.count("ยืนยันว่าข้อความนี้เป็นจริงในปี 2567") == sum(
        bool(text["text"]) for row in (copied, *copied.blocks.all()) for text in row.unconfirmed
    )
    key = key_of(block.unconfirmed[0])
    response = editing.post(address("text_confirm", year), {"block": block.pk, "key": key})
    assert response.url == f"{address('document', year)}?block={block.pk}#block-{block.pk}"
    block.refresh_from_db()
    assert len(block.unconfirmed) == 1
    editing.post(address("text_confirm", year), {"block": block.pk})  # no key is none of them
    block.refresh_from_db()
    assert len(block.unconfirmed) == 1


def test_saving_a_block_as_it_is_confirms_nothing(editing, copied, year):
    block = copied.blocks.first()
    post_back(editing, address("block_edit", year, block.pk))
    block.refresh_from_db()
    assert len(block.unconfirmed) == 2


# ---- Measures that came along


def test_measure_that_quotes_last_year_prints_a_sign_and_keeps_the_year_from_being_submitted(before, year, staff):
    source = Measure.objects.create(assessment=before.assessment, title="ยกระดับให้สูงกว่า ๙๔.๒๒ คะแนน")
    decide_carries(by=staff, assessment=year, choices={source.pk: CarryChoice("keep")})
    document = make_document(year, [{"type": "measures", "heading": ""}])
    assert f"ยกระดับให้สูงกว่า ๙๔.๒๒ คะแนน {SIGN}" in str(document_content(document).blocks)
    assert "มาตรการที่ยกมาจากปีก่อนอ้างตัวเลขของปีก่อน และยังไม่มีผู้แก้ไขหรือยืนยัน" in obstacles(year)
    [copy] = year.measures.all()
    confirm_carried_text(by=staff, assessment=year, measure=copy, field="title")
    assert SIGN not in str(document_content(document).blocks)
    assert "มาตรการที่ยกมา" not in " ".join(obstacles(year))
