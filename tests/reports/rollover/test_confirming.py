"""Texts of last year that wait: moved and removed with their part, confirmed, printed and held back."""

import pytest
from django.core.exceptions import ValidationError

from assessments.models import Assessment
from assessments.undo.services import undo_act
from assessments.years.services import take_step
from measures.carry_over.quoting import waiting_measures
from measures.carry_over.services import CarryChoice, confirm_measure, decide_carries
from measures.models import Measure
from measures.plan.services import edit_measure
from reports.blocks import BLOCK_TYPES
from reports.builder.services import add_block, create_document, delete_block, edit_block, save_memo
from reports.builder.starters import own_words
from reports.documents.unconfirmed import SIGN, place_of, waiting_texts
from reports.issuing.services import issue_document, upcoming_issue
from reports.models import Block, Confirmation, Document
from reports.output.content import document_content
from reports.package import block_data, export_package, import_package, package_bytes, read_package
from reports.rollover.services import confirm_text, copy_document
from reports.year.readiness_data import obstacles, readiness_data
from tests.reports.page_forms import address
from tests.reports.samples import make_document, make_measures
from tests.undo import undo

from .copies import NEW, SECTIONS, announce, confirm_all, keys_in, paragraphs, waiting

pytestmark = pytest.mark.usefixtures("blank_pages")


def test_texts_are_confirmed_one_by_one(copied, staff):
    block = copied.blocks.first()
    _, key, _ = keys_in(block)
    before = sum(map(len, waiting(copied).values()))
    assert confirm_text(by=staff, document=copied, key=key) == before - 1
    assert waiting(copied)[block] == ["heading", "paragraphs.1"]
    for gone in (key, "", "x"):
        with pytest.raises(ValidationError) as refused:
            confirm_text(by=staff, document=copied, key=gone)
        assert "แก้ไขหรือยืนยันไปแล้ว" in refused.value.messages[0]


def test_the_same_words_of_another_indicator_are_confirmed_by_themselves(before, year, staff):
    findings = before.blocks.get(type="findings")
    rows = [{"indicator": number, "issues": "คะแนนลดลงจากปีก่อน", "remedy": ""} for number in (1, 2)]
    Block.objects.filter(pk=findings.pk).update(data={**findings.data, "rows": rows})
    copied = copy_document(by=staff, year=year, source=before)
    block = copied.blocks.get(type="findings")
    of_rows = ["rows.0.issues", "rows.1.issues"]
    assert [path for path in waiting(copied)[block] if path.startswith("rows")] == of_rows
    assert [*map(place_of, of_rows)] == ["แถวของตาราง ลำดับที่ 1", "แถวของตาราง ลำดับที่ 2"]
    confirm_text(by=staff, document=copied, key=keys_in(block)[waiting(copied)[block].index(of_rows[0])])
    assert [path for path in waiting(copied)[block] if path.startswith("rows")] == of_rows[1:]


def test_confirmation_does_not_go_along_to_another_indicator(before, year, staff):
    """What is true of one is not of the other."""
    findings = before.blocks.get(type="findings")
    rows = [{"indicator": number, "issues": text, "remedy": ""} for number, text in ((1, "จัดซื้อล่าช้า"), (2, "ใหม่"))]
    Block.objects.filter(pk=findings.pk).update(data={**findings.data, "rows": rows})
    copied = copy_document(by=staff, year=year, source=before)
    block = copied.blocks.get(type="findings")
    confirm_all(staff, block)
    assert waiting(copied)[block] == []
    section = {**block_data(block), "rows": [{**rows[0], "indicator": 2}, {**rows[1], "indicator": 1}]}
    edit_block(by=staff, block=block, section=section)
    assert waiting(copied)[block] == ["rows.0.issues", "rows.1.issues"]
    edit_block(by=staff, block=block, section={**section, "rows": rows[::-1]})  # only their order
    assert waiting(copied)[block] == []


