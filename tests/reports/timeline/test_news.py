"""What others did since a person's last visit, as the first page tells it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Assessment, User
from assessments.records.models import history_of
from assessments.scores.services import save_scores
from assessments.years.services import take_step
from measures.evidence.services import add_address, attach
from measures.models import Measure
from measures.plan.services import add_measure, bulk_edit, move_measure, set_targets
from reports.blocks import BLOCK_TYPES
from reports.builder.services import add_block, create_document
from reports.models import Document
from reports.timeline import news
from reports.timeline.news import news_for, steps_for


@pytest.fixture
def reader(approver, year):
    """The approver, who was here before whatever a test does and after the year was made."""
    User.objects.filter(pk=approver.pk).update(last_visit=timezone.now())
    approver.refresh_from_db()
    return approver


@pytest.fixture
def measure(year, staff):
    return add_measure(by=staff, assessment=year, area=year.framework.areas.get(number=1), title="เดิม")


def lines(user) -> list[tuple[str, bool]]:
    return [(line.text, line.has_more) for line in news_for(user)]


def test_nothing_is_told_on_the_first_visit(approver, measure, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert news_for(approver) == []


def test_acts_of_others_are_told_latest_first_with_who_and_where(reader, staff, year, measure):
    other = year.municipality.assessments.get(framework__fiscal_year=2566)
    Assessment.objects.filter(pk=other.pk).update(state="approved")
    take_step(by=staff, assessment=other, action="publish")
    told = news_for(reader)
    assert [(line.text, line.who, line.fiscal_year, line.address) for line in told] == [
        ("เปลี่ยนสถานะเป็น “เผยแพร่แล้ว”", str(staff), 2566, "/2566/99990001/history/?kind=state"),
        ("เพิ่มมาตรการ “เดิม”", str(staff), 2567, "/2567/99990001/history/?kind=measures"),
    ]


def test_own_acts_and_those_before_are_left_out(reader, staff, year, measure):
    User.objects.filter(pk=staff.pk).update(last_visit=reader.last_visit)
    staff.refresh_from_db()
    assert (len(news_for(reader)), news_for(staff)) == (1, [])
    reader.last_visit = timezone.now()
    assert news_for(reader) == []


def test_every_kind_of_row_finds_its_year(reader, staff, year, measure):
    set_targets(by=staff, measure=measure, indicators=[2])
    piece = add_address(by=staff, assessment=year, title="ภาพ", address="https://example.go.th/")
    attach(by=staff, evidence=piece, assessment=year, use=measure)
    document = create_document(by=staff, year=year, kind=Document.Kind.RESULTS)
    add_block(by=staff, document=document, section=BLOCK_TYPES["toc"].new(year), after=0)
    told = news_for(reader)
    assert {line.fiscal_year for line in told} == {2567}
    assert [line.text for line in told] == [
        "เพิ่มส่วนสารบัญ “สารบัญ” ของรายงานผลการดำเนินการ",
        "เพิ่มเอกสาร รายงานผลการดำเนินการ",
        "เพิ่มหลักฐานของมาตรการ “เดิม”",
        "เพิ่มหลักฐาน “ภาพ”",
        "เพิ่มสิ่งที่มาตรการ “เดิม” ตอบ",
    ]


def test_an_act_of_many_rows_is_one_line_and_an_order_is_none(reader, staff, year):
    measures = [add_measure(by=staff, assessment=year, area=None, title=f"มาตรการ {n}") for n in range(3)]
    bulk_edit(by=staff, assessment=year, measures=[row.pk for row in measures], period="ต.ค.")
    move_measure(by=staff, measure=measures[2], direction="up")
    assert lines(reader)[0][1] is True
    assert [text for text, _ in lines(reader)[1:]] == [f"เพิ่มมาตรการ “มาตรการ {n}”" for n in (2, 1, 0)]


def test_nothing_of_another_municipality_is_told(reader, foreign_staff, make_year):
    theirs = make_year(2567, of=foreign_staff.municipality)
    add_measure(by=foreign_staff, assessment=theirs, area=None, title="ของที่อื่น")
    assert news_for(reader) == []


def test_the_list_is_bounded_and_read_in_few_queries(
    reader, staff, year, django_assert_max_num_queries, django_assert_num_queries
):
    save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(80)})
    with django_assert_max_num_queries(5) as counted:
        assert len(news_for(reader)) == 1
    save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(70), 5: Decimal(70)})
    for value in range(12):
        save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(value)})
    with django_assert_num_queries(len(counted)):
        assert len(news_for(reader)) == news.SHOWN


def test_rows_are_looked_through_to_a_bound(reader, staff, year, monkeypatch):
    monkeypatch.setattr(news, "LATEST", 4)
    for title in "กขค":
        add_measure(by=staff, assessment=year, area=None, title=title)
    assert len(news_for(reader)) == 2
    assert history_of(Measure).filter(history_date__gt=reader.last_visit).count() == 5


def test_first_page_shows_it_to_who_was_here_before(sign_in, reader, staff, measure):
    page = sign_in(reader).get("/").content.decode()
    assert 'id="news-title"' in page
    assert "เพิ่มมาตรการ “เดิม”" in page
    User.objects.filter(pk=reader.pk).update(last_visit=timezone.now() + timedelta(minutes=1))
    assert 'id="news-title"' not in sign_in(reader).get("/").content.decode()


def test_first_page_reads_as_much_however_much_happened(
    sign_in, reader, staff, year, measure, django_assert_max_num_queries, django_assert_num_queries
):
    client = sign_in(reader)
    with django_assert_max_num_queries(25) as counted:
        client.get("/")
    for number in range(20):
        add_measure(by=staff, assessment=year, area=measure.area, title=f"มาตรการ {number}")
    with django_assert_num_queries(len(counted)):
        client.get("/")


def test_who_looks_at_many_is_told_of_the_steps_of_others(
    sign_in, year, staff, approver, national_auditor, foreign_province_auditor, administrator, django_assert_num_queries
):
    add_measure(by=staff, assessment=year, title="มาตรการ")
    User.objects.update(last_visit=timezone.now())
    for user in (national_auditor, foreign_province_auditor, administrator):
        user.refresh_from_db()
    take_step(by=staff, assessment=year, action="submit")
    take_step(by=approver, assessment=year, action="approve")
    with django_assert_num_queries(1):
        lines = steps_for(national_auditor)
    assert [(line.text, line.who) for line in lines] == [
        (f"{year.municipality} อนุมัติแล้ว", str(approver)),
        (f"{year.municipality} ส่งให้ผู้อนุมัติแล้ว", str(staff)),
    ]
    assert steps_for(foreign_province_auditor) == []
    assert [line.who for line in steps_for(approver)] == []  # the first visit
    for user, address in ((national_auditor, "/overview/2567/"), (administrator, "/")):
        assert f"{year.municipality} อนุมัติแล้ว</a>" in sign_in(user).get(address).content.decode()
    assert "ตั้งแต่ท่านเข้าใช้ครั้งก่อน" not in sign_in(national_auditor).get("/overview/2567/?kind=town").content.decode()
