"""Adding, moving, deleting and restoring keep one dense order over the year."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from assessments.models import Assessment
from measures.models import Measure
from measures.plan.services import (
    add_measure,
    delete_measure,
    duplicate_measure,
    edit_measure,
    move_measure,
    restore_measure,
    set_targets,
)


def titles(year) -> list[str]:
    rows = list(year.measures.all())
    assert [row.position for row in rows] == list(range(len(rows)))
    return [row.title for row in rows]


def test_add_puts_a_measure_behind_the_last_of_its_area(staff, year, areas, make_measure):
    for title, area in [("ก", 1), ("ข", 1), ("ค", 3), ("ง", None)]:
        make_measure(title, area)
    add_measure(by=staff, assessment=year, area=areas[1], title="ใหม่")
    assert titles(year) == ["ก", "ข", "ใหม่", "ค", "ง"]


def test_add_to_an_empty_area_follows_the_nearest_lower_one(staff, year, areas, make_measure):
    for title, area in [("ก", 2), ("ข", 5), ("ค", None)]:
        make_measure(title, area)
    add_measure(by=staff, assessment=year, area=areas[4], title="สี่")
    add_measure(by=staff, assessment=year, area=areas[1], title="หนึ่ง")
    add_measure(by=staff, assessment=year, area=areas[7], title="เจ็ด")
    add_measure(by=staff, assessment=year, title="ท้าย")
    assert titles(year) == ["หนึ่ง", "ก", "สี่", "ข", "เจ็ด", "ค", "ท้าย"]


def test_add_mends_an_order_with_gaps(staff, year, areas):
    for position in (4, 4, 9):
        Measure.objects.create(assessment=year, area=areas[1], position=position, title=str(position))
    add_measure(by=staff, assessment=year, area=areas[1], title="ใหม่")
    assert titles(year) == ["4", "4", "9", "ใหม่"]


def test_add_refuses_an_area_of_another_year(staff, year, frameworks):
    with pytest.raises(ValidationError) as refusal:
        add_measure(by=staff, assessment=year, area=frameworks[2566].areas.first(), title="ก")
    assert refusal.value.message_dict == {"area": ["ประเด็นนี้ไม่ใช่ของปีงบประมาณนี้ ให้เลือกใหม่"]}
    assert titles(year) == []


def test_edit_keeps_the_place_in_the_same_area(staff, year, areas, make_measure):
    first, _ = make_measure("ก", 1, steps="เดิม"), make_measure("ข", 1)
    edit_measure(by=staff, measure=first, area=areas[1], title="ก แก้", steps="")
    assert titles(year) == ["ก แก้", "ข"]
    first.refresh_from_db()
    assert first.steps == ""


def test_edit_of_the_area_moves_the_row(staff, year, areas, make_measure, printed):
    first = make_measure("ก", 1)
    make_measure("ข", 2)
    make_measure("ค", 3)
    edit_measure(by=staff, measure=first, area=areas[2], title="ก")
    assert printed() == [(0, 2, "ข"), (1, 2, "ก"), (2, 3, "ค")]
    edit_measure(by=staff, measure=first, area=None, title="ก")
    assert printed() == [(0, 2, "ข"), (1, 3, "ค"), (2, None, "ก")]


def test_duplicate_answers_the_same_and_has_its_own_progress(staff, year, make_measure):
    first = make_measure("ก", 1, status="done", half_output="ร่าง")
    set_targets(by=staff, measure=first, indicators=[4], items=["O34"])
    copy = duplicate_measure(by=staff, measure=first)
    answered = [(target.indicator_id, target.item_id) for target in copy.targets.all()]
    assert answered == [(target.indicator_id, target.item_id) for target in first.targets.all()]
    assert (copy.status, copy.half_output) == ("not_started", "")


def test_duplicate_stands_right_below(staff, year, make_measure):
    first = make_measure("ก", 1, steps="๑. ก\n  ๑.๑ ข", responsible="กองคลัง")
    make_measure("ข", 1)
    copy = duplicate_measure(by=staff, measure=first)
    assert titles(year) == ["ก", "ก", "ข"]
    assert (copy.position, copy.area, copy.steps, copy.responsible) == (1, first.area, first.steps, first.responsible)


@pytest.mark.parametrize(
    ("title", "direction", "expected"),
    [
        ("ก", "down", ["ข", "ก", "ค", "ง"]),
        ("ข", "up", ["ข", "ก", "ค", "ง"]),
        ("ก", "up", ["ก", "ข", "ค", "ง"]),
        ("ข", "down", ["ก", "ข", "ค", "ง"]),
    ],
)
def test_move_swaps_within_the_area(staff, year, make_measure, title, direction, expected):
    made = {title: make_measure(title, area) for title, area in [("ก", 1), ("ข", 1), ("ค", 2), ("ง", 2)]}
    move_measure(by=staff, measure=made[title], direction=direction)
    assert titles(year) == expected


def test_move_passes_over_rows_of_other_areas_and_deleted_ones(staff, year, make_measure):
    made = [make_measure(title, area) for title, area in [("ก", 1), ("ข", 2), ("ค", 1), ("ง", 1)]]
    delete_measure(by=staff, measure=made[2])
    move_measure(by=staff, measure=made[3], direction="up")
    assert titles(year) == ["ง", "ข", "ก"]


def test_move_refuses_an_unknown_direction(staff, make_measure):
    with pytest.raises(ValidationError):
        move_measure(by=staff, measure=make_measure("ก", 1), direction="left")


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_restore_brings_back_the_place(staff, year, areas, make_measure, order):
    made = [make_measure(title, area) for title, area in [("ก", 1), ("ข", 1), ("ค", 1), ("ง", 2)]]
    for place in order:
        delete_measure(by=staff, measure=made[place])
    assert titles(year) == ["ก", "ง"]
    add_measure(by=staff, assessment=year, area=areas[2], title="จ")
    for place in order:
        restore_measure(by=staff, measure=made[place])
    assert titles(year) == ["ก", "ข", "ค", "ง", "จ"]


def test_restore_keeps_areas_together(staff, areas, year, make_measure, printed):
    """Two neighbours of different areas, the later area first in the database, both deleted."""
    later, earlier = make_measure("ข", 2), make_measure("ก", 1)
    edit_measure(by=staff, measure=earlier, area=areas[3], title="ก")
    edit_measure(by=staff, measure=earlier, area=areas[1], title="ก")
    for measure in (later, earlier, later, earlier):
        (restore_measure if measure.deleted_at else delete_measure)(by=staff, measure=measure)
        measure.refresh_from_db()
    assert printed() == [(0, 1, "ก"), (1, 2, "ข")]


def test_changes_of_a_deleted_measure_are_refused(staff, make_measure):
    measure = make_measure("ก", 1)
    delete_measure(by=staff, measure=measure)
    for change, arguments in [
        (delete_measure, {}),
        (duplicate_measure, {}),
        (move_measure, {"direction": "up"}),
        (edit_measure, {"title": "ข"}),
    ]:
        with pytest.raises(ValidationError) as refusal:
            change(by=staff, measure=measure, **arguments)
        assert refusal.value.messages == ["มาตรการนี้เพิ่งถูกลบไป ให้เปิดหน้ามาตรการใหม่"]


def test_a_change_is_noted_on_the_year(staff, year):
    before = year.updated_at
    add_measure(by=staff, assessment=year, title="ก")
    assert Assessment.objects.get(pk=year.pk).updated_at > before


@pytest.mark.parametrize("user", ["approver", "auditor", "national_auditor", "foreign_auditor"])
def test_services_refuse_those_who_only_read(user, request, year, make_measure):
    by, measure = request.getfixturevalue(user), make_measure("ก", 1)
    with pytest.raises(PermissionDenied):
        add_measure(by=by, assessment=year, title="ข")
    for change, arguments in [
        (edit_measure, {"title": "ข"}),
        (duplicate_measure, {}),
        (move_measure, {"direction": "up"}),
        (delete_measure, {}),
        (restore_measure, {}),
    ]:
        with pytest.raises(PermissionDenied):
            change(by=by, measure=measure, **arguments)
    assert titles(year) == ["ก"]


@pytest.mark.django_db(transaction=True)
def test_concurrent_adds_keep_the_order_dense(staff, year, areas):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")

    def add(number: int) -> None:
        try:
            add_measure(by=staff, assessment=year, area=areas[number % 3 + 1], title=str(number))
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(add, range(10)))
    numbers = [measure.area.number for measure in year.measures.select_related("area")]
    assert len(titles(year)) == 10
    assert numbers == sorted(numbers)
