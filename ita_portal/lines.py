"""Lines of a typed text and their markers, so that screen and paper can let the text hang behind the marker.

A line is a paragraph; two leading spaces are one level of indentation. These open a line as its marker
(Thai or Arabic digits, at most two to a number):

- ``๑.`` ``1)`` ``๑.๑)`` ``2.1.``  a number closed by a dot or parenthesis, not followed by a digit
- ``(๑)`` ``(1.2)`` ``(ก)`` ``(I๑)``  a number or letter in parentheses, also the code of an item
- ``๑.๑ `` ``2.1.3 ``              parts joined by dots and then white space
- ``ก. `` ``ก) ``                  one of the first Thai letters (ก to ญ), closed, and then white space
- ``- `` ``-ข`` ``– `` ``• ``      a dash or bullet with text behind it

A number alone ("๒๕๖๗ มี…"), a negative number ("-7.11"), an abbreviation ("ต.ค. ๖๖") and a lone dash
("none") are text. "2.1 " reads like a decimal: it is a marker unless a part starts with 0, the first part
is 30 or more (scores, "90.65 ผ่าน"), or a unit, a sign or a range follows ("3.5 ล้านบาท", "10.30 - 12.00 น.").
"""

import re
from typing import NamedTuple

INDENT = "  "

_NUMBER = "[1-9๑-๙][0-9๐-๙]?"
_NUMBERS = rf"{_NUMBER}(?:\.{_NUMBER})*"
_LETTER = "[กขคฆงจฉชซฌญ]"
_FIRST_PART = "(?:[12๑๒][0-9๐-๙]|[1-9๑-๙])"
# A unit stands alone or with others ("ล้านบาท"); a word that only begins like one ("รายงาน", "พันธกิจ") is none.
_QUANTITY = (
    r"(?:[-–—+=%<>×/]|[xX]\b|น\.|กม\.|(?:ถึง|แสน|ล้าน|พัน|หมื่น|บาท|คะแนน|ร้อยละ|เปอร์เซ็นต์|เท่า|คน|ราย|ครั้ง|วัน|เดือน"
    r"|ปี|นาที|ชั่วโมง|กิโลเมตร|กิโลกรัม|เมตร|ตาราง|ไร่|ตัน|ลิตร|นาฬิกา|ต่อ)+(?![ก-๎]))"
)
_MARKER = re.compile(
    rf"""
    (?:
        \((?:[A-Z]?{_NUMBERS}|{_LETTER})\)
      | {_NUMBERS}(?:\.\)?|\))(?![0-9๐-๙.])
      | {_NUMBER}(?:\.{_NUMBER}){{2,}}(?=[ ])
      | {_FIRST_PART}\.{_NUMBER}(?=[ ]+(?!{_QUANTITY}))(?![ ]+$)
      | {_LETTER}[.)](?=[ ]|$)
      | [-–—](?![-–—0-9๐-๙.])(?=[ ]*[^ ])
      | [•●▪◦](?=[ ]*[^ ])
    )
    [ ]*
    """,
    re.VERBOSE,
)


class Line(NamedTuple):
    """``INDENT * level + marker + text`` is the line as typed; white space stays with the marker."""

    level: int
    marker: str
    text: str


def split_lines(text: str) -> list[Line]:
    """Return the lines of a normalised text; none for the empty text."""
    return [_split(line) for line in text.split("\n")] if text else []


def _split(line: str) -> Line:
    level = (len(line) - len(line.lstrip(" "))) // len(INDENT)
    rest = line[level * len(INDENT) :]  # an odd space stays in front
    bare = rest.lstrip(" ")
    match = _MARKER.match(bare)
    end = len(rest) - len(bare) + match.end() if match else 0
    return Line(level, rest[:end], rest[end:])
