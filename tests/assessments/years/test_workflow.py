"""The steps of a year: which lead where, who may take them, what they leave behind."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.accounts.access import CHANGES, ROLE_PERMISSIONS, Locked, Permission, can, check
from assessments.models import Assessment, Framework, Transition
from assessments.years import workflow
from assessments.years.services import take_step
from ita_portal.portal_app import portal_apps
from reports.year.readiness_data import obstacles

STATES = [state.value for state in Assessment.State]


@pytest.fixture(autouse=True)
def always_ready(monkeypatch):
    monkeypatch.setattr("assessments.years.services.portal_apps", lambda: [])


@pytest.fixture
def second_approver(make_user, municipality):
    return make_user("approver-2", "approver", municipality=municipality)


@pytest.fixture
def go(year, staff, approver):
    """Return a function that takes the year through steps, each by whoever it belongs to."""
    people = {"submit": staff, "withdraw": staff, "publish": staff}

    def through(*actions: str) -> Assessment:
        for action in actions:
            take_step(by=people.get(action, approver), assessment=year, action=action, note="เหตุผล")
        return year

    return through


def test_table_leads_from_state_to_state():
    table = {key: (sorted(action.before), action.after) for key, action in workflow.ACTIONS.items()}
    assert table == {
        "submit": (["draft", "returned"], "submitted"),
        "withdraw": (["submitted"], "draft"),
        "approve": (["submitted"], "approved"),
        "return": (["submitted"], "returned"),
        "publish": (["approved"], "published"),
        "reopen": (["approved", "published"], "draft"),
    }
    assert {action.after for action in workflow.ACTIONS.values()} | {"draft"} == set(STATES)
    assert {action.permission for action in workflow.ACTIONS.values()} <= set(Permission)
    assert [key for key, action in workflow.ACTIONS.items() if action.note_required] == ["return", "reopen"]
    assert [key for key, action in workflow.ACTIONS.items() if action.other_person] == ["approve"]


def test_every_step_is_of_some_role_and_auditors_take_none():
    steps = {Permission(action.permission) for action in workflow.ACTIONS.values()}
    assert steps & ROLE_PERMISSIONS["auditor"] == set()
    assert steps & ROLE_PERMISSIONS["staff"] == {Permission.SUBMIT, Permission.PUBLISH}
    assert steps & ROLE_PERMISSIONS["approver"] == {Permission.APPROVE, Permission.PUBLISH, Permission.REOPEN}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", workflow.ACTIONS)
def test_step_only_leads_on_from_its_states(year, administrator, state, action):
    Assessment.objects.filter(pk=year.pk).update(state=state)
    step = workflow.ACTIONS[action]
    if state in step.before:
        take_step(by=administrator, assessment=year, action=action, note="เหตุผล")
        assert year.state == Assessment.objects.get(pk=year.pk).state == step.after
        return
    with pytest.raises(ValidationError) as refused:
        take_step(by=administrator, assessment=year, action=action, note="เหตุผล")
    label = Assessment.State(state).label
    assert refused.value.messages == [f"ปี 2567 อยู่ในสถานะ “{label}” จึง{step.label}ไม่ได้"]
    assert (Assessment.objects.get(pk=year.pk).state, Transition.objects.count()) == (state, 0)


def test_step_writes_down_who_and_why_and_leaves_history(year, staff, go):
    go("submit")
    [step] = year.transitions.all()
    assert (step.action, step.before, step.after, step.note, step.by) == (
        "submit",
        "draft",
        "submitted",
        "เหตุผล",
        staff,
    )
    latest = year.history.first()
    assert (latest.state, latest.history_user, latest.history_change_reason) == ("submitted", staff, "ส่งให้ผู้อนุมัติ: เหตุผล")


def test_unknown_step_is_refused(year, staff):
    with pytest.raises(ValidationError):
        take_step(by=staff, assessment=year, action="delete")


@pytest.mark.parametrize(("action", "note"), [("return", ""), ("return", " \n "), ("reopen", "")])
def test_return_and_reopening_need_a_note(go, year, approver, action, note):
    go("submit") if action == "return" else go("submit", "approve")
    with pytest.raises(ValidationError) as refused:
        take_step(by=approver, assessment=year, action=action, note=note)
    assert list(refused.value.message_dict) == ["note"]


def test_note_that_is_too_long_is_refused(year, staff):
    with pytest.raises(ValidationError) as refused:
        take_step(by=staff, assessment=year, action="submit", note="ก" * 2_001)
    assert refused.value.message_dict == {"note": ["ข้อความยาวเกิน 2,000 ตัวอักษร"]}


def test_staff_does_not_approve_and_approver_does_not_submit(year, staff, approver, auditor, go):
    for person, action in ((approver, "submit"), (auditor, "submit")):
        with pytest.raises(PermissionDenied):
            take_step(by=person, assessment=year, action=action)
    go("submit")
    for action in ("approve", "return"):
        with pytest.raises(PermissionDenied):
            take_step(by=staff, assessment=year, action=action, note="ก")
    go("approve")
    with pytest.raises(PermissionDenied):
        take_step(by=staff, assessment=year, action="reopen", note="ก")


def test_foreign_approver_takes_no_step(year, make_user, other_municipality, go):
    go("submit")
    stranger = make_user("stranger", "approver", municipality=other_municipality)
    with pytest.raises(PermissionDenied):
        take_step(by=stranger, assessment=year, action="approve")


def test_administrator_never_approves_what_they_submitted(year, administrator, approver):
    take_step(by=administrator, assessment=year, action="submit")
    with pytest.raises(ValidationError) as refused:
        take_step(by=administrator, assessment=year, action="approve")
    assert refused.value.messages == ["ท่านเป็นผู้ส่งปีนี้เอง ผู้ส่งกับผู้อนุมัติต้องเป็นคนละคน ให้ผู้อนุมัติคนอื่นดำเนินการ"]
    take_step(by=approver, assessment=year, action="approve")
    assert year.state == "approved"


def test_account_that_became_approver_never_approves_what_it_submitted(year, staff, approver):
    take_step(by=staff, assessment=year, action="submit")
    staff.role = "approver"
    staff.save()
    with pytest.raises(ValidationError):
        take_step(by=staff, assessment=year, action="approve")
    take_step(by=approver, assessment=year, action="approve")


def test_only_the_latest_submission_counts(year, staff, administrator):
    take_step(by=administrator, assessment=year, action="submit")
    take_step(by=staff, assessment=year, action="withdraw")
    take_step(by=staff, assessment=year, action="submit")
    take_step(by=administrator, assessment=year, action="approve")
    assert year.state == "approved"


def test_step_of_a_page_that_is_older_than_the_year_is_refused(year, staff, approver, go):
    go("submit")
    seen = year.transitions.last().pk
    go("withdraw", "submit")  # and in between anything may have changed
    with pytest.raises(ValidationError) as refused:
        take_step(by=approver, assessment=year, action="approve", seen=seen)
    assert refused.value.messages == [
        "ปี 2567 อยู่ในสถานะ “ส่งแล้ว” แล้ว โดย นักวิเคราะห์นโยบายและแผน จึงยังไม่ได้อนุมัติ ตรวจข้อมูลล่าสุดในหน้านี้แล้วเลือกการดำเนินการอีกครั้ง"
    ]
    take_step(by=approver, assessment=year, action="approve", seen=year.transitions.last().pk)


def test_approving_freezes_the_definitions(year, go):
    go("submit")
    assert Framework.objects.get(pk=year.framework_id).state == "published"
    go("approve")
    framework = Framework.objects.get(pk=year.framework_id)
    assert (framework.state, framework.revisions.count()) == ("frozen", 1)


def test_obstacles_keep_a_year_from_being_submitted(year, staff, monkeypatch):
    asked = SimpleNamespace(before_submitting=lambda year: ["ข้อหนึ่ง"])
    monkeypatch.setattr("assessments.years.services.portal_apps", lambda: [asked])
    with pytest.raises(ValidationError) as refused:
        take_step(by=staff, assessment=year, action="submit")
    assert refused.value.messages == ["ยังส่งให้ผู้อนุมัติไม่ได้", "ข้อหนึ่ง"]
    assert Assessment.objects.get(pk=year.pk).state == "draft"


def test_readiness_is_asked_before_submitting(year):
    asked = [app.name for app in portal_apps() if list(app.before_submitting(year))]
    assert asked == ["reports"]
    assert list(apps.get_app_config("reports").before_submitting(year)) == obstacles(year)


@pytest.mark.parametrize("state", STATES)
def test_locked_states_refuse_changes_and_nothing_else(year, administrator, state):
    year.state = state
    allowed = {permission for permission in Permission if can(administrator, permission, year)}
    assert allowed == set(Permission) - (CHANGES if state in workflow.LOCKED else set())
    for permission in CHANGES - allowed:
        with pytest.raises(Locked) as refused:
            check(administrator, permission, year)
        assert refused.value.messages == [workflow.locked_sentence(2567, state)]


def test_permission_is_told_before_the_lock(year, auditor):
    year.state = "approved"
    with pytest.raises(PermissionDenied):
        check(auditor, Permission.EDIT, year)