def test_caption_of_a_picture_that_is_typed_again_waits(before, year, staff):
    block = before.blocks.get(type="photos")
    block.data["photos"] = [{"evidence": 7, "caption": "มอบโล่รางวัลเทศบาลดีเด่น"}]
    block.save()
    copied = copy_document(by=staff, year=year, source=before)
    block, captions = copied.blocks.get(type="photos"), ["อบรมที่ศาลากลางบ้าน", "มอบโล่รางวัลดีเด่น"]
    photos = [{"evidence": key, "caption": caption} for key, caption in enumerate(captions, start=8)]
    Block.objects.filter(pk=block.pk).update(data={**block.data, "photos": photos})
    assert waiting(copied)[block] == ["heading", "photos.1.caption"]


def test_package_of_a_copy_that_was_undone_frees_nothing(copied, year, staff):
    texts = [text for texts in waiting(copied).values() for text in texts]
    package, act = export_package(year, copied), Document.history.filter(id=copied.pk).earliest("history_id").act
    undo_act(by=staff, act=act)
    assert not year.documents.exists()
    import_package(read_package(package_bytes(package)), by=staff)
    brought_back = [text for texts in waiting(year.documents.get()).values() for text in texts]
    assert {*texts} - {*brought_back} <= {"rows", "photos", "blocks"}  # what was left out had its part


def test_text_that_is_joined_with_another_or_moved_stays_unconfirmed(copied, staff):
    block = copied.blocks.first()
    first, second = block.data["paragraphs"]
    edit_block(by=staff, block=block, section=paragraphs(block, f"{first} {second}"))
    assert waiting(copied)[block] == ["paragraphs.0"]
    edit_block(by=staff, block=block, section=paragraphs(block, "ใหม่", second, first))
    assert waiting(copied)[block] == ["paragraphs.1", "paragraphs.2"]


def test_text_that_goes_to_another_part_waits_there(copied, staff):
    block = copied.blocks.first()
    _, second = block.data["paragraphs"]
    edit_block(by=staff, block=block, section=paragraphs(block))
    assert waiting(copied)[block] == []
    other = add_block(by=staff, document=copied, section=paragraphs(block, "ใหม่", f"เพิ่ม {second}"))
    assert (waiting(copied)[block], waiting(copied)[other]) == ([], ["paragraphs.1"])


def test_package_that_comes_back_with_another_heading_confirms_nothing(copied, year, staff):
    before = sum(map(len, waiting(copied).values()))
    package = export_package(year, copied)
    package["document"]["sections"][0]["heading"] = "หัวข้ออื่นทั้งหมด"
    import_package(read_package(package_bytes(package)), by=staff, replace=True)
    copied.refresh_from_db()
    assert sum(map(len, waiting(copied).values())) == before - 1  # the heading that was written anew


# ---- Other documents of the year


def test_text_that_is_pasted_into_another_document_of_the_year_waits_there(copied, year, staff):
    block, plan = copied.blocks.first(), create_document(by=staff, year=year, kind="plan")
    assert not any(waiting(plan).values())  # sentences drafted for it say in part the same
    second = block.data["paragraphs"][1]
    pasted = add_block(by=staff, document=plan, section=paragraphs(block, f"{second} ตรวจแล้ว"))
    delete_block(by=staff, block=block)
    assert waiting(plan)[pasted] == ["paragraphs.0"]
    assert SIGN in str(document_content(Document.objects.get(pk=plan.pk)).blocks[-1])
    [[text]] = [texts for texts in waiting_texts(plan, list(plan.blocks.all())).values() if texts]
    assert confirm_text(by=staff, document=plan, key=text.key) == 0


def test_text_that_was_moved_to_another_document_waits_though_the_copy_it_came_with_is_undone(copied, year, staff):
    plan, second = create_document(by=staff, year=year, kind="plan"), copied.blocks.first().data["paragraphs"][1]
    pasted = add_block(by=staff, document=plan, section=paragraphs(copied.blocks.first(), f"{second} ตรวจแล้ว"))
    undo_act(by=staff, act=Document.history.filter(id=copied.pk).earliest("history_id").act)
    assert not year.documents.filter(kind="results").exists()
    assert waiting(plan)[pasted] == ["paragraphs.0"]


