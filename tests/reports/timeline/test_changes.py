"""What changed, read from history: each change, what remains of them, and since the last approval."""

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Assessment, ItemScore
from assessments.scores.services import save_item_scores, save_scores
from assessments.years.services import take_step
from measures.models import Evidence, Measure, MeasureEvidence, Target
from measures.plan.services import add_measure, delete_measure, edit_measure, move_measure, restore_measure
from reports.timeline.changes import SOURCES, by_row, changes_of, net
from reports.year.approval import changed_since_approval


@pytest.fixture
def measure(year, staff):
    return add_measure(by=staff, assessment=year, area=year.framework.areas.get(number=1), title="เดิม")


def fields(changes):
    return [(change.what, change.kind, change.label, change.before, change.after) for change in changes]


def test_change_of_a_score_tells_from_what_to_what_and_who(year, staff):
    since = timezone.now()
    save_scores(by=staff, assessment=year, announced={"official_level": "ผ่านดี"}, scores={4: Decimal("80.5")})
    changes = changes_of(year, since)
    assert fields(changes) == [
        ("ผลที่ประกาศและสถานะ", "changed", "ระดับที่ประกาศ", "ผ่าน", "ผ่านดี"),
        ("คะแนนตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ", "changed", "คะแนน", "74.54", "80.50"),
    ]
    assert {change.who for change in changes} == {"นักวิเคราะห์นโยบายและแผน"}


def test_scores_that_come_and_go_are_added_and_removed(year, staff):
    since = timezone.now()
    save_item_scores(by=staff, assessment=year, scores={"O34": Decimal(100)})
    save_scores(by=staff, assessment=year, announced={}, scores={4: None})
    assert [(change.kind, change.before, change.after) for change in changes_of(year, since)] == [
        ("added", "", "100.00"),
        ("removed", "74.54", ""),
    ]


def test_measure_shows_its_fields_in_words(year, staff, measure):
    since = timezone.now()
    edit_measure(by=staff, measure=measure, area=year.framework.areas.get(number=2), title="ใหม่", period="ม.ค.")
    assert [(change.label, change.before[:2], change.after[:3]) for change in changes_of(year, since)] == [
        ("ประเด็น", "1.", "2. "),
        ("มาตรการ", "เด", "ใหม"),
        ("ระยะเวลา", "", "ม.ค"),
    ]


def test_deleting_and_bringing_back_a_measure_is_told_and_leaves_nothing(year, staff, measure):
    since = timezone.now()
    delete_measure(by=staff, measure=measure)
    restore_measure(by=staff, measure=measure)
    changes = changes_of(year, since)
    assert [change.kind for change in changes if change.field == "title"] == ["removed", "added"]
    assert net(changes) == []


def test_net_joins_the_changes_of_a_field_and_drops_what_went_back(year, staff):
    since = timezone.now()
    for value in ("80", "81", "82"):
        save_scores(by=staff, assessment=year, announced={}, scores={4: Decimal(value), 5: Decimal(value)})
    save_scores(by=staff, assessment=year, announced={}, scores={5: Decimal("89.98")})
    [left] = net(changes_of(year, since))
    assert (left.before, left.after, left.kind) == ("74.54", "82.00", "changed")


def test_net_of_a_row_that_came_and_went_is_nothing(year, staff):
    since = timezone.now()
    save_item_scores(by=staff, assessment=year, scores={"O34": Decimal(100)})
    save_item_scores(by=staff, assessment=year, scores={"O34": None})
    assert (len(changes_of(year, since)), net(changes_of(year, since))) == (2, [])


def test_net_of_a_row_that_was_added_and_edited_is_added(year, staff):
    since = timezone.now()
    measure = add_measure(by=staff, assessment=year, title="ก")
    edit_measure(by=staff, measure=measure, title="ข")
    [row] = by_row(net(changes_of(year, since)))
    assert (row.verb, row.what) == ("เพิ่ม", "มาตรการ “ข”")
    assert ("มาตรการ", "", "ข") in [(field.label, field.before, field.after) for field in row.fields]


def test_targets_are_told_by_their_measure(year, staff, measure):
    since = timezone.now()
    target = Target.objects.create(measure=measure, indicator=year.framework.indicators.get(number=4))
    target.delete()
    assert fields(changes_of(year, since)) == [
        ("สิ่งที่มาตรการ “เดิม” ตอบ", "added", "ตัวชี้วัด", "", "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ"),
        ("สิ่งที่มาตรการ “เดิม” ตอบ", "removed", "ตัวชี้วัด", "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ", ""),
    ]


