"""The history of a year: who did what, from what to what, why; together what was done together."""

import json
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Assessment, IndicatorScore
from assessments.scores.services import save_scores
from assessments.undo.services import undo_act
from assessments.years.services import take_step
from measures.carry_over.services import CarryChoice, decide_carries
from measures.evidence.services import add_address, attach
from measures.models import Measure, Target
from measures.plan.services import add_measure, bulk_edit, delete_measure, edit_measure, move_measure, set_targets
from reports.blocks import BLOCK_TYPES
from reports.builder.services import add_block, create_document, edit_block, move_block, save_memo, save_settings
from reports.builder.wording import block_text
from reports.documents.unconfirmed import UnconfirmedText
from reports.models import Block, Document
from reports.package import export_package, import_package, read_package
from reports.rollover.services import confirm_text
from reports.timeline.acts import History, Narrowed
from reports.timeline.tracked import SOURCES
from tests.reports.rollover.copies import keys_in
from tests.reports.samples import MEMO, make_document

PAGE = "/2567/99990001/history/"


@pytest.fixture
def measure(year, staff):
    return add_measure(by=staff, assessment=year, area=year.framework.areas.get(number=1), title="เดิม")


def entries(year, **asked):
    history = History(SOURCES, year, Narrowed(**asked))
    return history.told(history.entries)


def told(entry):
    return [
        (row.verb, row.what, [(field.label, field.before, field.after) for field in row.fields]) for row in entry.rows
    ]


def test_act_whose_undoing_was_undone_stands_and_may_be_undone_again(year, staff):
    save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(80)})
    for undone in ([False, True], [False, True, False]):
        undo_act(by=staff, act=entries(year)[0].latest.act)
        assert [bool(entry.undone) for entry in entries(year)[: len(undone)]] == undone
    undo_act(by=staff, act=entries(year)[2].latest.act)
    assert [bool(entry.undone) for entry in entries(year)[:4]] == [False, False, True, True]


def test_act_tells_who_when_what_from_to_and_why(year, staff, approver, measure):
    take_step(by=staff, assessment=year, action="submit")
    year.refresh_from_db()
    take_step(by=approver, assessment=year, action="return", note="ขอแก้คะแนน")
    entry = entries(year)[0]
    assert (entry.latest.who, entry.why) == ("ปลัดเทศบาล", "ส่งกลับให้แก้ไข: ขอแก้คะแนน")
    assert told(entry) == [("แก้ไข", "ผลที่ประกาศและสถานะ", [("สถานะ", "ส่งแล้ว", "ส่งกลับให้แก้ไข")])]
    assert entry.latest.at == Assessment.history.filter(id=year.pk).latest().history_date


def test_what_one_service_changed_is_one_act(year, staff):
    save_scores(by=staff, assessment=year, announced={"official_level": "ผ่านดี"}, scores={4: Decimal("80.5"), 5: None})
    entry = entries(year)[0]
    assert sorted(told(entry)) == [
        ("ลบ", "คะแนนตัวชี้วัดที่ 5 การแก้ไขปัญหาการทุจริต", [("คะแนน", "89.98", "")]),
        ("แก้ไข", "คะแนนตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ", [("คะแนน", "74.54", "80.50")]),
        ("แก้ไข", "ผลที่ประกาศและสถานะ", [("ระดับที่ประกาศ", "ผ่าน", "ผ่านดี")]),
    ]


def test_what_one_request_changed_is_one_act(year, measure, staff, sign_in):
    client = sign_in(staff)
    address = f"/2567/99990001/measures/{measure.pk}/"
    shown = re.search(r'name="shown" value="([^"]+)"', client.get(address).content.decode())[1]
    data = {"title": "ใหม่", "area": measure.area_id, "indicators": ["4"], "shown": shown}
    assert client.post(address, data).status_code == 302
    rows = [Measure.history.latest(), Target.history.latest()]
    assert len({row.act for row in rows}) == 1


def test_services_of_two_requests_are_two_acts(year, staff):
    for value in (1, 2):
        save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(value)})
    newest, second = entries(year)[:2]
    assert newest.latest.act != second.latest.act
    assert told(newest)[0][2] == [("คะแนน", "1.00", "2.00")]


def test_row_that_is_added_and_renumbered_at_once_is_added(year, staff, measure):
    entry = entries(year)[0]
    assert told(entry)[0][:2] == ("เพิ่ม", "มาตรการ “เดิม”")


