"""A block or a memo of an earlier year as it stands in a later one, by what its keys mean in every type of block."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from reports.documents.unconfirmed import NO_TEXTS, UnconfirmedText

from .fiscal_years import move_fiscal_years
from .year_shift import YearShift

# What belongs to a document's structure: it comes along as it is, but for its fiscal years.
STRUCTURE = frozenset(
    "heading headings title subjects subject agency issuer to closing prepared_by position action".split()
)
YEARS = frozenset({"year", "from_year", "to_year", "years"})
EMPTIED = frozenset({"date", "number"})  # last year's own, which nobody can guess for this one
PICTURES = "ภาพหรือหลักฐานของปีก่อน ไม่คัดลอกมา เลือกของปีนี้แทน"
NO_INDICATOR = "ปี {} ไม่มีตัวชี้วัดที่เป็นอันเดียวกันกับตัวชี้วัดที่ {} ของปีก่อน จึงไม่คัดลอกมา"
NO_ITEM = "ปี {} ไม่มีข้อที่เป็นข้อเดียวกันกับ {} ของปีก่อน จึงไม่คัดลอกมา"


@dataclass
class Brought:
    """A value of the later year, or None for what has no counterpart in it."""

    value: Any
    unconfirmed: list[UnconfirmedText]


def bring_part(value: dict[str, Any], shift: YearShift, drafted: Collection[str] = ()) -> Brought:
    """Bring a plain value with all that is in it; sentences `drafted` from this year's data stay as they are."""
    return _Bringer(shift, value, drafted).brought()


class _Bringer:
    """Goes through a value and keeps what a person has to look at."""

    def __init__(self, shift: YearShift, value: dict[str, Any], drafted: Collection[str]):
        self.shift, self.value = shift, value
        lines = {line for text in drafted for line in (text, *text.splitlines()) if line.strip()}
        self.drafted = sorted(lines, key=len, reverse=True)
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
        if not text.strip() or self.is_drafted(text):
            return text
        if key in EMPTIED:
            return ""
        moved = move_fiscal_years(text, self.shift.before, self.shift.after)
        if key not in STRUCTURE or self.shift.figures.quoted_in(text):
            self.keep(path, text, moved)
        return moved

    def is_drafted(self, text: str) -> bool:
        """Tell whether a text is made of drafted sentences only, or of their lines."""
        for line in self.drafted:
            text = text.replace(line, "")
        return not text.strip()

    def mapping(self, value: dict[str, Any], path: str) -> dict[str, Any]:
        return {key: self.any(part, _joined(path, key), key) for key, part in value.items()}

    def titles(self, value: dict[str, str], path: str) -> dict[str, str]:
        """Bring texts by item code: a code means nothing in another year, only the crosswalk says what became of it."""
        codes = self.shift.items.get(self.year, {})
        official = self.shift.titles.get(self.year + self.shift.shift, {})
        brought: dict[str, str] = {}
        for code, text in value.items():
            now = codes.get(code)
            if now is None:
                self.keep(path, f"{code} {text}".strip(), "", NO_ITEM.format(self.shift.after, code))
            elif text and text == official.get(now):
                brought[now] = text
            else:
                brought[now] = self.text(text, _joined(path, now), "")
        return brought

    def listed(self, value: list[Any], path: str, key: str) -> list[Any]:
        if any(isinstance(part, dict) and "evidence" in part for part in value):
            self.keep(path, f"{len(value)} รายการ", "", PICTURES)
            return []
        brought: list[Any] = []
        for part in value:
            if not isinstance(part, dict) or self.has_counterpart(part, path):
                brought.append(self.any(part, f"{path}.{len(brought)}", key))
        return brought

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
        self.unconfirmed.append(UnconfirmedText(path=path, year=self.shift.before, was=was, text=text, why=why))


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else str(key)
