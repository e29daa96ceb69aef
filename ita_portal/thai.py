"""Thai text, digits and the Buddhist calendar: pure functions that every app may use."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
ASCII_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
MONTHS = "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม".split()
SHORT_MONTHS = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
BE_OFFSET = 543
LONGEST_DATE = 100
ITA = "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)"

# What the normal form mends, as it is told with how many times.
SARA_AE = "แก้ เเ (เ สองตัว) เป็น แ"
SARA_AM = "รวม ํ กับ า เป็น ำ"
ORDER = "เรียงสระและวรรณยุกต์ให้ถูกลำดับ"
DOUBLED = "ตัดสระหรือวรรณยุกต์ที่ซ้ำกัน"
APART = "ตัดช่องว่างที่คั่นหน้าสระหรือวรรณยุกต์"
OLD_GLYPH = "แปลงอักขระเฉพาะของแบบอักษรรุ่นเก่า"
BULLET = "แปลงสัญลักษณ์หน้าข้อของแบบอักษรสัญลักษณ์"
LOOK_ALIKE = "แปลงอักษรควบหรือขีดแบบพิเศษเป็นอักษรปกติ"
INVISIBLE = "ตัดอักขระที่มองไม่เห็น"
SPACE = "เปลี่ยนแท็บหรือช่องว่างแบบพิเศษเป็นเว้นวรรค"

# Zero-width and direction marks, variation selectors and code points that no PDF reader gives back.
_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\uffff]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
_INNER_SPACES = re.compile(f"(?<!{_SPACES.pattern}){_SPACES.pattern}++(?! *+(?:\n|$))")  # not at the end of a line
# A ligature or a hyphen of its own code point cannot be found by who searches for its letters.
_LOOK_ALIKES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ\u2010\u2011", "ff fi fl ffi ffl st st - -".split(), strict=True))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
# Old Thai fonts keep shifted marks in the private use area (those of Windows from F700, those of the Mac by Adobe's
# glyph list), and symbol fonts their bullets; text pasted from their files brings them along.
_OLD_GLYPHS = dict(
    zip(
        map(chr, (*range(0xF700, 0xF71B), *range(0xF884, 0xF89B))),
        "ฐ\u0e34\u0e35\u0e36\u0e37่้๊๋์่้๊๋์ญ\u0e31\u0e4d\u0e47่้๊๋์\u0e38\u0e39\u0e3a\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47่่่้้้๊๊๊๋๋๋์์์\u0e4dญ",
        strict=True,
    )
)
_BULLETS = dict(zip("\uf0b7\uf06c\uf0a7\uf06e\uf0d8\uf076\uf0e0\uf0fc\uf06f\uf0a8\uf0fe", "•●▪■➢❖→✓☐☐☑", strict=True))
_REPLACED = tuple(
    (kind, re.compile(f"[{''.join(plain)}]"), plain)
    for kind, plain in ((OLD_GLYPH, _OLD_GLYPHS), (BULLET, _BULLETS), (LOOK_ALIKE, _LOOK_ALIKES))
)
# Only behind a letter, so that a long run of spaces is looked at once.
_SPACE_BEFORE_MARK = re.compile("(?<=[ก-ฮ\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]) ++(?=[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e])")
_MARK_RUN = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{2,}+")
_SPLIT_AM = re.compile("([\u0e48-\u0e4b]*+)\u0e4d([\u0e48-\u0e4b]*+)\u0e32")
_AM_RUN = re.compile("\u0e33[\u0e33\u0e48-\u0e4b]++")
# Letters that normalise() leaves alone but for their order, and where that is not settled.
_SETTLED = re.compile("[\n -~ก-\u0e3a\u0e40-\u0e4c\u0e4e-๛–—‘’“”…]*+")
_UNSETTLED = re.compile(
    "[ \u0e31\u0e33-\u0e3a\u0e47-\u0e4e](?:(?<=[ \u0e33\u0e48-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
    "|(?<=[\u0e31\u0e34-\u0e3a\u0e47])[\u0e31\u0e34-\u0e3a\u0e47]|(?<=[ \u0e33])\u0e33)|เเ"
)
_SARA_AE = re.compile("เเ")
_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_MARKS = re.compile("[\u0e47-\u0e4e]")
_LOST_RING = re.compile("([ก-ฮ][\u0e48-\u0e4b]?) \u0e32")
_VOWEL_APART = re.compile("([เแโใไ]) ")
_DOUBTFUL = re.compile(
    "[ก-ฮ][\u0e48-\u0e4b]? \u0e32(?:(?![ก-ฮ][\u0e48-\u0e4b]? \u0e32)[ก-๎]){0,20}|[ก-๎]{0,20}(?<![ฤฦ])ๅ[ก-๎]{0,20}"
    "|[เแโใไ] [ก-ฮ][ก-๎]{0,20}"
)


def normalise(text: str, mended: Counter[str] | None = None) -> str:
    """Return typed or pasted text in the one form that the portal stores.

    NFC, SARA AM as one code point after its tone mark, a vowel before its tone mark, no mark twice or behind a space,
    เเ as แ, no zero-width or control characters, every kind of space as U+0020, line ends as "\\n". Never NFKC: it
    would split SARA AM again. What is mended is counted by its kind.
    """
    if _SETTLED.fullmatch(text) and not _UNSETTLED.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    counted: Counter[str] = Counter() if mended is None else mended
    text = _without_piles(text, counted)
    for pattern in (_CONTROL, _ZERO_WIDTH):
        text = _counted(pattern, "", text, counted, INVISIBLE)
    text = _LINE_ENDS.sub("\n", text)
    counted[SPACE] += len(_INNER_SPACES.findall(text))
    text = _SPACES.sub(" ", text)
    for kind, pattern, plain in _REPLACED:
        text = _counted(pattern, lambda match, plain=plain: plain[match[0]], text, counted, kind)
    while True:  # a mark that moves may meet the next one
        moved = unicodedata.normalize("NFC", _mended(text, counted))
        if moved == text:
            return text
        text = moved


def _counted(pattern: re.Pattern[str], by: Any, text: str, counted: Counter[str], kind: str) -> str:
    text, times = pattern.subn(by, text)
    counted[kind] += times
    return text


def _without_piles(text: str, counted: Counter[str]) -> str:
    """Drop what stands above thirty marks on one letter, Unicode's own bound: NFC takes the square of their number."""
    if len(text) < 1_000:
        return text
    kept, pile = [], 0
    for character in text:
        pile = pile + 1 if unicodedata.combining(character) else 0
        if pile <= 30:
            kept.append(character)
    counted[DOUBLED] += len(text) - len(kept)
    return "".join(kept)


