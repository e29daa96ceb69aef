"""Where a line of a Thai text may end: between words, and never within what is read as one.

Words are found by nlpo3 with the dictionary of PyThaiNLP, the names of all authorities, districts and provinces, and
the words of the field that it lacks. Of PyThaiNLP nothing is imported: its dictionary is a file.
"""

import csv
import re
import tempfile
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.metadata import files
from pathlib import Path
from typing import NamedTuple

from nlpo3 import load_dict, segment

AUTHORITIES = Path(__file__).parents[2] / "assessments/data/local_authorities.csv"
DICTIONARY = "pythainlp/corpus/words_th.txt"
LONGEST = 16  # letters of a word that is held whole: a longer one is made of words
HELD = 22  # letters of what is read as one, a whole date: a column makes room for no more
SHORTEST_NAME = 4  # a shorter name would be read into other words
WINDOW = 240  # letters that are looked at as one: the time of a text grows with its length, not its square
OVERLAP = 40  # letters at the end of a window that are looked at again with the next one

KINDS = re.compile("^(?:เทศบาล(?:ตำบล|เมือง|นคร)|องค์การบริหารส่วน(?:ตำบล|จังหวัด)|เมือง)")
NOT_MEANT = {"ประ", "การุ", "มิ", "มาตร"}  # words of the dictionary that are nearly always a part of another
OF_THE_FIELD = """
    เว็บไซต์ เว็บเพจ เฟซบุ๊ก ไลน์ คิวอาร์โค้ด อินโฟกราฟิก แดชบอร์ด อีเมล ออนไลน์ อิเล็กทรอนิกส์ ดิจิทัล แพลตฟอร์ม แอปพลิเคชัน
    ตัวชี้วัด คุณธรรม จริยธรรม ความโปร่งใส ประพฤติมิชอบ จัดซื้อจัดจ้าง ประชาสัมพันธ์ ประสิทธิภาพ ประสิทธิผล ธรรมาภิบาล
    ผู้มีส่วนได้ส่วนเสีย ส่วนได้ส่วนเสีย ผลประโยชน์ทับซ้อน การปฏิบัติหน้าที่ งบประมาณ ปีงบประมาณ ผู้รับบริการ ผู้บังคับบัญชา
    ผู้รับผิดชอบ ผู้บริหาร ปลัดเทศบาล กองคลัง กองช่าง กองการศึกษา สำนักปลัด หน่วยงาน หน่วยงานภาครัฐ ภาครัฐ เทศบัญญัติ
    เทศบาล เทศบาลตำบล เทศบาลเมือง เทศบาลนคร องค์การบริหาร ส่วนตำบล ส่วนจังหวัด ข้อร้องเรียน ร้องเรียน แผนปฏิบัติการ
    สินบน อามิสสินจ้าง เจ้าหน้าที่ บุคลากร แล้วเสร็จ ดำเนินการ มาตรการ ผ่านดี ผ่านดีเยี่ยม ต้องปรับปรุง ระยะเวลา วิธีปฏิบัติ
    ผลการดำเนินงาน ผลลัพธ์ ตรวจสอบ เผยแพร่ ข้อมูลข่าวสาร สาธารณะ ทรัพย์สิน ราชการ แบบสอบถาม แบบประเมิน ขับเคลื่อน
""".split()

THAI = re.compile("[\u0e01-\u0e4e]+")
MARKS = "ะาำๅ\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"
NEVER_FIRST = frozenset(")]}”’»›.,:;!?%…ๆฯ/–—" + MARKS)
OPENING, CLOSING = "([{“‘«‹", ")]}”’»›"
NEVER_LAST = frozenset(OPENING + "เแโใไ")

_DIGIT = "[0-9๐-๙]"
_NUMBER = rf"{_DIGIT}+(?:[.,/]{_DIGIT}+)*"
_MONTH = (
    "(?:[มกพสตธ]\\.[คยพ]\\.|มี\\.ค\\.|เม\\.ย\\.|มิ\\.ย\\.|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม"
    "|พฤศจิกายน|ธันวาคม)"
)
_YEAR = rf"(?:[พค]\.ศ\. ?)?{_DIGIT}{{2}}(?:{_DIGIT}{{2}})?(?!{_DIGIT})"
_UNIT = (
    "(?:คะแนน|ตัวชี้วัด|ข้อ|คน|ราย|ครั้ง|วัน|เดือน|ปี|บาท|ล้านบาท|แห่ง|เรื่อง|โครงการ|มาตรการ|ด้าน|ประเด็น|หน่วยงาน|ฉบับ|ชุด|หมู่บ้าน|รุ่น|หน้า|คัน|จุด|งาน|ขั้นตอน|ชุมชน"
    "|รายการ|กลุ่ม|ช่อง|ไตรมาส|สัปดาห์|นาที|ชั่วโมง|น\\.|เปอร์เซ็นต์)"
)
_COUNTED = "(?:ตัวชี้วัด|ประเด็น|ข้อ|ครั้ง|ลำดับ|ฉบับ|ส่วน|มาตรการ|มาตรา|กลุ่ม|ไตรมาส|รอบ|วัน|ภาพ|หมวด|หมู่|ร้อยละ|ปี|บท|ชุด)"
# What is read as one. In a column that is too narrow for it, it breaks between its words all the same.
_HELD = re.compile(
    "|".join(
        (
            "“[^“”]{1,14}”",
            '"[^"]{1,14}"',
            rf"(?:{_DIGIT}{{1,2}} ?)?{_MONTH} ?{_YEAR}",
            rf"{_DIGIT}{{1,2}} ?{_MONTH}",
            rf"[พค]\.ศ\. ?{_DIGIT}{{4}}",
            rf"{_COUNTED}?ที่ ?{_NUMBER}(?!{_DIGIT}| ?{_MONTH})",
            rf"{_COUNTED} ?{_NUMBER}(?!{_DIGIT}| ?{_MONTH})",
            rf"{_NUMBER} ?{_UNIT}(?![\u0e30-\u0e3a\u0e47-\u0e4e])",
            "(?<![A-Za-z])[A-Za-z]- ?[A-Za-z]+",
            "ความโปร่งใส",
            "ยังไม่ยืนยัน",
        )
    )
)
_ERA = re.compile(r"[พค]\.ศ\.")
_ABBREVIATION = re.compile(rf"(?<![ก-๎])(?:[ก-ฮ]{{1,4}}\.)+|{_ERA.pattern}|{_MONTH}")  # never broken
# Between what a long address or a long run of Latin letters and digits may be cut.
_WITHIN = re.compile(r"(?<=[-/?&=_.,@#:])(?=[^-/?&=_.,@#:\s])")


