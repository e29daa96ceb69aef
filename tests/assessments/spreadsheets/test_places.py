"""Whose row it is: by code, by name and province, or the own municipality's; and of which year."""

import pytest

from assessments.models import Municipality
from assessments.spreadsheets.services import import_rows

NAMED = "ชื่อหน่วยงาน,จังหวัด,ปี,คะแนนรวม"


@pytest.fixture
def nation(db):
    for place, (name, province, district) in enumerate(
        [
            ("เทศบาลตำบลนาดี", "น่าน", "เมืองน่าน"),
            ("เทศบาลตำบลนาดี", "สมุทรสาคร", "เมืองสมุทรสาคร"),
            ("เทศบาลตำบลในเมือง", "ขอนแก่น", "บ้านไผ่"),
            ("เทศบาลตำบลในเมือง", "ขอนแก่น", "เวียงเก่า"),
            ("องค์การบริหารส่วนจังหวัดน่าน", "น่าน", ""),
            ("องค์การบริหารส่วนตำบลนาดี", "น่าน", "เมืองน่าน"),
        ]
    ):
        kind = "pao" if "จังหวัด" in name else "subdistrict"
        Municipality.objects.create(code=f"0510010{place}", name=name, kind=kind, province=province, district=district)


@pytest.mark.parametrize(
    ("name", "province", "code"),
    [
        ("เทศบาลตำบลนาดี", "น่าน", "05100100"),
        ("ทต.นาดี", "จ.น่าน", "05100100"),
        ("ทต. นาดี", "จังหวัดสมุทรสาคร", "05100101"),
        ("เทศบาล ต.นาดี", "จ. น่าน", "05100100"),
        ("ท.ต.นาดี", " น่าน ", "05100100"),
        ("เทศบาลตำบล นาดี จ.น่าน", "", "05100100"),
        ("ทต.นาดี (จังหวัดน่าน)", "", "05100100"),
        ("ทต.ในเมือง อ.เวียงเก่า", "ขอนแก่น", "05100103"),
        ("เทศบาลตำบลในเมือง อำเภอบ้านไผ่ จังหวัดขอนแก่น", "", "05100102"),
        ("อบจ.น่าน", "น่าน", "05100104"),
        ("องค์การบริหารส่วนจังหวัดน่าน", "", "05100104"),
        ("อบต.นาดี", "น่าน", "05100105"),
        ("อ.บ.ต. นาดี", "", "05100105"),
    ],
)
def test_row_without_code_is_found_by_name_and_province(
    nation, frameworks, administrator, bring_in, name, province, code
):
    bring_in(administrator, "results", raw=f"{NAMED}\n{name},{province},2567,91.5".encode())
    [place] = Municipality.objects.filter(assessments__official_total="91.5")
    assert place.code == code


@pytest.mark.parametrize(
    ("name", "province", "header", "reason"),
    [
        (
            "ทต.นาดี",
            "",
            "หน่วยงาน",
            "มี “เทศบาลตำบลนาดี” 2 แห่ง ใส่รหัสหน่วยงาน จังหวัด หรือ อ. ต่อท้ายชื่อ: "
            "อ.เมืองน่าน จ.น่าน (รหัส 05100100), อ.เมืองสมุทรสาคร จ.สมุทรสาคร (รหัส 05100101)",
        ),
        (
            "ทต.ในเมือง",
            "ขอนแก่น",
            "หน่วยงาน",
            "มี “เทศบาลตำบลในเมือง” 2 แห่ง ใส่รหัสหน่วยงาน จังหวัด หรือ อ. ต่อท้ายชื่อ: "
            "อ.บ้านไผ่ จ.ขอนแก่น (รหัส 05100102), อ.เวียงเก่า จ.ขอนแก่น (รหัส 05100103)",
        ),
        (
            "ทต.นาดำ",
            "น่าน",
            "หน่วยงาน",
            "ไม่พบ “ทต.นาดำ” ใน จ.น่าน ในหน่วยงานที่ท่านดูแล อาจหมายถึง “เทศบาลตำบลนาดี จ.น่าน” (รหัส 05100100)",
        ),
        ("ทต.นาดี", "หนองคาย", "จังหวัด", "ไม่มีจังหวัดนี้ในหน่วยงานที่ท่านดูแล"),
        ("ทต.นาดี", "สมุดสาคร", "จังหวัด", "ไม่มีจังหวัดนี้ในหน่วยงานที่ท่านดูแล อาจหมายถึง “สมุทรสาคร”"),
        ("", "น่าน", "รหัสหน่วยงาน", "ใส่รหัสหน่วยงาน หรือชื่อหน่วยงานกับจังหวัด"),
    ],
)
def test_ambiguous_and_unknown_names_are_told_with_near_ones(
    nation, frameworks, administrator, upload, name, province, header, reason
):
    batch = upload(administrator, "results", raw=f"{NAMED}\n{name},{province},2567,91.5".encode())
    [row] = import_rows(batch)
    assert row.state == "refused"
    assert row.reasons[0][0] == header
    assert row.reasons[0][2].startswith(reason)