def _mended(text: str, counted: Counter[str]) -> str:
    def am_last(run: re.Match[str]) -> str:
        marks = run[0].replace("\u0e33", "")
        counted[ORDER if marks else DOUBLED] += 1
        return marks + "\u0e33"

    def in_order(run: re.Match[str]) -> str:
        """Return marks of one letter as they are typed: vowels first, then the others, none twice in a row."""
        ordered = "".join(sorted(run[0], key=lambda mark: mark >= "\u0e48"))
        single = "".join(mark for mark, _ in groupby(ordered))
        counted[ORDER] += ordered != run[0]
        counted[DOUBLED] += single != ordered
        return single

    text = _counted(_SARA_AE, "แ", text, counted, SARA_AE)
    text = _counted(_SPACE_BEFORE_MARK, "", text, counted, APART)
    text = _counted(_SPLIT_AM, "\\1\\2\u0e33", text, counted, SARA_AM)
    return _MARK_RUN.sub(in_order, _AM_RUN.sub(am_last, text))


def tidy_lines(text: str) -> str:
    """Return normalised text without blank outer lines and trailing spaces; the lines' indentation stays."""
    return "\n".join(line.rstrip() for line in normalise(text).split("\n")).strip("\n")


def doubtful(text: str) -> list[tuple[str, str]]:
    """Return what of a text was probably spoilt on its way, each with what it should be; nobody but a person knows.

    A PDF that is copied loses the ring of SARA AM ("ด าเนินการ") or sets a vowel apart from its letter ("เ ป็น");
    ๅ stands for า in old files.
    """

    def proposal(word: str) -> str:
        return _VOWEL_APART.sub("\\1", _LOST_RING.sub("\\1\u0e33", word)).replace("ๅ", "\u0e32")

    return [(word, proposal(word)) for word in dict.fromkeys(word[0] for word in _DOUBTFUL.finditer(text))]


