"""Who was given which access: shown to administrators, and of a municipality to those who watch over it."""

import pytest
from django.core.exceptions import ValidationError

from assessments.models import Unit, User, acting
from assessments.services import undo_act
from reports.models import Style
from reports.services import create_document, delete_style, rename_style, save_settings, save_style

PAGE = "/municipalities/99990001/members/history/"
ALL = "/members/history/"


def told(response):
    return [
        [
            (row.verb, row.what, [(each.label, each.before, each.after) for each in row.fields])
            for row in entry.rows
        ]
        for entry in response.context["entries"]
    ]


@pytest.fixture
def changed(staff, administrator) -> User:
    """`staff` was given a unit and another role, and was shut out."""
    with acting(by=administrator):
        staff.unit = Unit.objects.create(municipality=staff.municipality, name="กองคลัง")
        staff.role = "approver"
        staff.save()
    with acting(by=administrator):
        staff.is_active = False
        staff.save()
    return staff


def test_changes_of_role_unit_and_state_are_told_with_their_author(changed, approver, sign_in):
    response = sign_in(approver).get(PAGE)
    assert told(response)[1:3] == [
        [("แก้ไข", "บัญชี “staff”", [("เปิดใช้งาน", "ใช่", "ไม่ใช่")])],
        [
            ("แก้ไข", "บัญชี “staff”", [("บทบาท", "เจ้าหน้าที่", "ผู้อนุมัติ"), ("กอง/สำนัก", "", "กองคลัง")]),
            ("เพิ่ม", "กอง/สำนัก “กองคลัง”", [("ชื่อกอง/สำนัก", "", "กองคลัง"), ("หน่วยงาน", "", "เทศบาลเมืองทดสอบ")]),
        ],
    ]
    assert response.context["entries"][1].latest.who == "ผู้ดูแลระบบ"


def test_leaving_is_told_and_what_came_after_is_not(
    staff, administrator, other_municipality, approver, sign_in
):
    with acting(by=administrator):
        staff.municipality = other_municipality
        staff.save()
    with acting(by=administrator):
        staff.position = "ตำแหน่งใหม่"
        staff.save()
    found = [row for rows in told(sign_in(approver).get(PAGE)) for row in rows]
    assert ("แก้ไข", "บัญชี “staff”", [("หน่วยงาน", "เทศบาลเมืองทดสอบ", "เทศบาลตำบลอื่น")]) in found
    assert "ตำแหน่งใหม่" not in str(found)


def test_accounts_of_others_and_mail_addresses_are_not_told(
    changed, approver, make_user, other_municipality, sign_in
):
    make_user("stranger", "staff", municipality=other_municipality, email="stranger@example.go.th")
    page = sign_in(approver).get(PAGE).content.decode()
    assert "stranger" not in page
    assert "example.go.th" not in page


def test_administrators_see_all_and_may_undo(changed, administrator, sign_in):
    client = sign_in(administrator)
    response = client.get(ALL)
    assert (
        f'href="/members/history/{User.history.filter(id=changed.pk).latest().act}/undo/"'
        in response.content.decode()
    )
    act = response.context["entries"][0].latest.act
    assert client.get(f"/members/history/{act}/undo/").status_code == 200
    assert client.post(f"/members/history/{act}/undo/").status_code == 302
    assert User.objects.get(pk=changed.pk).is_active is True


def test_those_who_watch_get_no_button(changed, approver, auditor, sign_in):
    for user in (approver, auditor):
        assert "/undo/" not in sign_in(user).get(PAGE).content.decode()


def test_municipality_links_to_it_for_those_who_may_see_it(staff, approver, sign_in):
    address = f'href="{PAGE}"'
    assert address in sign_in(approver).get("/municipalities/99990001/").content.decode()
    assert address not in sign_in(staff).get("/municipalities/99990001/").content.decode()


@pytest.mark.parametrize("page", [PAGE, ALL])
def test_pages_take_the_same_few_queries_however_many_accounts(
    page, changed, administrator, make_user, municipality, sign_in, django_assert_max_num_queries
):
    client, taken = sign_in(administrator), []
    for start, end in ((0, 1), (1, 40)):
        for number in range(start, end):
            make_user(f"member{number}", "staff", municipality=municipality)
        with django_assert_max_num_queries(15) as queries:
            client.get(page)
        taken.append(len(queries))
    assert taken[1] <= taken[0]  # the first page then shows accounts only


# ---- Styles


@pytest.fixture
def style(year, staff):
    """`staff` kept a style, replaced it, renamed it."""
    document = create_document(by=staff, year=year, kind="results")
    style = save_style(by=staff, document=document, name="ของกองยุทธ")
    save_settings(by=staff, document=document, orientation="landscape")
    document.refresh_from_db()
    save_style(by=staff, document=document, name="ของกองยุทธ", replace=True)
    rename_style(by=staff, style=style, name="แนวนอน")
    return style


def test_styles_are_told_from_what_to_what(style, approver, sign_in):
    entries = told(sign_in(approver).get(PAGE, {"kind": "styles"}))
    assert entries[:2] == [
        [("แก้ไข", "รูปแบบเอกสาร “แนวนอน”", [("ชื่อรูปแบบ", "ของกองยุทธ", "แนวนอน")])],
        [("แก้ไข", "รูปแบบเอกสาร “ของกองยุทธ”", [("แนวกระดาษ", "แนวตั้ง", "แนวนอน")])],
    ]
    [(verb, what, fields)] = entries[2]
    assert (verb, what, fields[0]) == ("เพิ่ม", "รูปแบบเอกสาร “ของกองยุทธ”", ("ชื่อรูปแบบ", "", "ของกองยุทธ"))
    assert not any("{" in text for each in fields for text in each)


def test_styles_of_others_are_not_told(style, foreign_auditor, sign_in):
    page = sign_in(foreign_auditor).get("/municipalities/99990002/members/history/").content.decode()
    assert "แนวนอน" not in page


def test_deleted_style_comes_back_unless_its_name_was_given_anew(style, staff, administrator, year):
    delete_style(by=staff, style=style)
    act = Style.history.latest().act
    other = save_style(by=staff, document=year.documents.get(), name="แนวนอน")
    with pytest.raises(ValidationError) as error:
        undo_act(by=administrator, act=act)
    assert error.value.messages == ["เลิกทำไม่ได้ เพราะมีข้อมูลใหม่อยู่แทนข้อมูลเดิมแล้ว"]
    delete_style(by=staff, style=other)
    undo_act(by=administrator, act=act)
    assert Style.objects.values_list("pk", "name", "orientation").get() == (style.pk, "แนวนอน", "landscape")