def test_text_that_was_moved_into_the_results_of_a_measure_waits_where_those_are_printed(copied, year, staff, editing):
    """And where it is moved back."""
    block, table = copied.blocks.first(), copied.blocks.get(type="measures")
    copied.columns = [{"field": "output", "heading": "ผลผลิต"}]
    copied.save()
    _, second = block.data["paragraphs"]
    told = {"steps": "เปิดศูนย์บริการร่วม", "output": f"{second} ตรวจแล้ว", "outcome": "เปิดศูนย์บริการร่วม ๓ แห่ง"}
    measure = Measure.objects.create(assessment=year, title="คู่มือ", **told)
    edit_block(by=staff, block=block, section=paragraphs(block, NEW))
    assert (waiting(copied)[block], waiting(copied)[table]) == ([], [f"measure.{measure.pk}.output"])
    assert f"ตรวจแล้ว {SIGN}" in str(document_content(Document.objects.get(pk=copied.pk)).blocks[1])
    page = editing.get(address("document", year)).content.decode()
    assert page.count("ที่อยู่ในมาตรการซึ่งตารางนี้พิมพ์") == 1
    edit_measure(by=staff, measure=measure, output="")
    assert waiting(copied)[table] == []
    edit_block(by=staff, block=block, section=paragraphs(block, NEW, second))
    assert waiting(copied)[block] == ["paragraphs.1"]


@pytest.mark.parametrize("kind", ["measures", "evidence_list"])
@pytest.mark.parametrize("field", ["title", "steps", "goal", "responsible", "budget"])
def test_text_that_was_moved_into_a_measure_waits_where_it_speaks_of_a_result(copied, year, staff, field, kind):
    block, cause = copied.blocks.first(), copied.blocks.first().data["paragraphs"][1]
    copied.blocks.exclude(pk=block.pk).delete()
    table = add_block(by=staff, document=copied, section={**BLOCK_TYPES[kind].new(year)})
    edit_block(by=staff, block=block, section=paragraphs(block, NEW))
    measure = Measure.objects.create(assessment=year, **{"title": "คู่มือ", field: cause})
    assert waiting(copied)[table] == [f"measure.{measure.pk}.{field}"]
    edit_measure(by=staff, measure=measure, **{field: "ทบทวนคู่มือ"})
    assert waiting(copied)[table] == []


def test_text_that_came_along_with_a_measure_is_asked_with_that_measure_alone(copied, before, year, staff):
    block, cause = copied.blocks.first(), copied.blocks.first().data["paragraphs"][1]
    source = Measure.objects.create(assessment=before.assessment, title="คู่มือ", steps=cause)
    decide_carries(by=staff, assessment=year, choices={source.pk: CarryChoice("keep")})
    edit_block(by=staff, block=block, section=paragraphs(block, NEW))
    assert waiting(copied)[copied.blocks.get(type="measures")] == []
    [measure] = year.measures.all()
    assert [text.field for text in waiting_measures(year, [measure])[0].texts] == ["steps"]


# ---- Parts that go and come back


SHORT = "ดีขึ้นมาก"


@pytest.fixture
def with_short(before, year, staff) -> Document:
    """A copy of which a part holds a long text and a short one."""
    text = before.blocks.first()
    text.data = {"paragraphs": [SECTIONS[0]["paragraphs"][1], SHORT]}
    text.save()
    return copy_document(by=staff, year=year, source=before, own_words=own_words(year, before.kind))


BETTER = "ผลการประเมินดีขึ้นทุกตัวชี้วัดเมื่อเทียบกับปีก่อน"
TRAINED = "จัดอบรมเจ้าหน้าที่แล้วเสร็จ ๓ รุ่น มีผู้เข้าร่วม ๑๒๐ คน"


@pytest.mark.parametrize(
    ("was", "pasted", "waits"),
    [
        (BETTER, f"{BETTER} ในปีนี้", True),
        (BETTER, f"{NEW} {BETTER[3:-4]}", True),
        (BETTER, "ผลการประเมินลดลงสองตัวชี้วัดเมื่อเทียบกับปีก่อน", False),
        (TRAINED, f"ในปีงบประมาณ พ.ศ. ๒๕๖๗ {TRAINED}", True),
        (TRAINED, "จัดอบรมเจ้าหน้าที่ครบทุกกอง มีผู้เข้าร่วม ๙๖ คน", False),
    ],
)
def test_sentence_of_usual_words_waits_in_a_new_part_whatever_is_written_around_it(
    before, year, staff, was, pasted, waits
):
    text = before.blocks.first()
    text.data = {"paragraphs": [was]}
    text.save()
    copied = copy_document(by=staff, year=year, source=before, own_words=own_words(year, before.kind))
    block = copied.blocks.first()
    other = add_block(by=staff, document=copied, section=paragraphs(block, pasted))
    delete_block(by=staff, block=block)
    assert waiting(copied)[other] == ["paragraphs.0"] * waits


