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

from .models import TEXT_FIELDS, Measure
from .order import FIELDS
from .services import PastedRow
from .texts import clean_text

IGNORED, AREA = "", "area"
COLUMNS = {
    IGNORED: "ไม่ใช้คอลัมน์นี้",
    AREA: "ประเด็นที่",
    **{name: str(FIELDS[name].verbose_name) for name in TEXT_FIELDS},
}
HEADS = {  # how people head their columns, besides the portal's own words
    "ลำดับ": IGNORED,
    "ลำดับที่": IGNORED,
    "ที่": IGNORED,
    "ประเด็น": AREA,
    "มาตรการ/กิจกรรม": "title",
    "กิจกรรม": "title",
    "ชื่อมาตรการ": "title",
    "ขั้นตอน": "steps",
    "วิธีดำเนินการ": "steps",
    "แนวทางการดำเนินการ": "steps",
    "หน่วยงานที่รับผิดชอบ": "responsible",
    "หน่วยงานรับผิดชอบ": "responsible",
    "ระยะเวลาดำเนินการ": "period",
    "การกำกับติดตาม": "follow_up",
    **{label: name for name, label in COLUMNS.items() if name},
}


@dataclass
class Landing:
    """One row of the block: a new measure, or a stored one whose texts change; `faults` says what is refused where."""

    number: int  # in the block, from 1
    measure: Measure | None
    area: Area | None
    texts: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

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

    @property
    def used(self) -> list[str]:
        return [name for name in self.columns if name]

    @property
    def accepted(self) -> list[Landing]:
        return [row for row in self.rows if not row.faults]

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
    over: Sequence[Measure] = (),
    start: str = "title",
    chosen: Mapping[int, str] | None = None,
) -> Plan:
    """Read a block. Its rows become measures of `area` (or of the area they name), or replace those of `over`.

    The columns are as `chosen`, else as the block's first row heads them, else from `start` on. ValueError, in Thai.
    """
    block = parse_block(text)
    if not block:
        raise ValueError("วางข้อมูลที่คัดลอกจาก Excel หรือตารางใน Word ลงในช่องก่อน")
    headed = _headed(block[0])
    columns = headed or _in_order(len(block[0]), start)
    if chosen:
        columns = [chosen.get(index, name) for index, name in enumerate(columns)]
    lines = block[1:] if headed else block
    if not lines:
        raise ValueError("ข้อมูลที่วางมีแต่หัวตาราง คัดลอกแถวของมาตรการมาด้วย")
    plan = Plan(columns, [next(filter(str.strip, texts), "") for texts in zip(*lines, strict=True)])
    for place, line in enumerate(lines):
        stored = over[place] if place < len(over) else None
        row = Landing(place + 1, stored, stored.area if stored else area)
        _read(row, columns, line, areas)
        if stored is None:
            area = row.area
        if stored and not row.faults and not row.texts:
            plan.unchanged += 1
        else:
            plan.rows.append(row)
    return plan


def _headed(first: Sequence[str]) -> list[str] | None:
    """Return the columns that a row of heads names, None for a row that is none."""
    names = [HEADS.get(" ".join(normalise(cell).split()), IGNORED) for cell in first]
    if "title" not in names and len([name for name in names if name]) < 2:
        return None
    return [name if name not in names[:at] else IGNORED for at, name in enumerate(names)]


def _in_order(width: int, start: str) -> list[str]:
    names = list(TEXT_FIELDS[TEXT_FIELDS.index(start) if start in TEXT_FIELDS else 0 :])
    return (names + [IGNORED] * width)[:width]


def _read(row: Landing, columns: Sequence[str], line: Sequence[str], areas: Sequence[Area]) -> None:
    """Fill in a row. An empty cell replaces nothing; an empty area is that of the row above, as in merged cells."""
    for name, cell in zip(columns, line, strict=True):
        if not name or (not cell.strip() and name != "title"):
            continue
        try:
            if name == AREA:
                row.area = _area(cell, areas) if row.measure is None else row.area
            elif cell.strip() or row.measure is None:
                text = clean_text(name, cell)
                if row.measure is None or getattr(row.measure, name) != text:
                    row.texts[name] = text
        except ValidationError as error:
            row.faults[name] = " ".join(error.messages)
            row.texts[name] = cell
    if row.measure is None and "title" not in columns:
        row.faults[next(iter(row.texts), AREA)] = "ยังไม่มีคอลัมน์มาตรการ เลือกด้านบนว่าคอลัมน์ใดคือมาตรการ"


def _area(cell: str, areas: Sequence[Area]) -> Area:
    wanted = " ".join(ascii_digits(normalise(cell)).split())
    number = re.match(r"(?:ประเด็นที่|ประเด็น|มิติที่)?\s*(\d+)", wanted)
    for area in areas:
        if wanted == ascii_digits(area.title) or (number and int(number[1]) == area.number):
            return area
    raise ValidationError(f"ไม่มีประเด็น “{cell.strip()[:60]}” ในเกณฑ์ปีนี้ ให้ใช้เลขประเด็น")