def test_renumbering_beside_a_change_is_not_told_alone_it_is(year, staff, measure):
    other = add_measure(by=staff, assessment=year, area=measure.area, title="อื่น")
    move_measure(by=staff, measure=other, direction="up")
    moved = entries(year)[0]
    assert (moved.rows, moved.moved) == ([], ["มาตรการ"])
    delete_measure(by=staff, measure=other)
    deleted = entries(year)[0]
    assert [row[:2] for row in told(deleted)] == [("ลบ", "มาตรการ “อื่น”")]


def test_rows_from_before_acts_are_told_by_their_moment(year):
    IndicatorScore.history.update(act=None)
    old = [entry for entry in entries(year, kind="scores") if entry.latest.act is None]
    assert [(len(entry.rows), entry.may_be_undone) for entry in old] == [(10, False)]


def test_history_is_narrowed_by_kind_person_and_row(year, staff, administrator, measure):
    set_targets(by=administrator, measure=measure, indicators=[4])
    other = add_measure(by=staff, assessment=year, title="อื่น")
    assert {mark.kind for entry in entries(year, kind="measures") for mark in entry.marks} == {"measures"}
    assert {entry.latest.by for entry in entries(year, by=administrator.pk)} == {administrator.pk}
    assert len(entries(year, row=("measure", measure.pk))) == 2
    assert [row[1] for row in told(entries(year, row=("measure", other.pk))[0])] == ["มาตรการ “อื่น”"]
    assert entries(year, row=("nothing", 1)) == []


def test_steps_are_a_kind_of_their_own(year, staff, measure):
    take_step(by=staff, assessment=year, action="submit")
    assert len(entries(year, kind="state")) == 1
    assert all(mark.kind == "scores" for entry in entries(year, kind="scores") for mark in entry.marks)


def test_document_is_told_in_words(year, staff):
    document = create_document(by=staff, year=year, kind="results")
    save_settings(by=staff, document=document, numerals="arabic", areas_as="column", text_size="large")
    settings, created = entries(year)[:2]
    [(_, what, fields)] = told(settings)
    assert what == "เอกสาร รายงานผลการดำเนินการ"
    assert fields[:3] == [
        ("ตัวเลขที่ระบบพิมพ์", "เลขไทย (๑๒๓)", "เลขอารบิก (123)"),
        ("การพิมพ์ประเด็น", "เป็นแถวเต็มความกว้างเหนือมาตรการ", "เป็นคอลัมน์ของตาราง"),
        ("ขนาดตัวอักษร", "มาตรฐานหนังสือราชการ (๑๖ พอยต์)", "ใหญ่ (๑๘ พอยต์)"),
    ]
    label, before, after = fields[3]
    assert (label, after) == ("คอลัมน์", f"ประเด็น\n{before}")
    assert created.rows[0].verb == "เพิ่ม"


def test_block_is_told_by_type_heading_and_texts(year, staff):
    document = create_document(by=staff, year=year, kind="results")
    block = document.blocks.filter(type="text").exclude(heading="").first()
    section = {"type": "text", "heading": block.heading, "paragraphs": ["หนึ่ง", "สอง"]}
    edit_block(by=staff, block=block, section=section)
    [(verb, what, [(label, _, after)])] = told(entries(year)[0])
    assert (verb, label, after) == ("แก้ไข", "เนื้อหา", "หนึ่ง\nสอง")
    assert what == f"ส่วนข้อความ “{block.heading}” ของรายงานผลการดำเนินการ"
    move_block(by=staff, block=block, direction="up")
    assert entries(year)[0].moved == ["ส่วนของเอกสาร"]


def test_memo_is_told_in_words_with_thai_dates(year, staff):
    document = create_document(by=staff, year=year, kind="results")
    save_memo(by=staff, document=document, memo=MEMO)
    [(_, _, [(label, before, after)])] = told(entries(year)[0])
    assert (label, before) == ("บันทึกข้อความ", "")
    assert after.split("\n")[:6] == [
        "ส่วนราชการ สำนักปลัด ",
        "ที่ ทส ๑/๒๕๖๗",
        "วันที่ 1 เมษายน 2567",
        "เรื่อง เรื่องหนึ่ง",
        "เรื่อง เรื่องสอง",
        "เรียน นายกเทศมนตรี",
    ]


