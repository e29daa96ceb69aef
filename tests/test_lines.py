"""Markers and levels of typed lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_portal.lines import INDENT, Line, split_lines

MARKED = [
    ("๑. จัดทำคู่มือ", "๑. ", "จัดทำคู่มือ"),
    ("๑.จัดทำคู่มือ", "๑.", "จัดทำคู่มือ"),
    ("10. จัดทำ", "10. ", "จัดทำ"),
    ("1) จัดทำ", "1) ", "จัดทำ"),
    ("๑.) จัดทำ", "๑.) ", "จัดทำ"),
    ("๑.๑ จัดทำ", "๑.๑ ", "จัดทำ"),
    ("๑.๑) จัดทำ", "๑.๑) ", "จัดทำ"),
    ("2.1. จัดทำ", "2.1. ", "จัดทำ"),
    ("2.1.3 จัดทำ", "2.1.3 ", "จัดทำ"),
    ("2.10  จัดทำ", "2.10  ", "จัดทำ"),
    ("(๑) จัดทำ", "(๑) ", "จัดทำ"),
    ("(1)จัดทำ", "(1)", "จัดทำ"),
    ("(1.2) จัดทำ", "(1.2) ", "จัดทำ"),
    ("ก. จัดทำ", "ก. ", "จัดทำ"),
    ("ข) จัดทำ", "ข) ", "จัดทำ"),
    ("(ก) จัดทำ", "(ก) ", "จัดทำ"),
    ("(I๒๔) จัดทำ", "(I๒๔) ", "จัดทำ"),
    ("(O1)จัดทำ", "(O1)", "จัดทำ"),
    ("- จัดทำ", "- ", "จัดทำ"),
    ("-จัดทำ", "-", "จัดทำ"),
    ("– จัดทำ", "– ", "จัดทำ"),
    ("• จัดทำ", "• ", "จัดทำ"),
    ("๑.", "๑.", ""),
]
UNMARKED = [
    "๒๕๖๗ มีการจัดทำคู่มือ",
    "7 หน่วยงาน",
    "3.5 ล้านบาท",
    "2.5 เท่า",
    "90.65 ผ่าน",
    "๗๔.๕๔ ของตัวชี้วัดที่ ๔",
    "0.76 เพิ่มขึ้น",
    "10.30 น. ประชุม",
    "10.30 - 12.00 น.",
    "3.5",
    "3.5ล้าน",
    "1,500 บาท",
    "-7.11",
    "-",
    "--",
    "- ",
    "ต.ค. ๖๖ - ก.ย. ๖๗",
    "ก.ย. ๖๗",
    "จ.ลำปาง",
    "(ไม่ใช้งบประมาณ)",
    "(๒๕๖๗) จัดทำ",
    "(ITA) จัดทำ",
    "(I) จัดทำ",
    "*หมายเหตุ",
    "www.example.go.th",
    "2567. จัดทำ",
    "",
]


@pytest.mark.parametrize(("line", "marker", "text"), MARKED)
def test_marker_is_split_with_its_white_space(line, marker, text):
    assert split_lines(line or "\n")[0] == Line(0, marker, text)


@pytest.mark.parametrize("line", UNMARKED)
def test_line_without_marker_stays_whole(line):
    assert split_lines(line + "\n")[0] == Line(0, "", line)


def test_two_spaces_are_one_level():
    assert split_lines("๑. ก\n  ๑.๑ ข\n    - ค\n   ง") == [
        Line(0, "๑. ", "ก"),
        Line(1, "๑.๑ ", "ข"),
        Line(2, "- ", "ค"),
        Line(1, "", " ง"),
    ]


def test_empty_text_has_no_lines():
    assert split_lines("") == []


@given(st.text(alphabet=" \n.()-–•12๑๐กขน.ล้าน", max_size=60))
def test_parts_give_back_the_text(text):
    lines = split_lines(text)
    assert "\n".join(INDENT * line.level + line.marker + line.text for line in lines) == text


@pytest.mark.parametrize(
    ("line", "marker"),
    [
        ("๑.๒ รายงานผลต่อผู้บริหาร", "๑.๒ "),
        ("2.1 พันธกิจของเทศบาล", "2.1 "),
        ("2.1 วันทำการแรกของเดือน", "2.1 "),
        ("3.5 ล้านบาท", ""),
        ("3.5 ล้านบาทต่อปี", ""),
        ("๑๐.๕ ราย", ""),
        ("2.5 ถึง 3.5", ""),
    ],
)
def test_decimal_marker_gives_way_to_units_only(line, marker):
    assert split_lines(line)[0].marker == marker
