"""Writes xlsx and csv: exports, templates and the file of refused rows. What it writes, the reader reads back equal."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from itertools import zip_longest
from typing import NamedTuple

from ita_portal.thai import two_decimals

from .book import Book, Cell, Sheet, Style, reference
from .cells import convert, day_text
from .table import LIMITS, REASON_HEADER, Column, Kind
from .texts import guarded, outgoing

CSV = "text/csv; charset=utf-8"
NOTES_TITLE, LISTS_TITLE = "คำอธิบาย", "รายการ"
REASON = Column("reason", REASON_HEADER, kind="lines", width=45)

_TOP = Style(upright="top", quotes=True)
_WRAPPED = replace(_TOP, wraps=True)
_HEAD = replace(_WRAPPED, bold=True, colour="FFFFFF", fill="1F3A5F")
_TITLE = replace(_TOP, bold=True, size=14)
_REASON_FILL = "FBE3E1"


class _Form(NamedTuple):
    """How the columns of a kind are written; `valid` is the rule in Excel's words."""

    width: int
    how: str
    number_format: str = "General"
    valid: Mapping[str, str] | None = None
    fault: str = ""


_FORMS: dict[Kind, _Form] = {
    "score": _Form(
        12,
        "คะแนน 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง ยังไม่ทราบให้เว้นว่างหรือใส่ -",
        "0.00",
        {"type": "decimal", "formula1": "0", "formula2": "100"},
        "ใส่คะแนน 0 ถึง 100 ยังไม่ทราบให้เว้นว่างหรือใส่ -",
    ),
    "year": _Form(
        14,
        "ปี พ.ศ. สี่หลัก เช่น 2567",
        "0",
        {"type": "whole", "formula1": "2500", "formula2": "2700"},
        "ใส่ปี พ.ศ. สี่หลัก เช่น 2567",
    ),
    "integer": _Form(12, "จำนวนเต็ม", "#,##0"),
    "date": _Form(16, "วัน/เดือน/ปี พ.ศ. เช่น 1/4/2567", "@"),
    "choice": _Form(24, "เลือกจากรายการ"),
    "code": _Form(16, "ตัวเลข คงเลข 0 ข้างหน้าไว้", "@"),
    "list": _Form(20, "ใส่ได้หลายรายการ คั่นด้วยจุลภาค", "@"),
    "lines": _Form(45, "ข้อความ ขึ้นบรรทัดใหม่ได้ด้วย Alt+Enter"),
    "text": _Form(28, "ข้อความ"),
}
GENERAL_NOTES = (
    "กรอกข้อมูลในแผ่นงานแรก ห้ามเปลี่ยนข้อความในหัวตาราง คอลัมน์ที่มี * ต้องมีในไฟล์ คอลัมน์อื่นลบออกได้ถ้าไม่ใช้",
    "ใช้เลขไทยหรือเลขอารบิกก็ได้ แถวว่างจะถูกข้าม แถวและคอลัมน์ที่ซ่อนไว้ถูกอ่านเหมือนแถวอื่น",
    "เซลล์ที่เป็นสูตรจะอ่านเฉพาะค่าที่บันทึกไว้ ระบบไม่คำนวณสูตร",
)

Values = Mapping[str, object] | Sequence[object]


