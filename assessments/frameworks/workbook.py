"""The sheets of a year's workbook: which column holds which field, how it is written and read."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Any

from assessments.tabular.book import Book, Cell, Style
from ita_portal.thai import ascii_digits, normalise

from .definitions import ENTRIES, KEYS, PARTS, Definitions, Key, Kind
from .labels import CALLED, FIELDS, NAMES, SCOPES, TOTAL_CHOICES, YES_NO, listed

CAN = {True: "ได้", False: "ไม่ได้"}
HEAD = Style(bold=True, fill="DDE6EF")
BODY = Style(upright="top", wraps=True, number_format="@")
SPARE_ROWS = 200  # below the last part, formatted for more


def _line(text: str) -> str:
    return " ".join(normalise(text).split())


def _digits(text: str) -> str:
    return ascii_digits(_line(text))


def _number(text: str) -> int | str:
    text = _digits(text)
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else text


def _optional(text: str) -> str | None:
    return _digits(text) or None


def _keys(one: Callable[[str], Key], text: str) -> list[Key]:
    return [one(key) for key in re.split("[,\n]", normalise(text)) if key.strip()]


def _choice(choices: Mapping[Any, str], text: str) -> object:
    values, line = {label: value for value, label in choices.items()}, _line(text)
    if line not in values:
        offered = " หรือ ".join(label or "เว้นว่าง" for label in values)
        raise ValueError(f"ต้องเป็น {offered} (พบ {line[:40] or 'ว่าง'})")
    return values[line]


@dataclass(frozen=True, eq=False)
class WorkbookColumn:
    """A field of a part; `read` gives its JSON value back from a cell's text, ValueError in Thai if it cannot."""

    field: str
    width: int = 0
    read: Callable[[str], object] = normalise
    label: str = ""
    choices: Mapping[Any, str] = dataclasses.field(default_factory=dict)

    @property
    def header(self) -> str:
        return self.label or FIELDS[self.field]

    def write(self, value: Any) -> str:
        """Return the text of what the field holds."""
        if self.choices:
            return self.choices[value]
        if isinstance(value, tuple):
            return listed(value)
        return "" if value is None else f"{value:.2f}" if isinstance(value, Decimal) else str(value)


@dataclass(frozen=True)
class WorkbookSheet:
    """`path` leads to its parts in the definitions; `rows` are those of the sheet that has one a field."""

    title: str
    path: tuple[str, ...]
    columns: tuple[WorkbookColumn, ...]
    rows: tuple[WorkbookColumn, ...] = ()


def _of_choice(name: str, width: int, choices: Mapping[Any, str], label: str = "") -> WorkbookColumn:
    return WorkbookColumn(name, width, partial(_choice, choices), label, choices)


def _parts(kind: Kind) -> WorkbookSheet:
    own = {field: OTHERWISE.get((kind, field), {}) for field in PARTS[kind].model_fields}
    columns = (dataclasses.replace(COLUMNS[field], **values) for field, values in own.items())
    return WorkbookSheet(NAMES[kind], (kind,), tuple(columns))


def _entries(kind: Kind) -> WorkbookSheet:
    read = partial(_keys, _number if KEYS[kind] == "number" else _digits)
    columns = (
        WorkbookColumn("before", 20, read, "ปีก่อน"),
        WorkbookColumn("after", 20, read, "ปีนี้"),
        _of_choice("comparable", 14, CAN, "เทียบกันได้"),
        WorkbookColumn("reason", 80, label="เหตุผล"),
    )
    return WorkbookSheet(f"เทียบ{NAMES[kind]}", ("crosswalk", kind), columns)


OWN = WorkbookSheet(
    "ปี",
    (),
    (WorkbookColumn("name", 34, label="รายการ"), WorkbookColumn("value", 80, label="ค่า")),
    rows=(
        WorkbookColumn("fiscal_year", read=_number, label="ปีงบประมาณ"),
        WorkbookColumn("pass_mark", read=_digits),
        WorkbookColumn("measures_item", read=_digits),
        WorkbookColumn("results_item", read=_digits),
        WorkbookColumn("note"),
        _of_choice("crosswalk.total_comparable", 0, CAN | {None: TOTAL_CHOICES[None]}, "คะแนนรวมเทียบกับปีก่อน"),
        WorkbookColumn("crosswalk.total_reason", label="เหตุผลของการเทียบคะแนนรวม"),
    ),
)
COLUMNS = {
    column.field: column
    for column in (
        WorkbookColumn("code", 12, _digits),
        WorkbookColumn("number", 12, _number),
        WorkbookColumn("name", 60),
        WorkbookColumn("weight", 18, _digits, "น้ำหนัก (ร้อยละ)"),
        WorkbookColumn("instrument", 12, _digits),
        WorkbookColumn("description", 80),
        WorkbookColumn("title", 80),
        WorkbookColumn("indicator", 12, _number, CALLED["indicators"]),
        WorkbookColumn("sub_indicator", 14, _optional),
        WorkbookColumn("label", 30),
        WorkbookColumn("min_total", 18, _digits),
        WorkbookColumn("min_each", 22, _optional),
        _of_choice("scope", 20, SCOPES | {"": ""}),
        _of_choice("passes", 14, YES_NO),
    )
}
OTHERWISE: dict[tuple[Kind, str], dict[str, Any]] = {  # where a kind has its own
    ("indicators", "number"): {"label": CALLED["indicators"]},
    ("indicators", "name"): {"width": 40},
    ("items", "title"): {"label": "หัวข้อ"},
    ("areas", "number"): {"label": CALLED["areas"]},
}
SHEETS = (*(_parts(kind) for kind in PARTS), *(_entries(kind) for kind in ENTRIES))


def to_xlsx(definitions: Definitions) -> bytes:
    """Return the workbook of a year: a sheet a kind of part, Thai headers, every cell a text."""
    book = Book()
    own = [[column.header, column.write(attrgetter(column.field)(definitions))] for column in OWN.rows]
    _write_sheet(book, OWN, own)
    for sheet in SHEETS:
        parts = attrgetter(".".join(sheet.path))(definitions)
        rows = [[column.write(getattr(part, column.field)) for column in sheet.columns] for part in parts]
        _write_sheet(book, sheet, rows)
    return book.save()


def _write_sheet(book: Book, sheet: WorkbookSheet, rows: list[list[str]]) -> None:
    spare = 0 if sheet.rows else SPARE_ROWS
    page = book.sheet(sheet.title, [column.width for column in sheet.columns])
    page.add(Cell(column.header, HEAD) for column in sheet.columns)
    for texts in [*rows, *[[""] * len(sheet.columns)] * spare]:
        page.add(Cell(text or None, BODY) for text in texts)
    for place, column in enumerate(sheet.columns, start=1):
        if column.choices and spare:
            labels = ",".join(label for label in column.choices.values() if label)
            page.validate(place, 1 + len(rows) + spare, type="list", formula1=f'"{labels}"')
