"""A block or a memo of an earlier year as it stands in a later one, by what its keys mean in every type of block."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from assessments.editing.kept_text import bare
from reports.documents.block_types import NO_TEXTS
from reports.documents.unconfirmed import UnconfirmedText, row_text

from .fiscal_years import move_fiscal_years
from .names import Names
from .year_shift import YearShift

YEARS = frozenset({"year", "from_year", "to_year", "years"})
EMPTIED = frozenset({"date", "number"})  # last year's own, which nobody can guess for this one
PICTURES = "ภาพหรือหลักฐานของปีก่อน ไม่คัดลอกมา เลือกของปีนี้แทน"
NO_INDICATOR = "ปี {} ไม่มีตัวชี้วัดที่เป็นอันเดียวกันกับตัวชี้วัดที่ {} ของปีก่อน จึงไม่คัดลอกมา"
NO_ITEM = "ปี {} ไม่มีข้อที่เป็นข้อเดียวกันกับ {} ของปีก่อน จึงไม่คัดลอกมา"


@dataclass
class Brought:
    """A value of the later year, or None for what has no counterpart in it; its texts name no block yet."""

    value: Any
    unconfirmed: list[UnconfirmedText]


def bring_part(
    value: dict[str, Any], shift: YearShift, drafted: Collection[str] = (), own_words: Collection[str] = ()
) -> Brought:
    """Bring a plain value with all that is in it: whatever somebody typed waits for a person.

    Sentences `drafted` from this year's data stay as they are; `own_words` are texts with which the portal itself would
    begin the year's document.
    """
    return _Bringer(shift, value, drafted, own_words).brought()


class _Bringer:
    """Goes through a value and keeps what a person has to look at."""

    def __init__(self, shift: YearShift, value: dict[str, Any], drafted: Collection[str], own_words: Collection[str]):
        self.shift, self.value = shift, value
        self.names = Names(own_words, (shift.after - 1, shift.after))
        lines = {line for text in drafted for line in (text, *text.splitlines()) if line.strip()}
        longest_first = map(re.escape, sorted(lines, key=len, reverse=True))
        self.drafted, self.parts = lines, re.compile(f"({'|'.join(longest_first)})" if lines else "(?!)")
        named = value.get("year")
        self.year = named if isinstance(named, int) else shift.before  # whose indicators and items the value names
        self.unconfirmed: list[UnconfirmedText] = []

    def brought(self) -> Brought:
        brought = self.mapping(self.value, "") if self.has_counterpart(self.value, "") else None
        return Brought(brought, self.unconfirmed)

    def any(self, value: Any, path: str, key: str) -> Any:
        if key in NO_TEXTS or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self.text(value, path, key)
        if isinstance(value, dict):
            return self.titles(value, path) if key == "titles" else self.mapping(value, path)
        if isinstance(value, list):
            return self.listed(value, path, key)
        if isinstance(value, int) and key in YEARS:
            return value + self.shift.shift
        return self.number(value) if key == "indicator" else value

    def text(self, text: str, path: str, key: str) -> str:
        if key in EMPTIED:
            return ""
        parts = [part if part in self.drafted else self.moved(part) for part in self.parts.split(text)]
        moved = "".join(parts)
        typed = any(bare(part) for part in parts if part not in self.drafted)
        if typed and not self.names.holds(moved, key):
            self.keep(path, text, moved)
        return moved

    def moved(self, typed: str) -> str:
        return move_fiscal_years(typed, self.shift.before, self.shift.after)

    def mapping(self, value: dict[str, Any], path: str) -> dict[str, Any]:
        return {key: self.any(part, _joined(path, key), key) for key, part in value.items()}

    def titles(self, value: dict[str, str], path: str) -> dict[str, str]:
        """Bring texts by item code: a code means nothing in another year, only the crosswalk says what became of it.

        The official title of one year becomes that of the other.
        """
        codes = self.shift.items.get(self.year, {})
        before, official = (self.shift.titles.get(self.year + shift, {}) for shift in (0, self.shift.shift))
        brought: dict[str, str] = {}
        for code, text in value.items():
            now = codes.get(code)
            if now is None:
                self.keep(path, f"{code} {text}".strip(), "", NO_ITEM.format(self.shift.after, code))
            elif text and now in official and text in (before.get(code), official[now]):
                brought[now] = official[now]
            else:
                brought[now] = self.text(text, _joined(path, now), "")
        return brought

    def listed(self, value: list[Any], path: str, key: str) -> list[Any]:
        if any(isinstance(part, dict) and "evidence" in part for part in value):
            self.keep(path, f"{len(value)} รายการ", "", PICTURES)
            for place, picture in enumerate(value):
                self.any(picture, f"{path}.{place}", key)  # its caption may be typed again
            return []
        brought: list[Any] = []
        for part in value:
            if isinstance(part, list):
                brought.append(self.row(part, f"{path}.{len(brought)}"))
            elif not isinstance(part, dict) or self.has_counterpart(part, path):
                brought.append(self.any(part, f"{path}.{len(brought)}", key))
        return brought

    def row(self, cells: list[dict[str, Any]], path: str) -> list[dict[str, Any]]:
        """Bring a row of a typed table, which waits as one text: its cells with tabs between."""
        moved = [{**cell, "text": self.moved(cell["text"])} for cell in cells]
        was, now = row_text(cells), row_text(moved)
        is_head = int(path.rpartition(".")[2]) < self.value.get("head_rows", 0)
        if bare(was) and not (is_head and all(self.names.holds(cell["text"], "heading") for cell in moved)):
            self.keep(path, was, now)
        return moved

    def has_counterpart(self, value: dict[str, Any], path: str) -> bool:
        """Tell whether the indicator that a value is of, if any, has one in the later year; one without is kept."""
        if "indicator" not in value or self.number(value["indicator"]) is not None:
            return True
        texts = [text for text in value.values() if isinstance(text, str) and text]
        self.keep(path, " ".join(texts), "", NO_INDICATOR.format(self.shift.after, value["indicator"]))
        return False

    def number(self, indicator: int) -> int | None:
        """Return what became of an indicator; the same number where nothing is known of the year."""
        return self.shift.indicators.get(self.year, {indicator: indicator}).get(indicator)

    def keep(self, path: str, was: str, text: str, why: str = "") -> None:
        year = self.shift.before
        self.unconfirmed.append(UnconfirmedText(path=path, block=0, year=year, was=was, text=text, why=why))


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else str(key)