def test_evidence_is_told_with_what_it_shows_and_stays_told_when_it_is_taken_away(year, staff, measure):
    evidence = Evidence.objects.create(
        municipality=year.municipality, assessment=year, title="ภาพ", address="https://example.go.th/", by=staff
    )
    since = timezone.now()
    use = MeasureEvidence.objects.create(measure=measure, evidence=evidence)
    evidence.title = "ภาพกิจกรรม"
    evidence.save()
    use.delete()
    assert fields(changes_of(year, since)) == [
        ("หลักฐานของมาตรการ “เดิม”", "added", "หลักฐาน", "", "ภาพกิจกรรม"),
        ("หลักฐาน “ภาพกิจกรรม”", "changed", "ชื่อหลักฐาน", "ภาพ", "ภาพกิจกรรม"),
        ("หลักฐานของมาตรการ “เดิม”", "removed", "หลักฐาน", "ภาพกิจกรรม", ""),
    ]


def test_changes_of_the_operator_carry_no_person(year):
    since = timezone.now()
    score = year.scores.get(indicator__number=4)
    score.value = Decimal(1)
    score.save()
    [change] = changes_of(year, since)
    assert change.who == "ผู้ดูแลเครื่อง"


def test_value_before_history_began_is_said_to_be_unknown(year):
    since = timezone.now()
    score = year.scores.get(indicator__number=4)
    type(score).history.filter(id=score.pk).delete()
    score.value = Decimal(1)
    score.save()
    [change] = changes_of(year, since)
    assert (change.kind, change.before, change.after) == ("changed", "ไม่มีบันทึก", "1.00")


def test_other_years_and_municipalities_are_left_out(year, make_year, other_municipality, staff):
    since = timezone.now()
    make_year(2568, {1: "1"})
    make_year(2567, {1: "1"}, of=other_municipality)
    assert changes_of(year, since) == []


def test_whole_history_begins_with_the_first_row(year):
    scores = [change for change in changes_of(year) if change.field == "value"]
    assert [score.kind for score in scores] == ["added"] * 10


@pytest.mark.parametrize("rows", [1, 3])
def test_changes_take_one_query_a_source(year, staff, rows, django_assert_num_queries):
    since = timezone.now()
    for number in range(1, rows + 1):
        save_scores(by=staff, assessment=year, announced={}, scores={number: Decimal(1)})
        measure = add_measure(by=staff, assessment=year, title="ก")
        Target.objects.create(measure=measure, item=year.framework.items.first())
    with django_assert_num_queries(len(SOURCES)):
        by_row(net(changes_of(year, since)))


def test_never_approved_year_has_nothing_to_compare_with(year):
    assert changed_since_approval(year) is None


def test_approver_sees_exactly_what_changed_since_the_last_approval(year, staff, approver, measure):
    """Before the first approval, between two, and after the second: only the last counts."""
    save_scores(by=staff, assessment=year, announced={}, scores={1: Decimal(11)})
    for value in ("22", "33"):
        take_step(by=staff, assessment=year, action="submit")
        take_step(by=approver, assessment=year, action="approve")
        assert changed_since_approval(year) == []
        take_step(by=approver, assessment=year, action="reopen", note="แก้")
        save_scores(by=staff, assessment=year, announced={}, scores={2: Decimal(value)})
    edit_measure(by=staff, measure=measure, area=measure.area, title="แก้แล้ว")
    rows = changed_since_approval(year)
    assert [(row.what, [(field.before, field.after) for field in row.fields]) for row in rows] == [
        ("คะแนนตัวชี้วัดที่ 2 การใช้งบประมาณ", [("22.00", "33.00")]),
        ("มาตรการ “แก้แล้ว”", [("เดิม", "แก้แล้ว")]),
    ]
    assert {row.who for row in rows} == {str(staff)}
    assert (Assessment.objects.get(pk=year.pk).state, ItemScore.objects.count()) == ("draft", 0)
    assert Measure.objects.get().title == "แก้แล้ว"


def test_approver_is_told_of_another_order_and_of_nothing_else_that_shifted(year, staff, approver, measure):
    second = add_measure(by=staff, assessment=year, area=measure.area, title="สอง")
    take_step(by=staff, assessment=year, action="submit")
    take_step(by=approver, assessment=year, action="approve")
    take_step(by=approver, assessment=year, action="reopen", note="แก้")
    add_measure(by=staff, assessment=year, area=measure.area, title="สาม")
    add_measure(by=staff, assessment=year, title="ไม่มีประเด็น")
    assert {row.what for row in changed_since_approval(year)} == {"มาตรการ “สาม”", "มาตรการ “ไม่มีประเด็น”"}
    move_measure(by=staff, measure=second, direction="up")
    *_, told = changed_since_approval(year)
    assert (told.what, told.verb, told.who) == ("ลำดับของมาตรการ", "แก้ไข", str(staff))
    assert [(field.before, field.after) for field in told.fields] == [
        ("มาตรการ “เดิม”\nมาตรการ “สอง”", "มาตรการ “สอง”\nมาตรการ “เดิม”")
    ]
    move_measure(by=staff, measure=second, direction="down")
    assert len(changed_since_approval(year)) == 2
