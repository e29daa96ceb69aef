"""The tasks of a year in their order, and the one thing that each role does next."""

import pytest

from assessments.models import Assessment
from assessments.years.workflow import ACTIONS
from measures.models import Measure
from reports.year.approval import choices_for
from reports.year.tasks import LAST, next_step, tasks_of
from tests.reports.samples import make_document, make_measures


def fresh(year) -> Assessment:
    return Assessment.objects.select_related("municipality", "framework").get(pk=year.pk)


def states(year) -> dict[str, str]:
    return {task.name: task.state for task in tasks_of(fresh(year))}


def next_of(user, year) -> tuple[str, str]:
    opened = fresh(year)
    step = next_step(
        opened, tasks_of(opened), choices_for(user, opened), may_edit=user.role == "staff" and not opened.is_locked
    )
    return step.action, step.address.removeprefix("/2567/99990001/")


def test_tasks_of_an_empty_year_are_to_do(year):
    year.scores.all().delete()
    Assessment.objects.filter(pk=year.pk).update(official_total=None)
    assert [(task.title, task.state, task.detail) for task in tasks_of(fresh(year))] == [
        ("ผลการประเมิน", "todo", "ยังไม่ได้กรอกผลที่ประกาศ"),
        ("มาตรการ", "todo", "มี 0 มาตรการ ขาด 7 จาก 7 ประเด็น"),
        ("หลักฐาน", "awaited", "เริ่มได้เมื่อมีมาตรการ"),
        ("เอกสาร", "todo", "ยังไม่มีเอกสารของปี"),
        ("ส่งให้ผู้อนุมัติ", "todo", "เจ้าหน้าที่ส่งเมื่อจัดทำครบแล้ว"),
    ]


def test_result_of_the_running_year_waits_for_its_announcement(year, monkeypatch):
    monkeypatch.setattr("reports.year.tasks.current_fiscal_year", lambda: 2567)
    assert states(year)["scores"] == "done"
    year.scores.first().delete()
    assert states(year)["scores"] == "todo"
    year.scores.all().delete()
    Assessment.objects.filter(pk=year.pk).update(official_total=None)
    assert states(year)["scores"] == "awaited"


def test_measures_are_done_with_one_in_each_area(year):
    make_measures(year, 6)
    assert states(year)["measures"] == "todo"
    Measure.objects.create(assessment=year, area=year.framework.areas.last(), title="ก")
    assert states(year) == {
        "scores": "done",
        "measures": "done",
        "evidence": "todo",
        "documents": "todo",
        "approval": "todo",
    }


def test_next_is_the_first_open_task_then_sending(year, staff, approver, auditor):
    assert next_of(staff, year) == ("จัดทำมาตรการ", "measures/")
    make_measures(year, 7)
    assert next_of(staff, year) == ("เพิ่มหลักฐาน", "evidence/")
    Measure.objects.update(status="cancelled", status_reason="ไม่มีงบ")
    assert next_of(staff, year) == ("เริ่มจัดทำเอกสาร", "document/")
    assert next_of(approver, year) == ("ดูผลคะแนน", "scores/")
    make_document(year)
    assert next_of(staff, year) == ("ส่งให้ผู้อนุมัติ", "approval/")
    assert [next_of(user, year) for user in (approver, auditor)] == [("ดูเอกสารของปี", "document/")] * 2


@pytest.mark.parametrize(
    ("state", "by_staff", "by_approver"),
    [
        ("submitted", "ดูเอกสารของปี", "ตรวจและอนุมัติ"),
        ("returned", "ดูสิ่งที่ต้องแก้ไข", "ดูเอกสารของปี"),
        ("approved", "ไปออกเอกสาร", "ดูเอกสารของปี"),
        ("published", "ดูเอกสารของปี", "ดูเอกสารของปี"),
    ],
)
def test_next_follows_the_state(year, staff, approver, state, by_staff, by_approver):
    make_document(year)
    Assessment.objects.filter(pk=year.pk).update(state=state)
    assert [next_of(user, year)[0] for user in (staff, approver)] == [by_staff, by_approver]


def test_what_a_locked_year_lacks_is_nobodys_task(year):
    Assessment.objects.filter(pk=year.pk).update(state="published")
    assert states(year) == {
        "scores": "done",
        "measures": "lacking",
        "evidence": "awaited",
        "documents": "lacking",
        "approval": "done",
    }


def test_every_state_has_its_last_task():
    assert set(LAST) == {state for action in ACTIONS.values() for state in (*action.before, action.after)}


def test_overview_has_one_primary_action(sign_in, staff, approver, auditor, year):
    for user in (staff, approver, auditor):
        assert sign_in(user).get("/2567/99990001/").content.decode().count("btn-primary") == 1
