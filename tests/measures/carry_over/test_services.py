"""Last year's measures: what is copied, what may be decided again, what is taken back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from assessments.accounts.access import Locked
from assessments.models import Assessment
from assessments.undo.services import undo_act
from measures.carry_over.choices import last_measures
from measures.carry_over.services import CarryChoice, decide_carries
from measures.comments.services import add_comment
from measures.evidence.services import add_address, attach
from measures.models import Carry, Measure
from measures.plan.services import delete_measure, edit_measure, set_targets
from measures.progress.services import record_progress

from .keeping import keep_rest

KEEP, ADAPT, DROP = CarryChoice("keep"), CarryChoice("adapt"), CarryChoice("drop", "ไม่ได้ผล")


@pytest.fixture
def following(make_year, year):
    """Fiscal year 2568, with 2567 before it."""
    return make_year(2568, {4: "80.10"})


@pytest.fixture
def old(make_measure) -> Measure:
    """A measure of 2567 with everything filled in."""
    return make_measure(
        "คู่มือ",
        2,
        steps="๑. ประชุม",
        responsible="กองคลัง",
        period="ต.ค. 66",
        follow_up="ทุกไตรมาส",
        output="เสร็จ",
        outcome="ดี",
        half_output="ร่าง",
        status="done",
    )


def decide(by, year, **choices):
    """Decide by title of last year's measure."""
    keys = dict(Measure.objects.filter(assessment__framework__fiscal_year=2567).values_list("title", "pk"))
    return decide_carries(by=by, assessment=year, choices={keys[title]: choice for title, choice in choices.items()})


def decisions(year) -> list[tuple]:
    return [(carry.measure.title, carry.decision, carry.reason, carry.effect) for carry in year.carries.all()]


def test_keep_copies_texts_and_units_and_nothing_else(staff, following, old):
    proven(staff, old)
    decide(staff, following, คู่มือ=CarryChoice("keep", "ได้ผลดี", "yes"))
    [copy] = following.measures.all()
    assert (copy.title, copy.steps, copy.responsible, copy.follow_up) == ("คู่มือ", "๑. ประชุม", "กองคลัง", "ทุกไตรมาส")
    assert (copy.period, copy.output, copy.outcome, copy.half_output, copy.status) == ("", "", "", "", "not_started")
    assert (copy.carried_from, copy.area.number, copy.area.framework) == (old, 2, following.framework)
    assert copy.evidence.count() == 0
    assert decisions(following) == [("คู่มือ", "keep", "ได้ผลดี", "yes")]
    first = copy.history.first()
    assert (first.history_user, first.history_change_reason) == (staff, "ยกมาจากมาตรการปีก่อน")


def test_copies_stand_at_the_end_of_their_areas_in_order(staff, following, make_measure, areas):
    for title, area in [("ก", 2), ("ข", 1), ("ค", 2), ("ง", None)]:
        make_measure(title, area)
    Measure.objects.create(assessment=following, title="เดิม", area=following.framework.areas.get(number=2), position=0)
    keep_rest(by=staff, assessment=following)
    rows = following.measures.values_list("position", "area__number", "title")
    assert list(rows) == [(0, 1, "ข"), (1, 2, "เดิม"), (2, 2, "ก"), (3, 2, "ค"), (4, None, "ง")]


def test_targets_follow_the_crosswalk(staff, following, old, relate):
    relate(2568, (4, 5, False, "วัดต่างกัน"), (8, 1, True, ""), (8, 2, True, ""), (9, None, False, ""))
    set_targets(by=staff, measure=old, indicators=[3, 4, 8, 9], items=["O34"])
    decide(staff, following, คู่มือ=ADAPT)
    copy = following.measures.get()
    numbers = [target.indicator.number for target in copy.targets.all() if target.indicator]
    # 9 ended and what became of 3 nobody has said
    assert numbers == [5, 1, 2]
    assert [target.item.code for target in copy.targets.all() if target.item] == ["O27"]


def test_deciding_twice_makes_no_second_copy(staff, following, old):
    for _ in range(2):
        decide(staff, following, คู่มือ=KEEP)
    assert (following.measures.count(), Carry.objects.count(), Carry.history.count()) == (1, 1, 1)


