"""What is refused, why, and what the reasons reveal."""

import pytest

from assessments.models import Framework, Municipality, User
from assessments.spreadsheets.services import import_rows, refused_file


def reasons(batch, number: int = 0) -> list[tuple]:
    return list(import_rows(batch)[number].reasons)


def test_every_fault_of_a_row_is_told_at_once(year, staff, upload):
    batch = upload(staff, "results", "9999,,ปี 67,101,ดีมาก,0,x,12.345")
    assert reasons(batch) == [
        ("รหัสหน่วยงาน", "9999", "“9999” ไม่ใช่รหัส ใส่ตัวเลข 8 หลัก"),
        ("ปีงบประมาณ", "ปี 67", "“ปี 67” ไม่ใช่ปี ใส่ปี พ.ศ. สี่หลัก เช่น 2567"),
        ("คะแนนรวมที่ประกาศ", "101", "“101” ไม่อยู่ในช่วง 0 ถึง 100"),
        ("ตัวชี้วัดที่ 1", "x", "“x” ไม่ใช่คะแนน 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง เช่น 90.64 หากยังไม่ทราบ ให้เว้นว่างหรือใส่ -"),
        ("ตัวชี้วัดที่ 2", "12.345", "“12.345” มีทศนิยมเกินสองตำแหน่ง ใส่คะแนนตามที่ประกาศ (Excel อาจแสดงเพียงค่าที่ปัดแล้ว)"),
    ]


def test_what_the_year_does_not_define_is_refused(year, staff, upload):
    batch = upload(staff, "results", "99990001,,2567,,ผ่านดีเยี่ยมมาก,10000,,")
    assert reasons(batch) == [
        (
            "ระดับที่ประกาศ",
            "ผ่านดีเยี่ยมมาก",
            "เกณฑ์ปี 2567 ไม่มีระดับนี้ อาจหมายถึง “ผ่านดีเยี่ยม” ใช้ได้: "
            + ", ".join(level.label for level in year.framework.levels.all()),
        ),
        ("ลำดับในจังหวัด", "10000", "ลำดับต้องอยู่ระหว่าง 1 ถึง 9999"),
    ]
    assert reasons(upload(staff, "indicator-scores", "99990001,,2567,11,50")) == [
        ("ตัวชี้วัดที่", "11", "เกณฑ์ปี 2567 ไม่มีตัวชี้วัดที่ 11")
    ]
    assert reasons(upload(staff, "item-scores", "99990001,,2567,o1,100")) == [("ข้อ", "o1", "เกณฑ์ปี 2567 ไม่มีข้อ O1")]


def test_a_draft_year_is_unknown(year, staff, upload):
    Framework.objects.filter(fiscal_year=2568).update(state=Framework.State.DRAFT)
    reason = "ยังไม่มีเกณฑ์ของปี {} ในระบบ ให้ผู้ดูแลระบบประกาศใช้ก่อน"
    batch = upload(staff, "indicator-scores", "99990001,,2568,1,50", "99990001,,2599,1,50")
    assert [reasons(batch, place) for place in (0, 1)] == [
        [("ปีงบประมาณ", "2568", reason.format(2568))],
        [("ปีงบประมาณ", "2599", reason.format(2599))],
    ]


def test_staff_learn_nothing_of_other_municipalities(year, staff, other_municipality, upload):
    foreign = upload(staff, "indicator-scores", "99990002,เทศบาลตำบลอื่น,2567,1,50")
    unknown = upload(staff, "indicator-scores", "99990003,เทศบาลตำบลอื่น,2567,1,50")
    assert (foreign.writes, unknown.writes) == (0, 0)
    [(header, _, reason)] = reasons(foreign)
    assert (header, reason) == ("รหัสหน่วยงาน", "ไม่พบหน่วยงานรหัส 99990002 ในหน่วยงานที่ท่านดูแล")
    assert reasons(unknown)[0][2] == reason.replace("99990002", "99990003")


def test_a_measure_of_others_is_as_unknown_as_none(year, staff, make_year, other_municipality, upload):
    foreign = make_year(2567, of=other_municipality).measures.create(title="ของอื่น")
    known = upload(staff, "measures", f"99990001,2567,{foreign.pk},,แก้,")
    none = upload(staff, "measures", f"99990001,2567,{foreign.pk + 1},,แก้,")
    assert reasons(known)[0][2] == reasons(none)[0][2].replace(f"รหัส {foreign.pk + 1}", f"รหัส {foreign.pk}")


