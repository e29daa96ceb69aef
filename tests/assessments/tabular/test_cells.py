"""Cells: texts as people write them become values, or a sentence that says what is wrong."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.tabular import cells
from assessments.tabular.table import Column

KINDS = {"city": "เทศบาลนคร", "town": "เทศบาลเมือง"}
SCORE = "คะแนน 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง เช่น 90.64 หากยังไม่ทราบ ให้เว้นว่างหรือใส่ -"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("-", None),
        ("–", None),
        ("97.75 ", "97.75"),
        ("๙๗.๗๕", "97.75"),
        ("\u00a097.75", "97.75"),
        ("97.750", "97.75"),
        ("97.75%", "97.75"),
        ("100", "100.00"),
        ("0", "0.00"),
        (".5", "0.50"),
        ("-0", "0.00"),
    ],
)
def test_score_reads(text, value):
    number = cells.score(text)
    assert (number if number is None else str(number)) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("91.365", "“91.365” มีทศนิยมเกินสองตำแหน่ง ใส่คะแนนตามที่ประกาศ (Excel อาจแสดงเพียงค่าที่ปัดแล้ว)"),
        ("97,75", "“97,75” ใช้จุลภาคเป็นจุดทศนิยม ใส่จุด เช่น 97.75"),
        ("100.01", "“100.01” ไม่อยู่ในช่วง 0 ถึง 100"),
        ("1,234", "“1,234” ไม่อยู่ในช่วง 0 ถึง 100"),
        ("-1", "“-1” ไม่อยู่ในช่วง 0 ถึง 100"),
        ("ไม่มี", f"“ไม่มี” ไม่ใช่{SCORE}"),
        ("1e1", f"“1e1” ไม่ใช่{SCORE}"),
        ("1_0", f"“1_0” ไม่ใช่{SCORE}"),
        ("NaN", f"“NaN” ไม่ใช่{SCORE}"),
        ("9" * 5000, f"“{'9' * 40}…” ไม่ใช่{SCORE}"),
    ],
)
def test_score_refuses(text, message):
    with pytest.raises(ValueError) as caught:
        cells.score(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text", ["2567", "๒๕๖๗", "พ.ศ. 2567", "พ.ศ.2567", "ปี ๒๕๖๗", "ปีงบประมาณ พ.ศ. 2567", "2567.0", " 2567 "]
)
def test_year_reads(text):
    assert cells.year(text) == 2567


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2024", "“2024” เป็นปี ค.ศ. ใส่ปี พ.ศ. เช่น 2567"),
        ("67", "“67” ไม่ใช่ปีเต็ม ใส่ปี พ.ศ. สี่หลัก เช่น 2567"),
        ("1234", "“1234” ไม่ใช่ปี ใส่ปี พ.ศ. สี่หลัก เช่น 2567"),
        ("ปีนี้", "“ปีนี้” ไม่ใช่ปี ใส่ปี พ.ศ. สี่หลัก เช่น 2567"),
    ],
)
def test_year_refuses(text, message):
    with pytest.raises(ValueError) as caught:
        cells.year(text)
    assert str(caught.value) == message


def test_integer_reads_thousands_and_refuses_fractions():
    assert [cells.integer(text) for text in ("1,234", "๑๒", "7.0", "-3", "")] == [1234, 12, 7, -3, None]
    with pytest.raises(ValueError, match=r"“1\.5” ไม่ใช่จำนวนเต็ม"):
        cells.integer("1.5")


def test_day_reads_buddhist_days_only():
    assert {cells.day(text) for text in ("1/4/2567", "๑ เมษายน ๒๕๖๗", "1 เม.ย. 2567", "1/4/2567 10:30")} == {
        date(2024, 4, 1)
    }
    assert cells.day("-") is None
    for text, message in {
        "31/2/2567": "“31/2/2567”: ไม่มีวันนี้ในปฏิทิน",
        "1/4/2024": "“1/4/2024”: กรอกปีเป็นพุทธศักราช เช่น 2567",
    }.items():
        with pytest.raises(ValueError) as caught:
            cells.day(text)
        assert str(caught.value) == message


def test_choice_reads_label_or_key_and_offers_the_nearest():
    assert [cells.choice(text, KINDS) for text in ("เทศบาลเมือง", "เทศบาล เมือง", "town", "", "-")] == [
        "town",
        "town",
        "town",
        None,
        None,
    ]
    with pytest.raises(ValueError) as caught:
        cells.choice("เทศบาลเมิอง", KINDS)
    assert str(caught.value) == ("“เทศบาลเมิอง” ไม่อยู่ในรายการ อาจหมายถึง “เทศบาลเมือง” เลือกจาก เทศบาลนคร, เทศบาลเมือง")


def test_code_gets_one_zero_back_and_no_more():
    assert [cells.code(text, 8) for text in ("02110101", "2110101", "๐๒๑๑๐๑๐๑", "0211 0101")] == ["02110101"] * 4
    with pytest.raises(ValueError, match="“110101” ไม่ใช่รหัส ใส่ตัวเลข 8 หลัก"):
        cells.code("110101", 8)


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (Column("x", "x", kind="score"), "90.6", Decimal("90.60")),
        (Column("x", "x", kind="year"), "2567", 2567),
        (Column("x", "x", kind="date"), "1/4/2567", date(2024, 4, 1)),
        (Column("x", "x", kind="choice", choices=KINDS), "เทศบาลนคร", "city"),
        (Column("x", "x", kind="code", zero_fill=8), "2110101", "02110101"),
        (Column("x", "x", kind="code"), "O1", "O1"),
        (Column("x", "x"), "", ""),
    ],
)
def test_convert_goes_by_the_kind_of_the_column(column, text, value):
    assert cells.convert(column, text) == value
