"""csv as the field sends it."""

from io import BytesIO

import pytest

from assessments.tabular import csv_text, reader
from assessments.tabular.reader import read_table
from assessments.tabular.table import Limits, SheetRefused, Table

from .samples import COLUMNS, HEADER

ROW = ["02110101", "เทศบาลทดสอบ", "2567", "90.64"]
TEXT = f"{','.join(HEADER[:4])}\r\n{','.join(ROW)}\r\n"


def read(data: bytes, **limits: int) -> Table:
    return read_table(BytesIO(data), "ผล.csv", COLUMNS, Limits(**limits))


def refused(data: bytes, **limits: int) -> list[str]:
    with pytest.raises(SheetRefused) as caught:
        read(data, **limits)
    return caught.value.messages


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_encoding_delimiter_and_line_end_are_told_from_the_content(encoding, delimiter, ending):
    data = TEXT.replace(",", delimiter).replace("\r\n", ending).encode(encoding)
    [row] = read(data).rows
    assert (row.number, list(row.cells)) == (2, ROW)


def test_big_endian_utf_16_is_read():
    [row] = read(b"\xfe\xff" + TEXT.encode("utf-16-be")).rows
    assert list(row.cells) == ROW


def test_titles_blank_lines_and_quoted_lines_keep_the_numbers_of_excel():
    text = f'ผลการประเมิน,,\n\n"{HEADER[0]}",ปี,ขั้นตอน\n02110101,2567,"หนึ่ง\n  สอง"\n,,\n02110102,2567,\n'
    table = read(text.encode())
    assert table.header_row == 3
    assert [(row.number, row.cells) for row in table.rows] == [
        (4, ("02110101", "2567", "หนึ่ง\n  สอง")),
        (6, ("02110102", "2567", "")),
    ]


def test_row_wider_than_its_header_is_a_fault():
    first, second = read((TEXT + "02110102,เทศบาล ก, ข,2567,90\n").encode()).rows
    assert (first.faults, second.faults) == ({}, {"code": reader.TOO_WIDE})


def test_damaged_utf_8_is_never_read_as_windows_874():
    data = TEXT.encode()
    assert refused(data[:40] + b"\xff" + data[40:]) == [csv_text.ENCODING]


@pytest.mark.parametrize("data", [b"a\0b", TEXT.encode("utf-16-le"), b"\xff\xfea", b"\x81\x82\xfc\xfd\xff"])
def test_unreadable_letters_are_refused(data):
    assert refused(data) == [csv_text.ENCODING]


def test_field_without_end_is_refused_with_its_row():
    assert refused((TEXT + '"' + "ก" * 200_000).encode()) == [f"แถวที่ 3: {csv_text.BROKEN_CSV}"]


def test_limits_of_csv():
    data = (TEXT + TEXT[-40:] * 3).encode()
    assert refused(data, cell=10) == ["แถวที่ 1: มีเซลล์ที่ยาวเกิน 10 ตัวอักษร ย่อข้อความแล้วนำเข้าอีกครั้ง"]
    assert refused((TEXT + "," * 120 + "x").encode()) == ["แถวที่ 3 มีข้อมูลเกินคอลัมน์ที่ 100 ลบคอลัมน์ที่ไม่ใช้แล้วนำเข้าอีกครั้ง"]
    assert len(read((TEXT + "," * 16_000).encode()).rows) == 1
    [message] = refused(TEXT.encode(), upload=10)
    assert message.startswith("ไฟล์ใหญ่เกินไป บันทึกเป็นไฟล์ Excel (.xlsx) ซึ่งเล็กกว่า")