def test_a_decision_may_change_until_the_copy_is_worked_on(staff, following, old):
    decide(staff, following, คู่มือ=KEEP)
    decide(staff, following, คู่มือ=DROP)
    assert (Measure.with_deleted.filter(assessment=following).count(), decisions(following)) == (
        0,
        [("คู่มือ", "drop", "ไม่ได้ผล", "")],
    )
    decide(staff, following, คู่มือ=ADAPT)
    copy = following.measures.get()
    edit_measure(by=staff, measure=copy, area=copy.area, title="คู่มือใหม่")
    with pytest.raises(ValidationError) as refusal:
        decide(staff, following, คู่มือ=DROP)
    assert list(refusal.value.message_dict) == [str(old.pk)]
    decide(staff, following, คู่มือ=CarryChoice("adapt", "ยังจำเป็น", "partly"))  # what was learnt may still be said
    assert decisions(following) == [("คู่มือ", "adapt", "ยังจำเป็น", "partly")]
    delete_measure(by=staff, measure=copy)
    decide(staff, following, คู่มือ=DROP)
    decide(staff, following, คู่มือ=KEEP)
    assert [measure.title for measure in following.measures.all()] == ["คู่มือใหม่"]  # the deleted one came back


def test_a_deleted_copy_is_not_brought_back_by_saving_the_page_again(staff, following, old):
    decide(staff, following, คู่มือ=KEEP)
    delete_measure(by=staff, measure=following.measures.get())
    decide(staff, following, คู่มือ=CarryChoice("keep", "", "yes"))
    assert following.measures.count() == 0


def edited(staff, copy):
    edit_measure(by=staff, measure=copy, area=copy.area, title=copy.title, period="ต.ค. 67")


def moved_to_no_area(staff, copy):
    edit_measure(by=staff, measure=copy, area=None, title=copy.title)


def targeted(staff, copy):
    set_targets(by=staff, measure=copy, indicators=[1])


def progressed(staff, copy):
    record_progress(by=staff, measure=copy, status="not_started", note="เริ่มแล้ว")


def proven(staff, copy):
    evidence = add_address(by=staff, assessment=copy.assessment, title="ภาพ", address="https://example.org/")
    attach(by=staff, evidence=evidence, assessment=copy.assessment, use=copy)


def commented(staff, copy):
    add_comment(by=staff, assessment=copy.assessment, measure=copy, text="ทำต่อจริงหรือ")


@pytest.mark.parametrize("work", [edited, moved_to_no_area, targeted, progressed, proven, commented])
@pytest.mark.parametrize("area", [2, None])
def test_what_counts_as_worked_on(staff, following, make_measure, work, area):
    make_measure("คู่มือ", area)
    decide(staff, following, คู่มือ=KEEP)
    copy, act = following.measures.get(), Carry.history.latest().act
    assert last_measures(following)[0].settled is False
    if work is moved_to_no_area and area is None:
        pytest.skip("stays where it is")
    work(staff, copy)
    assert last_measures(following)[0].settled is True
    with pytest.raises(ValidationError) as refusal:
        undo_act(by=staff, act=act)
    assert all(f"มาตรการ คู่มือ ({following})" in obstacle for obstacle in refusal.value.messages[1:])
    assert (following.measures.count(), following.carries.count()) == (1, 1)


def test_a_place_given_by_others_is_no_work(staff, following, make_measure):
    make_measure("ก", 2)
    make_measure("ข", 2)
    decide(staff, following, ก=KEEP, ข=KEEP)
    decide(staff, following, ก=DROP)
    assert list(following.measures.values_list("position", "title")) == [(0, "ข")]
    assert [last_measure.settled for last_measure in last_measures(following)] == [False, False]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_drop_needs_a_reason_and_a_fault_stores_nothing(staff, following, make_measure, reason):
    _, second = make_measure("ก", 1), make_measure("ข", 1)
    with pytest.raises(ValidationError) as refusal:
        decide(staff, following, ก=KEEP, ข=CarryChoice("drop", reason))
    assert refusal.value.message_dict == {str(second.pk): ["บอกเหตุผลที่ไม่ทำต่อ"]}
    assert (following.measures.count(), following.carries.count()) == (0, 0)