def test_name_and_province_must_agree_with_a_code(nation, frameworks, administrator, upload):
    heads = "รหัส,ชื่อหน่วยงาน,จังหวัด,ปี,คะแนนรวม"
    rows = ["05100100,ทต.นาดี จ.น่าน,,2567,90", "05100100,ทต.นาดี,สมุทรสาคร,2568,90", "05100100,ทต.นาดี จ.สมุทรสาคร,,2566,90"]
    batch = upload(administrator, "results", raw="\n".join([heads, *rows]).encode())
    fault = "รหัส 05100100 คือ “เทศบาลตำบลนาดี” อยู่ จ.น่าน"
    assert [(row.state, [reason[::2] for reason in row.reasons]) for row in import_rows(batch)] == [
        ("new", []),
        ("refused", [("จังหวัด", fault)]),
        ("refused", [("หน่วยงาน", fault)]),
    ]


def test_one_municipality_by_name_and_by_code_is_told_as_twice(nation, frameworks, administrator, upload, counts):
    raw = "รหัส,ชื่อหน่วยงาน,จังหวัด,ปี,คะแนนรวม\n05100100,,,2567,90\n,ทต.นาดี,น่าน,2567,91".encode()
    assert counts(upload(administrator, "results", raw=raw)) == (0, 0, 0, 2)


def test_every_kind_of_years_takes_names(nation, frameworks, administrator, bring_in):
    place = "ทต.นาดี,จ.น่าน,2567"
    for kind, heads, values in [
        ("indicator-scores", "ตัวชี้วัดที่,คะแนน", "1,90"),
        ("item-scores", "ข้อ,คะแนน", "O34,100"),
        ("measures", "มาตรการ", "ก"),
        ("evidence", "ชื่อหลักฐาน,ที่อยู่เว็บ", "ก,https://example.go.th"),
    ]:
        bring_in(administrator, kind, raw=f"ชื่อหน่วยงาน,จังหวัด,ปี,{heads}\n{place},{values}".encode())
    year = Municipality.objects.get(code="05100100").assessments.get()
    counted = year.scores.count(), year.item_scores.count(), year.measures.count(), year.evidence.count()
    assert counted == (1, 1, 1, 1)


def test_a_thousand_names_take_no_further_queries(
    nation, frameworks, administrator, upload, django_assert_max_num_queries
):
    rows = [f"ทต.นาดี {place},น่าน,2567,90" for place in range(1_000)]
    with django_assert_max_num_queries(20):
        assert upload(administrator, "results", raw="\n".join([NAMED, *rows]).encode()).refused == 1_000


# ---- The own sheet of a municipality


@pytest.mark.parametrize(
    ("kind", "heads", "row"),
    [
        ("results", "คะแนนรวม", "91.5"),
        ("indicator-scores", "ตัวชี้วัดที่,คะแนน", "1,50"),
        ("item-scores", "ข้อ,คะแนน", "O34,100"),
        ("measures", "มาตรการ", "ก"),
        ("evidence", "ชื่อหลักฐาน,ที่อยู่เว็บ", "ก,https://example.go.th"),
    ],
)
def test_own_sheet_needs_neither_code_nor_year(year, staff, other_municipality, bring_in, kind, heads, row):
    batch = bring_in(staff, kind, raw=f"{heads}\n{row}".encode(), fiscal_year=2567)
    assert (batch.writes, batch.refused) == (1, 0)
    [told] = import_rows(batch)
    assert told.label.startswith("เทศบาลเมืองทดสอบ ปี 2567")


