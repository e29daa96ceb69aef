"""Marks of what was replaced or left in doubt when a document was copied: how they are named, and while they stand."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

PLACES = {
    "heading": "หัวข้อ",
    "paragraphs": "เนื้อความ",
    "title": "ชื่อเอกสาร",
    "prepared_by": "จัดทำโดย",
    "memo": "บันทึกข้อความ",
    "year": "ปีของผล",
    "from_year": "ปีก่อน",
    "to_year": "ปีหลัง",
    "years": "ปีของผล",
    "rows": "แถวของตาราง",
    "titles": "ชื่อข้อ",
    "remarks": "ข้อสังเกต",
    "headings": "หัวคอลัมน์",
    "photos": "ภาพ",
    "blocks": "ส่วนของเอกสาร",
}


@dataclass(frozen=True)
class Review:
    """A mark as a page shows it; `before` and `after` are what stands around the spot, "" where it is no text."""

    key: str
    place: str
    was: str
    now: str
    before: str
    after: str
    why: str


def reviews(marks: Iterable[dict]) -> list[Review]:
    """Return the marks to show, in their order."""
    return [
        Review(
            mark_key(mark),
            PLACES.get(mark["path"].partition(".")[0], "เนื้อหา"),
            mark["was"],
            mark["now"],
            *_halves(mark["context"], mark["now"]),
            mark["why"],
        )
        for mark in marks
    ]


def mark_key(mark: dict) -> str:
    """Name a mark by what it says: equal ones are looked at together."""
    return hashlib.sha256(json.dumps(mark, sort_keys=True).encode()).hexdigest()[:16]


def standing(marks: Iterable[dict], value: dict) -> list[dict]:
    """Return the marks whose spot still reads as it was marked; what somebody wrote anew has been looked at."""
    texts = list(_texts(value))
    return [mark for mark in marks if _stands(mark, value, texts)]


def _stands(mark: dict, value: dict, texts: list[str]) -> bool:
    if mark["context"]:
        around = mark["context"].removeprefix("…").removesuffix("…")
        return any(around in text for text in texts)
    if mark["now"]:
        return str(_at(value, mark["path"])) == mark["now"]
    return not _at(value, mark["path"]) or mark["path"].partition(".")[0] in ("rows", "titles", "blocks")


def _at(value: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _halves(context: str, now: str) -> tuple[str, str]:
    """Return what stands before and after the spot, which is the one nearest to the middle."""
    places = [place for place in range(len(context)) if now and context.startswith(now, place)]
    if not places:
        return "", ""
    place = min(places, key=lambda each: abs(each + len(now) / 2 - len(context) / 2))
    return context[:place], context[place + len(now) :]