def test_only_measures_of_the_year_before_are_taken(staff, following, old, make_year, other_municipality):
    foreign = make_year(2567, of=other_municipality)
    theirs = Measure.objects.create(assessment=foreign, title="ของเขา")
    for key in (theirs.pk, 987654):
        with pytest.raises(ValidationError):
            decide_carries(by=staff, assessment=following, choices={key: KEEP})
    keep_rest(by=staff, assessment=following)
    assert [measure.title for measure in following.measures.all()] == ["คู่มือ"]


def test_keep_rest_leaves_what_was_decided_and_is_undone_at_once(staff, following, make_measure):
    for title in "กขค":
        make_measure(title, 1)
    decide(staff, following, ข=DROP)
    assert keep_rest(by=staff, assessment=following) == 2
    act = Carry.history.latest().act
    assert decisions(following) == [("ข", "drop", "ไม่ได้ผล", ""), ("ก", "keep", "", ""), ("ค", "keep", "", "")]
    assert keep_rest(by=staff, assessment=following) == 0
    undo_act(by=staff, act=act)
    assert decisions(following) == [("ข", "drop", "ไม่ได้ผล", "")]
    assert Measure.with_deleted.filter(assessment=following).count() == 0
    with pytest.raises(ValidationError):
        undo_act(by=staff, act=act)


def test_aims_show_the_change_or_why_there_is_none(staff, following, old, relate):
    relate(2568, (4, 4, True, ""), (5, 6, True, ""), (8, 8, False, "วิธีวัดต่างกัน"), (9, None, False, ""))
    set_targets(by=staff, measure=old, indicators=[4, 5, 8, 9])
    [row] = last_measures(following)
    told = [(aim.number, str(aim.before), str(aim.after), str(aim.change), aim.now) for aim in row.aims]
    assert told == [
        (4, "74.54", "80.10", "5.56", None),
        (5, "89.98", "None", "None", 6),
        (8, "78.89", "None", "None", None),
        (9, "90.00", "None", "None", None),
    ]
    assert [aim.not_comparable_because for aim in row.aims] == ["", "", "วิธีวัดต่างกัน", "ปี 2568 ไม่มีตัวชี้วัดนี้"]


@pytest.mark.parametrize("user", ["approver", "auditor", "national_auditor", "foreign_auditor"])
def test_readers_may_not_decide(request, user, following, old):
    by = request.getfixturevalue(user)
    with pytest.raises(PermissionDenied):
        decide_carries(by=by, assessment=following, choices={old.pk: KEEP})
    with pytest.raises(PermissionDenied):
        keep_rest(by=by, assessment=following)
    assert following.measures.count() == 0


@pytest.mark.parametrize("state", ["submitted", "approved", "published"])
def test_a_locked_year_refuses_every_decision(staff, following, old, state):
    keep_rest(by=staff, assessment=following)
    act = Carry.history.latest().act
    Assessment.objects.filter(pk=following.pk).update(state=state)
    for read in (following, Assessment.objects.get(pk=following.pk)):  # read before and after
        with pytest.raises(Locked):
            decide_carries(by=staff, assessment=read, choices={old.pk: DROP})
        with pytest.raises(Locked):
            keep_rest(by=staff, assessment=read)
        with pytest.raises(Locked):
            undo_act(by=staff, act=act)
        with pytest.raises(Locked):
            set_targets(by=staff, measure=read.measures.get(), indicators=[1])
    assert (following.measures.count(), following.carries.count()) == (1, 1)


def test_deleted_measures_of_last_year_are_not_asked_about(staff, following, old):
    Measure.with_deleted.filter(pk=old.pk).update(deleted_at=timezone.now())
    assert (last_measures(following), keep_rest(by=staff, assessment=following)) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_two_who_keep_the_rest_at_once_make_one_copy(staff, following, make_measure):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    for number in range(5):
        make_measure(str(number), 1)

    def keep(_) -> int:
        try:
            return keep_rest(by=staff, assessment=following)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        counts = sorted(pool.map(keep, range(4)))
    assert (counts, following.measures.count()) == ([0, 0, 0, 5], 5)