def thai_digits(text: object) -> str:
    """Return the text with ๐-๙ for 0-9."""
    return str(text).translate(THAI_DIGITS)


def ascii_digits(text: str) -> str:
    """Return the text with 0-9 for ๐-๙."""
    return text.translate(ASCII_DIGITS)


def two_decimals(value: Decimal | None) -> str:
    """Return a score as text: always two decimals, "-" for unknown."""
    return "-" if value is None else f"{value:.2f}"


def signed(value: Decimal | None) -> str:
    """Return a change as text with its sign: "+1.72", "-7.11", "0.00"; "-" for unknown."""
    if value is None:
        return "-"
    return f"{value:+.2f}" if value else "0.00"


def number_list(numbers: Sequence[int]) -> str:
    """Return "1-5" for a run of three and more, else the numbers one by one: "1, 2"."""
    if len(numbers) > 2 and list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]}-{numbers[-1]}"
    return ", ".join(map(str, numbers))


def long_date(day: date) -> str:
    """Return a day as official letters write it: "1 เมษายน 2567"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year + BE_OFFSET}"


def short_date(day: date) -> str:
    """Return a day as lists write it: "1 เม.ย. 2567"."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year + BE_OFFSET}"


def parse_date(text: str) -> date:
    """Read a day typed as d/m/yyyy or "d month yyyy", Thai or ASCII digits, in the Buddhist era; yy is 25yy.

    Raises ValueError for anything else; a year before 2400 is taken for the Gregorian era and refused.
    """
    text = ascii_digits(normalise(text)).strip() if len(text) <= LONGEST_DATE else ""
    if match := re.fullmatch(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})", text):
        day, month, year = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{1,2})\s*([ก-๎.]+?)\s*(?:พ\.?ศ\.?)?\s*(\d{4}|\d{2})", text):
        name = match[2]
        months = MONTHS if name in MONTHS else SHORT_MONTHS
        if name not in months:
            raise ValueError("ไม่รู้จักชื่อเดือน")
        day, month, year = int(match[1]), months.index(name) + 1, int(match[3])
    else:
        raise ValueError("กรอกวันที่เป็น วัน/เดือน/ปี พ.ศ. เช่น 1/4/2567")
    if year < 100:
        year += 2500
    if year < 2400:
        raise ValueError("กรอกปีเป็นพุทธศักราช เช่น 2567")
    return date(year - BE_OFFSET, month, day)


def fiscal_year_of(day: date) -> int:
    """Return the Buddhist-era fiscal year of a day: it starts on 1 October of the year before."""
    return day.year + BE_OFFSET + (day.month >= 10)


@lru_cache(maxsize=20_000)
def sort_key(text: str) -> tuple[str, str]:
    """Return the key that puts Thai words in dictionary order: leading vowels after their consonant, marks last.

    Thai digits count as the digits that they are, before the letters.
    """
    swapped = _LEADING_VOWEL.sub("\\2\\1", ascii_digits(text))
    return _MARKS.sub("", swapped), swapped


def compare(one: str, other: str) -> int:
    """Return -1, 0 or 1 by `sort_key`, as a database's collation wants it."""
    first, second = sort_key(one), sort_key(other)
    return (first > second) - (first < second)
