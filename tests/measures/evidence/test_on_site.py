"""Recording progress where it happens: state, picture and a line, all or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.models import Unit
from measures.models import Evidence, Measure, ProgressNote
from measures.plan.texts import NO_REASON
from tests.markup import flat
from tests.undo import undo

from .files import jpeg


@pytest.fixture
def measure(make_measure) -> Measure:
    return make_measure("อบรมจริยธรรม", 2, responsible="กองคลัง")


@pytest.fixture
def record(sign_in, staff, address):
    def post(**fields):
        return sign_in(staff).post(address("progress_add"), fields, follow=True)

    return post


def photo(content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile("image.jpg", content or jpeg(), "image/jpeg")


def offered(html: str) -> list[str]:
    return [part.split("<", 1)[0] for part in html.split('name="measure"')[1:] for part in [part.split("<span>")[1]]]


def test_state_picture_and_line_are_stored_and_undone_as_one(record, client, measure, year):
    response = record(measure=measure.pk, status="in_progress", camera=photo(), note="ประชุมที่ห้องประชุมใหญ่")
    measure.refresh_from_db()
    assert measure.status == "in_progress"
    assert [(note.text, note.status) for note in measure.notes.all()] == [("ประชุมที่ห้องประชุมใหญ่", "in_progress")]
    assert [piece.title for piece in measure.evidence.kept()] == ["ประชุมที่ห้องประชุมใหญ่"]
    assert "บันทึกความก้าวหน้าของ “อบรมจริยธรรม” แล้ว" in response.content.decode()
    undo(client, response)
    measure.refresh_from_db()
    assert (measure.status, measure.notes.count(), Evidence.objects.kept().count()) == ("not_started", 0, 0)


def test_picture_alone_is_named_after_its_measure_and_leaves_the_state(record, measure):
    measure.status = "done"
    measure.save()
    record(measure=measure.pk, picture=photo())
    measure.refresh_from_db()
    assert (measure.status, measure.notes.count()) == ("done", 0)
    assert [piece.title for piece in measure.evidence.kept()] == ["ภาพ อบรมจริยธรรม"]


def test_nothing_is_stored_where_the_picture_is_refused(record, measure):
    response = record(measure=measure.pk, status="done", camera=photo(b"<svg/>"), note="เสร็จแล้ว")
    assert response.status_code == 422
    html = flat(response.content.decode())
    assert "เนื้อไฟล์ไม่ใช่" in html
    assert "ถ่ายหรือเลือกภาพอีกครั้งก่อนบันทึก" in html
    assert 'value="เสร็จแล้ว"' in html
    measure.refresh_from_db()
    assert (measure.status, ProgressNote.objects.count(), Evidence.objects.count()) == ("not_started", 0, 0)


def test_a_picture_that_is_known_is_used_here_too(record, measure, make_measure):
    record(measure=make_measure("อื่น").pk, camera=photo(), note="ครั้งแรก")
    response = record(measure=measure.pk, camera=photo())
    assert "“image.jpg” มีอยู่แล้วในชื่อ “ครั้งแรก”" in response.content.decode()
    assert [piece.title for piece in measure.evidence.kept()] == ["ครั้งแรก"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "เลือกมาตรการ"),
        ({"measure": "own"}, "อย่างน้อยหนึ่งอย่าง"),
        ({"measure": "999999", "status": "done"}, "มาตรการนี้เพิ่งถูกลบไป"),
        ({"measure": "own", "status": "begun"}, "“begun” ไม่อยู่ในตัวเลือก โปรดเลือกใหม่"),
        ({"measure": "own", "status": "cancelled"}, NO_REASON),
    ],
)
def test_what_is_lacking_is_told(record, measure, fields, told):
    if fields.get("measure") == "own":
        fields = fields | {"measure": measure.pk}
    response = record(**fields)
    assert response.status_code == 422
    assert told in response.content.decode()
    assert ProgressNote.objects.count() == 0


@pytest.mark.parametrize(("status", "reason"), [("not_started", ""), ("done", ""), ("cancelled", "ไม่ได้รับงบประมาณ")])
def test_every_state_is_offered_and_giving_up_keeps_the_line_as_its_reason(record, measure, status, reason):
    Measure.objects.filter(pk=measure.pk).update(status="in_progress")
    record(measure=measure.pk, status=status, note="ไม่ได้รับงบประมาณ")
    measure.refresh_from_db()
    assert (measure.status, measure.status_reason) == (status, reason)
    assert [note.text for note in measure.notes.all()] == ["ไม่ได้รับงบประมาณ"]


def test_own_unit_comes_first_and_cancelled_ones_are_left_out(sign_in, staff, address, make_measure, municipality):
    make_measure("ของสำนักปลัด", responsible="สำนักปลัด")
    make_measure("ของกองคลัง", responsible="กองช่าง\nกองคลัง")
    make_measure("เลิกแล้ว", status="cancelled", status_reason="ไม่มีงบ")
    staff.unit = Unit.objects.create(municipality=municipality, name="กองคลัง")
    staff.save()
    client = sign_in(staff)
    assert offered(client.get(address("progress_add")).content.decode()) == ["ของกองคลัง", "ของสำนักปลัด"]
    html = client.get(address("progress_add"), {"unit": "สำนักปลัด"}).content.decode()
    assert offered(html) == ["ของสำนักปลัด"]
    html = client.get(address("progress"), {"unit": "สำนักปลัด"}).content.decode()
    assert f"{address('progress_add')}?unit=%E0%B8%AA" in html


def test_what_was_typed_for_a_year_that_was_submitted_meanwhile_is_given_back(record, measure, year):
    type(year).objects.filter(pk=year.pk).update(state="submitted")
    response = record(measure=measure.pk, status="done", note="เสร็จแล้ว")
    assert response.status_code == 422
    assert 'value="เสร็จแล้ว"' in flat(response.content.decode())
    assert Measure.objects.get().status == "not_started"


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_a_fixed_number_of_questions(sign_in, staff, address, make_measure, count, django_assert_num_queries):
    for number in range(count):
        make_measure(f"มาตรการ {number}")
    client = sign_in(staff)
    with django_assert_num_queries(7):
        assert client.get(address("progress_add")).status_code == 200
