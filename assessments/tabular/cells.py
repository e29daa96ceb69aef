"""Cleaned text → value, as people write it: each raises ValueError in Thai, with the text; "" is None."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ita_portal.thai import BE_OFFSET, ascii_digits, normalise, parse_date

from .names import hint
from .table import Column
from .texts import DASHES, header_key

_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)
_YEAR = re.compile(r"(?:ประจำ)?(?:ปี)?(?:งบประมาณ)?(?:พ\.?ศ\.?)?(\d{4})(?:\.0*)?", re.ASCII)
_CLOCK = re.compile(r" +\d{1,2}:\d{2}(:\d{2})?( *น\.)?$")
_COMMON_ERA = range(1900, 2200)
_BUDDHIST_ERA = range(2400, 2743)
_LONGEST_NUMBER = 30


def score(text: str) -> Decimal | None:
    """Return a score of 0-100 with two decimals; "-" is None, a closing % is taken off."""
    number = _number(text, "คะแนน 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง เช่น 90.64")
    if number is None:
        return None
    if not 0 <= number <= 100:
        raise ValueError(f"{_shown(text)} ไม่อยู่ในช่วง 0 ถึง 100")
    rounded = number.quantize(Decimal("0.01"))
    if rounded != number:
        raise ValueError(f"{_shown(text)} มีทศนิยมเกินสองตำแหน่ง ใส่คะแนนตามที่ประกาศ (Excel อาจแสดงเพียงค่าที่ปัดแล้ว)")
    return abs(rounded)  # "-0" too is 0.00


def integer(text: str) -> int | None:
    """Return a whole number; thousands may be parted by commas."""
    number = _number(text, "จำนวนเต็ม เช่น 1234")
    if number is None:
        return None
    if number != int(number):
        raise ValueError(f"{_shown(text)} ไม่ใช่จำนวนเต็ม")
    return int(number)


def year(text: str) -> int | None:
    """Return a year of the Buddhist era: "2567", "พ.ศ. 2567", "ปี ๒๕๖๗"."""
    typed = "".join(_typed(text).split())
    if typed in DASHES or not typed:
        return None
    named = _YEAR.fullmatch(typed)
    if named and int(named[1]) in _BUDDHIST_ERA:
        return int(named[1])
    if named and int(named[1]) in _COMMON_ERA:
        raise ValueError(f"{_shown(text)} เป็นปี ค.ศ. ใส่ปี พ.ศ. เช่น {int(named[1]) + BE_OFFSET}")
    if len(typed) == 2 and typed.isdecimal():
        raise ValueError(f"{_shown(text)} ไม่ใช่ปีเต็ม ใส่ปี พ.ศ. สี่หลัก เช่น 25{typed}")
    raise ValueError(f"{_shown(text)} ไม่ใช่ปี ใส่ปี พ.ศ. สี่หลัก เช่น 2567")


def day(text: str) -> date | None:
    """Return a day of the Buddhist era: "1/4/2567" or "1 เมษายน 2567"; a time of day behind it is dropped."""
    typed = _CLOCK.sub("", _typed(text))
    if typed in DASHES or not typed:
        return None
    try:
        return parse_date(typed[:_LONGEST_NUMBER])
    except ValueError as error:
        # What the calendar refuses is said in English.
        reason = str(error) if re.search("[ก-๙]", str(error)) else "ไม่มีวันนี้ในปฏิทิน"
        raise ValueError(f"{_shown(text)}: {reason}") from error


def day_text(value: date) -> str:
    """Return a day as `day` reads it: "1/4/2567"."""
    return f"{value.day}/{value.month}/{value.year + BE_OFFSET}"


def choice(text: str, choices: Mapping[str, str]) -> str | None:
    """Return the stored key for what people read (or for the key itself)."""
    if text in choices:
        return text
    key = header_key(text)
    if key in DASHES or not key:
        return None
    for stored, label in choices.items():
        if key in (header_key(label), header_key(stored)):
            return stored
    listed = ", ".join(list(choices.values())[:10]) + (" …" if len(choices) > 10 else "")
    raise ValueError(f"{_shown(text)} ไม่อยู่ในรายการ{hint(text, choices.values())} เลือกจาก {listed}")


def code(text: str, digits: int) -> str | None:
    """Return a code of so many digits; one digit short means that Excel dropped its leading zero."""
    typed = "".join(_typed(text).split())
    if typed in DASHES or not typed:
        return None
    if typed.isdecimal() and len(typed) == digits - 1:
        return "0" + typed
    if typed.isdecimal() and len(typed) == digits:
        return typed
    raise ValueError(f"{_shown(text)} ไม่ใช่รหัส ใส่ตัวเลข {digits} หลัก")


def convert(column: Column, text: str) -> object:
    """Return the value of a cell by the kind of its column; texts stay texts ("" stays ""), other blanks are None."""
    if column.kind == "choice":
        return choice(text, column.choices)
    if column.kind == "code" and column.zero_fill:
        return code(text, column.zero_fill)
    read = _READERS.get(column.kind)
    return read(text) if read else text


_READERS = {"score": score, "year": year, "integer": integer, "date": day}


def _typed(text: str) -> str:
    return ascii_digits(normalise(text)).strip()


def _shown(text: str) -> str:
    text = " ".join(normalise(text[:200]).split())
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def _number(text: str, wanted: str) -> Decimal | None:
    typed = _typed(text)
    if typed in DASHES or not typed:
        return None
    typed = typed.removesuffix("%").rstrip()
    if _DECIMAL_COMMA.fullmatch(typed):
        raise ValueError(f"{_shown(text)} ใช้จุลภาคเป็นจุดทศนิยม ใส่จุด เช่น {typed.replace(',', '.')}")
    if _THOUSANDS.fullmatch(typed):
        typed = typed.replace(",", "")
    if len(typed) > _LONGEST_NUMBER or not _NUMBER.fullmatch(typed):
        raise ValueError(f"{_shown(text)} ไม่ใช่{wanted} หากยังไม่ทราบ ให้เว้นว่างหรือใส่ -")
    return Decimal(typed)
