"""Thai digits, dates, normal form and order."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_portal import lines, thai
from tests.growth import processor_seconds, too_slow


@given(st.text() | st.text("นำาํ้่ีฺุู เแ\u200b\uf70a", max_size=8))
def test_normalise_is_idempotent(text):
    once = thai.normalise(text)
    assert thai.normalise(once) == once


@given(st.from_regex(r"[0-9ก-๙a-z .,]*", fullmatch=True))
def test_digits_there_and_back(text):
    assert thai.ascii_digits(thai.thai_digits(text)) == thai.ascii_digits(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("น\u0e4dา", "นำ"),
        ("น\u0e49\u0e4dา", "น้ำ"),
        ("น\u0e4d\u0e49า", "น้ำ"),
        ("นำ\u0e49", "น้ำ"),
        ("ก\u200bข\ufeffค\u00ad", "กขค"),
        ("ก\u00a0ข\tค", "ก ข ค"),
        ("ก\r\nข\rค", "ก\nข\nค"),
        ("ที\uf70a", "ที่"),
        ("ก\x00ข", "กข"),
        ("  - ข้อย่อย", "  - ข้อย่อย"),
        ("½ ﬁ", "½ fi"),
        ("ำ่่", "่ำ"),
        ("☑️ ก\u200fข", "☑ กข"),
        ("ก\u2028ข\x85ค", "ก\nข\nค"),
        ("เเผนการเเก้ไข", "แผนการแก้ไข"),
        ("ท่ีนี่ ก้ึง", "ที่นี่ กึ้ง"),
        ("ที่่ประชุม นี้้ กำำ", "ที่ประชุม นี้ กำ"),
        ("กรณ ีที่ต ้องด ำเนินการ", "กรณีที่ต้องดำเนินการ"),
        ("เด็ก เกียรติ์ ฟิสิกส์ ปฏิบัติ", "เด็ก เกียรติ์ ฟิสิกส์ ปฏิบัติ"),
        ("\uf0b7 ก \uf0a7 ข \uf0d8 ค \uf0fc ง \uf06f จ", "• ก ▪ ข ➢ ค ✓ ง ☐ จ"),
        ("ฝ\uf88bาย ป\uf884ญหา ก\uf899า", "ฝ่าย ปัญหา กำ"),  # by Adobe's glyph list
        ("ด าเนินการ", "ด าเนินการ"),
    ],
)
def test_normalise(typed, stored):
    assert thai.normalise(typed) == stored


@pytest.mark.parametrize(
    ("text", "proposals"),
    [
        ("ด าเนินการตามอ านาจ", [("ด าเนินการตาม", "ดำเนินการตาม"), ("อ านาจ", "อำนาจ")]),
        ("กๅรบริหๅร", [("กๅรบริหๅร", "การบริหาร")]),
        ("น ้ าดื่ม", []),
        ("ดำเนินการ ฤๅษี มา า", []),
    ],
)
def test_what_was_probably_spoilt_is_told_with_a_proposal(text, proposals):
    assert thai.doubtful(text) == proposals


WORST = [
    "\n",
    "\t",
    "\t ",
    "ำ่",
    "่",
    " ",
    "ก ",
    "เ",
    "ํ่า",
    "่ํ",
    "ีุ",
    "\u200b",
    "ก ่",
    "ฺุ",
    "e\u0301",
    "กๅ",
    "ก า",
    "ก",
    "\u0301",
]


@pytest.mark.parametrize(
    ("deed", "unit"),
    [
        *((thai.tidy_lines, unit) for unit in WORST),
        *((thai.doubtful, unit) for unit in ("ก", "กๅ", "ก า")),
        *((lines.split_lines, unit) for unit in (" ", "1.", "- ")),
    ],
)
def test_twice_the_worst_text_takes_twice_the_time(deed, unit):
    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        return processor_seconds(lambda: deed(text))

    assert too_slow(seconds, 1_000_000) == ""


@pytest.mark.parametrize(
    ("value", "text"), [("0.76", "+0.76"), ("-3.57", "-3.57"), ("0.00", "0.00"), ("-0.00", "0.00")]
)
def test_signed_always_carries_its_sign(value, text):
    assert thai.signed(Decimal(value)) == text
    assert thai.signed(None) == "-"


@pytest.mark.parametrize(
    "typed",
    [
        "1/4/2567",
        "1/4/67",
        "๑ เม.ย. ๖๗",
        "1 เมษายน 67",
        "๑/๔/๒๕๖๗",
        "01-04-2567",
        "1 เมษายน 2567",
        "๑ เม.ย. ๒๕๖๗",
        "1 เมษายน พ.ศ. 2567",
    ],
)
def test_parse_date_reads_buddhist_years(typed):
    assert thai.parse_date(typed) == date(2024, 4, 1)


@pytest.mark.parametrize("typed", ["1/4/2024", "31/2/2567", "2567-04-01", "เมษายน", "1 เมษา 2567", ""])
def test_parse_date_refuses_the_rest(typed):
    with pytest.raises(ValueError, match=r"."):
        thai.parse_date(typed)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2150, 1, 1)))
def test_long_and_short_dates_read_back(day):
    assert thai.parse_date(thai.long_date(day)) == thai.parse_date(thai.short_date(day)) == day


@pytest.mark.parametrize(
    ("day", "year"), [(date(2023, 10, 1), 2567), (date(2024, 9, 30), 2567), (date(2024, 10, 1), 2568)]
)
def test_fiscal_year_starts_in_october(day, year):
    assert thai.fiscal_year_of(day) == year


def test_sort_key_reads_leading_vowels_after_their_consonant():
    words = ["เทศบาล", "ทราย", "แก้ว", "กา", "ไผ่", "ขา", "ก่า"]
    assert sorted(words, key=thai.sort_key) == ["กา", "ก่า", "แก้ว", "ขา", "ทราย", "เทศบาล", "ไผ่"]


def test_sort_key_takes_thai_digits_for_digits():
    assert sorted(["กอง ๒", "กองคลัง", "กอง 1", "๓ งาน"], key=thai.sort_key) == ["๓ งาน", "กอง 1", "กอง ๒", "กองคลัง"]


def test_normalise_takes_a_long_text_that_is_nearly_settled_in_no_time():
    text = "เทศบาลตำบลน้ำใจดี " * 1000
    assert processor_seconds(lambda: thai.normalise(text + "\u200b")) < 1
    assert thai.normalise(text + "\u200b") == text


@given(st.text("กขเแ\u0e33\u0e32\u0e4d\u0e48\u0e49\u0e38\u0e3a\u0e47\u0e4e a1\n“–\u0301é\u200b", max_size=12))
def test_normalise_gives_settled_text_what_it_gives_any_other(text):
    """A zero-width space makes it take the long way round."""
    assert thai.normalise(text) == thai.normalise(text + "\u200b")
