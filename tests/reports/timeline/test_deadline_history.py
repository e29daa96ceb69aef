"""Who set which day of a year's calendar: told beside the other history of the definitions, and taken back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.calendar.services import DeadlineData, save_deadlines
from assessments.frameworks.services import copy_to_next_year, delete_draft
from assessments.models import Deadline
from assessments.undo.services import undo_act

from .test_member_history import told

PAGE = "/frameworks/history/calendar/"


def keep(by, framework, *rows: tuple) -> None:
    save_deadlines(by=by, framework=framework, rows=[DeadlineData(*row) for row in rows])


@pytest.fixture
def kept(frameworks, administrator):
    """A day was set and put off, with another way to meet it."""
    keep(administrator, frameworks[2567], ("ปิดรับข้อมูล", date(2024, 4, 30), "published", "ตามหนังสือ"))
    keep(administrator, frameworks[2567], ("ปิดรับข้อมูล", date(2024, 5, 15), "approved", "ตามหนังสือ"))
    return frameworks[2567]


def test_changes_are_told_from_what_to_what(kept, administrator, sign_in):
    response = sign_in(administrator).get(PAGE)
    name = "กำหนดการ “ปิดรับข้อมูล” ปี 2567"
    day, step = "ภายในวันที่", "ถือว่าทำแล้วเมื่อ"
    assert told(response) == [
        [("แก้ไข", name, [(day, "30 เม.ย. 2567", "15 พ.ค. 2567"), (step, "เผยแพร่แล้ว", "อนุมัติแล้ว")])],
        [
            (
                "เพิ่ม",
                name,
                [
                    ("เรื่อง", "", "ปิดรับข้อมูล"),
                    (day, "", "30 เม.ย. 2567"),
                    (step, "", "เผยแพร่แล้ว"),
                    ("คำอธิบาย", "", "ตามหนังสือ"),
                    ("ประมาณจากปีก่อน", "", "ไม่ใช่"),
                ],
            )
        ],
    ]
    assert {entry.latest.who for entry in response.context["entries"]} == {"ผู้ดูแลระบบ"}


def test_history_is_narrowed_to_a_year(kept, frameworks, administrator, sign_in):
    keep(administrator, frameworks[2568], ("อื่น", date(2025, 4, 30)))
    client = sign_in(administrator)
    assert len(told(client.get(PAGE))) == 3
    assert [rows[0][1] for rows in told(client.get(PAGE, {"kind": "2568"}))] == ["กำหนดการ “อื่น” ปี 2568"]
    assert len(told(client.get(PAGE, {"kind": "x"}))) == 3


def test_deleted_draft_stays_told_and_its_days_do_not_come_back(kept, frameworks, administrator, sign_in):
    keep(administrator, frameworks[2569], ("ปิดรับข้อมูล", date(2026, 4, 30)))
    delete_draft(by=administrator, framework=copy_to_next_year(by=administrator, framework=frameworks[2569]))
    gone, copied = told(sign_in(administrator).get(PAGE))[:2]
    name = "กำหนดการ “ปิดรับข้อมูล” ปีที่ลบไปแล้ว"
    assert [(gone[0][:2]), (copied[0][:2])] == [("ลบ", name), ("เพิ่ม", name)]
    with pytest.raises(ValidationError) as error:
        undo_act(by=administrator, act=Deadline.history.latest().act)
    assert error.value.messages[1:] == ["กำหนดการ ปิดรับข้อมูล ปีงบประมาณเดิมถูกลบไปแล้ว"]


def test_change_is_undone_on_the_page_and_a_later_one_stands_in_its_way(kept, administrator, sign_in):
    client = sign_in(administrator)
    second, first = (entry.latest.act for entry in client.get(PAGE).context["entries"])
    assert client.post(f"{PAGE}{first}/undo/").status_code == 422
    assert f'href="{PAGE}{second}/undo/"' in client.get(PAGE).content.decode()
    response = client.post(f"{PAGE}{second}/undo/")
    assert (response.status_code, response.url) == (302, PAGE)
    assert Deadline.objects.values_list("due", "step").get() == (date(2024, 4, 30), "published")
    assert client.post(f"{PAGE}{first}/undo/").status_code == 302
    assert not Deadline.objects.exists()
    assert len(told(client.get(PAGE))) == 4


def test_only_administrators_undo_it(kept, staff):
    with pytest.raises(PermissionDenied):
        undo_act(by=staff, act=Deadline.history.latest().act)


def test_pages_of_the_definitions_lead_to_it(kept, administrator, staff, sign_in):
    client = sign_in(administrator)
    for page in ("/frameworks/history/?year=2567", "/frameworks/2567/calendar/"):
        assert f'href="{PAGE}?kind=2567"' in client.get(page).content.decode()
    assert 'href="/frameworks/history/?year=2567"' in client.get(PAGE, {"kind": "2567"}).content.decode()
    assert PAGE not in sign_in(staff).get("/frameworks/2567/calendar/").content.decode()


def test_page_takes_the_same_few_queries(frameworks, administrator, sign_in, django_assert_max_num_queries):
    client, taken = sign_in(administrator), []
    for count in (1, 30):
        days = [(f"เรื่อง {number}", date(2024, 4, 30), "", f"{count}") for number in range(count)]
        keep(administrator, frameworks[2567], *days)
        with django_assert_max_num_queries(15) as queries:
            client.get(PAGE)
        taken.append(len(queries))
    assert taken[0] == taken[1]
