"""Remarks of auditors: who closes them, for whom they wait, and for whom an answer waits."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from measures.comments.services import reopen_comment, resolve_comment, withdraw_comment
from reports.year.inbox import count_waiting, waiting_for


@pytest.mark.parametrize("user", ["auditor", "province_auditor", "national_auditor"])
def test_auditors_close_their_own_and_nobody_elses(request, user, staff, approver, administrator, say):
    user, of_staff = request.getfixturevalue(user), say()
    remark = say("ขอคำอธิบาย", by=user)
    for service in (resolve_comment, reopen_comment, withdraw_comment):
        with pytest.raises(PermissionDenied):
            service(by=user, comment=of_staff)
    for by in (staff, approver):
        with pytest.raises(PermissionDenied):
            resolve_comment(by=by, comment=remark)
    resolve_comment(by=user, comment=remark)
    reopen_comment(by=administrator, comment=remark)
    assert list(remark.steps.values_list("resolved", "by__username")) == [
        (True, user.username),
        (False, "administrator"),
    ]


def test_a_remark_stays_one_when_its_author_changes_role(auditor, staff, say):
    remark = say(by=auditor)
    auditor.role = "staff"
    auditor.save()
    remark.refresh_from_db()
    assert remark.is_remark
    with pytest.raises(PermissionDenied):
        resolve_comment(by=staff, comment=remark)


def test_a_remark_names_nobody(auditor, approver, unit, sign_in, address, say):
    for named in ({"units": [unit]}, {"people": [approver]}):
        with pytest.raises(ValidationError, match="ทุกคนของหน่วยงาน"):
            say(by=auditor, **named)
    page = sign_in(auditor).get(address("comments"), {"about": "year"})
    assert list(page.context["comment_form"].fields) == ["text"]
    assert ("ถึงใคร" in page.content.decode(), "จนกว่าจะตอบ" in page.content.decode()) == (False, True)


def titles(user) -> list[str]:
    waiting = waiting_for(user)
    assert count_waiting(user) == len(waiting)
    return [entry.title for entry in waiting]


@pytest.mark.parametrize("on", ["year", "measure", "indicator"])
@pytest.mark.parametrize("user", ["auditor", "province_auditor", "national_auditor"])
def test_a_remark_waits_for_the_municipality_then_for_its_auditor(
    request, user, on, year, measure, staff, approver, say
):
    user = request.getfixturevalue(user)
    rows = {"year": {}, "measure": {"measure": measure}, "indicator": {"indicator": year.framework.indicators.first()}}
    stranger = request.getfixturevalue("foreign_staff")
    say("ก่อนหน้า", by=staff, **rows[on])
    remark = say("ขอคำอธิบาย", by=user, **rows[on])
    for other in set(rows) - {on}:
        say("ที่อื่น", by=staff, **rows[other])  # is no answer
    for member in (staff, approver):
        [title] = titles(member)
        assert title.startswith("ความเห็นของผู้ตรวจสอบ รอคำตอบ ปี 2567: ")
    assert (titles(stranger), titles(user)) == ([], [])
    say("เพิ่มเติม", by=request.getfixturevalue("administrator"), **rows[on])
    assert len(titles(staff)) == 1  # who is not of the municipality does not answer for it
    say("ชี้แจงแล้ว", by=approver, **rows[on])
    assert (titles(staff), titles(approver)) == ([], [])
    [title] = titles(user)
    assert title.startswith(f"{year.municipality} ตอบความเห็นของท่านแล้ว ปี 2567: ")
    resolve_comment(by=user, comment=remark)
    assert titles(user) == []


def test_answers_wait_for_the_author_alone(auditor, province_auditor, staff, say):
    say(by=auditor)
    say("ชี้แจงแล้ว", by=staff)
    assert (len(titles(auditor)), titles(province_auditor)) == (1, [])


def test_an_auditor_of_another_province_now_hears_nothing(province_auditor, staff, say):
    say(by=province_auditor)
    say("ชี้แจงแล้ว", by=staff)
    province_auditor.province = "จังหวัดอื่น"
    province_auditor.save()
    assert titles(province_auditor) == []


def test_auditors_have_a_first_page_while_answers_wait(province_auditor, staff, sign_in, year, say):
    client = sign_in(province_auditor)
    assert client.get("/").url == "/municipalities/"
    remark = say(by=province_auditor)
    say("ชี้แจงแล้ว", by=staff)
    page = client.get("/").content.decode()
    assert f"{year.municipality} ตอบความเห็นของท่านแล้ว ปี 2567" in page
    assert "รอท่าน <strong>1</strong>" in page
    resolve_comment(by=province_auditor, comment=remark)
    assert client.get("/").status_code == 302