@pytest.mark.parametrize("changed", [False, True])
def test_text_pasted_into_a_new_part_waits_though_its_own_part_is_removed(with_short, staff, changed):
    block = with_short.blocks.first()
    long, short = block.data["paragraphs"]
    pasted = [long.replace("๙๑.๕๐", "๙๒.๑๒") if changed else long, short]
    other = add_block(by=staff, document=with_short, section=paragraphs(block, *pasted))
    delete_block(by=staff, block=block)
    assert waiting(with_short)[other] == ["paragraphs.0", "paragraphs.1"]
    with_short.refresh_from_db()
    assert all(line["text"].endswith(SIGN) for line in document_content(with_short).blocks[-1]["lines"])


def test_what_was_left_out_waits_only_while_its_part_is_there(before, year, staff, editing):
    photos = before.blocks.get(type="photos")
    photos.data["photos"] = [{"evidence": 7, "caption": "ภาพ"}]
    photos.save()
    copied = copy_document(by=staff, year=year, source=before)
    block = copied.blocks.get(type="photos")
    assert "photos" in waiting(copied)[block]
    page = editing.post(address("block_delete", year, block.pk), follow=True)
    assert not any("photos" in paths for paths in waiting(copied).values())
    undo(editing, page)
    assert "photos" in waiting(copied)[block]
    Block.objects.filter(pk=block.pk).update(data={**block.data, "photos": [{"evidence": 8, "caption": "ใหม่"}]})
    assert waiting(copied)[block] == ["heading"]  # pictures were chosen anew


@pytest.mark.parametrize("order", [1, -1])
def test_confirmations_and_removals_are_undone_in_any_order(copied, year, staff, editing, order):
    everything = waiting(copied)
    first, *_ = copied.blocks.all()
    confirmed = keys_in(first)[:2]
    acts = []
    for key in confirmed:
        confirm_text(by=staff, document=copied, key=key)
        acts.append(Confirmation.history.latest().act)
    for block in list(copied.blocks.all())[:2]:
        delete_block(by=staff, block=block)
        acts.append(Block.history.filter(history_type="-").latest().act)
    assert waiting(copied) != everything
    for act in acts[::order]:
        undo_act(by=staff, act=act)
    assert waiting(copied) == everything


def test_history_tells_who_confirmed_which_text(copied, year, staff, editing):
    block = copied.blocks.first()
    confirm_text(by=staff, document=copied, key=keys_in(block)[1])
    page = editing.get(address("history", year)).content.decode()
    assert "การยืนยันข้อความของปีก่อน" in page and SECTIONS[0]["paragraphs"][0] in page


# ---- What is asked, printed and held back


@pytest.mark.parametrize("texts", [1, 3])
def test_waiting_texts_take_six_queries_however_many_were_confirmed(copied, staff, texts, django_assert_num_queries):
    for key in keys_in(copied.blocks.first())[:texts]:
        confirm_text(by=staff, document=copied, key=key)
    read = Document.objects.select_related("assessment__framework", "assessment__municipality")
    document = read.get(pk=copied.pk)
    blocks = list(document.blocks.all())
    with django_assert_num_queries(6):
        waiting_texts(document, blocks)


def test_memo_that_is_emptied_waits_no_more(copied, staff):
    there = len(waiting(copied)[copied])
    save_memo(by=staff, document=copied, memo={**copied.memo, "sections": []})
    assert 0 < len(waiting(copied)[copied]) < there