def test_no_block_shows_what_only_the_format_knows(year, staff):
    make_document(year)
    texts = [
        field.after
        for entry in entries(year, kind="document")
        for row in entry.rows
        for field in row.fields
        if field.field == "data"
    ]
    assert len(texts) > 5
    assert not any(re.search(r"[{}\[\]]|_", text) for text in texts)


def test_long_text_shows_what_went_and_what_came(year, staff, measure, sign_in):
    before = "จัดทำคู่มือการปฏิบัติงานของเจ้าหน้าที่และเผยแพร่บนเว็บไซต์ของหน่วยงาน"
    edit_measure(by=staff, measure=measure, title="เดิม", area=measure.area, steps=before)
    edit_measure(
        by=staff, measure=measure, title="เดิม", area=measure.area, steps=before.replace("ปฏิบัติงานของเจ้าหน้าที่", "ให้บริการ")
    )
    page = sign_in(staff).get(PAGE).content.decode()
    words = re.sub(r'<span\s+class="visually-hidden">[^<]*</span>', "", page)
    assert "จัดทำคู่มือการ<del>ปฏิบัติงานของเจ้าหน้าที่</del><ins>ให้บริการ</ins>และเผยแพร่บนเว็บไซต์ของหน่วยงาน" in words


def test_other_years_are_left_out(year, make_year, staff):
    other = make_year(2568, {1: "1"})
    save_scores(by=staff, assessment=other, announced={}, scores={1: Decimal(2)})
    assert "2.00" not in str([told(entry) for entry in entries(year)])


def test_undoing_the_opening_of_a_year_leads_to_where_it_can_be_opened_again(year, staff, sign_in):
    client = sign_in(staff)
    client.post("/2568/99990001/open/")
    opened = Assessment.objects.get(framework__fiscal_year=2568)
    address = reverse("history_undo", args=[2568, "99990001", opened.history.get().act])
    for came_from in ("", "/2568/99990001/history/"):
        page = client.post(address, {"next": came_from}, follow=True)
        assert page.redirect_chain == [("/2568/99990001/", 302)]
        html = page.content.decode()
        assert "เลิกทำแล้ว ปี 2568 กลับเป็นปีที่ยังไม่เริ่มทำ" in html
        assert "เริ่มทำปีนี้</button>" in html
        client.post("/2568/99990001/open/")
        opened = Assessment.objects.get(framework__fiscal_year=2568)
        address = reverse("history_undo", args=[2568, "99990001", opened.history.get().act])


def test_page_offers_undo_to_editors_while_the_year_is_open(year, staff, auditor, sign_in):
    save_scores(by=staff, assessment=year, announced={}, scores={1: Decimal(2)})
    address = f"{PAGE}{IndicatorScore.history.latest().act}/undo/"
    assert address in sign_in(staff).get(PAGE).content.decode()
    assert "/undo/" not in sign_in(auditor).get(PAGE).content.decode()
    Assessment.objects.filter(pk=year.pk).update(state="submitted")
    assert "/undo/" not in sign_in(staff).get(PAGE).content.decode()


def test_page_has_nothing_english_and_no_year_of_the_christian_era(year, staff, measure, sign_in):
    create_document(by=staff, year=year, kind="results")
    page = sign_in(staff).get(PAGE).content.decode()
    main = re.search(r"<main.*?</main>", page, re.S)[0]
    text = re.sub(r"<[^>]+>", " ", main)
    assert re.findall(r"[A-Za-z]{3,}|\b20[0-9]{2}\b", text) == ["ITA"]  # in the name of the report


@pytest.mark.parametrize(
    "query", ["kind=x", "by=x", "by=99999999999999999999", "row=measure-0", "row=x", "page=x", "page=99"]
)
def test_odd_addresses_show_the_whole_or_nothing(year, staff, sign_in, query):
    assert sign_in(staff).get(f"{PAGE}?{query}").status_code == 200


