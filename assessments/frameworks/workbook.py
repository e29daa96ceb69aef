"""The sheets of a year's workbook: which column holds which field, how it is written and read."""

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ita_portal.thai import ascii_digits, normalise, two_decimals

from .definitions import Definitions, Key

YES_NO = {True: "ใช่", False: "ไม่ใช่"}
CAN = {True: "ได้", False: "ไม่ได้"}
SCOPES = {"": "", "indicator": "ทุกตัวชี้วัด", "instrument": "ทุกเครื่องมือ"}
HEAD_FILL = PatternFill("solid", start_color="DDE6EF")
SPARE_ROWS = 200  # below the last part, formatted for more
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


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
    return [one(each) for each in re.split("[,\n]", normalise(text)) if each.strip()]


def _choice(choices: Mapping[Any, str], text: str) -> object:
    found = {label: value for value, label in choices.items()}
    if _line(text) not in found:
        raise ValueError(
            f"ต้องเป็น {' หรือ '.join(label or 'เว้นว่าง' for label in choices.values())} (พบ {_line(text)[:40] or 'ว่าง'})"
        )
    return found[_line(text)]


def _joined(keys: Iterable[Key]) -> str:
    return ", ".join(map(str, keys))


@dataclass(frozen=True, eq=False)
class WorkbookColumn:
    """`field` of a part; `write` gives its text, `read` its JSON value back, ValueError in Thai if it cannot."""

    field: str
    header: str
    width: int
    read: Callable[[str], object] = normalise
    write: Callable[[Any], str] = str  # whatever the field holds
    choices: Mapping[Any, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class WorkbookSheet:
    """`path` leads to its parts in the definitions; `rows` are those of the sheet that has one a field."""

    title: str
    path: tuple[str, ...]
    columns: tuple[WorkbookColumn, ...]
    sorted_by: str = ""
    rows: tuple[WorkbookColumn, ...] = ()


def _of_choice(name: str, header: str, width: int, choices: Mapping[Any, str]) -> WorkbookColumn:
    return WorkbookColumn(name, header, width, partial(_choice, choices), choices.__getitem__, choices)


def _percent(name: str, header: str) -> WorkbookColumn:
    return WorkbookColumn(name, header, 18, _digits, two_decimals)


def _of_number(name: str, header: str) -> WorkbookColumn:
    return WorkbookColumn(name, header, 12, _number)


def _entries(title: str, kind: str, one: Callable[[str], Key]) -> WorkbookSheet:
    return WorkbookSheet(
        title,
        ("crosswalk", kind),
        (
            WorkbookColumn("before", "ปีก่อน", 20, partial(_keys, one), _joined),
            WorkbookColumn("after", "ปีนี้", 20, partial(_keys, one), _joined),
            _of_choice("comparable", "เทียบกันได้", 14, CAN),
            WorkbookColumn("reason", "เหตุผล", 80),
        ),
    )


_CODE = WorkbookColumn("code", "รหัส", 12, _digits)
_INDICATOR = _of_number("indicator", "ตัวชี้วัดที่")

OWN = WorkbookSheet(
    "ปี",
    (),
    (WorkbookColumn("name", "รายการ", 34), WorkbookColumn("value", "ค่า", 80)),
    rows=(
        _of_number("fiscal_year", "ปีงบประมาณ"),
        _percent("pass_mark", "เกณฑ์ผ่าน"),
        WorkbookColumn("measures_item", "ข้อของมาตรการ", 0, _digits),
        WorkbookColumn("results_item", "ข้อของรายงานผล", 0, _digits),
        WorkbookColumn("note", "หมายเหตุ", 0),
        _of_choice("crosswalk.total_comparable", "คะแนนรวมเทียบกับปีก่อน", 0, CAN),
        WorkbookColumn("crosswalk.total_reason", "เหตุผลของการเทียบคะแนนรวม", 0),
    ),
)
SHEETS = (
    WorkbookSheet(
        "เครื่องมือ",
        ("instruments",),
        (_CODE, WorkbookColumn("name", "ชื่อ", 60), _percent("weight", "น้ำหนัก (ร้อยละ)")),
    ),
    WorkbookSheet(
        "ตัวชี้วัด",
        ("indicators",),
        (
            _of_number("number", "ตัวชี้วัดที่"),
            WorkbookColumn("name", "ชื่อ", 40),
            WorkbookColumn("instrument", "เครื่องมือ", 12, _digits),
            WorkbookColumn("description", "คำอธิบาย", 80),
        ),
        "number",
    ),
    WorkbookSheet("ตัวชี้วัดย่อย", ("sub_indicators",), (_CODE, WorkbookColumn("name", "ชื่อ", 60), _INDICATOR)),
    WorkbookSheet(
        "ข้อ",
        ("items",),
        (
            _CODE,
            WorkbookColumn("title", "หัวข้อ", 80),
            _INDICATOR,
            WorkbookColumn("sub_indicator", "ตัวชี้วัดย่อย", 14, _optional, lambda code: code or ""),
        ),
    ),
    WorkbookSheet(
        "ระดับ",
        ("levels",),
        (
            WorkbookColumn("label", "ระดับ", 30),
            _percent("min_total", "คะแนนรวมตั้งแต่"),
            WorkbookColumn(
                "min_each",
                "ทุกองค์ประกอบตั้งแต่",
                22,
                _optional,
                lambda value: "" if value is None else two_decimals(value),
            ),
            _of_choice("scope", "องค์ประกอบที่ใช้", 20, SCOPES),
            _of_choice("passes", "ถือว่าผ่าน", 14, YES_NO),
        ),
    ),
    WorkbookSheet(
        "ประเด็น", ("areas",), (_of_number("number", "ประเด็นที่"), WorkbookColumn("title", "ชื่อ", 80)), "number"
    ),
    _entries("เทียบตัวชี้วัด", "indicators", _number),
    _entries("เทียบข้อ", "items", _digits),
)


def write(definitions: Definitions) -> bytes:
    """Return the workbook of a year."""
    book = Workbook()
    book.remove(book.active)
    own = [(column.header, column.write(_get(definitions, column.field.split(".")))) for column in OWN.rows]
    _write_sheet(book.create_sheet(OWN.title), OWN, own)
    for sheet in SHEETS:
        parts = _get(definitions, sheet.path)
        rows = [[column.write(getattr(part, column.field)) for column in sheet.columns] for part in parts]
        _write_sheet(book.create_sheet(sheet.title), sheet, rows)
    raw = BytesIO()
    book.save(raw)
    return raw.getvalue()


def _get(value: Any, path: Iterable[str]) -> Any:
    for name in path:
        value = getattr(value, name)
    return value


def _write_sheet(page: Worksheet, sheet: WorkbookSheet, rows: Iterable[Iterable[str]]) -> None:
    page.freeze_panes = "A2"
    for place, column in enumerate(sheet.columns, start=1):
        cell = page.cell(1, place, column.header)
        cell.font, cell.fill = Font(bold=True), HEAD_FILL
        page.column_dimensions[get_column_letter(place)].width = column.width
    last = 1
    for last, texts in enumerate(rows, start=2):
        for place, text in enumerate(texts, start=1):
            cell = page.cell(last, place)
            if text:
                # Set past the property: a text that begins like a formula stays a text.
                cell._value, cell.data_type = cell.check_string(_ESCAPE.sub("_x005F_", text)), "s"
    spare = 0 if sheet.rows else SPARE_ROWS
    for row in page.iter_rows(2, last + spare, 1, len(sheet.columns)):
        for cell in row:
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, column in enumerate(sheet.columns, start=1):
        if column.choices and spare:
            labels = ",".join(label for label in column.choices.values() if label)
            rule = DataValidation("list", formula1=f'"{labels}"', allow_blank=True)
            rule.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{last + spare}")
            page.add_data_validation(rule)
