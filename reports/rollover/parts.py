"""The plain value of a block or a memo brought up to a later year, by what its keys mean in every type of block."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from ita_portal.thai import long_date

from .texts import YearShift, bring_text

KEPT = frozenset({"type", "picture", "layout", "grouped_by"})
YEARS = frozenset({"year", "from_year", "to_year", "years"})
EMPTIED = {  # last year's own, which nobody can guess for this one
    "date": "วันที่ของปีก่อน เว้นว่างไว้ให้กรอกใหม่",
    "number": "เลขที่หนังสือของปีก่อน เว้นว่างไว้ให้กรอกใหม่",
}
NAMED = "ตรวจว่ายังเป็นผู้ลงนามของปีนี้"
PICTURES = "ภาพหรือหลักฐานของปีก่อน ไม่คัดลอกมา เลือกของปีนี้แทน"
NO_INDICATOR = "ปี {} ไม่มีตัวชี้วัดที่เป็นอันเดียวกันกับตัวชี้วัดที่ {} ของปีก่อน จึงไม่คัดลอกมา"
NO_ITEM = "ปี {} ไม่มีข้อที่เป็นข้อเดียวกันกับ {} ของปีก่อน จึงไม่คัดลอกมา"


@dataclass
class Brought:
    """A value of the later year, or None for what has no counterpart in it; `marks` as they are stored for review."""

    value: Any
    marks: list[dict[str, Any]] = field(default_factory=list)


def bring_part(value: Any, passage: YearShift, path: str = "") -> Brought:
    """Bring a plain value with all that is in it."""
    return _Bringer(passage, _year_of(value, passage)).bring(value, path)


def _year_of(value: Any, passage: YearShift) -> int:
    """Return the year whose indicators and items a block names: the one that it says, else its document's."""
    year = value.get("year") if isinstance(value, dict) else None
    return year if isinstance(year, int) else passage.before


class _Bringer:
    """Goes through a value and keeps the marks of what it meets."""

    def __init__(self, passage: YearShift, year: int):
        self.passage, self.year = passage, year
        self.marks: list[dict[str, Any]] = []

    def bring(self, value: Any, path: str) -> Brought:
        if isinstance(value, dict) and "indicator" in value and self.number(value["indicator"]) is None:
            self.left_out(value, path, NO_INDICATOR.format(self.passage.after, value["indicator"]))
            return Brought(None, self.marks)
        return Brought(self.any(value, path, ""), self.marks)

    def any(self, value: Any, path: str, key: str) -> Any:
        if key in KEPT or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self.text(value, path, key)
        if isinstance(value, dict):
            return self.titles(value, path) if key == "titles" else self.mapping(value, path)
        if isinstance(value, list):
            return self.listed(value, path, key)
        if isinstance(value, int) and key in YEARS:
            return self.moved_year(value, path)
        return self.number(value) if key == "indicator" else value

    def text(self, text: str, path: str, key: str) -> str:
        if text and key in EMPTIED:
            self.mark(path, _day(text) if key == "date" else text, "", EMPTIED[key])
            return ""
        if text and key == "name":
            self.mark(path, text, text, NAMED)
            return text
        if key == "instrument":
            return text
        brought, marks = bring_text(text, self.passage)
        self.marks += [{**asdict(mark), "path": path} for mark in marks]
        return brought

    def mapping(self, value: dict[str, Any], path: str) -> dict[str, Any]:
        return {key: self.any(each, _joined(path, key), key) for key, each in value.items()}

    def titles(self, value: dict[str, Any], path: str) -> dict[str, Any]:
        """Bring texts by item code: a code means nothing in another year, only the crosswalk says what became of it."""
        codes = self.passage.items.get(self.year, {})
        brought: dict[str, Any] = {}
        for code, text in value.items():
            now = codes.get(code)
            if now is None:
                self.mark(path, f"{code} {text}".strip(), "", NO_ITEM.format(self.passage.after, code))
            else:
                brought[now] = self.any(text, _joined(path, now), "")
        return brought

    def listed(self, value: list[Any], path: str, key: str) -> list[Any]:
        if any(isinstance(each, dict) and "evidence" in each for each in value):
            self.mark(path, f"{len(value)} รายการ", "", PICTURES)
            return []
        brought: list[Any] = []
        for each in value:
            if isinstance(each, dict) and "indicator" in each and self.number(each["indicator"]) is None:
                self.left_out(each, path, NO_INDICATOR.format(self.passage.after, each["indicator"]))
            else:
                brought.append(self.any(each, f"{path}.{len(brought)}", key))
        return brought

    def moved_year(self, year: int, path: str) -> int:
        moved = year + self.passage.shift
        self.mark(path, str(year), str(moved))
        return moved

    def number(self, indicator: int) -> int | None:
        """Return what became of an indicator; the same number where nothing is known of the year."""
        return self.passage.indicators.get(self.year, {indicator: indicator}).get(indicator)

    def left_out(self, value: dict[str, Any], path: str, why: str) -> None:
        texts = [each for each in value.values() if isinstance(each, str) and each]
        self.mark(path, " ".join(texts)[:120], "", why)

    def mark(self, path: str, was: str, now: str, why: str = "") -> None:
        self.marks.append({"was": was, "now": now, "context": "", "why": why, "path": path})


def _day(text: str) -> str:
    return long_date(date.fromisoformat(text))


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else str(key)
