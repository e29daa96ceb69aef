"""Recording how a measure goes: status, results, notes."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assessments.models import Assessment, Unit
from measures.models import Measure
from measures.plan.services import delete_measure
from measures.progress.services import record_progress
from tests.markup import flat
from tests.reports.page_forms import form_data


@pytest.fixture
def measure(make_measure) -> Measure:
    return make_measure("จัดทำคู่มือ", 2, responsible="กองคลัง", output="เดิม")


def notes(measure) -> list[tuple]:
    """The notes, the latest first."""
    return [(note.status, note.text, note.by.username) for note in measure.notes.all()]


def test_record_stores_status_results_and_a_note(staff, measure):
    record_progress(
        by=staff, measure=measure, status="in_progress", note="ประชุมแล้ว", half_output="ร่างเสร็จ", outcome="ดี"
    )
    measure.refresh_from_db()
    stored = (measure.status, measure.half_output, measure.half_outcome, measure.output, measure.outcome)
    assert stored == ("in_progress", "ร่างเสร็จ", "", "เดิม", "ดี")
    assert notes(measure) == [("in_progress", "ประชุมแล้ว", "staff")]
    assert measure.history.first().history_user == staff


def test_notes_tell_the_whole_course(staff, measure):
    record_progress(by=staff, measure=measure, status="in_progress")
    record_progress(by=staff, measure=measure, status="in_progress", note="พิมพ์แล้ว")
    record_progress(by=staff, measure=measure, status="cancelled", reason="ไม่มีงบประมาณ")
    record_progress(by=staff, measure=measure, status="done", note="ได้งบแล้ว ทำเสร็จ")
    assert notes(measure) == [
        ("done", "ได้งบแล้ว ทำเสร็จ", "staff"),
        ("cancelled", "ไม่มีงบประมาณ", "staff"),
        ("in_progress", "พิมพ์แล้ว", "staff"),
        ("in_progress", "เปลี่ยนสถานะเป็น “กำลังดำเนินการ”", "staff"),
    ]
    measure.refresh_from_db()
    assert (measure.status, measure.status_reason) == ("done", "")


def test_recording_what_is_stored_leaves_no_trace(staff, measure):
    count = measure.history.count()
    record_progress(by=staff, measure=measure, status="not_started", output="เดิม", note="  ")
    assert (measure.history.count(), notes(measure)) == (count, [])


@pytest.mark.parametrize("reason", ["", " \n "])
def test_cancelled_needs_a_reason(staff, measure, reason):
    with pytest.raises(ValidationError) as refusal:
        record_progress(by=staff, measure=measure, status="cancelled", reason=reason)
    assert refusal.value.message_dict == {"status_reason": ["บอกเหตุผลที่ยกเลิกมาตรการนี้"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(status="cancelled")


def test_unknown_status_and_deleted_measure_are_refused(staff, measure):
    with pytest.raises(ValidationError):
        record_progress(by=staff, measure=measure, status="paused")
    delete_measure(by=staff, measure=measure)
    with pytest.raises(ValidationError) as refusal:
        record_progress(by=staff, measure=measure, status="done")
    assert refusal.value.messages == ["มาตรการนี้เพิ่งถูกลบไป ให้เปิดหน้ามาตรการใหม่"]


@pytest.mark.parametrize("user", ["approver", "auditor", "national_auditor", "foreign_auditor"])
def test_readers_may_not_record(request, user, measure):
    with pytest.raises(PermissionDenied):
        record_progress(by=request.getfixturevalue(user), measure=measure, status="done")
    assert notes(measure) == []


def test_page_records_and_shows_the_author_and_the_thai_day(sign_in, staff, address, measure, municipality):
    staff.unit = Unit.objects.create(municipality=municipality, name="กองยุทธศาสตร์")
    staff.save()
    client, url = sign_in(staff), address("measure_progress", measure.pk)
    data = form_data(client.get(url)) | {"status": "in_progress", "note": "๑. ประชุม\r\n๒. ร่าง"}
    response = client.post(url, data, follow=True)
    assert response.redirect_chain == [(url, 302)]
    html = response.content.decode()
    assert "บันทึกความก้าวหน้าของ “จัดทำคู่มือ” แล้ว" in html
    made = measure.notes.get()
    assert (made.text, made.status) == ("๑. ประชุม\n๒. ร่าง", "in_progress")
    told = flat(html.split('<ol class="notes">')[1])
    assert "นักวิเคราะห์นโยบายและแผน กองยุทธศาสตร์" in told
    assert f"{made.at.year + 543}</time>" in told


def test_page_asks_for_the_reason_and_keeps_what_was_typed(sign_in, staff, address, measure):
    client, url = sign_in(staff), address("measure_progress", measure.pk)
    data = form_data(client.get(url)) | {"status": "cancelled", "note": "งบไม่พอ"}
    response = client.post(url, data)
    assert (response.status_code, form_data(response)["note"]) == (422, "งบไม่พอ")
    assert response.context["form"].errors == {"status_reason": ["บอกเหตุผลที่ยกเลิกมาตรการนี้"]}
    measure.refresh_from_db()
    assert (measure.status, notes(measure)) == ("not_started", [])


def test_page_tells_when_somebody_else_recorded_meanwhile(sign_in, staff, address, measure):
    client, url = sign_in(staff), address("measure_progress", measure.pk)
    older = form_data(client.get(url)) | {"status": "in_progress"}
    record_progress(by=staff, measure=measure, status="done", output="ครบ")
    told = client.post(url, older)
    assert told.status_code == 409
    assert [(difference.label, difference.stored) for difference in told.context["guard"].differences] == [
        ("สถานะ", "แล้วเสร็จ"),
        ("ผลการดำเนินงานเมื่อสิ้นปี", "ครบ"),
    ]
    measure.refresh_from_db()
    assert measure.status == "done"


def test_page_gives_back_a_note_for_a_deleted_measure(sign_in, staff, address, measure):
    client, url = sign_in(staff), address("measure_progress", measure.pk)
    data = form_data(client.get(url)) | {"note": "ประชุมแล้ว"}
    delete_measure(by=staff, measure=measure)
    response = client.post(url, data)
    assert (response.status_code, response.context["texts"]) == (404, ["ประชุมแล้ว", "เดิม"])
    assert client.get(url).status_code == 404


def test_a_note_for_a_year_that_was_submitted_meanwhile_is_given_back(sign_in, staff, year, address, measure):
    client, url = sign_in(staff), address("measure_progress", measure.pk)
    data = form_data(client.get(url)) | {"status": "done", "note": "ทำเสร็จแล้ว"}
    Assessment.objects.filter(pk=year.pk).update(state="submitted")
    response = client.post(url, data)
    assert (response.status_code, form_data(response)["note"]) == (422, "ทำเสร็จแล้ว")
    assert "ส่งให้ผู้อนุมัติ" in str(response.context["form"].non_field_errors())
    measure.refresh_from_db()
    assert (measure.status, notes(measure)) == ("not_started", [])
    assert 'id="record"' not in client.get(url).content.decode()


def test_readers_see_results_and_notes_without_a_form(sign_in, staff, auditor, address, measure):
    record_progress(by=staff, measure=measure, status="cancelled", reason="ไม่มีงบ", note="ประชุมแล้ว")
    html = sign_in(auditor).get(address("measure_progress", measure.pk)).content.decode()
    main = html.split("<main")[1].split("</main>")[0]
    assert [main.count(text) for text in ('id="record"', "เหตุผลที่ยกเลิก: ไม่มีงบ", "ประชุมแล้ว", "เดิม")] == [0, 1, 1, 1]


def shown(response) -> list[str]:
    return [row.title for row in response.context["measures"]]


def test_list_filters_by_status_and_unit(sign_in, staff, auditor, address, make_measure):
    for title, unit, status in [("ก", "กองคลัง", "done"), ("ข", "กองคลัง\nกองช่าง", "in_progress"), ("ค", "", "done")]:
        record_progress(by=staff, measure=make_measure(title, 1, responsible=unit), status=status)
    client, url = sign_in(auditor), address("progress")
    page = client.get(url)
    assert (shown(page), page.context["units"]) == (["ก", "ข", "ค"], ["กองคลัง", "กองช่าง"])
    assert page.context["counts"] == [("not_started", 0), ("in_progress", 1), ("done", 2), ("cancelled", 0)]
    assert shown(client.get(url, {"status": "done"})) == ["ก", "ค"]
    assert shown(client.get(url, {"unit": "กองช่าง"})) == ["ข"]
    assert shown(client.get(url, {"unit": "-"})) == ["ค"]
    none = client.get(url, {"unit": "กองช่าง", "status": "done"})
    assert (shown(none), "ไม่มีมาตรการตามที่เลือก" in none.content.decode()) == ([], True)


def test_list_of_no_measures_says_what_to_do(sign_in, staff, address):
    assert "เพิ่มมาตรการก่อน แล้วจึงบันทึกความก้าวหน้า" in sign_in(staff).get(address("progress")).content.decode()


def test_measures_show_their_status_as_a_word_with_a_sign(sign_in, staff, address, measure):
    record_progress(by=staff, measure=measure, status="done")
    html = flat(sign_in(staff).get(address("measures")).content.decode())
    assert '<span class="badge badge-ok"><span aria-hidden="true">✓</span>แล้วเสร็จ</span>' in html


def test_overview_counts_by_status(sign_in, staff, year, address, make_measure):
    for number in range(3):
        record_progress(by=staff, measure=make_measure(str(number), 1), status="done" if number else "not_started")
    page = sign_in(staff).get(address("year"))
    assert page.context["overview"].statuses == [("not_started", 1), ("done", 2)]
    assert '<span aria-hidden="true">✓</span>แล้วเสร็จ 2</span>' in flat(page.content.decode())