def test_year_with_unconfirmed_texts_is_not_submitted(copied, year, staff):
    make_measures(year, 1)
    copied.blocks.exclude(type="text").delete()
    block = copied.blocks.first()
    unconfirmed = [(facts.text, facts.kind, facts.anchor) for facts in readiness_data(year).unconfirmed]
    assert ("รายงานผลการดำเนินการ: ส่วนที่ 1 3 ข้อความ", "results", f"block-{block.pk}") in unconfirmed
    assert obstacles(year) == ["ข้อความของปีก่อนที่ยังไม่มีผู้แก้ไขหรือยืนยัน"]
    with pytest.raises(ValidationError):
        take_step(by=staff, assessment=year, action="submit")
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
    assert content.title == [f"รายงานเชิงรุก ปีงบประมาณ พ.ศ. ๒๕๖๗ {SIGN}"]
    copied.unconfirmed = []
    assert SIGN not in str(document_content(copied).blocks)


def test_unfilled_parts_stand_in_the_readiness(copied):
    block = copied.blocks.create(type="photos", position=99, heading="ภาพ", data={"per_page": 4, "photos": []})
    unfilled = [(part.text, part.kind, part.anchor) for part in readiness_data(copied.assessment).unfilled]
    place = copied.blocks.count()
    assert unfilled[-1:] == [(f"รายงานผลการดำเนินการ: ส่วนที่ {place} ยังไม่ได้เลือกภาพ", "results", f"block-{block.pk}")]


# ---- Measures that came along


def test_measure_that_quotes_last_year_prints_a_sign_and_keeps_the_year_from_being_submitted(before, year, staff):
    source = Measure.objects.create(assessment=before.assessment, title="ยกระดับให้สูงกว่า ๙๔.๒๒ คะแนน")
    decide_carries(by=staff, assessment=year, choices={source.pk: CarryChoice("keep")})
    document = make_document(year, [{"type": "measures", "heading": ""}])
    assert f"ยกระดับให้สูงกว่า ๙๔.๒๒ คะแนน {SIGN}" in str(document_content(document).blocks)
    assert "มาตรการที่ยกมาจากปีก่อนกล่าวถึงผลของปีก่อน และยังไม่มีผู้แก้ไขหรือยืนยัน" in obstacles(year)
    [copy] = year.measures.all()
    confirm_measure(by=staff, assessment=year, measure=copy, shown=waiting_measures(year, [copy])[0].key)
    assert SIGN not in str(document_content(document).blocks)
    assert "มาตรการที่ยกมา" not in " ".join(obstacles(year))


def test_measure_that_waits_again_after_the_approval_is_not_issued_with_a_sign(before, year, staff):
    source = Measure.objects.create(assessment=before.assessment, title="ยกระดับให้สูงกว่า ๙๔.๒๒ คะแนน")
    decide_carries(by=staff, assessment=year, choices={source.pk: CarryChoice("keep")})
    document = make_document(year, [{"type": "measures", "heading": ""}], kind="plan")
    [copy] = year.measures.all()
    confirm_measure(by=staff, assessment=year, measure=copy, shown=waiting_measures(year, [copy])[0].key)
    Assessment.objects.filter(pk=year.pk).update(state="approved")
    document.assessment.refresh_from_db()
    assert upcoming_issue(document).refusals == []
    announce(before.assessment, official_total="88.88")
    assert "ยังไม่มีผู้แก้ไขหรือยืนยัน 1 บรรทัด" in " ".join(upcoming_issue(document).refusals)
    with pytest.raises(ValidationError, match="ยังไม่มีผู้แก้ไขหรือยืนยัน 1 บรรทัด"):
        issue_document(by=staff, document=document)


def test_drafted_sentence_that_its_data_left_behind_after_the_approval_is_not_issued(before, year, staff):
    document = create_document(by=staff, year=year, kind="results")
    Assessment.objects.filter(pk=year.pk).update(state="approved")
    document.assessment.refresh_from_db()
    assert upcoming_issue(document).refusals == []
    before.assessment.scores.update(value="1.00")
    [refused] = upcoming_issue(document).refusals
    assert "ไม่ตรงกับข้อมูลขณะนี้" in refused and "1.00" in refused
    with pytest.raises(ValidationError, match="ไม่ตรงกับข้อมูลขณะนี้"):
        issue_document(by=staff, document=document)
