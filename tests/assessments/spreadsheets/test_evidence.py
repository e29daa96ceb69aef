"""Evidence as a sheet: web addresses with what uses them, told where they are there already, never added twice."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessments.models import Assessment
from assessments.spreadsheets.services import import_rows, undo_import
from assessments.years.workflow import locked_sentence
from ita_portal.thai import BE_OFFSET
from measures.evidence.services import add_address, add_file, attach, delete_evidence
from measures.models import Evidence, ItemEvidence, MeasureEvidence
from tests.measures.evidence.files import pdf

URL = "https://example.go.th/ita"
HEADS = "รหัสหลักฐาน,ข้อ,รหัสมาตรการ,มาตรการ,ชื่อหลักฐาน,ที่อยู่เว็บ,เส้นทาง,ลงวันที่"


@pytest.fixture
def sheet(upload, bring_in, staff):
    """Return a function that takes rows of the year 2567 in; only looks at them where `look`."""

    def take(*rows: str, look: bool = False, fiscal_year: int = 2567):
        raw = "\n".join([HEADS, *rows]).encode()
        return (upload if look else bring_in)(staff, "evidence", raw=raw, fiscal_year=fiscal_year)

    return take


@pytest.fixture
def reasons(sheet):
    def of(*rows: str) -> list:
        return [row.reasons[0][::2] for row in import_rows(sheet(*rows, look=True), "refused")]

    return of


@pytest.fixture
def measure(year):
    return year.measures.create(title="อบรม\nบุคลากร")


@pytest.fixture
def shown(year, staff, measure) -> Evidence:
    """Evidence that a measure and an item use."""
    shown = add_address(by=staff, assessment=year, title="ประกาศ", address=URL, click_path="หน้าแรก > ITA")
    attach(by=staff, evidence=shown, assessment=year, use=measure)
    attach(by=staff, evidence=shown, assessment=year, use=year.framework.items.get(code="O34"))
    return shown


def used(evidence: Evidence) -> tuple[list, list]:
    items = evidence.item_uses.order_by("item__code").values_list("item__code", flat=True)
    return list(items), list(evidence.measure_uses.values_list("measure", flat=True))


def test_addresses_come_in_with_what_uses_them(year, staff, measure, sheet, told):
    batch = sheet(
        f',"O35, ข้อ O34",,,ประกาศเจตนารมณ์,{URL}/1,"หน้าแรก\n> ITA",๑ เม.ย. ๒๕๖๗',
        f",,{measure.pk},,ภาพการอบรม,{URL}/2,-,-",
        f",,,อบรม บุคลากร,รายงาน,{URL}/3,,",
    )
    first, second, third = Evidence.objects.order_by("pk")
    assert [state for state, _ in told(batch)] == ["new", "new", "new"]
    assert (first.title, first.address, first.click_path, first.dated) == (
        "ประกาศเจตนารมณ์",
        f"{URL}/1",
        "หน้าแรก\n> ITA",
        date(2024, 4, 1),
    )
    assert (first.municipality, first.assessment, first.by) == (year.municipality, year, staff)
    assert [used(row) for row in (first, second, third)] == [
        (["O34", "O35"], []),
        ([], [measure.pk]),
        ([], [measure.pk]),
    ]
    assert {row.history_user for row in ItemEvidence.history.all()} == {staff}


def test_row_of_the_template_that_nobody_filled_in_changes_nothing(year, staff, upload, counts):
    assert counts(upload(staff, "evidence", "99990001,2567,,,,,-,-,-,-")) == (0, 0, 1, 0)


def test_what_is_there_is_told_and_not_added_again(shown, sheet, told):
    row = f",O34,,,ประกาศ,{URL},หน้าแรก > ITA,"
    batch = sheet(row, f",O34,,,  ประกาศ ,{URL},,", look=True)
    assert [(row.state, row.label) for row in import_rows(batch)] == [
        ("unchanged", "เทศบาลเมืองทดสอบ ปี 2567: ประกาศ")
    ] * 2
    further = sheet(f",O35,,,ประกาศ,{URL},,")
    assert told(further) == [("changed", (("ข้อ", "O34", "O34, O35"),))]
    assert (Evidence.objects.count(), used(shown)[0]) == (1, ["O34", "O35"])


def test_rows_of_one_file_with_one_address_are_one_piece_of_evidence(year, measure, sheet, counts):
    batch = sheet(
        f",O34,,,ประกาศ,{URL},หน้าแรก,",
        f",O35,,,ประกาศ,{URL},,",
        f",O34,,,ประกาศ,{URL},,",
        f",,{measure.pk},,ประกาศ,{URL},,",
    )
    assert counts(batch) == (1, 2, 1, 0)
    assert used(Evidence.objects.get()) == (["O34", "O35"], [measure.pk])


def test_rows_in_different_thousands_are_one_piece_of_evidence_too(year, sheet, counts, monkeypatch):
    monkeypatch.setattr("assessments.spreadsheets.resources.base.CHUNK", 1)
    assert counts(sheet(f",O34,,,ประกาศ,{URL},,", f",O35,,,ประกาศ,{URL},,")) == (1, 1, 0, 0)
    assert used(Evidence.objects.get())[0] == ["O34", "O35"]


def test_one_address_may_be_several_pieces_of_evidence(year, sheet):
    sheet(f",O34,,,แผน,{URL},แผน,", f",O35,,,รายงาน,{URL},รายงาน,")
    assert list(Evidence.objects.order_by("pk").values_list("title", "click_path")) == [
        ("แผน", "แผน"),
        ("รายงาน", "รายงาน"),
    ]


def test_row_with_its_number_says_all_that_evidence_is_and_what_uses_it(shown, sheet, told):
    batch = sheet(f"{shown.pk},O35,-,,ประกาศใหม่,{URL}/2,-,1/4/2567")
    assert told(batch)[0][1] == (
        ("ข้อ", "O34", "O35"),
        ("รหัสมาตรการ", str(shown.measure_uses.model.history.first().measure_id), "-"),
        ("ชื่อหลักฐาน", "ประกาศ", "ประกาศใหม่"),
        ("ที่อยู่เว็บ", URL, f"{URL}/2"),
        ("เส้นทางการเข้าถึงบนเว็บไซต์", "หน้าแรก > ITA", "-"),
        ("ลงวันที่", "-", "1/4/2567"),
    )
    shown.refresh_from_db()
    assert (shown.title, shown.address, shown.click_path) == ("ประกาศใหม่", f"{URL}/2", "")
    assert used(shown) == (["O35"], [])
    undo_import(by=batch.by, batch=batch)
    shown.refresh_from_db()
    assert (shown.title, shown.address, used(shown)[0]) == ("ประกาศ", URL, ["O34"])
    assert MeasureEvidence.objects.filter(evidence=shown).count() == 1


def test_other_facts_without_the_number_change_nothing(shown, reasons):
    assert reasons(f",O35,,,ประกาศ,{URL},ทางอื่น,") == [
        (
            "เส้นทางการเข้าถึงบนเว็บไซต์",
            f"มีหลักฐานที่อยู่และชื่อนี้แล้ว (รหัส {shown.pk}) แต่เส้นทางการเข้าถึงบนเว็บไซต์ต่างกัน "
            "ใส่รหัสหลักฐานหากต้องการแก้ไข ตั้งชื่อใหม่หากเป็นคนละรายการ",
        )
    ]


def test_what_is_wrong_is_told_by_column(year, measure, reasons):
    year.measures.create(title="ซ้ำ")
    year.measures.create(title="ซ้ำ")
    tomorrow = timezone.localdate() + timedelta(days=1)
    later = f"{tomorrow.day}/{tomorrow.month}/{tomorrow.year + BE_OFFSET}"
    told = reasons(
        f",O34,,,,{URL},,",
        ",O34,,,ประกาศ,www.example.go.th,,",
        ",O34,,,ประกาศ,,,",
        f",O99,,,ประกาศ,{URL},,",
        f",,999,,ประกาศ,{URL},,",
        f",,,อบรมบุคลากรร,ประกาศ,{URL},,",
        f",,,ซ้ำ,ประกาศ,{URL},,",
        f",,,,ประกาศ,{URL},,{later}",
        f",,,,{'ก' * 301},{URL},,",
        f"999,,,,ประกาศ,{URL},,",
    )
    assert [header for header, _ in told] == [
        *("ชื่อหลักฐาน", "ที่อยู่เว็บ", "ที่อยู่เว็บ", "ข้อ", "รหัสมาตรการ", "มาตรการ", "มาตรการ"),
        *("ลงวันที่", "ชื่อหลักฐาน", "รหัสหลักฐาน"),
    ]
    assert told[1][1].startswith("ที่อยู่เว็บต้องขึ้นต้นด้วย http:// หรือ https://")
    assert told[2][1] == "ใส่ที่อยู่เว็บ (ไฟล์เพิ่มได้ที่หน้า “หลักฐาน” ของปีเท่านั้น)"
    assert told[5][1] == "ปี 2567 ไม่มีมาตรการชื่อนี้ อาจหมายถึง “อบรม บุคลากร”"
    assert told[6][1].startswith("มีมาตรการชื่อนี้ 2 รายการ ให้ใส่รหัสมาตรการแทน: ")
    assert Evidence.objects.count() == 0


def test_files_go_out_and_what_is_said_of_them_comes_in(year, staff, sheet, exported, reasons, counts):
    stored = add_file(by=staff, assessment=year, content=pdf(), filename="ประกาศ.pdf").evidence
    [row] = exported(staff, "evidence")
    assert (row[4], row[8:10], row[-1]) == (stored.pk, ["ประกาศ", None], "ประกาศ.pdf")
    sheet(f"{stored.pk},O34,,,ประกาศ (ลงนามแล้ว),,,1/4/2567")
    stored.refresh_from_db()
    assert (stored.title, stored.dated, used(stored)[0]) == ("ประกาศ (ลงนามแล้ว)", date(2024, 4, 1), ["O34"])
    assert reasons(f"{stored.pk},,,,,{URL},,")[0][0] == "ที่อยู่เว็บ"


def test_evidence_of_another_year_is_used_by_its_number_and_stands_in_both(shown, make_year, sheet, exported, staff):
    make_year(2568)
    sheet(f"{shown.pk},O27,,,,,,", fiscal_year=2568)
    rows = exported(staff, "evidence")
    assert [(row[3], row[4], row[5]) for row in rows] == [(2567, shown.pk, "O34"), (2568, shown.pk, "O27")]
    assert Evidence.objects.get().assessment.fiscal_year == 2567


def test_evidence_that_a_locked_year_shows_keeps_its_name(shown, make_year, sheet, reasons, staff):
    make_year(2568)
    Assessment.objects.filter(pk=shown.assessment_id).update(state="approved")
    batch = sheet(f"{shown.pk},O27,,,ชื่ออื่น,,,", fiscal_year=2568, look=True)
    [row] = import_rows(batch)
    assert [reason[::2] for reason in row.reasons] == [
        ("ชื่อหลักฐาน", f"หลักฐานนี้ใช้อยู่ในปีที่แก้ไขไม่ได้: {locked_sentence(2567, 'approved')}")
    ]
    sheet(f"{shown.pk},O27,,,,,,", fiscal_year=2568)  # further use changes nothing of it
    assert used(shown)[0] == ["O27", "O34"]


def test_deleted_and_foreign_evidence_stays_out_of_reach(
    shown, make_year, other_municipality, administrator, staff, reasons
):
    foreign = add_address(by=administrator, assessment=make_year(2567, of=other_municipality), title="อื่น", address=URL)
    assert reasons(f"{foreign.pk},,,,x,,,", f"{foreign.pk + 1},,,,x,,,") == [
        ("รหัสหลักฐาน", f"ไม่มีหลักฐานรหัส {pk} ในเทศบาลเมืองทดสอบ เว้นว่างหากต้องการเพิ่มใหม่")
        for pk in (foreign.pk, foreign.pk + 1)
    ]
    delete_evidence(by=staff, evidence=shown)
    assert reasons(f"{shown.pk},,,,x,,,")[0][1].startswith(f"หลักฐานรหัส {shown.pk} ถูกลบไปแล้ว")


def test_undo_takes_evidence_away_again(shown, sheet, staff):
    batch = sheet(f",O34,,,ใหม่,{URL}/9,,", f",O35,,,ประกาศ,{URL},,")
    undo_import(by=staff, batch=batch)
    assert (Evidence.objects.get(), used(shown)[0], ItemEvidence.objects.count()) == (shown, ["O34"], 1)


def test_evidence_takes_as_many_queries_for_30_rows_as_for_3(
    year, staff, sheet, exported, django_assert_max_num_queries
):
    rows = [f",O34,,,หลักฐาน {place},{URL}/{place},," for place in range(30)]
    sheet(*rows)
    with django_assert_max_num_queries(24):
        sheet(*rows, f",O35,,,หลักฐาน 1,{URL}/1,,", look=True)
    with django_assert_max_num_queries(8):
        assert len(exported(staff, "evidence")) == 30