def write_xlsx(
    columns: Sequence[Column],
    rows: Iterable[Values],
    *,
    title: str,
    notes: Sequence[str] = (),
    dropdowns: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """Return a workbook: the rows, drop-downs, and a sheet of explanations.

    Rows are values by column name, or in the order of the columns; no rows make a template. `dropdowns` adds lists
    by column name to those that choices give. Numbers stay numbers, blanks stay blank, texts are texts.
    """
    book = Book(streamed=True)
    lists = {column.name: list(column.choices.values()) for column in columns if column.choices}
    lists |= {name: list(values) for name, values in (dropdowns or {}).items() if values}
    sheet = _sheet(book, title, columns)
    _validate(sheet, columns, lists)
    _write_rows(sheet, columns, rows)
    _write_how(_write_notes(book, title, (*notes, *GENERAL_NOTES)), columns)
    _write_lists(book, lists)
    return book.save()


def write_table(columns: Sequence[Column], rows: Iterable[Values], *, title: str, notes: Sequence[str] = ()) -> bytes:
    """Return a workbook to read: the rows, and where there are notes a sheet of them. Nobody fills it in."""
    book = Book(streamed=True)
    _write_rows(_sheet(book, title, columns), columns, rows)
    if notes:
        _write_notes(book, title, notes)
    return book.save()


def write_csv(columns: Sequence[Column], rows: Iterable[Values]) -> bytes:
    """Return UTF-8 csv with a byte order mark, so that Excel shows Thai."""
    text = StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([column.header for column in columns])
    for row in _outgoing(columns, rows):
        writer.writerow([guarded(value) if isinstance(value, str) else value for value in row])
    return text.getvalue().encode("utf-8-sig")


def write_refused(
    columns: Sequence[Column],
    refused: Iterable[tuple[Mapping[str, str], str]],
    *,
    title: str,
    notes: Sequence[str] = (),
) -> bytes:
    """Return a workbook of the refused texts by column, each row with its reason; the reader ignores that column."""
    rows = ({**_as_typed(columns, texts), REASON.name: reason} for texts, reason in refused)
    notes = (f"แก้ตามที่บอกในคอลัมน์ “{REASON_HEADER}” แล้วนำเข้าไฟล์นี้ได้เลย ไม่ต้องลบคอลัมน์นั้น", *notes)
    return write_xlsx([REASON, *columns], rows, title=title, notes=notes)


def _as_typed(columns: Sequence[Column], texts: Mapping[str, str]) -> dict[str, object]:
    """Return the texts of a row; what reads as a number goes out as a number."""
    values: dict[str, object] = dict(texts)
    for column in columns:
        text = texts.get(column.name, "")
        if column.kind in ("score", "year", "integer") and text != "-":
            with suppress(ValueError):
                values[column.name] = convert(column, text)
    return values


def _outgoing(columns: Sequence[Column], rows: Iterable[Values]) -> Iterator[list[object]]:
    """Yield the rows as a file holds them: numbers, texts, None for a blank."""
    for row in rows:
        values = [row.get(column.name) for column in columns] if isinstance(row, Mapping) else row
        yield [_written(column, value) for column, value in zip(columns, values, strict=True)]


def _written(column: Column, value: object) -> object:
    if isinstance(value, str):
        taken = value == "-" and column.dash
        return value if taken else outgoing(column.choices.get(value, value)) or None
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, Decimal):
        return Decimal(two_decimals(value)) if column.kind == "score" else value
    if isinstance(value, date):
        return day_text(value)
    raise TypeError(f"{column.name}: {type(value).__name__} has no form in a spreadsheet")


def _sheet(book: Book, title: str, columns: Sequence[Column]) -> Sheet:
    widths = [column.width or max(_FORMS[column.kind].width, min(len(column.header) + 4, 40)) for column in columns]
    return book.sheet(title, widths, map(_style, columns))


def _write_rows(sheet: Sheet, columns: Sequence[Column], rows: Iterable[Values]) -> None:
    sheet.add(Cell(column.header + (" *" if column.required else ""), _HEAD) for column in columns)
    styles = [replace(_style(column), fill=_REASON_FILL if column is REASON else "") for column in columns]
    sheet.stream(_outgoing(columns, rows), styles)


def _style(column: Column) -> Style:
    style = _WRAPPED if column.kind in ("text", "lines") else _TOP
    return replace(style, number_format=_FORMS[column.kind].number_format)


def _validate(sheet: Sheet, columns: Sequence[Column], lists: Mapping[str, Sequence[str]]) -> None:
    """Let the spreadsheet program offer the lists and warn of scores and years that the portal will refuse."""
    offered = {
        name: reference(LISTS_TITLE, place, len(texts)) for place, (name, texts) in enumerate(lists.items(), start=1)
    }
    for place, column in enumerate(columns, start=1):
        form = _FORMS[column.kind]
        if column.name in offered:
            rule = {"type": "list", "formula1": offered[column.name], "error": "เลือกจากรายการ"}
        elif form.valid:
            rule = {**form.valid, "operator": "between", "error": form.fault}
        else:
            continue
        told = {"errorStyle": "warning", "errorTitle": column.header[:32], "showErrorMessage": True}
        sheet.validate(place, LIMITS.rows + 1, **rule, **told)


def _write_notes(book: Book, title: str, notes: Sequence[str]) -> Sheet:
    sheet = book.sheet(NOTES_TITLE, (34, 10, 60, 60), frozen=0)
    sheet.add([Cell(title, _TITLE)])
    for note in notes:
        sheet.add([Cell(outgoing(note), _TOP)])
    return sheet


def _write_how(sheet: Sheet, columns: Sequence[Column]) -> None:
    """Explain the columns to who fills them in."""
    sheet.add([])
    sheet.add(Cell(text, _HEAD) for text in ("ชื่อคอลัมน์", "จำเป็น", "วิธีกรอก", "หมายเหตุ"))
    for column in columns:
        if column is not REASON:
            needed = "จำเป็น" if column.required else ""
            texts = (column.header, needed, _FORMS[column.kind].how, column.note)
            sheet.add(Cell(text, _WRAPPED) for text in texts)


def _write_lists(book: Book, lists: Mapping[str, Sequence[str]]) -> None:
    if lists:
        sheet = book.sheet(LISTS_TITLE, frozen=0, hidden=True)
        for texts in zip_longest(*lists.values()):
            sheet.add(Cell(outgoing(text) if text else None, _TOP) for text in texts)
