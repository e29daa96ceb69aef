"""What is different between two states of a year's definitions, in Thai. Knows nothing of Django."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from .definitions import BASICS, ENTRIES, TOTAL, DefinitionPart, Definitions, EntryPart, KeyedPart, Kind, LevelPart
from .labels import CALLED, FIELDS, HEADINGS, SCOPES, TOTAL_CHOICES, YES_NO, listed

BASIC, CROSSWALK = "ข้อมูลทั่วไป", "การเทียบกับปีก่อน"
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
    return [
        *_fields(BASIC, "", old, new, BASICS),
        *(change for kind in HEADINGS for change in _parts(kind, old, new)),
        *_fields(CROSSWALK, "", old.crosswalk, new.crosswalk, TOTAL),
        *(change for kind in ENTRIES for change in _entries(kind, old, new)),
    ]


def _parts(kind: Kind, old: Definitions, new: Definitions) -> Iterator[PartChange]:
    heading, called = HEADINGS[kind], CALLED[kind]
    before, after = old.by_key(kind), new.by_key(kind)
    named = {_text(part): key for key, part in before.items() if key not in after}
    # new key → old key of parts whose name alone tells that they are the same
    moved = {key: named.get(_text(part)) for key, part in after.items() if key not in before}
    for key, part in after.items():
        origin = before.get(moved.get(key, key))
        if origin is None:
            yield PartChange(heading, f"{called} {key}", "", f"{ADDED}: {_text(part)}")
        else:
            yield from _fields(heading, f"{called} {key}", origin, part, type(part).model_fields)
    for key, part in before.items():
        if key not in after and key not in moved.values():
            yield PartChange(heading, f"{called} {key}", _text(part), REMOVED)
    kept = [listed(key for key in side if key in before and key in after) for side in (before, after)]
    if kept[0] != kept[1]:
        yield PartChange(heading, "ลำดับ", kept[0], kept[1])


def _text(part: KeyedPart) -> str:
    return f"คะแนนรวมตั้งแต่ {part.min_total:.2f}" if isinstance(part, LevelPart) else part.called


def _fields(
    heading: str, what: str, old: DefinitionPart, new: DefinitionPart, fields: Iterable[str]
) -> Iterator[PartChange]:
    for field in fields:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            name = f"{what} {FIELDS[field]}".strip()
            yield PartChange(heading, name, _value(field, before), _value(field, after))


def _value(field: str, value: object) -> str:
    if field == "total_comparable":
        return TOTAL_CHOICES[None if value is None else bool(value)]
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if field == "scope":
        return SCOPES[str(value)]
    return NOTHING if value in ("", None) else str(value)


def _entries(kind: Kind, old: Definitions, new: Definitions) -> Iterator[PartChange]:
    sides = [{(entry.before, entry.after): entry for entry in year.entries(kind)} for year in (old, new)]
    for pair in dict.fromkeys([*sides[0], *sides[1]]):
        before, after = (_judgement(side.get(pair)) for side in sides)
        if before != after:
            what = f"{CALLED[kind]} {listed(pair[0]) or '-'} → {listed(pair[1]) or '-'}"
            yield PartChange(CROSSWALK, what, before, after or REMOVED)


def _judgement(entry: EntryPart | None) -> str:
    if entry is None:
        return ""
    word = "เทียบได้" if entry.comparable else "เทียบไม่ได้"
    return f"{word} ({entry.reason})" if entry.reason else word