def test_a_name_must_agree_with_its_code_and_near_names_are_offered(year, administrator, other_municipality, upload):
    Municipality.objects.create(code="99990003", name="เทศบาลตำบลอื่นใหม่", kind="town", province="อื่น")
    batch = upload(administrator, "indicator-scores", "99990001,ทต.อื่น,2567,1,50", "88888888,เทศบาลตำบลอื่น,2567,2,50")
    offered = "“เทศบาลตำบลอื่น จ.อื่น” (รหัส 99990002), “เทศบาลตำบลอื่นใหม่ จ.อื่น” (รหัส 99990003)"
    assert [reasons(batch, place) for place in (0, 1)] == [
        [("หน่วยงาน", "ทต.อื่น", f"รหัส 99990001 คือ “เทศบาลเมืองทดสอบ” ไม่ใช่ “ทต.อื่น” อาจหมายถึง {offered}")],
        [("รหัสหน่วยงาน", "88888888", f"ไม่พบหน่วยงานรหัส 88888888 ในหน่วยงานที่ท่านดูแล อาจหมายถึง {offered}")],
    ]


def test_both_rows_of_one_key_are_refused(year, staff, upload, counts):
    batch = upload(staff, "indicator-scores", "99990001,,2567,1,50", "99990001,,2567,2,50", "99990001,,๒๕๖๗,๑,60")
    assert counts(batch) == (0, 1, 0, 2)
    expected = [("", "", "ซ้ำกันในไฟล์: แถวที่ 2, 4 ให้เหลือแถวเดียว")]
    assert [reasons(batch, 0), reasons(batch, 2)] == [expected, expected]


def test_deleted_measures_do_not_come_back_by_a_file(year, staff, upload):
    from django.utils import timezone

    measure = year.measures.create(title="ลบแล้ว", deleted_at=timezone.now())
    assert reasons(upload(staff, "measures", f"99990001,2567,{measure.pk},,แก้,")) == [
        ("รหัสมาตรการ", str(measure.pk), f"มาตรการรหัส {measure.pk} ถูกลบไปแล้ว ให้นำกลับมาในหน้ามาตรการก่อน")
    ]


def test_a_new_measure_needs_its_text_and_a_known_area(year, staff, upload):
    assert reasons(upload(staff, "measures", "99990001,2567,,9,,ขั้นตอน")) == [
        ("ประเด็นที่", "9", "เกณฑ์ปี 2567 ไม่มีประเด็นที่ 9"),
        ("มาตรการ", "", "ต้องกรอกช่องนี้"),
    ]


def test_a_new_municipality_needs_name_kind_and_province(db, administrator, upload):
    rows = ("99990009,,,,,", "99990010,ชื่อ,เทศบาลใหญ่,,ทดสอบ,")
    batch = upload(administrator, "municipalities", *rows)
    assert [header for header, _, _ in reasons(batch)] == ["ชื่อ", "ประเภท", "จังหวัด"]
    assert [header for header, _, _ in reasons(batch, 1)] == ["ประเภท"]


@pytest.mark.parametrize(
    ("row", "header"),
    [
        ("new,,เจ้าหน้าที่,,,,,", "รหัสหน่วยงาน"),
        ("new,,ผู้ดูแลระบบ,99990001,,,,", "รหัสหน่วยงาน"),
        ("new,,เจ้าหน้าที่,99990001,,,ทดสอบ,", "จังหวัด"),
        ("new,,เจ้าหน้าที่,99990001,เทศบาลตำบลอื่น,,,", "หน่วยงาน"),
        ("new,,เจ้าหน้าที่,99990001,,กองที่ไม่มี,,", "กอง/สำนัก"),
        ("มี ช่องว่าง,,ผู้ตรวจสอบ,,,,,", "ชื่อผู้ใช้"),
        ("administrator,,,,,,,ไม่ใช่", "ชื่อผู้ใช้"),
    ],
)
def test_accounts_that_cannot_be_are_refused(municipality, administrator, upload, row, header):
    batch = upload(administrator, "users", row)
    assert [reason[0] for reason in reasons(batch)] == [header]
    assert User.objects.count() == 1


def test_refused_rows_come_back_mended(year, staff, upload, counts):
    batch = upload(staff, "indicator-scores", "99990001,,2567,1,150", "99990001,,2567,2,50", "99990001,,2567,99,-")
    raw = refused_file(batch)
    again = upload(staff, "indicator-scores", raw=raw)
    assert (counts(again), again.notices) == ((0, 0, 0, 2), [])
    blank = {"name": "", "province": "", "indicator_name": ""}
    assert [import_row.values for import_row in import_rows(again)] == [
        {**blank, "code": "99990001", "fiscal_year": "2567", "indicator": "1", "value": "150"},
        {**blank, "code": "99990001", "fiscal_year": "2567", "indicator": "99", "value": "-"},
    ]
