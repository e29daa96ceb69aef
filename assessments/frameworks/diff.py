"""What is different between two states of a year's definitions, in Thai. Knows nothing of Django."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .definitions import KEYS, DefinitionPart, Definitions, EntryPart, Key, Kind, LevelPart

SECTIONS: dict[Kind, tuple[str, str]] = {  # kind → heading, how one part is called before its key
    "instruments": ("เครื่องมือประเมิน", "เครื่องมือ"),
    "indicators": ("ตัวชี้วัด", "ตัวชี้วัดที่"),
    "sub_indicators": ("ตัวชี้วัดย่อย", "ตัวชี้วัดย่อย"),
    "items": ("ข้อ", "ข้อ"),
    "levels": ("ระดับผลการประเมิน", "ระดับ"),
    "areas": ("ประเด็นของมาตรการ", "ประเด็นที่"),
}
FIELDS = {
    "pass_mark": "เกณฑ์ผ่าน",
    "measures_item": "ข้อของมาตรการ",
    "results_item": "ข้อของรายงานผล",
    "note": "หมายเหตุ",
    "code": "รหัส",
    "number": "เลข",
    "name": "ชื่อ",
    "title": "ชื่อ",
    "weight": "น้ำหนัก",
    "instrument": "เครื่องมือ",
    "description": "คำอธิบาย",
    "indicator": "ตัวชี้วัด",
    "sub_indicator": "ตัวชี้วัดย่อย",
    "label": "ระดับ",
    "min_total": "คะแนนรวมตั้งแต่",
    "min_each": "ทุกองค์ประกอบตั้งแต่",
    "scope": "องค์ประกอบที่ใช้",
    "passes": "ถือว่าผ่าน",
    "total_comparable": "คะแนนรวมเทียบได้",
    "total_reason": "เหตุผลของคะแนนรวม",
}
BASICS = ("pass_mark", "measures_item", "results_item", "note")
SCOPES = {"": "คะแนนรวมเท่านั้น", "indicator": "ทุกตัวชี้วัด", "instrument": "ทุกเครื่องมือ"}
ADDED, REMOVED, NOTHING = "เพิ่ม", "ลบ", "(ว่าง)"


@dataclass(frozen=True)
class PartChange:
    """One thing that is different: in which section, of what, and its text before and after ("" where it was not)."""

    section: str
    what: str
    before: str
    after: str


def changes(old: Definitions, new: Definitions) -> list[PartChange]:
    """Return every difference. A part that only got another key is told as such where its name stayed."""
    found = [*_fields("ข้อมูลทั่วไป", "", old, new, BASICS)]
    for kind in SECTIONS:
        found += _parts(kind, old, new)
    found += _fields("การเทียบกับปีก่อน", "", old.crosswalk, new.crosswalk, ("total_comparable", "total_reason"))
    for kind in ("indicators", "items"):
        found += _entries(kind, old, new)
    return found


def _parts(kind: Kind, old: Definitions, new: Definitions) -> Iterator[PartChange]:
    heading, called = SECTIONS[kind]
    before = {getattr(each, KEYS[kind]): each for each in getattr(old, kind)}
    after = {getattr(each, KEYS[kind]): each for each in getattr(new, kind)}
    moved = _recoded(before, after)
    for key, part in after.items():
        origin = before.get(moved.get(key, key))
        if origin is None:
            yield PartChange(heading, f"{called} {key}", "", f"{ADDED}: {_text(part)}")
        else:
            yield from _fields(heading, f"{called} {key}", origin, part, type(part).model_fields)
    gone = [key for key in before if key not in after and key not in moved.values()]
    for key in gone:
        yield PartChange(heading, f"{called} {key}", _text(before[key]), REMOVED)
    kept = [[key for key in side if key in before and key in after] for side in (before, after)]
    if kept[0] != kept[1]:
        yield PartChange(heading, "ลำดับ", ", ".join(map(str, kept[0])), ", ".join(map(str, kept[1])))


def _recoded(before: Mapping[Key, DefinitionPart], after: Mapping[Key, DefinitionPart]) -> dict[Key, Key]:
    """Return new key → old key of parts whose name alone tells that they are the same."""
    named = {_text(part): key for key, part in before.items() if key not in after}
    return {
        key: named[_text(part)] for key, part in after.items() if key not in before and _text(part) in named
    }


def _text(part: DefinitionPart) -> str:
    """Return what a part is called; of a level, which is called by its key, its total."""
    if isinstance(part, LevelPart):
        return f"คะแนนรวมตั้งแต่ {part.min_total:.2f}"
    return str(getattr(part, "title", None) or getattr(part, "name", ""))


def _fields(
    heading: str, what: str, old: DefinitionPart, new: DefinitionPart, fields: Iterable[str]
) -> Iterator[PartChange]:
    for field in fields:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            name = f"{what} {FIELDS[field]}".strip()
            yield PartChange(heading, name, _value(field, before), _value(field, after))


def _value(field: str, value: object) -> str:
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if field == "scope":
        return SCOPES[str(value)]
    return NOTHING if value in ("", None) else str(value)


def _entries(kind: Kind, old: Definitions, new: Definitions) -> Iterator[PartChange]:
    heading, called = "การเทียบกับปีก่อน", SECTIONS[kind][1]
    sides = [
        {(each.before, each.after): each for each in getattr(year.crosswalk, kind)} for year in (old, new)
    ]
    for pair in dict.fromkeys([*sides[0], *sides[1]]):
        before, after = (_entry(side.get(pair)) for side in sides)
        if before != after:
            yield PartChange(
                heading, f"{called} {_keys(pair[0])} → {_keys(pair[1])}", before, after or REMOVED
            )


def _keys(keys: Iterable[Key]) -> str:
    return ", ".join(map(str, keys)) or "-"


def _entry(entry: EntryPart | None) -> str:
    if entry is None:
        return ""
    word = "เทียบได้" if entry.comparable else "เทียบไม่ได้"
    return f"{word} ({entry.reason})" if entry.reason else word
