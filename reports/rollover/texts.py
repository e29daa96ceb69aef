"""A text of an earlier year brought up to this one: its years and the figures that are known, each change marked.

What might be a year or a figure but might as well be something else (the year of a law, a day on which something
happened, a number that nobody knows) stays as it is and is marked all the same: `why` says why.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import eq

from ita_portal.thai import MONTHS, SHORT_MONTHS, ascii_digits, thai_digits

AROUND = 34  # letters shown on each side of a mark

LAW = "เป็นปีในชื่อกฎหมาย ระเบียบ แผน หรือหนังสืออื่น ระบบจึงไม่เปลี่ยนให้"
DATE = "เป็นวันที่ที่ระบบไม่รู้ว่าปีนี้ตรงกับวันใด"
RANGE = "เป็นช่วงหลายปี ระบบจึงไม่เปลี่ยนให้"
ADDRESS = "อยู่ในที่อยู่เว็บ ตรวจว่ายังเป็นหน้าที่ต้องการ"
NUMBER = "อาจเป็นเลขที่หนังสือ ระบบจึงไม่เปลี่ยนให้"
UNKNOWN = "เป็นตัวเลขของปีก่อนที่ระบบไม่รู้ที่มา"
NOT_YET = "เป็นของปีก่อน และระบบยังไม่มีข้อมูลของปีนี้"
SEVERAL = "ตรงกับตัวเลขของปีก่อนหลายตัว ระบบจึงไม่เลือกให้"
COUNTED = "เป็นจำนวนที่ต้องนับใหม่ตามผลของปีนี้"
AHEAD = "เป็นปีถัดจากปีของเอกสารเดิม ตรวจว่าปีนี้ควรเป็นปีใด"
DEFINED = "เป็นข้อความที่บอกว่าระดับนั้นต้องได้คะแนนเท่าใด ระบบจึงไม่เปลี่ยนให้"
RENUMBERED = "ปีนี้ไม่มีตัวชี้วัดนี้ หรือใช้เลขอื่น"

_MONTH = "|".join(map(re.escape, [*MONTHS, *SHORT_MONTHS]))
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w.-]+")
_DAY = re.compile(rf"(?<!\d)(\d{{1,2}})\s*({_MONTH})\s*(?:พ\.?ศ\.?\s*)?(\d{{4}}|\d{{2}})(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}/(\d{4})(?![\d/])")
_SPAN = re.compile(
    r"(?<![\d/])(?<!\d[.,-])(25\d\d)\s*(?:[-–—]|ถึง)\s*(?:ปี)?(?:งบประมาณ)?\s*(?:พ\.?ศ\.?)?\s*(25\d\d)(?![\d/]|[-.,]\d)"
)
_MONTH_YEAR = re.compile(rf"(?:{_MONTH})\s*(?:พ\.?ศ\.?\s*)?(\d{{4}}|\d{{2}})(?!\d|[.,]\d)")
_SHORT_YEAR = re.compile(r"ปี(?:งบประมาณ|งบฯ)?\s*(?:พ\.?ศ\.?\s*)?(\d{2})(?!\d|[.,]\d)")
_YEAR = re.compile(r"(?<!\d)(?<!\d[.,-])(25\d\d)(?!\d|[.,-]\d)")
_SCORE = re.compile(r"(?<![\d.,/])(\d{1,3}\.\d{2})(?!\d|\.\d)")
_RANK = re.compile(r"(?:ลำดับ|อันดับ)(?:ที่)?\s*(\d{1,4})(?![\d.,]\d|\d)")
_MEASURES = re.compile(r"(?<![\d.,])(\d{1,4})\s*มาตรการ")
_INDICATORS = re.compile(r"(?<![\d.,])(\d{1,2})\s*ตัวชี้วัด(?!ที่)")
_INDICATOR = re.compile(r"ตัวชี้วัดที่\s*(\d{1,2})(?!\d|\.\d)")

_NAMES_YEAR = re.compile(r"(?:ปี|งบประมาณ|ประจำ|พ\.?ศ\.?)\s*$")
_FISCAL = re.compile(r"(?:ปีงบประมาณ|งบประมาณ|ประจำปี)\s*(?:พ\.?ศ\.?)?\s*$")
_YEAR_WORD = re.compile(r"ปี\s*(?:พ\.?ศ\.?)?\s*$")
_COUNTED = re.compile(r"(?:มาตรา|ข้อ(?:ที่)?|เลขที่|โทร\.?|โทรศัพท์|หมายเลข|รหัส|จำนวน|ร้อยละ|หน้า(?:ที่)?)\s*$")
_UNIT = re.compile(
    r"\s*(?:บาท|คน|ราย|ครั้ง|แห่ง|ฉบับ|โครงการ|เรื่อง|ชุด|หลัง|กิโลเมตร|กม\.|เมตร|ไร่|ตัน|%|คะแนน|รายการ|วัน|ชั่วโมง|"
    r"ครัวเรือน|ตัว|เล่ม|แผ่น|ต้น|คัน|เครื่อง)"
)
_LAWS = re.compile(
    r"พระราชบัญญัติ|พ\.?\s?ร\.?\s?บ\.?|พระราชกฤษฎีกา|พ\.ร\.ฎ\.|พระราชกำหนด|พ\.ร\.ก\.|รัฐธรรมนูญ|กฎกระทรวง|ระเบียบ|ข้อบังคับ|"
    r"ข้อบัญญัติ|เทศบัญญัติ|ข้อกำหนด|ประกาศ|คำสั่ง|หนังสือ|มติ|แผนแม่บท|แผนพัฒนา|แผนปฏิบัติการ|ยุทธศาสตร์"
)
_PAST_LAW = re.compile(r"25\d\d|24\d\d|”|ดังนี้|แล้ว")  # between a law's name and a year that is not its own
_SCORED = re.compile(r"(?:คะแนน|ร้อยละ|เฉลี่ย|เท่ากับ|[+-])\s*(?:รวม|เฉลี่ย)?\s*$")
# What a level asks for, behind its name or before it: such a sentence is no result.
_DEFINES = re.compile(
    r"[“”\"'‘’)\s]*(?:หมายถึง|หมายความว่า|กำหนด|ต้อง|จะต้อง|(?:คือ|ได้แก่|:|=)\s*(?:หน่วยงาน|ต้อง|ได้|คะแนน|มี|ตั้งแต่|\d))"
)
_DEFINED = re.compile(
    r"(?:เกณฑ์(?:ของ|การประเมิน)?|(?:\d|คะแนน)\s*ขึ้นไป|\d\s*(?:-|–|—|ถึง)\s*\d[\d.]*\s*(?:คะแนน)?)"
    r"\s*(?:อยู่ใน|ถือว่า|เป็น|คือ|ได้|จึง|จะ|หมายถึง|=|:)*\s*(?:ผล)?$"
)
_QUOTES = "“”\"'‘’"


@dataclass(frozen=True)
class Figure:
    """Something known of an earlier year, and what it is this year: "" while nobody knows."""

    year: int  # the earlier one
    subject: str | int  # "total", "level", "rank", "measures", or an indicator's number in the earlier year
    was: str
    now: str


@dataclass(frozen=True)
class YearShift:
    """From one fiscal year to a later one, with all that is known of what becomes of what."""

    before: int
    after: int
    figures: tuple[Figure, ...] = ()
    levels: tuple[str, ...] = ()  # every level that the earlier years have
    # By the earlier year: what became of its indicators and items; None where nothing did.
    indicators: Mapping[int, Mapping[int, int | None]] = field(default_factory=dict)
    items: Mapping[int, Mapping[str, str | None]] = field(default_factory=dict)

    @property
    def shift(self) -> int:
        return self.after - self.before

    @property
    def years(self) -> tuple[int, int]:
        """The years that move: the fiscal year, and the one before it."""
        return self.before - 1, self.before


@dataclass(frozen=True)
class ReviewNote:
    """A spot to look at: what stood there and what stands there now; `why` where it was left as it was."""

    was: str
    now: str
    context: str
    why: str = ""


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    now: str  # in ASCII digits
    why: str = ""


def bring_text(text: str, passage: YearShift) -> tuple[str, list[ReviewNote]]:
    """Return the text of the later year with a mark for each spot that was replaced or is in doubt."""
    plain = ascii_digits(text)
    taken: list[_Edit] = []
    for find in _FINDERS:
        for edit in find(plain, passage):
            if all(edit.end <= each.start or each.end <= edit.start for each in taken):
                taken.append(edit)
    taken.sort(key=lambda each: each.start)
    pieces, marks, done = [], [], 0
    for edit in taken:
        was = text[edit.start : edit.end]
        is_kept = edit.why or edit.now == plain[edit.start : edit.end]
        now = was if is_kept else _written(edit.now, was)
        pieces.append(text[done : edit.start])
        marks.append((len("".join(pieces)), was, now, edit.why))
        pieces.append(now)
        done = edit.end
    brought = "".join([*pieces, text[done:]])
    return brought, [
        ReviewNote(was, now, _around(brought, start, start + len(now)), why)
        for start, was, now, why in marks
        if why or was != now
    ]


def _written(now: str, was: str) -> str:
    return thai_digits(now) if ascii_digits(was) != was else now


def _around(text: str, start: int, end: int) -> str:
    """Return the spot with some of its line on both sides; no Thai cluster is cut."""
    first = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    last = min(len(text) if (stop := text.find("\n", end)) < 0 else stop, end + AROUND)
    while first > 0 and text[first] in "ะาำัิีึืฺุู็่้๊๋์ํๅๆ" and first < start:
        first += 1
    while last < len(text) and text[last] in "ัิีึืฺุู็่้๊๋์ํ":
        last += 1
    before = "…" if first > 0 and text[first - 1] != "\n" else ""
    after = "…" if last < len(text) and text[last] != "\n" else ""
    return f"{before}{text[first:last]}{after}"


def _line_before(plain: str, start: int) -> str:
    return plain[plain.rfind("\n", 0, start) + 1 : start]


# ---- Years


def _in_addresses(plain: str, passage: YearShift) -> Iterator[_Edit]:
    for address in _ADDRESS.finditer(plain):
        inside = [year for year in passage.years if str(year) in address[0]]
        yield _Edit(address.start(), address.end(), address[0], ADDRESS if inside else "")


def _days(plain: str, passage: YearShift) -> Iterator[_Edit]:
    """Only the days on which a fiscal year and its halves begin and end are known to come again."""
    for found in _DAY.finditer(plain):
        year = _moved(found[3], passage)
        month = (MONTHS if found[2] in MONTHS else SHORT_MONTHS).index(found[2]) + 1
        turning = (int(found[1]), month) in ((1, 10), (30, 9), (31, 3), (1, 4))
        if year:
            yield _Edit(found.start(3), found.end(3), year, "" if turning else DATE)
    for found in _SLASHED.finditer(plain):
        if _moved(found[1], passage):
            yield _Edit(found.start(), found.end(), found[0], DATE)


def _spans(plain: str, passage: YearShift) -> Iterator[_Edit]:
    for found in _SPAN.finditer(plain):
        first, last = int(found[1]), int(found[2])
        if (first, last) == passage.years and not _is_law(plain, found.start()):
            yield _Edit(found.start(1), found.end(1), str(first + passage.shift))
            yield _Edit(found.start(2), found.end(2), str(last + passage.shift))
        elif {first, last} & set(passage.years):
            yield _Edit(found.start(), found.end(), found[0], RANGE)
        else:
            yield _Edit(found.start(), found.end(), found[0])


def _months(plain: str, passage: YearShift) -> Iterator[_Edit]:
    for pattern in (_MONTH_YEAR, _SHORT_YEAR):
        for found in pattern.finditer(plain):
            if year := _moved(found[1], passage):
                yield _Edit(found.start(1), found.end(1), year)


def _years(plain: str, passage: YearShift) -> Iterator[_Edit]:
    for found in _YEAR.finditer(plain):
        year = int(found[1])
        if year not in (*passage.years, passage.before + 1):
            continue
        line, start, end = _line_before(plain, found.start()), found.start(), found.end()
        named = _NAMES_YEAR.search(line)
        if line.rstrip().endswith("/"):
            yield _Edit(start, end, found[1], NUMBER)
        elif not named and (_COUNTED.search(line) or _UNIT.match(plain, end)):
            continue
        else:
            doubt = LAW if _is_law(plain, start) else AHEAD if year > passage.before else ""
            yield _Edit(start, end, str(year + passage.shift), doubt)


def _moved(year: str, passage: YearShift) -> str:
    """Return a year of two or four digits moved on, "" for one that does not move."""
    for each in passage.years:
        if int(year) == each:
            return str(each + passage.shift)
        if len(year) == 2 and int(year) == each % 100:
            return f"{(each + passage.shift) % 100:02}"
    return ""


def _is_law(plain: str, start: int) -> bool:
    """Tell whether a year may belong to the name of a law, a plan or a letter that stands before it in its line."""
    line = _line_before(plain, start)
    fiscal = _FISCAL.search(line)
    if _YEAR_WORD.search(line) and not fiscal:
        return False
    near = line[-90:] if fiscal else line[-150:]
    laws = list(_LAWS.finditer(near))
    return bool(laws) and not _PAST_LAW.search(near, laws[-1].end())


# ---- Figures


def _levels(plain: str, passage: YearShift) -> Iterator[_Edit]:
    if not passage.levels:
        return
    labels = "|".join(re.escape(level) for level in sorted(passage.levels, key=len, reverse=True))
    pattern = re.compile(
        rf"ระดับ(?:ผลการประเมิน)?\s*[{_QUOTES}]?\s*({labels})(?![A-Za-z]|เกณฑ์)|[{_QUOTES}]({labels})[{_QUOTES}]"
    )
    for found in pattern.finditer(plain):
        start, end = found.span(1 if found[1] else 2)
        defines = _DEFINES.match(plain, end) or _DEFINED.search(_line_before(plain, found.start()))
        for edit in _known(plain, start, end, passage, lambda each: each == "level"):
            yield _Edit(start, end, plain[start:end], DEFINED) if defines else edit


def _counts(plain: str, passage: YearShift) -> Iterator[_Edit]:
    for pattern, subject in ((_RANK, "rank"), (_MEASURES, "measures")):
        for found in pattern.finditer(plain):
            yield from _known(plain, found.start(1), found.end(1), passage, partial(eq, subject))


def _scores(plain: str, passage: YearShift) -> Iterator[_Edit]:
    def is_score(subject: str | int) -> bool:
        return subject == "total" or isinstance(subject, int)

    for found in _SCORE.finditer(plain):
        start, end = found.span(1)
        line = _line_before(plain, start)
        is_change = line[-1:] in ("+", "-")
        edits = [] if is_change else list(_known(plain, start, end, passage, is_score))
        if not edits and (_SCORED.search(line) or re.match(r"\s*คะแนน", plain[end:])):
            edits = [_Edit(start, end, found[1], UNKNOWN)]
        yield from edits


def _indicators(plain: str, passage: YearShift) -> Iterator[_Edit]:
    numbers = passage.indicators.get(passage.before, {})
    for found in _INDICATOR.finditer(plain):
        number = int(found[1])
        if numbers.get(number, number) != number:
            yield _Edit(found.start(1), found.end(1), found[1], RENUMBERED)
    for found in _INDICATORS.finditer(plain):
        if int(found[1]) != (
            len(numbers) or 10
        ):  # as "2 of 10 indicators": only all of them need no counting
            yield _Edit(found.start(1), found.end(1), found[1], COUNTED)


def _known(
    plain: str, start: int, end: int, passage: YearShift, fits: Callable[[str | int], bool]
) -> Iterator[_Edit]:
    """Yield what becomes of a figure, if it is a known one: of the nearest indicator and year where several are it."""
    line = _line_before(plain, start)
    found = [figure for figure in passage.figures if fits(figure.subject) and figure.was == plain[start:end]]
    for nearest in (_nearest(_INDICATOR, line[-90:]), _nearest(_YEAR, line)):
        chosen = [each for each in found if nearest in (each.subject, each.year)]
        found = chosen or found
    if not found:
        return
    now = {each.now for each in found}
    if now == {""}:
        yield _Edit(start, end, plain[start:end], NOT_YET)
    elif len(now) > 1:
        yield _Edit(start, end, plain[start:end], SEVERAL)
    else:
        yield _Edit(start, end, now.pop())


def _nearest(pattern: re.Pattern[str], line: str) -> int | None:
    found = [int(each[1]) for each in pattern.finditer(line)]
    return found[-1] if found else None


# What a finder took is no longer looked at by those after it; a span taken without change is protected.
_FINDERS = (
    _in_addresses,
    _days,
    _spans,
    _months,
    _years,
    _levels,
    _counts,
    _scores,
    _indicators,
)
