"""Years that auditors have looked at: who may say so, of which state of the data, and when it is no longer true."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.models import Assessment, Inspection
from assessments.years.services import mark_inspected, take_step
from measures.comments.services import add_comment
from measures.evidence.services import add_address
from measures.models import Measure
from measures.plan.services import edit_measure

PAGE = "/2567/99990001/"


@pytest.fixture
def look(year):
    """Return a function by which somebody says to have looked at the year as it is."""

    def inspect(by) -> Inspection:
        year.refresh_from_db()
        return mark_inspected(by=by, assessment=year, seen=year.updated_at.isoformat())

    return inspect


def now(year) -> Inspection | None:
    return Assessment.objects.get(pk=year.pk).latest_inspection


@pytest.mark.parametrize("user", ["auditor", "province_auditor", "national_auditor"])
@pytest.mark.parametrize("state", [state.value for state in Assessment.State])
def test_auditors_look_at_a_year_in_any_state(request, user, state, year, look):
    user = request.getfixturevalue(user)
    Assessment.objects.filter(pk=year.pk).update(state=state)
    look(user)
    latest = now(year)
    assert (latest.by, latest.is_stale) == (user, False)


@pytest.mark.parametrize("user", ["staff", "approver", "foreign_auditor", "foreign_province_auditor"])
def test_others_do_not(request, user, look):
    with pytest.raises(PermissionDenied):
        look(request.getfixturevalue(user))
    assert not Inspection.objects.exists()


def test_pressing_twice_is_once_and_another_auditor_is_another(auditor, province_auditor, look):
    assert look(auditor) == look(auditor)
    look(province_auditor)
    assert Inspection.objects.count() == 2


def test_changes_make_it_stale_and_looking_again_mends_it(year, staff, auditor, look):
    measure = Measure.objects.create(assessment=year, title="ก")
    for change in (
        lambda: edit_measure(by=staff, measure=measure, title="ข"),
        lambda: add_address(by=staff, assessment=year, title="ประกาศ", address="https://a.go.th"),
    ):
        look(auditor)
        assert not now(year).is_stale
        change()
        assert now(year).is_stale


def test_comments_and_steps_do_not(year, staff, approver, auditor, look):
    Measure.objects.create(assessment=year, title="ก")
    look(auditor)
    add_comment(by=auditor, assessment=year, text="ขอคำอธิบาย")
    take_step(by=staff, assessment=year, action="submit")
    take_step(by=approver, assessment=year, action="approve")
    assert not now(year).is_stale


def test_what_was_not_seen_is_not_looked_at(year, staff, auditor, sign_in):
    measure = Measure.objects.create(assessment=year, title="ก")
    year.refresh_from_db()
    seen = year.updated_at.isoformat()
    edit_measure(by=staff, measure=measure, title="ข")
    for text in (seen, "", "x"):
        with pytest.raises(ValidationError, match="เพิ่งเปลี่ยน"):
            mark_inspected(by=auditor, assessment=year, seen=text)
    answer = sign_in(auditor).post(f"{PAGE}inspect/", {"seen": seen}, follow=True)
    assert "เพิ่งเปลี่ยน" in answer.content.decode()
    assert not Inspection.objects.exists()


def test_the_page_has_the_button_for_auditors_and_the_line_for_all(year, staff, auditor, province_auditor, sign_in):
    assert "ตรวจดู" not in sign_in(staff).get(PAGE).content.decode()
    client = sign_in(auditor)
    page = client.get(PAGE).content.decode()
    assert ("ยังไม่มีผู้ตรวจสอบ" in page, ">ตรวจดูแล้ว</button>" in page) == (True, True)
    seen = page.split('name="seen" value="')[1].split('"')[0]
    client.post(f"{PAGE}inspect/", {"seen": seen})
    for user, button in ((auditor, False), (province_auditor, True), (staff, False)):  # twice says nothing
        page = sign_in(user).get(PAGE).content.decode()
        assert ("</span> ตรวจดูแล้ว</span>" in page, str(auditor) in page) == (True, True)
        assert (">ตรวจดูแล้ว</button>" in page) is button
    edit_measure(by=staff, measure=Measure.objects.create(assessment=year, title="ก"), title="ข")
    assert "มีการแก้ไขหลังตรวจดู" in sign_in(staff).get(PAGE).content.decode()
