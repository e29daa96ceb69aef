"""The table as a file: the same rows as on the page, texts that no program takes for formulas."""

import csv
from io import BytesIO, StringIO
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from assessments.models import Assessment, Municipality
from measures.models import Measure


@pytest.fixture
def get(sign_in, national_auditor):
    client = sign_in(national_auditor)
    return lambda ending, **query: client.get(f"/overview/2567/table.{ending}", query)


def sheet_of(response):
    book = load_workbook(BytesIO(response.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    return rows[0], rows[1:], [row[0] for row in book["คำอธิบาย"].iter_rows(values_only=True)]


def test_workbook_holds_what_the_filters_leave_in_their_order(get, province):
    held = province["held"].assessments.get(framework__fiscal_year=2567)
    Assessment.objects.filter(pk=held.pk).update(province_rank=3, province_count=9, state="approved")
    Measure.objects.create(assessment=held, title="ก", status="done")
    heads, rows, notes = sheet_of(get("xlsx", kind="town", sort="total"))
    assert [row[1] for row in rows] == ["เทศบาลfallen", "เทศบาลheld"]
    told = dict(zip(heads, rows[1], strict=True))
    assert (told["รหัส"], told["ประเภท"], told["จังหวัด"]) == (province["held"].code, "เทศบาลเมือง", "ทดสอบ")
    assert (told["คะแนนรวมที่ประกาศ"], told["เทียบปีก่อน"], told["ระดับที่ประกาศ"]) == (89, 1, "ผ่าน")
    assert (told["ลำดับในจังหวัด (ระบบจัด)"], told["ลำดับในจังหวัด (ประกาศ)"]) == (2, 3)
    assert (told["มาตรการที่แล้วเสร็จ"], told["สถานะ"]) == (1, "อนุมัติแล้ว")
    assert [value for head, value in told.items() if head.startswith("4 ")] == [80]
    assert [note for note in notes if note.startswith("ตัวกรอง")] == ["ตัวกรอง ประเภท: เทศบาลเมือง"]
    assert not any("กรอกข้อมูล" in note for note in notes if note)  # nobody fills it in


def test_both_files_hold_the_same_rows(get, province):
    heads, rows, _ = sheet_of(get("xlsx"))
    read = list(csv.reader(StringIO(get("csv").content.decode("utf-8-sig"))))
    assert read[0] == list(heads)
    assert [row[1] for row in read[1:]] == [row[1] for row in rows]
    assert [row[9] for row in read[1:]] == ["" if row[9] is None else f"{row[9]:.2f}" for row in rows]
    assert (read[-1][1], read[-1][-1]) == ("เทศบาลunopened", "ยังไม่เริ่ม")


def test_names_are_no_formulas(get, province):
    Municipality.objects.filter(pk=province["held"].pk).update(name='=HYPERLINK("http://x")', district="@SUM(1)")
    read = list(csv.reader(StringIO(get("csv", kind="town").content.decode("utf-8-sig"))))
    assert [cell for row in read for cell in row if cell.startswith(("=", "@", "+"))] == []
    book = load_workbook(BytesIO(get("xlsx", kind="town").content))
    assert [cell.coordinate for row in book.worksheets[0].iter_rows() for cell in row if cell.data_type == "f"] == []


def test_file_is_named_in_thai(get, province):
    assert quote("ภาพรวมปี 2567.xlsx") in get("xlsx")["Content-Disposition"]


def test_unknown_year_has_no_file(sign_in, national_auditor, frameworks):
    client = sign_in(national_auditor)
    assert [client.get(f"/overview/2561/table.{ending}").status_code for ending in ("xlsx", "csv")] == [404, 404]
