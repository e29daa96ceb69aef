"""A document copied from last year: what comes along, what is brought up, what is left out and said, the review."""

import pytest
from django.core.exceptions import ValidationError

from assessments.models import Assessment
from reports.builder.services import edit_block, save_memo, save_settings
from reports.documents.looks import look_of
from reports.documents.review_marks import mark_key, reviews
from reports.models import LOOK_FIELDS, Block, Document
from reports.rollover.services import confirm_review, copy_document
from reports.year.readiness_data import readiness_data
from tests.reports.page_forms import address
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
        "rows": [
            {"indicator": 2, "issues": "อยู่ต่อ", "remedy": ""},
            {"indicator": 4, "issues": "หายไป", "remedy": ""},
        ],
    },
    {"type": "photos", "heading": "ภาพปี ๒๕๖๖", "per_page": 4, "photos": []},
]


@pytest.fixture
def before(year, relate):
    """The document of 2566, in which indicator 4 is another one than in 2567."""
    relate(
        2567,
        *((n, n, True, "") for n in range(1, 11) if n != 4),
        (4, None, False, "ยกเลิก"),
        (None, 4, False, "ใหม่"),
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


def marks_of(block: Block) -> list[tuple]:
    return [(each["path"], each["was"], each["now"], bool(each["why"])) for each in block.review]


def test_copy_keeps_look_and_brings_texts_up(copied, before):
    assert {name: look_of(copied)[name] for name in LOOK_FIELDS} == look_of(before)
    assert (copied.kind, copied.title, copied.result_years) == (
        "results",
        ["รายงาน ปีงบประมาณ พ.ศ. ๒๕๖๗"],
        [2567],
    )
    assert [block.type for block in copied.blocks.all()] == [each["type"] for each in SECTIONS]
    text = copied.blocks.first()
    assert (text.heading, text.data["paragraphs"]) == (
        "ผลของปี ๒๕๖๗",
        ["ได้คะแนน ๙๐.๖๕ คะแนน", "ตัวชี้วัดที่ ๔ ได้ ๙๑.๕๐ คะแนน ประชุมเมื่อ ๒ ก.พ. ๒๕๖๖"],
    )


def test_each_change_is_marked_and_what_is_in_doubt_too(copied):
    text, _, ranking, comparison, *_ = copied.blocks.all()
    assert marks_of(text) == [
        ("heading", "๒๕๖๖", "๒๕๖๗", False),
        ("paragraphs.0", "๙๔.๒๒", "๙๐.๖๕", False),
        ("paragraphs.1", "๔", "๔", True),
        ("paragraphs.1", "๙๑.๕๐", "๙๑.๕๐", True),
        ("paragraphs.1", "๒๕๖๖", "๒๕๖๖", True),
    ]
    assert (ranking.data["year"], marks_of(ranking)) == (2567, [("year", "2566", "2567", False)])
    assert comparison.data == {"from_year": 2566, "to_year": 2567}


def test_findings_of_a_retired_indicator_are_left_out_and_said(copied):
    block = copied.blocks.get(type="findings")
    assert [(each["indicator"], each["issues"]) for each in block.data["rows"]] == [(2, "อยู่ต่อ")]
    [mark] = block.review
    assert (mark["was"], mark["why"]) == (
        "หายไป",
        "ปี 2567 ไม่มีตัวชี้วัดที่เป็นอันเดียวกันกับตัวชี้วัดที่ 4 ของปีก่อน จึงไม่คัดลอกมา",
    )


def test_photos_of_last_year_are_left_out_and_said(before, year, staff):
    photos = before.blocks.get(type="photos")
    photos.data["photos"] = [{"evidence": 7, "caption": "ภาพ"}]
    photos.save()
    block = copy_document(by=staff, year=year, source=before).blocks.get(type="photos")
    assert block.data == {"per_page": 4, "photos": []}
    assert marks_of(block)[-1] == ("photos", "1 รายการ", "", True)


def test_memo_comes_along_without_number_and_date(copied):
    assert (copied.memo["number"], copied.memo["date"], copied.memo["subjects"]) == (
        "",
        "",
        ["รายงานปี ๒๕๖๗"],
    )
    assert [(each["path"], each["was"]) for each in copied.review] == [
        ("title.0", "๒๕๖๖"),
        ("memo.number", "ทส ๑/๒๕๖๗"),
        ("memo.date", "1 เมษายน 2567"),
        ("memo.subjects.0", "๒๕๖๖"),
    ]


def test_block_that_the_year_cannot_have_is_left_out_and_said(before, year, staff):
    block = before.blocks.get(type="findings")
    block.data["instrument"] = "XIT"
    block.save()
    copied = copy_document(by=staff, year=year, source=before)
    assert not copied.blocks.filter(type="findings").exists()
    assert copied.review[-1]["why"] == "instrument: เกณฑ์ปี 2567 ไม่มี XIT"


def test_year_without_areas_prints_none_and_says_so(before, year, staff):
    year.framework.areas.all().delete()
    copied = copy_document(by=staff, year=year, source=before)
    assert copied.areas_as == "none"
    assert copied.review[-1]["why"] == "เกณฑ์ปี 2567 ยังไม่มีประเด็น เอกสารจึงไม่พิมพ์ประเด็น"


def test_count_of_measures_is_brought_up(before, year, staff):
    make_measures(before.assessment, 3)
    make_measures(year, 5)
    before.blocks.filter(type="text").update(data={"paragraphs": ["รวม ๓ มาตรการ"]})
    copied = copy_document(by=staff, year=year, source=before)
    assert copied.blocks.first().data["paragraphs"] == ["รวม ๕ มาตรการ"]


def test_drafted_sentences_move_with_their_year_and_keep_their_figures(before, year, staff):
    sentence = {
        "rule": "r",
        "args": {"year": 2566, "part": ""},
        "text": "ผลของปี ๒๕๖๖",
        "figures": [["ก", "1"]],
    }
    before.blocks.filter(type="text").update(drafted=[sentence])
    copied = copy_document(by=staff, year=year, source=before)
    moved = {**sentence, "args": {"year": 2567, "part": ""}, "text": "ผลของปี ๒๕๖๗"}
    assert copied.blocks.first().drafted == [moved]


def test_only_an_earlier_document_of_the_municipality_is_copied(
    before, year, staff, make_year, other_municipality
):
    strange = Document.objects.create(assessment=make_year(2566, of=other_municipality), columns=[])
    later = Document.objects.create(assessment=make_year(2568), columns=[])
    for source in (strange, later):
        with pytest.raises(ValidationError) as refused:
            copy_document(by=staff, year=year, source=source)
        assert refused.value.messages == ["คัดลอกได้จากเอกสารของหน่วยงานเดียวกันในปีก่อนหน้าเท่านั้น"]


def test_document_of_a_kind_is_copied_once(copied, before, year, staff):
    with pytest.raises(ValidationError):
        copy_document(by=staff, year=year, source=before)


# ---- Looking at what was replaced


def test_marks_are_confirmed_one_by_one_and_all(copied, staff):
    block = copied.blocks.first()
    first = mark_key(block.review[0])
    assert confirm_review(by=staff, document=copied, block=block, keys=[first]) == 4
    assert confirm_review(by=staff, document=copied, block=block) == 0
    assert confirm_review(by=staff, document=copied) == 0
    assert readiness_data(copied.assessment).unreviewed[0].anchor != f"block-{block.pk}"


def test_editing_a_spot_takes_its_mark_away(copied, staff):
    block = copied.blocks.first()
    section = {"type": "text", "heading": "หัวข้อใหม่", "paragraphs": block.data["paragraphs"]}
    edit_block(by=staff, block=block, section=section)
    block.refresh_from_db()
    assert [each["path"] for each in block.review] == ["paragraphs.0", *["paragraphs.1"] * 3]


def test_editing_title_or_memo_takes_their_marks_away(copied, staff):
    save_settings(by=staff, document=copied, title=["ชื่อใหม่"])
    save_memo(by=staff, document=copied, memo={**copied.memo, "date": "2025-04-01"})
    copied.refresh_from_db()
    assert [each["path"] for each in copied.review] == ["memo.number", "memo.subjects.0"]


def test_review_shows_the_spot_in_its_line(copied):
    shown = reviews(copied.blocks.first().review)
    assert [(each.place, each.before, each.now, each.after) for each in shown[:2]] == [
        ("หัวข้อ", "ผลของปี ", "๒๕๖๗", ""),
        ("เนื้อความ", "ได้คะแนน ", "๙๐.๖๕", " คะแนน"),
    ]


def test_unreviewed_parts_stand_in_the_readiness(copied):
    block = copied.blocks.first()
    found = [(each.text, each.kind, each.anchor) for each in readiness_data(copied.assessment).unreviewed]
    assert found[:2] == [
        ("รายงานผลการดำเนินการ: ชื่อและบันทึกข้อความ 4 แห่ง", "results", "settings"),
        ("รายงานผลการดำเนินการ: ส่วนที่ 1 5 แห่ง", "results", f"block-{block.pk}"),
    ]


def test_unfilled_parts_stand_in_the_readiness(copied):
    block = copied.blocks.create(
        type="photos", position=99, heading="ภาพ", data={"per_page": 4, "photos": []}
    )
    found = [(each.text, each.kind, each.anchor) for each in readiness_data(copied.assessment).unfilled]
    place = copied.blocks.count()
    assert found[-1:] == [
        (f"รายงานผลการดำเนินการ: ส่วนที่ {place} ยังไม่ได้เลือกภาพ", "results", f"block-{block.pk}")
    ]


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


def test_mark_of_no_block_takes_no_marks_of_the_document(editing, copied, year):
    marks = copied.review
    for block in ("", "x", "9" * 5000):
        assert editing.post(address("review_confirm", year), {"block": block}).status_code == 404
    copied.refresh_from_db()
    assert copied.review == marks != []


def test_builder_counts_what_waits_and_confirms_it(editing, copied, year):
    block = copied.blocks.first()
    page = editing.get(address("document", year)).content.decode()
    assert page.count("รอตรวจ") >= 5
    response = editing.post(address("review_confirm", year), {"block": block.pk})
    assert response.url == f"{address('document', year)}?block={block.pk}#block-{block.pk}"
    block.refresh_from_db()
    assert block.review == []
    editing.post(address("review_confirm", year), {"key": mark_key(copied.review[0])})
    copied.refresh_from_db()
    assert len(copied.review) == 3


def test_saving_a_block_with_the_tick_confirms_the_rest(editing, copied, year):
    from tests.reports.page_forms import post_back

    block = copied.blocks.first()
    post_back(editing, address("block_edit", year, block.pk))
    block.refresh_from_db()
    assert len(block.review) == 5
    post_back(editing, address("block_edit", year, block.pk), {"reviewed": "on"})
    block.refresh_from_db()
    assert block.review == []