def everything(year, by):
    """Change rows of every kind."""
    number = Measure.with_deleted.count()
    measure = add_measure(by=by, assessment=year, area=year.framework.areas.first(), title="มาตรการ")
    set_targets(by=by, measure=measure, indicators=[4], items=["O34"])
    evidence = add_address(by=by, assessment=year, title="ภาพ", address=f"https://example.go.th/{number}")
    attach(by=by, evidence=evidence, assessment=measure.assessment, use=measure)
    before = Measure.objects.create(assessment=Assessment.objects.get(framework__fiscal_year=2566), title="มาตรการปีก่อน")
    decide_carries(by=by, assessment=year, choices={before.pk: CarryChoice("drop", "ไม่จำเป็น")})
    attach(by=by, evidence=evidence, assessment=year, use=year.framework.items.first())
    document = year.documents.first() or create_document(by=by, year=year, kind="results")
    add_block(by=by, document=document, section={"type": "text", "heading": f"{number}", "paragraphs": []})
    save_settings(by=by, document=document, title=[f"{number}"])
    left_out = UnconfirmedText(path="blocks", block=0, year=2566, was=f"{number}", text="", why="ไม่คัดลอก")
    Document.objects.filter(pk=document.pk).update(unconfirmed=[left_out])
    confirm_text(by=by, document=document, key=keys_in(document)[0])
    package = export_package(year)
    package["assessments"][-1] |= {
        "official_level": f"ระดับ {number}",
        "scores": {"4": f"{number}"},
        "items": {"O34": f"{number}"},
    }
    import_package(read_package(json.dumps(package).encode()), by=by, replace=True)


def test_page_takes_at_most_19_queries_however_many_changes(year, staff, sign_in, django_assert_max_num_queries):
    client, taken = sign_in(staff), []
    for count in (1, 60):
        measures = [add_measure(by=staff, assessment=year, title=f"มาตรการ {n}").pk for n in range(count)]
        bulk_edit(by=staff, assessment=year, measures=measures, period=f"{count}")
        everything(year, staff)
        with django_assert_max_num_queries(19) as queries:
            entries = client.get(PAGE).context["entries"]
        models = {SOURCES[mark.source].model for entry in entries for mark in entry.marks}
        assert models == {source.model for source in SOURCES}
        taken.append(len(queries))
    assert taken[0] == taken[1]


@pytest.mark.parametrize("name", sorted(BLOCK_TYPES))
def test_every_type_of_block_is_told_in_thai(year, name):
    """Each value of each type needs a sentence in wording.py: what none asks for would change untold."""
    values = {
        "year": 2567,
        "from_year": 2566,
        "to_year": 2567,
        "chart": "lines",
        "paragraphs": ["ก"],
        "instrument": "IIT",
        "indicator": 4,
        "headings": ["ก", "ข", "ค"],
        "widths": [20, 0, 30],
        "remark_heading": "ข้อสังเกต",
        "remarks": [{"instrument": "OIT", "remark": "ข"}],
        "rows": [{"indicator": 4, "issues": "ก", "remedy": "ข"}],
        "titles": {"O34": "ค"},
        "per_page": 2,
        "photos": [{"evidence": 7, "caption": "งาน"}],
        "picture": "seal",
        "foot": ["มกราคม"],
        "layout": "right",
        "with_date": True,
        "signers": [{"action": "ผู้จัดทำ", "name": "", "position": "ปลัด"}],
        "grouped_by": "area",
        "with_items": False,
        "issuer": "เทศบาล",
        "codes": ["99990001"],
        "subject": ["มาตรการ"],
        "date": "2025-01-31",
        "name": "",
        "position": "นายก",
        "with_change": False,
        "with_rank": True,
        "heading_as": "title",
        "by_year": "budget",
        "plan_years": [2566, 2568],
        "score_in_name": True,
        "rank_in_name": True,
        "merged": True,
        "remarks_as": "column",
        "earlier": [{"of_year": 2561, "total": "70", "level": "", "rank": ""}],
    }
    if name == "table":
        row = [{"text": "ก", "across": 1, "down": 1}]
        values |= {"caption": "ชื่อ", "head_rows": 1, "align": ["auto"], "rows": [row]}
    wanted = BLOCK_TYPES[name].data.model_fields.keys() - {"type", "heading"}
    assert wanted <= values.keys()
    data = {key: values[key] for key in wanted}
    text = block_text(Block(type=name, data=data))
    assert bool(text) is bool(wanted)
    for key in wanted:
        try:
            rest = block_text(Block(type=name, data={other: data[other] for other in wanted - {key}}))
        except KeyError:  # its sentence asks for it
            continue
        assert rest != text, key
    assert re.findall(r"[A-Za-z_]{3,}", text.replace("IIT", "").replace("OIT", "")) == []
