"""Where a pasted block lands among a year's measures: decided and shown before anything is stored."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from assessments.editing.conflicts import fingerprint
from assessments.models import Area
from assessments.tabular.csv_text import parse_block
from ita_portal.thai import ascii_digits, normalise

from .headings import AREA, IGNORED, headed
from .models import TEXT_FIELDS, Measure
from .order import FIELDS
from .services import PastedRow
from .texts import clean_text

HEAD_ROWS = 10  # so many may hold titles above the headings
COLUMNS = {IGNORED: "ไม่ใช้คอลัมน์นี้", AREA: "ประเด็นที่", **{name: str(FIELDS[name].verbose_name) for name in TEXT_FIELDS}}
NUMBERED_AREA = re.compile(r"(?:ประเด็นที่|ประเด็น|มิติที่|ด้านที่)\s*(\d{1,2})(?!\d)")


@dataclass
class Landing:
    """One row of the block: a new measure, or a stored one whose texts change; `faults` says what is refused where."""

    number: int  # in the block, from 1
    measure: Measure | None
    area: Area | None
    texts: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    repeats: bool = False  # a new one whose title stands in its area already

    def cells(self, columns: Sequence[str]) -> list[dict[str, Any]]:
        """What the preview shows: the new text of each used column, the stored one that it replaces, the fault."""
        return [
            {
                "name": name,
                "text": (self.area or "") if name == AREA else self.texts.get(name, ""),
                "stored": getattr(self.measure, name) if self.measure and name in self.texts else "",
                "fault": self.faults.get(name, ""),
            }
            for name in columns
        ]


@dataclass
class Plan:
    """Where a whole block lands. `columns` names the field of each column of the block."""

    columns: list[str]
    samples: list[str]  # the first text of each column
    rows: list[Landing] = field(default_factory=list)
    unchanged: int = 0
    repeated: bool = False  # whether rows that are there already are wanted a second time

    @property
    def used(self) -> list[str]:
        return [name for name in self.columns if name]

    @property
    def accepted(self) -> list[Landing]:
        return [row for row in self.rows if not row.faults and (self.repeated or not row.repeats)]

    @property
    def repeats(self) -> list[Landing]:
        return [row for row in self.rows if row.repeats and not row.faults]

    @property
    def refused(self) -> list[Landing]:
        return [row for row in self.rows if row.faults]

    @property
    def fingerprint(self) -> str:
        """What the preview shows, which must still be so when it is confirmed."""
        shown = [
            [row.measure.pk if row.measure else 0, row.area.pk if row.area else 0, row.cells(self.used)]
            for row in self.accepted
        ]
        return fingerprint(shown)

    def to_store(self) -> list[PastedRow]:
        return [PastedRow(row.texts, row.measure.pk if row.measure else None, row.area) for row in self.accepted]


def plan_of(
    text: str,
    *,
    areas: Sequence[Area],
    area: Area | None,
    stored: Sequence[Measure] = (),
    over: Sequence[Measure] = (),
    start: str = "title",
    chosen: Mapping[int, str] | None = None,
    repeated: bool = False,
) -> Plan:
    """Read a block. Its rows become measures of `area` (or of the area they name), or replace those of `over`.

    The columns are as `chosen`, else as a row of headings names them, else from `start` on. Titles above the headings
    are passed over; a row that holds an area alone gives it to the rows below. New rows that are among the year's
    `stored` measures are left out unless they are wanted `repeated`. ValueError, in Thai.
    """
    block = parse_block(text)
    if not block:
        raise ValueError("วางข้อมูลที่คัดลอกจาก Excel หรือตารางใน Word ลงในช่องก่อน")
    columns, lines = _with_headings(block)
    columns = columns or _in_order(lines, start)
    if chosen:
        columns = [chosen.get(index, name) for index, name in enumerate(columns)]
    if not lines:
        raise ValueError("ข้อมูลที่วางมีแต่หัวตาราง คัดลอกแถวของมาตรการมาด้วย")
    plan = Plan(columns, [next(filter(str.strip, texts), "") for texts in zip(*lines, strict=True)], repeated=repeated)
    there = {(_words(measure.title), place) for measure in stored for place in (measure.area_id, None)}
    remaining, fault = iter(over), ""
    for place, line in enumerate(lines, start=1):
        if alone := area_alone(line, areas):
            area, fault = alone
            continue
        if headed(line) == columns:  # the headings again, at the top of a page
            continue
        measure = next(remaining, None)
        row = Landing(place, measure, measure.area if measure else area)
        _read(row, columns, line, areas)
        if measure is None:
            area = row.area
            if fault and AREA not in columns:
                row.faults[next(iter(row.texts), AREA)] = fault
            row.repeats = (_words(row.texts.get("title", "")), area.pk if area else None) in there
        if measure and not row.faults and not row.texts:
            plan.unchanged += 1
        else:
            plan.rows.append(row)
    return plan


def _with_headings(block: list[list[str]]) -> tuple[list[str] | None, list[list[str]]]:
    """Return the columns that the block's headings name, None without any, and the rows below.

    Headings of two rows are read together: what the lower names stands in its column.
    """
    named = [headed(row) for row in block[:HEAD_ROWS]]
    place = max(range(len(named)), key=lambda at: len(set(named[at] or ())))
    columns = named[place]
    if columns is None:
        return None, block
    lower = named[place + 1] if place + 1 < len(named) else None
    if lower is None or len(set(lower)) == len(lower) == 1:
        return columns, block[place + 1 :]
    joined = [below or above for above, below in zip(columns, lower, strict=True)]
    return [name if name not in joined[:at] else IGNORED for at, name in enumerate(joined)], block[place + 2 :]


def area_alone(line: Sequence[str], areas: Sequence[Area]) -> tuple[Area | None, str] | None:
    """Return the area that a row holds and nothing else, as plans print it above the measures of that area, with a
    fault where the year lacks it; None for other rows."""
    texts = {_words(cell) for cell in line if cell.strip()}
    if len(texts) != 1:
        return None
    [text] = texts
    called = ascii_digits(text)
    titles = {ascii_digits(area.title) for area in areas} if len(line) > 1 else set()
    if NUMBERED_AREA.match(called) or re.sub(r"^\d{1,2}[.)]?\s*", "", called) in titles:
        try:
            return _area(text, areas), ""
        except ValidationError as error:
            return None, " ".join(error.messages)
    return None


def _in_order(lines: Sequence[Sequence[str]], start: str) -> list[str]:
    """Return the fields from `start` on, but for a first column that only numbers the rows."""
    names = list(TEXT_FIELDS[TEXT_FIELDS.index(start) if start in TEXT_FIELDS else 0 :])
    width = len(lines[0])
    if width > 1 and _numbers_rows([line[0] for line in lines]):
        names = [IGNORED, *names]
    return (names + [IGNORED] * width)[:width]


def _numbers_rows(cells: Sequence[str]) -> bool:
    numbers = [ascii_digits(cell).strip().rstrip(".)") for cell in cells if cell.strip()]
    return bool(numbers) and all(text == str(place) for place, text in enumerate(numbers, start=1))


def _read(row: Landing, columns: Sequence[str], line: Sequence[str], areas: Sequence[Area]) -> None:
    """Fill in a row. An empty cell replaces nothing; an empty area is that of the row above, as in merged cells."""
    for name, cell in zip(columns, line, strict=True):
        if not name or (not cell.strip() and name != "title"):
            continue
        try:
            if name == AREA:
                row.area = _area(cell, areas) if row.measure is None else row.area
            elif cell.strip() or row.measure is None:
                text = clean_text(name, cell, f"แถวที่ {row.number} ")
                if row.measure is None or getattr(row.measure, name) != text:
                    row.texts[name] = text
        except ValidationError as error:
            row.faults[name] = " ".join(error.messages)
            row.texts[name] = cell
    if row.measure is None and "title" not in columns:
        row.faults[next(iter(row.texts), AREA)] = "ยังไม่มีคอลัมน์มาตรการ เลือกด้านบนว่าคอลัมน์ใดคือมาตรการ"


def _area(cell: str, areas: Sequence[Area]) -> Area:
    """Return the area that a cell names by its title, else by its number; ValidationError for another."""
    called = ascii_digits(_words(cell))
    number = re.match(r"(?:ประเด็นที่|ประเด็น|มิติที่|ด้านที่)?\s*(\d{1,2})(?!\d)[.)]?\s*", called)
    title = called[number.end() :] if number else called
    for area in areas:
        if title == ascii_digits(area.title):
            return area
    for area in areas:
        if number and int(number[1]) == area.number:
            return area
    raise ValidationError(f"ไม่มีประเด็น “{cell.strip()[:60]}” ในเกณฑ์ปีนี้ ให้ใช้เลขประเด็น")


def _words(text: str) -> str:
    return " ".join(normalise(text).split())
