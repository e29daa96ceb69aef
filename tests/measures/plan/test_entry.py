"""Cells saved while typing, pasted blocks, many rows at once, and undoing them."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.editing.conflicts import Conflict
from assessments.spreadsheets import services as spreadsheets_services
from assessments.spreadsheets.resources.kinds import all_kinds
from assessments.undo.services import undo_act
from measures.models import Measure
from measures.plan.services import bulk_edit, delete_measure, edit_cell
from measures.plan.texts import MAX_LENGTH, NO_TITLE
from tests.reports.page_forms import form_data
from tests.undo import undo

BLOCK = 'ประเด็น\tมาตรการ\tขั้นตอน\n2\tก\t"๑. ประชุม\n๒. ทำ"\n\tข\t-\n3\t\tค'


def stored(year) -> list[tuple]:
    return list(year.measures.values_list("area__number", "title", "steps"))


# ---- One cell
def test_cell_is_stored_as_the_form_stores_it_and_answers_with_it(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1, steps="เดิม")
    client = sign_in(staff)
    data = {"field": "steps", "shown": "เดิม\r\n", "value": "๑. นํ้า  \r\n", "account": staff.pk}
    answer = client.post(address("measure_cell", measure.pk), data)
    told = answer.json()
    assert (answer.status_code, told | {"html": " ".join(told["html"].split())}) == (
        200,
        {
            "stored": "๑. น้ำ",
            "html": '<p class="line hang-3"><span class="line-marker">๑. </span>น้ำ</p>',
            "missing": "ผู้รับผิดชอบ · ระยะเวลา · ผลการดำเนินงาน",
            "mended": "ระบบแก้ข้อความให้พิมพ์และค้นหาได้ถูกต้อง: รวม ํ กับ า เป็น ำ 1 แห่ง",
        },
    )
    measure.refresh_from_db()
    assert measure.steps == "๑. น้ำ"


def test_cell_that_somebody_changed_is_refused_with_what_is_stored(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1, steps="ของเขา")
    client = sign_in(staff)
    data = {"field": "steps", "shown": "เดิม", "value": "ของเรา"}
    answer = client.post(address("measure_cell", measure.pk), data)
    assert (answer.status_code, answer.json()["stored"]) == (409, "ของเขา")
    measure.refresh_from_db()
    assert measure.steps == "ของเขา"
    assert client.post(address("measure_cell", measure.pk), data | {"shown": "ของเขา"}).status_code == 200
    assert client.post(address("measure_cell", measure.pk), data).status_code == 200  # it already is so


def test_cell_of_another_account_is_never_saved(sign_in, staff, approver, address, make_measure):
    measure = make_measure("ก", 1)
    data = {"field": "steps", "shown": "", "value": "ใหม่", "account": approver.pk}
    assert sign_in(staff).post(address("measure_cell", measure.pk), data).status_code == 401
    measure.refresh_from_db()
    assert measure.steps == ""


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", " \n", NO_TITLE),
        ("steps", "ก" * (MAX_LENGTH + 1), "(ขณะนี้ 20001 ตัวอักษร)"),
        ("position", "1", "ไม่รู้จักช่อง"),
    ],
)
def test_cell_refuses_what_the_form_refuses(sign_in, staff, address, make_measure, field, value, said):
    measure = make_measure("ก", 1)
    data = {"field": field, "shown": "ก", "value": value}
    answer = sign_in(staff).post(address("measure_cell", measure.pk), data)
    assert answer.status_code == 422
    assert said in answer.json()["error"]


def test_cell_of_a_deleted_measure_is_told(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1)
    delete_measure(by=staff, measure=measure)
    data = {"field": "steps", "shown": "", "value": "ใหม่"}
    assert sign_in(staff).post(address("measure_cell", measure.pk), data).status_code == 404


def test_cell_of_another_year_is_not_reached(staff, make_year, make_measure, sign_in, address):
    foreign = make_measure("ก", of=make_year(2568))
    data = {"field": "steps", "shown": "", "value": "ใหม่"}
    assert sign_in(staff).post(address("measure_cell", foreign.pk), data).status_code == 404
    foreign.refresh_from_db()
    assert foreign.steps == ""


def test_cell_takes_at_most_12_queries(sign_in, staff, address, make_measure, django_assert_max_num_queries):
    measures = [make_measure(str(number), number % 7 + 1) for number in range(30)]
    client = sign_in(staff)
    with django_assert_max_num_queries(12):
        client.post(address("measure_cell", measures[7].pk), {"field": "steps", "shown": "", "value": "ใหม่"})
    measures[7].refresh_from_db()
    assert measures[7].steps == "ใหม่"


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_lose_nothing_and_each_refused_one_is_told(staff, year, areas, make_measure):
    """On SQLite they queue; on PostgreSQL they meet on the rows."""
    rows = [make_measure(str(number), number + 1) for number in range(4)]

    def write(writer: int) -> list[tuple]:
        told = []
        try:
            for turn in range(8):
                row = rows[(writer + turn) % 4]
                shown = Measure.objects.get(pk=row.pk).steps
                text = f"{shown}\n{writer}:{turn}".strip()
                try:
                    edit_cell(by=staff, measure=row, field="steps", shown=shown, value=text)
                    told.append((row.pk, f"{writer}:{turn}", True))
                except Conflict:
                    told.append((row.pk, f"{writer}:{turn}", False))
        finally:
            connection.close()
        return told

    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time")
    with ThreadPoolExecutor(20) as pool:
        told = [line for answer in pool.map(write, range(20)) for line in answer]
    assert len(told) == 160
    for row in rows:
        row.refresh_from_db()
        accepted = sorted(mark for pk, mark, saved in told if saved and pk == row.pk)
        assert sorted(row.steps.split("\n")) == accepted
        assert row.history.count() == len(accepted) + 1
    assert 0 < sum(saved for _, _, saved in told) <= 160


# ---- A block
def test_block_is_shown_first_and_stored_when_confirmed(sign_in, staff, address, year, make_measure):
    make_measure("เก่า", 2)
    client, url = sign_in(staff), address("measures_paste")
    seen = client.post(url, {"step": "preview", "block": BLOCK})
    assert (seen.status_code, stored(year)) == (200, [(2, "เก่า", "")])
    plan = seen.context["plan"]
    assert plan.columns == ["area", "title", "steps"]
    assert [(row.area.number, row.texts, row.faults) for row in plan.rows] == [
        (2, {"title": "ก", "steps": "๑. ประชุม\n๒. ทำ"}, {}),
        (2, {"title": "ข", "steps": "-"}, {}),
        (3, {"title": "", "steps": "ค"}, {"title": NO_TITLE}),
    ]
    done = client.post(url, form_data(seen) | {"step": "confirm"})
    assert (done.status_code, done.url) == (302, address("measures"))
    assert stored(year) == [(2, "เก่า", ""), (2, "ก", "๑. ประชุม\n๒. ทำ"), (2, "ข", "-")]


def test_block_without_heads_goes_by_order_and_columns_can_be_chosen(sign_in, staff, address, year):
    client, url = sign_in(staff), address("measures_paste")
    block = "1\tก\tสำนักปลัด\n2\tข\tกองคลัง"
    seen = client.post(url, {"step": "preview", "block": block, "area": "4"})
    assert seen.context["plan"].columns == ["", "title", "steps"]
    chosen = {"column_2": "responsible"}
    again = client.post(url, form_data(seen) | chosen | {"step": "confirm"})  # not what was shown
    assert (again.status_code, Measure.objects.count()) == (422, 0)
    assert client.post(url, form_data(again) | {"step": "confirm"}).status_code == 302
    rows = year.measures.values_list("area__number", "title", "responsible")
    assert list(rows) == [(4, "ก", "สำนักปลัด"), (4, "ข", "กองคลัง")]


def test_block_over_rows_changes_them_unless_somebody_did_since(sign_in, staff, address, year, make_measure):
    first, second = make_measure("ก", 1, steps="เดิม"), make_measure("ข", 1)
    client, url = sign_in(staff), address("measures_paste")
    data = {"block": "ใหม่\nข", "at": first.pk, "start": "title", "step": "preview"}
    seen = client.post(url, data)
    assert (seen.context["plan"].unchanged, len(seen.context["plan"].rows)) == (1, 1)
    edit_cell(by=staff, measure=first, field="title", shown="ก", value="ของเขา")
    refused = client.post(url, form_data(seen) | {"step": "confirm"})
    assert refused.status_code == 422
    assert stored(year)[0] == (1, "ของเขา", "เดิม")
    assert client.post(url, form_data(refused) | {"step": "confirm"}).status_code == 302
    assert stored(year) == [(1, "ใหม่", "เดิม"), (1, "ข", "")]
    assert second.history.count() == 1


@pytest.mark.parametrize("block", ["", " \n\t", "มาตรการ\tขั้นตอน", "ก\n" * 501, "ก" * 500_001])
def test_block_that_cannot_be_read_is_told(sign_in, staff, address, block):
    answer = sign_in(staff).post(address("measures_paste"), {"step": "confirm", "block": block})
    assert (answer.status_code, Measure.objects.count()) == (422, 0)


def test_block_is_taken_back_as_a_whole(sign_in, staff, address, year, make_measure):
    make_measure("เก่า", 3)
    client, url = sign_in(staff), address("measures_paste")
    seen = client.post(url, {"step": "preview", "block": BLOCK})
    done = client.post(url, form_data(seen) | {"step": "confirm"}, follow=True)
    assert "วาง 2 มาตรการแล้ว" in done.content.decode()
    assert undo(client, done).redirect_chain == [(address("measures"), 302)]
    assert stored(year) == [(3, "เก่า", "")]
    assert year.measures.get().position == 0
    assert Measure.with_deleted.count() == 1


# ---- Many rows
def test_bulk_sets_what_is_given_and_is_taken_back(sign_in, staff, address, year, make_measure):
    rows = [make_measure(str(number), 1, responsible=f"กอง {number}", period="เดิม") for number in range(3)]
    client = sign_in(staff)
    data = {"measure": [rows[0].pk, rows[2].pk], "responsible": "สำนักปลัด", "period": "", "status": "done"}
    done = client.post(address("measures_bulk"), data, follow=True)
    assert done.redirect_chain == [(address("measures"), 302)]
    values = ("responsible", "period", "status")
    assert list(year.measures.values_list(*values)) == [
        ("สำนักปลัด", "เดิม", "done"),
        ("กอง 1", "เดิม", "not_started"),
        ("สำนักปลัด", "เดิม", "done"),
    ]
    undo(client, done)
    assert list(year.measures.values_list(*values)) == [(f"กอง {n}", "เดิม", "not_started") for n in range(3)]
    assert undo(client, done).status_code == 422


def test_change_of_no_row_offers_no_undo(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1, period="เดิม")
    done = sign_in(staff).post(address("measures_bulk"), {"measure": measure.pk, "period": "เดิม"}, follow=True)
    assert ("ไม่มีอะไรเปลี่ยน" in done.content.decode(), ">เลิกทำ" in done.content.decode()) == (True, False)


def test_undo_puts_nothing_back_where_a_row_changed_since(staff, year, make_measure):
    rows = [make_measure(str(number), 1) for number in range(2)]
    bulk_edit(by=staff, assessment=year, measures=[row.pk for row in rows], period="ต.ค.")
    act = Measure.history.latest().act
    edit_cell(by=staff, measure=rows[1], field="steps", shown="", value="ทำ")  # nothing of the bulk change
    edit_cell(by=staff, measure=rows[0], field="period", shown="ต.ค.", value="พ.ย.")
    with pytest.raises(ValidationError) as told:
        undo_act(by=staff, act=act)
    [obstacle] = told.value.messages[1:]
    assert obstacle.startswith(f"มาตรการ 0 ({year}) แก้ไขภายหลัง")
    assert list(year.measures.values_list("period", "steps")) == [("พ.ย.", ""), ("ต.ค.", "ทำ")]
    undo_act(by=staff, act=Measure.history.latest().act)
    undo_act(by=staff, act=act)
    assert list(year.measures.values_list("period", "steps")) == [("", ""), ("", "ทำ")]


def notes(measure) -> list[tuple]:
    return list(measure.notes.order_by("pk").values_list("status", "text", "by__username"))


def test_bulk_status_leaves_a_note_on_each_row_which_goes_and_comes_with_it(staff, year, make_measure):
    rows = [make_measure("ก", 1), make_measure("ข", 1, status="done"), make_measure("ค", 1, period="ต.ค.")]
    cancelled = make_measure("ง", 1, status="cancelled", status_reason="ไม่มีงบ")
    keys = [row.pk for row in (*rows, cancelled)]
    bulk_edit(by=staff, assessment=year, measures=keys, status="done", period="ต.ค.")
    done = ("done", "เปลี่ยนสถานะเป็น “แล้วเสร็จ”", "staff")
    assert [notes(row) for row in (*rows, cancelled)] == [[done], [], [done], [done]]
    cancelled.refresh_from_db()
    assert (cancelled.status, cancelled.status_reason) == ("done", "")
    act, at = Measure.history.latest().act, cancelled.notes.get().at
    edit_cell(by=staff, measure=rows[2], field="steps", shown="", value="ทำ")
    undo_act(by=staff, act=act)
    assert [notes(row) for row in (*rows, cancelled)] == [[], [], [], []]
    cancelled.refresh_from_db()
    assert (cancelled.status, cancelled.status_reason) == ("cancelled", "ไม่มีงบ")
    undo_act(by=staff, act=Measure.history.latest().act)
    assert [notes(row) for row in (*rows, cancelled)] == [[done], [], [done], [done]]
    assert cancelled.notes.get().at == at


def test_bulk_notes_take_one_query(staff, year, make_measure):
    taken = []
    for count in (1, 20):
        rows = [make_measure(str(number), 1) for number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            bulk_edit(by=staff, assessment=year, measures=[row.pk for row in rows], status="in_progress")
        taken.append(len(queries))
    assert taken[0] == taken[1]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"period": "ต.ค."}, "เลือกมาตรการอย่างน้อยหนึ่งแถว"),
        ({"measure": "all", "period": "ต.ค."}, "เลือกมาตรการอย่างน้อยหนึ่งแถว"),
        ({"measure": "PK"}, "กรอกหรือเลือกสิ่งที่จะตั้ง"),
        ({"measure": "PK", "status": "cancelled"}, "ต้องบอกเหตุผล"),
        ({"measure": "PK", "status": "x"}, "ไม่รู้จักสถานะ"),
    ],
)
def test_bulk_that_cannot_be_done_is_told(sign_in, staff, address, make_measure, data, said):
    measure = make_measure("ก", 1)
    data = {key: str(measure.pk) if text == "PK" else text for key, text in data.items()}
    answer = sign_in(staff).post(address("measures_bulk"), data, follow=True)
    assert said in answer.content.decode()
    assert measure.history.count() == 1


def test_undo_is_offered_of_its_own_year_only(sign_in, staff, year, make_year, make_measure, address):
    foreign = make_measure("ก", of=make_year(2568))
    bulk_edit(by=staff, assessment=foreign.assessment, measures=[foreign.pk], period="ต.ค.")
    act = Measure.history.latest().act
    assert sign_in(staff).post(address("history_undo", act)).status_code == 404
    foreign.refresh_from_db()
    assert foreign.period == "ต.ค."


def test_only_editors_enter(approver, year, make_measure):
    measure = make_measure("ก", 1)
    with pytest.raises(PermissionDenied):
        edit_cell(by=approver, measure=measure, field="steps", shown="", value="ใหม่")
    with pytest.raises(PermissionDenied):
        bulk_edit(by=approver, assessment=year, measures=[measure.pk], period="ต.ค.")
    with pytest.raises(PermissionDenied):
        undo_act(by=approver, act=Measure.history.latest().act)


# ---- An import and a cell
def bring_in(by, measure, steps: str):
    text = f"รหัสหน่วยงาน,ปีงบประมาณ,รหัสมาตรการ,ขั้นตอน/วิธีปฏิบัติ\n99990001,2567,{measure.pk},{steps}"
    kind, file = all_kinds()["measures"], BytesIO(text.encode())
    batch = spreadsheets_services.check_import(
        spreadsheets_services.upload_import(by=by, kind=kind, file=file, filename="x.csv").pk
    )
    return spreadsheets_services.confirm_import(by=by, batch=batch)


def test_cell_shown_before_an_import_never_overwrites_it(staff, make_measure):
    measure = make_measure("ก", 1, steps="เดิม")
    assert spreadsheets_services.run_import(bring_in(staff, measure, "จากไฟล์").pk).state == "done"
    with pytest.raises(Conflict) as told:
        edit_cell(by=staff, measure=measure, field="steps", shown="เดิม", value="ของเรา")
    assert told.value.stored == "จากไฟล์"


def test_import_previewed_before_a_cell_was_saved_is_shown_again(staff, make_measure):
    measure = make_measure("ก", 1, steps="เดิม")
    batch = bring_in(staff, measure, "จากไฟล์")
    edit_cell(by=staff, measure=measure, field="steps", shown="เดิม", value="ของเรา")
    assert spreadsheets_services.run_import(batch.pk).state == "checked"
    measure.refresh_from_db()
    assert measure.steps == "ของเรา"


# ---- What the entrances mended
MENDED = "ระบบแก้ข้อความให้พิมพ์และค้นหาได้ถูกต้อง: แก้ เเ (เ สองตัว) เป็น แ 2 แห่ง"


def test_form_tells_what_it_mended_and_what_cannot_be_printed(sign_in, staff, address):
    data = {"title": "เเผน", "steps": "เเก้\nข้อ ①", "period": "ต.ค.  "}
    html = sign_in(staff).post(address("measure_add"), data, follow=True).content.decode()
    assert MENDED in html
    assert "อักขระที่พิมพ์ลงเอกสารไม่ได้: “ขั้นตอน/วิธีปฏิบัติ” บรรทัดที่ 2 ตัวที่ 5 “①” (U+2460) ให้ลบ" in html


def test_form_that_mends_nothing_or_is_refused_tells_nothing(sign_in, staff, address):
    client = sign_in(staff)
    for data in ({"title": "แผน  ", "steps": "ข้อ\r\n"}, {"title": "", "steps": "เเก้"}):
        assert "ระบบแก้ข้อความ" not in client.post(address("measure_add"), data, follow=True).content.decode()


def test_pasting_tells_what_it_mends_before_and_after(sign_in, staff, address):
    client, block = sign_in(staff), {"block": "มาตรการ\nเเผน\nเเก้ ①", "column_0": "title"}
    preview = client.post(address("measures_paste"), block | {"step": "preview"})
    assert MENDED in preview.content.decode()
    assert "แถวที่ 2 “มาตรการ” บรรทัดที่ 1 ตัวที่ 5 “①”" in preview.content.decode()
    confirm = block | {"step": "confirm", "shown": preview.context["plan"].fingerprint}
    assert MENDED in client.post(address("measures_paste"), confirm, follow=True).content.decode()


def test_many_rows_that_are_refused_tell_nothing_of_their_text(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1)
    data = {"measure": measure.pk, "period": "เเ", "status": "cancelled"}
    html = sign_in(staff).post(address("measures_bulk"), data, follow=True).content.decode()
    assert "ระบบแก้ข้อความ" not in html
    assert "notice-error" in html
