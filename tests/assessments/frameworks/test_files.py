"""A year's definitions as files: equal when read back, every fault told at its place."""

import json
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.frameworks.correction_services import confirm_correction, import_definitions
from assessments.frameworks.definitions import Definitions
from assessments.frameworks.files import from_json, from_xlsx, read_definition_file, to_json
from assessments.frameworks.storage import read_definitions
from assessments.frameworks.workbook import to_xlsx
from assessments.models import Correction, Framework

from .test_edits import NEW, YEARS

DATA_SHEETS = ["ปี", "เครื่องมือ", "ตัวชี้วัด", "ตัวชี้วัดย่อย", "ข้อ", "ระดับ", "ประเด็น", "เทียบตัวชี้วัด", "เทียบข้อ", "เทียบประเด็น"]


@pytest.fixture
def book():
    return openpyxl.load_workbook(BytesIO(to_xlsx(NEW)))


def saved(book) -> bytes:
    raw = BytesIO()
    book.save(raw)
    return raw.getvalue()


def faults(raw: bytes) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        read_definition_file(raw)
    return refused.value.messages


@pytest.mark.parametrize("year", YEARS)
def test_shipped_year_is_read_back_equal(year):
    assert from_json(to_json(YEARS[year])) == YEARS[year]
    assert from_xlsx(to_xlsx(YEARS[year])) == YEARS[year]


def test_workbook_is_for_people(book):
    assert book.sheetnames == DATA_SHEETS
    assert [cell.value for cell in book["ข้อ"][1]] == ["รหัส", "หัวข้อ", "ตัวชี้วัดที่", "ตัวชี้วัดย่อย"]
    assert [cell.value for cell in book["เทียบข้อ"][2]] == ["O1", "O1", "ได้", None]
    assert {cell.data_type for sheet in book for row in sheet for cell in row if cell.value} == {"s"}
    assert book["ระดับ"].data_validations.dataValidation[0].formula1 == '"ทุกตัวชี้วัด,ทุกเครื่องมือ"'


text = st.text(st.one_of(st.characters(), st.sampled_from('=+-@ \n"<&_x0041_กำ่')), max_size=40)


