"""A form of a measure that no longer shows what is stored never overwrites silently."""

from measures.plan.services import delete_measure
from tests.reports.page_forms import form_data


def test_an_older_form_is_told_keeps_what_was_typed_and_then_overwrites(sign_in, staff, address, areas, make_measure):
    measure = make_measure("ก", 1, steps="เดิม")
    client, url = sign_in(staff), address("measure_edit", measure.pk)
    older = form_data(client.get(url)) | {"steps": "ของเรา"}
    theirs = form_data(client.get(url)) | {"steps": "๑. ของเขา\r\n  ๑.๑ ก", "area": str(areas[2].pk)}
    assert client.post(url, theirs).status_code == 302
    told = client.post(url, older)
    assert (told.status_code, form_data(told)["steps"]) == (409, "ของเรา")
    assert [(difference.label, difference.stored) for difference in told.context["guard"].differences] == [
        ("ประเด็น", str(areas[2])),
        ("ขั้นตอน/วิธีปฏิบัติ", "๑. ของเขา\n  ๑.๑ ก"),
    ]
    assert [(field.label, field.stored) for field in told.context["guard"].same][:3] == [
        ("มาตรการ", "ก"),
        ("ผู้รับผิดชอบ", "(เว้นว่าง)"),
        ("ระยะเวลา", "(เว้นว่าง)"),
    ]
    assert "ช่องอื่นของรายการนี้ ซึ่งตรงกับที่บันทึกไว้ (12 ช่อง)" in told.content.decode()
    assert '<span class="prose">๑. ของเขา\n  ๑.๑ ก</span>' in told.content.decode()
    measure.refresh_from_db()
    assert (measure.steps, measure.area) == ("๑. ของเขา\n  ๑.๑ ก", areas[2])
    assert client.post(url, form_data(told)).status_code == 302
    measure.refresh_from_db()
    assert (measure.steps, measure.area) == ("ของเรา", areas[1])


def test_the_same_form_sent_twice_is_no_conflict(sign_in, staff, address, make_measure):
    client, url = sign_in(staff), address("measure_edit", make_measure("ก", 1).pk)
    data = form_data(client.get(url)) | {"steps": "ใหม่  \r\n"}
    assert [client.post(url, data).status_code for _ in range(2)] == [302, 302]


def test_back_and_save_of_the_own_older_form_is_told(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1)
    client, url = sign_in(staff), address("measure_edit", measure.pk)
    first = form_data(client.get(url))
    assert client.post(url, first | {"output": "เสร็จ"}).status_code == 302
    assert client.post(url, first | {"period": "ต.ค. 66"}).status_code == 409
    measure.refresh_from_db()
    assert (measure.output, measure.period) == ("เสร็จ", "")


def test_asking_for_several_lines_still_tells_what_changed_meanwhile(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1)
    client, url = sign_in(staff), address("measure_edit", measure.pk)
    first = form_data(client.get(url))
    client.post(url, first | {"output": "เสร็จ"})
    widened = client.post(url, first | {"responsible": "กองคลัง", "several_lines": "1"})
    assert form_data(widened)["shown"] == first["shown"]
    assert client.post(url, form_data(widened)).status_code == 409


def test_text_typed_for_a_deleted_measure_is_given_back(sign_in, staff, address, make_measure, printed):
    measure = make_measure("ก", 1)
    client, url = sign_in(staff), address("measure_edit", measure.pk)
    data = form_data(client.get(url)) | {"steps": "พิมพ์ไว้ <b>"}
    delete_measure(by=staff, measure=measure)
    response = client.post(url, data)
    assert (response.status_code, response.context["texts"]) == (404, ["ก", "พิมพ์ไว้ <b>"])
    assert "พิมพ์ไว้ &lt;b&gt;</textarea>" in response.content.decode()
    assert printed() == []