def test_rows_of_another_municipality_or_year_are_refused(year, staff, other_municipality, upload):
    heads = "รหัสหน่วยงาน,หน่วยงาน,จังหวัด,ปี,ตัวชี้วัดที่,คะแนน"
    rows = [
        ",,,,1,50",
        "99990002,,,,2,50",
        ",เทศบาลตำบลอื่น,,,3,50",
        ",,อื่น,,4,50",
        ",,,2566,5,50",
        "99990001,ทม.ทดสอบ,ทดสอบ,พ.ศ. ๒๕๖๗,6,50",
    ]
    batch = upload(staff, "indicator-scores", raw="\n".join([heads, *rows]).encode(), fiscal_year=2567)
    assert [(row.state, [reason[0] for reason in row.reasons]) for row in import_rows(batch)] == [
        ("changed", []),
        ("refused", ["รหัสหน่วยงาน"]),
        ("refused", ["หน่วยงาน"]),
        ("refused", ["จังหวัด"]),
        ("refused", ["ปีงบประมาณ"]),
        ("changed", []),
    ]
    assert import_rows(batch)[4].reasons[0][2] == ("แถวนี้เป็นปี 2566 แต่เลือกนำเข้าปี 2567 แก้ปีในแถวนี้ หรืออัปโหลดใหม่ด้วยปีนั้น")


def test_year_is_needed_somewhere(year, staff, upload):
    batch = upload(staff, "results", raw="คะแนนรวม\n91".encode())
    assert (batch.state, batch.fault) == ("refused", "หัวตาราง (แถวที่ 1) ขาดคอลัมน์ที่จำเป็น: “ปีงบประมาณ”")
    blank = upload(staff, "results", raw="ปี,คะแนนรวม\n,91\n2567,91".encode())
    assert [[reason[::2] for reason in row.reasons] for row in import_rows(blank)] == [
        [("ปีงบประมาณ", "ใส่ปีงบประมาณ หรือเลือกปีตอนอัปโหลด")],
        [],
    ]


def test_administrators_name_municipalities(year, administrator, upload):
    batch = upload(administrator, "results", raw="คะแนนรวม\n91".encode(), fiscal_year=2567)
    assert batch.fault == "หัวตาราง (แถวที่ 1) ขาดคอลัมน์ที่จำเป็น: “รหัสหน่วยงาน หรือ หน่วยงาน”"


# ---- Files that hold no value


@pytest.mark.parametrize(
    ("kind", "heads"),
    [
        ("results", "รหัสหน่วยงาน,หน่วยงาน,ปี"),
        ("indicator-scores", "รหัสหน่วยงาน,ปี,ตัวชี้วัดที่,ชื่อตัวชี้วัด"),
        ("item-scores", "รหัสหน่วยงาน,ปี,ข้อ,หัวข้อ"),
        ("measures", "รหัสหน่วยงาน,ปี,รหัสมาตรการ,ชื่อประเด็น"),
        ("evidence", "รหัสหน่วยงาน,ปี,รหัสหลักฐาน,ไฟล์"),
        ("municipalities", "รหัสหน่วยงาน"),
        ("users", "ชื่อผู้ใช้,หน่วยงาน"),
    ],
)
def test_file_of_keys_alone_is_never_called_equal(year, administrator, upload, kind, heads):
    batch = upload(administrator, kind, raw=f"{heads},ค่าคะแนนน\n99990001,2567,1,x".encode())
    assert (batch.state, batch.unchanged) == ("refused", 0)
    assert "ไม่มีคอลัมน์ค่าที่จะนำเข้า จึงไม่ได้เทียบกับข้อมูลในระบบ" in batch.fault
    assert "หัวคอลัมน์ที่ระบบไม่เข้าใจ: “ค่าคะแนนน”" in batch.fault


def test_heading_that_is_nearly_right_is_offered(year, staff, upload):
    batch = upload(staff, "indicator-scores", raw="ปี,ตัวชี้วัดที่,คแนน\n2567,1,97.75".encode())
    assert "“คแนน” อาจหมายถึง “คะแนน”" in batch.fault