@settings(max_examples=settings().max_examples // 4, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(text, text, text), min_size=1, max_size=4))
def test_any_text_is_read_back_equal(texts):
    value = NEW.as_json() | {"note": texts[0][0]}
    for place, (title, name, reason) in enumerate(texts):
        value["items"][place]["title"] = title
        value["indicators"][place]["description"] = name
        value["crosswalk"]["items"][place]["reason"] = reason
    try:
        year = Definitions.from_json(value)
    except ValueError:
        return  # a title of nothing
    assert from_json(to_json(year)) == year
    assert from_xlsx(to_xlsx(year)) == year


def test_crosswalk_of_areas_goes_out_and_in(book):
    sheet = book["เทียบประเด็น"]
    assert [cell.value for cell in sheet[2]] == ["1", "1", "ได้", None]
    for cell, text in zip(sheet[2], ["๑, 2", 1, "ไม่ได้", "รวม"], strict=True):
        cell.value = text
    for cell, text in zip(sheet[3], [None, "2", "ไม่ได้", None], strict=True):
        cell.value = text
    year = from_xlsx(saved(book))
    assert [(entry.before, entry.after, entry.reason) for entry in year.crosswalk.areas[:3]] == [
        ((1, 2), (1,), "รวม"),
        ((), (2,), ""),
        ((3,), (3,), ""),
    ]
    assert from_json(to_json(year)) == from_xlsx(to_xlsx(year)) == year


def test_workbook_is_read_as_people_leave_it(book):
    """Numbers as numbers, Thai digits, a title above the header, blank rows, rows out of order."""
    book["เครื่องมือ"]["C2"].value = 30
    book["เครื่องมือ"]["C3"].value = " ๓๐.๐ "
    book["ตัวชี้วัดย่อย"]["A2"].value = 9.1
    book["ข้อ"].insert_rows(1, 2)
    book["ข้อ"]["A1"].value = "ข้อคำถามและข้อตรวจ"
    book["ข้อ"].insert_rows(10)
    book["ตัวชี้วัด"].move_range("A2:D2", rows=20)
    assert from_xlsx(saved(book)) == NEW


def test_every_fault_is_told_by_sheet_row_and_column(book):
    book["เครื่องมือ"]["C2"].value = "สามสิบ"
    book["ข้อ"]["B4"].value = None
    book["ข้อ"]["C5"].value = "#N/A"
    book["ระดับ"]["E3"].value = "คงผ่าน"
    book["ประเด็น"]["A2"].value = "หนึ่ง"
    book["ปี"]["B2"].value = 2500
    book["เทียบข้อ"]["C2"].value = "บางส่วน"
    assert sorted(faults(saved(book))) == [
        "แผ่นงาน “ข้อ” แถวที่ 4 คอลัมน์ “หัวข้อ”: ต้องไม่เว้นว่าง",
        "แผ่นงาน “ข้อ” แถวที่ 5 คอลัมน์ “ตัวชี้วัดที่”: “#N/A” เป็นค่าผิดพลาดของ Excel แก้สูตรหรือวางเฉพาะค่า",
        "แผ่นงาน “ประเด็น” แถวที่ 2 คอลัมน์ “ประเด็นที่”: ต้องเป็นจำนวนเต็ม (พบ หนึ่ง)",
        "แผ่นงาน “ปี” แถวที่ 2: ต้องไม่น้อยกว่า 2562 (พบ 2500)",
        "แผ่นงาน “ระดับ” แถวที่ 3 คอลัมน์ “ถือว่าผ่าน”: ต้องเป็น ใช่ หรือ ไม่ใช่ (พบ คงผ่าน)",
        "แผ่นงาน “เครื่องมือ” แถวที่ 2 คอลัมน์ “น้ำหนัก (ร้อยละ)”: "
        'ต้องเป็นข้อความตัวเลข 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง เช่น "85.00" (พบ สามสิบ)',
        "แผ่นงาน “เทียบข้อ” แถวที่ 2 คอลัมน์ “เทียบกันได้”: ต้องเป็น ได้ หรือ ไม่ได้ (พบ บางส่วน)",
    ]


def test_parts_that_do_not_fit_are_told_at_their_row(book):
    book["ข้อ"]["A3"].value = "O1"
    book["ข้อ"]["D2"].value = "9.9"
    assert faults(saved(book)) == [
        "แผ่นงาน “ข้อ” แถวที่ 3 คอลัมน์ “รหัส”: ข้อ O1 ซ้ำ ให้ใช้รหัสที่ไม่ซ้ำกันในปีเดียวกัน",
        "แผ่นงาน “ข้อ” แถวที่ 2 คอลัมน์ “ตัวชี้วัดย่อย”: ข้อ O1 อยู่ใต้ตัวชี้วัดย่อย 9.9 ซึ่งไม่มีในปีนี้",
    ]


def test_faults_of_cells_and_of_parts_are_told_at_once(book):
    """A cell that cannot be read hides nothing of the other rows; what it may be the cause of is not guessed."""
    book["เครื่องมือ"]["C2"].value = "สามสิบ"
    book["ข้อ"]["A3"].value = "O1"
    book["ข้อ"]["D5"].value = "9.9"
    book["ตัวชี้วัด"]["A4"].value = 2
    assert faults(saved(book)) == [
        "แผ่นงาน “เครื่องมือ” แถวที่ 2 คอลัมน์ “น้ำหนัก (ร้อยละ)”: "
        'ต้องเป็นข้อความตัวเลข 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง เช่น "85.00" (พบ สามสิบ)',
        "แผ่นงาน “ตัวชี้วัด” แถวที่ 4 คอลัมน์ “ตัวชี้วัดที่”: ตัวชี้วัดที่ 2 ซ้ำ ให้ใช้เลขที่ไม่ซ้ำกันในปีเดียวกัน",
        "แผ่นงาน “ข้อ” แถวที่ 3 คอลัมน์ “รหัส”: ข้อ O1 ซ้ำ ให้ใช้รหัสที่ไม่ซ้ำกันในปีเดียวกัน",
        "แผ่นงาน “ข้อ” แถวที่ 5 คอลัมน์ “ตัวชี้วัดย่อย”: ข้อ O4 อยู่ใต้ตัวชี้วัดย่อย 9.9 ซึ่งไม่มีในปีนี้",
    ]


def test_faults_beside_the_year_before_are_told_by_row(frameworks, book):
    book["เทียบข้อ"]["A4"].value = "O99"
    book["เครื่องมือ"]["C2"].value = 31
    file = read_definition_file(saved(book))
    with pytest.raises(ValidationError) as refused:
        import_definitions(by=None, file=file, reason="ก")
    assert refused.value.messages == [
        "แผ่นงาน “เครื่องมือ”: น้ำหนักของเครื่องมือทั้งหมดรวมกันได้ 101.00 ต้องรวมกันได้ 100 พอดี",
        "แผ่นงาน “เทียบข้อ” แถวที่ 4 คอลัมน์ “ปีก่อน”: การเทียบอ้างถึงข้อ O99 ซึ่งปี 2568 ไม่มี",
    ]


def test_faulty_cell_of_the_year_itself_is_told(book):
    book["ปี"]["B2"].value = "#N/A"
    book["ปี"]["A6"].value = "#REF!"
    assert faults(saved(book)) == [
        "แผ่นงาน “ปี” แถวที่ 2: “#N/A” เป็นค่าผิดพลาดของ Excel แก้สูตรหรือวางเฉพาะค่า",
        "แผ่นงาน “ปี” แถวที่ 6 คอลัมน์ “รายการ”: “#REF!” เป็นค่าผิดพลาดของ Excel แก้สูตรหรือวางเฉพาะค่า",
        "แผ่นงาน “ปี”: ขาดรายการ “หมายเหตุ”",
    ]


def test_missing_sheet_column_and_row_are_told(book):
    del book["ประเด็น"]
    book["ระดับ"]["A1"].value = "ชื่อระดับ"
    book["ปี"]["A3"].value = "เกณฑ์"
    messages = faults(saved(book))
    assert messages[:4] == [
        "แผ่นงาน “ปี” แถวที่ 3: ไม่รู้จักรายการ “เกณฑ์”",
        "แผ่นงาน “ปี”: ขาดรายการ “เกณฑ์ผ่าน”",
        "แผ่นงาน “ระดับ” ไม่มีคอลัมน์ “ระดับ”",
        "ไม่มีแผ่นงาน “ประเด็น” ให้ส่งออกเกณฑ์เป็นไฟล์ใหม่แล้วแก้ไขในไฟล์นั้น",
    ]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"{", "ไฟล์ .json เขียนไม่ถูกต้อง: บรรทัดที่ 1 ตำแหน่งที่ 2"),
        (b"\xff\xfe", "ไฟล์ไม่ได้เข้ารหัสแบบ UTF-8"),
        (b"[]", "ทั้งไฟล์: ต้องเป็นวัตถุ { }"),
        (b"{}", "fiscal_year: ขาดคีย์นี้"),
        (b'{"fiscal_year": 2570, "pass_mark": 85}', "pass_mark: ต้องเป็นข้อความตัวเลข 0 ถึง 100"),
        (b"PK\x03\x04", "ไฟล์เสียหายหรือส่งมาไม่ครบ"),
        (b" " * 5_000_001, "ไฟล์ใหญ่ 5.0 MB เกินที่รับได้ 5 MB"),
        (b"PK" + b" " * 5_000_000, "ไฟล์ใหญ่ 5.0 MB เกินที่รับได้ 5 MB"),
    ],
)
def test_file_that_is_no_framework_is_refused(raw, message):
    assert faults(raw)[0][: len(message)] == message


