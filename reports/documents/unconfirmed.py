"""Texts of an earlier year that stand in a document until a person rewrites or confirms them, one by one."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypedDict

SIGN = "[ยังไม่ยืนยัน]"
NO_TEXTS = frozenset({"type", "picture", "layout", "grouped_by", "instrument"})  # keys whose strings nobody typed
PLACES = {
    "heading": "หัวข้อ",
    "paragraphs": "เนื้อความ",
    "title": "ชื่อเอกสาร",
    "prepared_by": "จัดทำโดย",
    "memo": "บันทึกข้อความ",
    "rows": "แถวของตาราง",
    "titles": "ชื่อข้อ",
    "remarks": "ข้อสังเกต",
    "headings": "หัวคอลัมน์",
    "photos": "ภาพ",
    "signers": "ผู้ลงนาม",
    "blocks": "ส่วนของเอกสาร",
}


class UnconfirmedText(TypedDict):
    """As `Document.unconfirmed` and `Block.unconfirmed` keep it.

    `was` is the text of the fiscal year `year`, `text` the same with its fiscal years moved; without one, something was
    left out, and `why` says why. `path` leads to it as it was copied.
    """

    path: str
    year: int
    was: str
    text: str
    why: str


def key_of(unconfirmed: UnconfirmedText) -> str:
    """Name a text within its block: by its place and what it says."""
    return hashlib.sha256(json.dumps(unconfirmed, sort_keys=True).encode()).hexdigest()[:16]


def place_of(unconfirmed: UnconfirmedText) -> str:
    return PLACES.get(unconfirmed["path"].partition(".")[0], "เนื้อหา")


def still_unconfirmed(texts: Iterable[UnconfirmedText], value: Mapping[str, Any]) -> list[UnconfirmedText]:
    """Return the texts whose words the value still holds in a row, wherever it does.

    Other spaces, lines cut in two or joined and words added before or behind are no rewriting.
    """
    held = _words(" ".join(strings_in(value)))
    return [text for text in texts if not text["text"] or _words(text["text"]) in held]


def with_signs(value: Any, texts: Iterable[UnconfirmedText]) -> Any:
    """Return a value in which each unconfirmed text ends in a sign that a reader of the draft sees."""
    marked = [_words(text["text"]) for text in texts if text["text"]]
    whole = [_words(text) for text in strings_in(value)]
    cut = [words for words in marked if not any(words in text for text in whole)]  # cut into several lines
    return _marked(value, marked, cut) if marked else value


def with_sign(text: str) -> str:
    return f"{text.rstrip()} {SIGN}"


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from () if key in NO_TEXTS else strings_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings_in(part)


def _marked(value: Any, marked: list[str], cut: list[str]) -> Any:
    if isinstance(value, str):
        text = _words(value)
        held = any(words in text for words in marked) or (text and any(text in words for words in cut))
        return with_sign(value) if held else value
    if isinstance(value, dict):
        return {key: part if key in NO_TEXTS else _marked(part, marked, cut) for key, part in value.items()}
    return [_marked(part, marked, cut) for part in value] if isinstance(value, list) else value


def _words(text: str) -> str:
    return " ".join(text.split())