_NO_BREAK = "\u00a0"


def held_together(text: str, most: int = HELD) -> str:
    """Return a text for a program that breaks its lines itself: with no-break spaces within what is read as one.

    What has more than so many letters stays as it is: it may be wider than its column.
    """
    return _HELD.sub(lambda held: held[0].replace(" ", _NO_BREAK) if len(held[0]) <= most else held[0], text)


class Breaks(NamedTuple):
    """Places in a text at which a line may begin: `words` for choice, `parts` where no word's fits."""

    words: tuple[int, ...]
    parts: tuple[int, ...]


def breaks(text: str) -> Breaks:
    """Return where lines of a text without line breaks may begin; white space before such a place goes."""
    places = {*_between_words(text), *(match.start() for match in _WITHIN.finditer(text))} - _inside(
        _ABBREVIATION, text
    )
    parts = sorted(place for place in places if _may_break(text, place))
    held = _inside(_HELD, text)
    words = [place for place in parts if place not in held and not _in_run(text, place)]
    return Breaks(tuple(words), tuple(parts))


def _inside(pattern: re.Pattern[str], text: str) -> set[int]:
    return {place for match in pattern.finditer(text) for place in range(match.start() + 1, match.end())}


def _between_words(text: str) -> Iterator[int]:
    """Yield the beginnings of what stands behind white space, of words, and where letters meet other signs."""
    yield from (match.end() for match in re.finditer(" +", text))
    yield from (match.start() for match in _ERA.finditer(text))
    for match in THAI.finditer(text):
        yield match.start()
        yield match.end()
        yield from (match.start() + place for place in _word_starts(match.group()))
    yield from (place for place, sign in enumerate(text) if sign in OPENING)


def _may_break(text: str, place: int) -> bool:
    """Tell whether a line may begin here at all."""
    if not 0 < place < len(text) or text[place] == " " or text[place] in NEVER_FIRST:
        return False
    before = text[place - 1]
    return before == " " if text[place] == "-" else before not in NEVER_LAST


def _in_run(text: str, place: int) -> bool:
    """Tell whether signs of one run stand on both sides: Latin letters, digits, what joins them."""
    before, after = text[place - 1], text[place]
    apart = before == " " or before in CLOSING or after in OPENING
    return not apart and not THAI.match(before) and not THAI.match(after)


def _word_starts(run: str) -> Iterator[int]:
    """Yield where the words after the first begin in a run of Thai letters."""
    start = 0
    while start < len(run):
        window = run[start : start + WINDOW]
        places = _segmented(window)
        if start + len(window) < len(run):
            places = tuple(place for place in places if place <= WINDOW - OVERLAP) or (WINDOW,)
            yield from (start + place for place in places)
            start += places[-1]
        else:
            yield from (start + place for place in places)
            return


@lru_cache(maxsize=8192)
def _segmented(window: str) -> tuple[int, ...]:
    places, end = [], 0
    for word in segment(window, _dictionary_name()):
        if end:
            places.append(end)
        end += len(word)
    return tuple(places)


@cache
def _dictionary_name() -> str:
    """Return the name under which the segmenter knows the dictionary; at first it reads it, from a file."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.write("\n".join(sorted(_dictionary())))
        file.flush()
        load_dict(file.name, DICTIONARY)
    return DICTIONARY


def _dictionary() -> set[str]:
    """Return all words that are held whole."""
    listed = next(path for path in files("pythainlp") or [] if str(path) == DICTIONARY)
    words = {*Path(str(listed.locate())).read_text(encoding="utf-8").split("\n"), *OF_THE_FIELD} - NOT_MEANT
    words |= {name for name in _names() if len(name) >= SHORTEST_NAME}
    return {word for word in map(str.strip, words) if 1 < len(word) <= LONGEST and THAI.fullmatch(word)}


def _names() -> Iterator[str]:
    with AUTHORITIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], row["district"], row["province"]):
                yield name
                yield KINDS.sub("", name)