@settings(max_examples=settings().max_examples // 2, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 30_000), st.binary(min_size=1, max_size=4), st.booleans())
def test_damaged_file_is_refused_or_read_never_an_error(place, damage, workbook):
    raw = WORKBOOK if workbook else JSON
    place %= len(raw)
    try:
        read_definition_file(raw[:place] + damage + raw[place + len(damage) :])
    except ValidationError as refused:
        assert refused.messages


WORKBOOK, JSON = to_xlsx(NEW), to_json(NEW)


# ---- Commands


@pytest.mark.parametrize("suffix", ["json", "xlsx"])
def test_exported_year_changes_nothing_when_imported(frameworks, tmp_path, suffix, capsys):
    path = tmp_path / f"2568.{suffix}"
    call_command("export_framework", year=2568, output=path)
    call_command("import_framework", path)
    assert capsys.readouterr().out.splitlines() == [f"ส่งออกเกณฑ์ปี 2568 ที่ {path} แล้ว", "เก็บเกณฑ์ปี 2568 แล้ว (ประกาศใช้แล้ว)"]
    assert read_definitions(frameworks[2568]) == YEARS[2568]
    assert frameworks[2568].revisions.count() == 1


def test_import_of_a_new_year_is_a_draft(frameworks, tmp_path, capsys):
    path = tmp_path / "2570.json"
    path.write_bytes(to_json(YEARS[2569].model_copy(update={"fiscal_year": 2570, "crosswalk": NEW.crosswalk})))
    with pytest.raises(CommandError) as refused:
        call_command("import_framework", path)
    assert str(refused.value).splitlines()[:2] == [
        "ไม่รับไฟล์นี้ และไม่มีอะไรเปลี่ยน",
        "crosswalk.items[25].before: การเทียบอ้างถึงข้อ O27 ซึ่งปี 2569 ไม่มี",
    ]
    assert not Framework.objects.filter(fiscal_year=2570).exists()
    bare = YEARS[2569].model_copy(update={"fiscal_year": 2570, "crosswalk": type(NEW.crosswalk)()})
    path.write_bytes(to_json(bare))
    call_command("import_framework", path)
    assert capsys.readouterr().out == "เก็บเกณฑ์ปี 2570 แล้ว (ฉบับร่าง)\n"
    assert read_definitions(Framework.objects.get(fiscal_year=2570)) == bare


def test_import_of_a_year_in_force_is_proposed_with_a_reason(frameworks, tmp_path, administrator, capsys):
    Framework.objects.filter(fiscal_year=2567).update(state="frozen")
    path = tmp_path / "2567.xlsx"
    path.write_bytes(to_xlsx(YEARS[2567].model_copy(update={"pass_mark": Decimal(80)})))
    with pytest.raises(CommandError, match="เกณฑ์ปี 2567 ประกาศใช้แล้ว ให้บอกเหตุผลของการแก้ไข"):
        call_command("import_framework", path)
    call_command("import_framework", path, reason="ตามประกาศ")
    assert capsys.readouterr().out == "เสนอแก้ไขเกณฑ์ปี 2567 แล้ว มีผลเมื่อผู้ดูแลระบบยืนยัน\n"
    assert read_definitions(frameworks[2567]) == YEARS[2567]
    confirm_correction(by=administrator, correction=Correction.objects.get())
    latest = frameworks[2567].revisions.first()
    assert (latest.number, latest.reason, latest.by, latest.definitions["pass_mark"]) == (2, "ตามประกาศ", None, "80.00")


def test_command_makes_another_year_of_a_file(frameworks, tmp_path, capsys):
    path = tmp_path / "2569.json"
    path.write_bytes(to_json(YEARS[2569]))
    call_command("import_framework", path, year=2571)
    assert capsys.readouterr().out == "เก็บเกณฑ์ปี 2571 แล้ว (ฉบับร่าง)\n"
    assert read_definitions(Framework.objects.get(fiscal_year=2571)).items == YEARS[2569].items


def test_export_says_what_it_cannot(frameworks, tmp_path, capsys):
    call_command("export_framework", year=2568)
    assert json.loads(capsys.readouterr().out) == YEARS[2568].as_json()
    with pytest.raises(CommandError, match="ไม่มีเกณฑ์ปี 2590"):
        call_command("export_framework", year=2590)
    with pytest.raises(CommandError, match=r"ชื่อไฟล์ต้องลงท้ายด้วย \.json หรือ \.xlsx"):
        call_command("export_framework", year=2568, output=tmp_path / "2568.csv")
