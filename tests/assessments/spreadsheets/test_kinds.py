"""Each kind: in, and out and in again."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessments.models import Assessment, IndicatorScore, ItemScore, Municipality, Unit, User
from assessments.spreadsheets.resources.kinds import all_kinds, kinds_for
from assessments.spreadsheets.services import check_import, confirm_import, decide_repeats, export_rows, run_import
from assessments.tabular.writer import write_csv, write_xlsx
from measures.evidence.services import add_address, attach
from measures.models import Evidence


@pytest.fixture
def filled(year, staff, auditor, administrator, other_municipality, make_year):
    """Two municipalities with everything that the kinds hold, odd texts among it."""
    Assessment.objects.filter(pk=year.pk).update(province_rank=3)
    ItemScore.objects.bulk_create(
        ItemScore(assessment=year, item=item, value=place % 2 * 100)
        for place, item in enumerate(year.framework.items.all())
    )
    make_year(2568, {1: "0.00", 10: "100.00"}, of=other_municipality)
    make_year(2569, of=other_municipality)
    unit = Unit.objects.create(municipality=year.municipality, name="กองยุทธศาสตร์ฯ")
    User.objects.filter(pk=staff.pk).update(unit=unit, email="staff@example.go.th")
    User.objects.create_user("province.1", None, role="auditor", province="ทดสอบ", is_active=False)
    Municipality.objects.filter(pk=other_municipality.pk).update(address="1 ถนนหลัก\n  ตำบลอื่น", district="")
    area = year.framework.areas.get(number=2)
    first = year.measures.create(
        title="  1. ข้อแรก\n  2. ข้อสอง", steps="=1+1\n-", responsible="-", area=area, position=0, half_output="- ทำแล้ว"
    )
    year.measures.create(
        title="-", output="๑๐๐ %", position=1, status="cancelled", status_reason="+ งบไม่พอ", half_outcome="@x"
    )
    item = year.framework.items.get(code="O34")
    first.targets.create(item=item)
    first.targets.create(indicator=year.framework.indicators.get(number=8))
    first.notes.create(status="not_started", text="=บันทึก", by=staff)
    address = {"by": staff, "assessment": year, "address": "https://example.go.th/น้ำ?a=1&b=-2"}
    shown = add_address(title="=ประกาศ", click_path="- หน้าแรก\n  > ITA", dated=date(2024, 4, 1), **address)
    attach(by=staff, evidence=shown, assessment=year, use=first)
    attach(by=staff, evidence=shown, assessment=year, use=item)
    add_address(title="ไม่ได้ใช้", **address)


@pytest.mark.parametrize("kind", all_kinds())
@pytest.mark.parametrize("write", [write_csv, lambda *table: write_xlsx(*table, title="ส่งออก")])
def test_export_comes_back_unchanged(filled, administrator, upload, counts, kind, write):
    columns, rows = export_rows(kind=all_kinds()[kind], user=administrator)
    rows = list(rows)
    assert len(rows) >= 2
    batch = upload(administrator, kind, raw=write(columns, rows))
    assert (batch.fault, batch.notices, counts(batch)) == ("", [], (0, 0, len(rows), 0))


@pytest.mark.parametrize("kind", ["results", "indicator-scores", "item-scores"])
def test_export_fills_an_empty_portal_alike(filled, administrator, bring_in, exported, kind):
    columns, rows = export_rows(kind=all_kinds()[kind], user=administrator)
    raw, before = write_xlsx(columns, rows, title="ส่งออก"), exported(administrator, kind)
    Evidence.objects.all().delete()
    Assessment.objects.all().delete()
    bring_in(administrator, kind, raw=raw)
    known = [row for row in before if any(isinstance(cell, Decimal) for cell in row)]
    assert exported(administrator, kind) == known


@pytest.mark.parametrize(
    ("role", "keys"),
    [
        ("staff", ["results", "indicator-scores", "item-scores", "measures", "evidence"]),
        (
            "administrator",
            ["results", "indicator-scores", "item-scores", "measures", "evidence", "municipalities", "users"],
        ),
        ("approver", []),
        ("auditor", []),
    ],
)
def test_kinds_are_open_by_role(role, keys, make_user, municipality):
    user = make_user("one", role, municipality=None if role == "administrator" else municipality)
    assert [kind.key for kind in kinds_for(user)] == keys


def test_long_rows_create_change_remove_and_leave(year, staff, bring_in, counts):
    batch = bring_in(
        staff,
        "indicator-scores",
        "99990001,,2567,1,๙๐.๖๔",
        "99990001,,2567,2,95",
        "99990001,,2567,3,-",
        "99990001,,2567,4,",
        "99990001,,พ.ศ. ๒๕๖๘,5,12.5",
    )
    assert counts(batch) == (1, 2, 2, 0)
    scores = IndicatorScore.objects.filter(assessment__framework__fiscal_year=2567)
    assert dict(scores.values_list("indicator__number", "value"))[2] == Decimal("95")
    assert not scores.filter(indicator__number=3).exists()
    assert scores.count() == 9
    new = Assessment.objects.get(framework__fiscal_year=2568)
    assert new.scores_by_number() == {5: Decimal("12.50")}


def test_wide_rows_store_what_was_announced_and_scores(year, staff, bring_in, told, counts):
    batch = bring_in(
        staff, "results", "99990001,เทศบาลเมืองทดสอบ,2567,91,ผ่านดี,-,,-", "99990001,ทม.ทดสอบ,2568,88.8,ผ่าน,2,70,80.5"
    )
    assert counts(batch) == (1, 1, 0, 0)
    assert told(batch)[0] == (
        "changed",
        (("คะแนนรวมที่ประกาศ", "90.65", "91.00"), ("ระดับที่ประกาศ", "ผ่าน", "ผ่านดี"), ("ตัวชี้วัดที่ 2", "92.12", "-")),
    )
    year.refresh_from_db()
    assert (year.official_total, year.official_level) == (Decimal("91"), "ผ่านดี")
    assert 2 not in year.scores_by_number() and len(year.scores_by_number()) == 9
    new = Assessment.objects.get(framework__fiscal_year=2568)
    assert (new.official_total, new.province_rank, new.scores_by_number()) == (
        Decimal("88.80"),
        2,
        {1: Decimal("70"), 2: Decimal("80.50")},
    )


def test_items_are_found_by_the_code_of_their_year(year, staff, bring_in):
    bring_in(staff, "item-scores", "99990001,,2567,o34,100", "99990001,,2567,O35,0")
    assert list(year.item_scores.values_list("item__code", "value")) == [("O34", 100), ("O35", 0)]


def test_municipalities_are_added_and_corrected(municipality, administrator, bring_in, told):
    batch = bring_in(
        administrator,
        "municipalities",
        "99990001,เทศบาลเมืองใหม่,,-,,",
        "99990077,เทศบาลตำบลเกิดใหม่,เทศบาลตำบล,ในเมือง,ทดสอบ,",
    )
    assert told(batch)[0] == ("changed", (("ชื่อ", "เทศบาลเมืองทดสอบ", "เทศบาลเมืองใหม่"), ("อำเภอ", "เมืองทดสอบ", "-")))
    assert list(Municipality.objects.order_by("code").values_list("code", "name", "kind", "district")) == [
        ("99990001", "เทศบาลเมืองใหม่", "town", ""),
        ("99990077", "เทศบาลตำบลเกิดใหม่", "subdistrict", "ในเมือง"),
    ]


def test_new_accounts_cannot_sign_in_yet(municipality, staff, administrator, bring_in):
    password = User.objects.get(pk=staff.pk).password
    bring_in(
        administrator,
        "users",
        "staff,หัวหน้า,,,,,,",
        "province.audit,ผู้ตรวจ,ผู้ตรวจสอบ,,,,ทดสอบ,ใช่",
        "new,,เจ้าหน้าที่,99990001,เทศบาลเมืองทดสอบ,,,ไม่ใช่",
    )
    staff.refresh_from_db()
    assert (staff.position, staff.password, staff.municipality) == ("หัวหน้า", password, municipality)
    assert not User.objects.get(username="province.audit").has_usable_password()
    new = User.objects.get(username="new")
    assert (new.municipality, new.is_active, new.role) == (municipality, False, "staff")


def test_rows_of_the_template_that_nobody_filled_in_change_nothing(year, staff, upload):
    batch = upload(staff, "measures", "99990001,2567,,1,,\n99990001,2567,,2,ใหม่,")
    assert (batch.new, batch.unchanged, batch.refused) == (1, 1, 0)


def test_measures_are_changed_by_their_number_and_added_without(year, staff, bring_in):
    areas = {area.number: area for area in year.framework.areas.all()}
    first = year.measures.create(title="เดิม", area=areas[1], position=0, output="ผล")
    year.measures.create(title="ประเด็นสาม", area=areas[3], position=1)
    bring_in(
        staff,
        "measures",
        f"99990001,2567,{first.pk},1,แก้แล้ว,",
        '99990001,2567,,1,เพิ่มในประเด็นหนึ่ง,"1. หนึ่ง\n2. สอง"',
        "99990001,2567,,-,ไม่มีประเด็น,",
    )
    assert list(year.measures.values_list("position", "area__number", "title", "steps", "output")) == [
        (0, 1, "แก้แล้ว", "", "ผล"),
        (1, 1, "เพิ่มในประเด็นหนึ่ง", "1. หนึ่ง\n2. สอง", ""),
        (2, 3, "ประเด็นสาม", "", ""),
        (3, None, "ไม่มีประเด็น", "", ""),
    ]


def test_a_measure_that_changes_its_area_becomes_its_last(year, staff, bring_in):
    areas = {area.number: area for area in year.framework.areas.all()}
    first = year.measures.create(title="ก", area=areas[1], position=0)
    year.measures.create(title="ข", area=areas[2], position=1)
    bring_in(staff, "measures", f"99990001,2567,{first.pk},๒,,")
    assert list(year.measures.values_list("position", "area__number", "title")) == [(0, 2, "ข"), (1, 2, "ก")]


# ---- Sheets as municipalities make them


def test_area_that_is_merged_over_several_rows_is_that_of_each(year, staff, bring_in):
    """Excel stores the text of a merged cell in its first row only."""
    bring_in(staff, "measures", "99990001,2567,,1,ก,", "99990001,2567,,,ข,", "99990001,2567,,2,ค,")
    assert list(year.measures.values_list("title", "area__number")) == [("ก", 1), ("ข", 1), ("ค", 2)]


def test_measures_that_are_there_already_are_told_and_added_only_where_wanted(year, staff, bring_in, upload, told):
    rows = ("99990001,2567,,1,คู่มือ  การปฏิบัติงาน,", "99990001,2567,,2,ประชุม,")
    bring_in(staff, "measures", *rows)
    again = upload(staff, "measures", "99990001,2567,,1,คู่มือ การปฏิบัติงาน,", rows[1], "99990001,2567,,1,ประชุม,")
    assert (again.new, again.already, again.refused) == (1, 2, 0)  # the same title in another area is another measure
    assert [state for state, _ in told(again)] == ["already", "already", "new"]
    decide_repeats(by=staff, batch=again, repeats=True)
    again = check_import(again.pk)
    assert (again.new, again.already) == (3, 0)
    decide_repeats(by=staff, batch=again, repeats=False)
    again = run_import(confirm_import(by=staff, batch=check_import(again.pk)).pk)
    assert (again.state, again.already, year.measures.count()) == ("done", 2, 3)
    with pytest.raises(ValidationError, match="ยืนยันไปแล้ว"):
        decide_repeats(by=staff, batch=again, repeats=True)


def test_usual_headings_of_measures_are_known(year, staff, bring_in):
    raw = (
        "ที่,รหัสหน่วยงาน,ปี,ประเด็นการประเมิน,มาตรการ/แนวทาง,วิธีการดำเนินการ,หน่วยงานที่รับผิดชอบ\n"
        "1,99990001,2567,3,คู่มือ,ประชุม,กองคลัง"
    ).encode()
    bring_in(staff, "measures", raw=raw)
    [measure] = year.measures.all()
    assert (measure.area.number, measure.title, measure.steps, measure.responsible) == (3, "คู่มือ", "ประชุม", "กองคลัง")


def test_headers_of_two_rows_are_read_as_one(year, staff, bring_in):
    raw = ("ผลการประเมิน ITA,,,,\nรหัส อปท.,ชื่อ อปท.,ปี,ตัวชี้วัด,\n,,,1,2\n99990001,เทศบาลเมืองทดสอบ,2567,91.11,92.22").encode()
    bring_in(staff, "results", raw=raw)
    scores = year.scores.filter(indicator__number__in=(1, 2)).order_by("indicator__number")
    assert [f"{score.value}" for score in scores] == ["91.11", "92.22"]


def test_header_with_two_letters_e_is_the_one_that_is_meant(year, staff, bring_in):
    raw = "รหัสหน่วยงาน,ปีงบประมาณ,ตัวชี้วัดที่,คะเเนน\n99990001,2567,1,97.75".encode()
    bring_in(staff, "indicator-scores", raw=raw)
    assert f"{year.scores.get(indicator__number=1).value}" == "97.75"
