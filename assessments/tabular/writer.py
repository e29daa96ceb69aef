"""Writes xlsx and csv: exports, templates and the file of refused rows. What it writes, the reader reads back equal."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from ita_portal.thai import BE_OFFSET, two_decimals

from .cells import convert
from .table import LIMITS, REASON_HEADER, Column, Row
from .texts import outgoing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
NOTES_TITLE, LISTS_TITLE = "คำอธิบาย", "รายการ"
REASON = Column("reason", REASON_HEADER, kind="lines", width=45)

_HEADER_FONT = Font(bold=True, color="FFFFFF")
_HEADER_FILL = PatternFill("solid", fgColor="1F3A5F")
_REASON_FILL = PatternFill("solid", fgColor="FBE3E1")
_TOP = Alignment(vertical="top")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_FORMATS = {"score": "0.00", "year": "0", "integer": "#,##0", "code": "@", "date": "@"}
_WIDTHS = {
    "score": 12,
    "year": 14,
    "integer": 12,
    "code": 16,
    "date": 16,
    "choice": 24,
    "lines": 45,
    "text": 28,
}
_LAST_ROW = LIMITS.rows + 1
# Excel reads _x0041_ as the letter of that code point.
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_HOW = {
    "score": "คะแนน 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง ยังไม่ทราบให้เว้นว่างหรือใส่ -",
    "year": "ปี พ.ศ. สี่หลัก เช่น 2567",
    "integer": "จำนวนเต็ม",
    "date": "วัน/เดือน/ปี พ.ศ. เช่น 1/4/2567",
    "choice": "เลือกจากรายการ",
    "code": "ตัวเลข คงเลข 0 ข้างหน้าไว้",
    "lines": "ข้อความ ขึ้นบรรทัดใหม่ได้ด้วย Alt+Enter",
    "text": "ข้อความ",
}
GENERAL_NOTES = (
    "กรอกข้อมูลในแผ่นงานแรก ห้ามเปลี่ยนข้อความในหัวตาราง คอลัมน์ที่มี * ต้องมีในไฟล์ คอลัมน์อื่นลบออกได้ถ้าไม่ใช้",
    "ใช้เลขไทยหรือเลขอารบิกก็ได้ แถวว่างจะถูกข้าม แถวและคอลัมน์ที่ซ่อนไว้ถูกอ่านเหมือนแถวอื่น",
    "เซลล์ที่เป็นสูตรจะอ่านเฉพาะค่าที่บันทึกไว้ ระบบไม่คำนวณสูตร",
    "ข้อความที่ขึ้นต้นด้วย = + - @ มีเครื่องหมาย ' นำหน้า เพื่อไม่ให้โปรแกรมคำนวณ ระบบจะตัดออกให้เองเมื่อนำเข้า",
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
    by column name to those that choices give. Numbers stay numbers, blanks stay blank, texts are escaped.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    lists = {column.name: list(column.choices.values()) for column in columns if column.choices}
    lists |= {name: list(values) for name, values in (dropdowns or {}).items() if values}
    _lay_out(sheet, columns)
    _validate(sheet, columns, lists)
    sheet.append([_header_cell(sheet, column) for column in columns])
    styles = [_body_cell(sheet, column).style_id for column in columns]
    _write_notes(book, title, columns, notes)
    _write_lists(book, lists)
    frame = BytesIO()
    book.save(frame)
    return _with_rows(frame, _rows_xml(_outgoing(columns, rows), styles))


def _with_rows(frame: BytesIO, rows: Iterator[bytes]) -> bytes:
    """Return the workbook with these rows below the header of its first sheet.

    openpyxl takes a third of a minute for 80,000 rows of 15 cells; rows made of plain text take a tenth of that.
    """
    file = BytesIO()
    with ZipFile(frame) as empty, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6) as full:
        for entry in empty.infolist():
            content = empty.read(entry)
            if entry.filename != "xl/worksheets/sheet1.xml":
                full.writestr(entry, content)
                continue
            before, end, after = content.partition(b"</sheetData>")
            with full.open(entry.filename, "w") as sheet:
                sheet.write(before)
                for piece in rows:
                    sheet.write(piece)
                sheet.write(end + after)
    return file.getvalue()


def _rows_xml(rows: Iterator[list[object]], styles: Sequence[int]) -> Iterator[bytes]:
    places = [(get_column_letter(place), style) for place, style in enumerate(styles, start=1)]
    for number, values in enumerate(rows, start=2):
        cells = [
            f'<c r="{letter}{number}" s="{style}"{_content(value)}</c>'
            for (letter, style), value in zip(places, values, strict=True)
            if value is not None
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'.encode()


def _content(value: object) -> str:
    if isinstance(value, str):
        return f' t="inlineStr"><is><t xml:space="preserve">{_xml_text(value)}</t></is>'
    return f"><v>{value}</v>"


@lru_cache(maxsize=20_000)
def _xml_text(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def write_csv(columns: Sequence[Column], rows: Iterable[Values]) -> bytes:
    """Return UTF-8 csv with a byte order mark, so that Excel shows Thai."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.header for column in columns])
    writer.writerows(_outgoing(columns, rows))
    return text.getvalue().encode("utf-8-sig")


def write_refused(
    columns: Sequence[Column],
    refused: Iterable[tuple[Row, str]],
    *,
    title: str,
    notes: Sequence[str] = (),
) -> bytes:
    """Return a workbook of the refused rows as they were read, each with its reason; the reader ignores that column."""
    rows = ({**_as_typed(columns, row), REASON.name: reason} for row, reason in refused)
    notes = (f"แก้ตามที่บอกในคอลัมน์ “{REASON_HEADER}” แล้วนำเข้าไฟล์นี้ได้เลย ไม่ต้องลบคอลัมน์นั้น", *notes)
    return write_xlsx([REASON, *columns], rows, title=title, notes=notes)


def _as_typed(columns: Sequence[Column], row: Row) -> dict[str, object]:
    """Return the texts of a row; what reads as a number goes out as a number."""
    values: dict[str, object] = dict(row.values)
    for column in columns:
        if column.kind in ("score", "year", "integer") and row.values.get(column.name) != "-":
            try:
                values[column.name] = convert(column, row.values.get(column.name, ""))
            except ValueError:
                continue
    return values


def _outgoing(columns: Sequence[Column], rows: Iterable[Values]) -> Iterator[list[object]]:
    """Yield the rows as a file holds them: numbers, harmless texts, None for a blank."""
    names = [column.name for column in columns]
    writers = [_value_writer(column) for column in columns]
    for row in rows:
        values = [row.get(name) for name in names] if isinstance(row, Mapping) else row
        yield [write(value) for write, value in zip(writers, values, strict=True)]


def _value_writer(column: Column) -> Callable[[object], object]:
    labels = column.choices
    scores = column.kind == "score"

    def write(value: object) -> object:
        if value == "-" and column.dash:
            return value
        if isinstance(value, str):
            return outgoing(labels.get(value, value)) or None
        if value is None:
            return None
        if isinstance(value, Decimal):
            return Decimal(two_decimals(value)) if scores else value
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, date):
            return f"{value.day}/{value.month}/{value.year + BE_OFFSET}"
        raise TypeError(f"{column.name}: {type(value).__name__} has no form in a spreadsheet")

    return write


def _sheet_name(title: str) -> str:
    return _NO_SHEET_NAME.sub(" ", title).strip()[:31] or "ข้อมูล"


def _lay_out(sheet: WriteOnlyWorksheet, columns: Sequence[Column]) -> None:
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        layout = sheet.column_dimensions[get_column_letter(number)]
        layout.width = column.width or max(_WIDTHS[column.kind], min(len(column.header) + 4, 40))
        layout.number_format = _FORMATS.get(column.kind, "General")
        layout.alignment = _alignment(column)


def _alignment(column: Column) -> Alignment:
    return _WRAPPED if column.kind in ("text", "lines") else _TOP


def _header_cell(sheet: WriteOnlyWorksheet, column: Column) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, column.header + (" *" if column.required else ""))
    cell.font, cell.fill, cell.alignment = _HEADER_FONT, _HEADER_FILL, _WRAPPED
    return cell


def _body_cell(sheet: WriteOnlyWorksheet, column: Column) -> WriteOnlyCell:
    """Return the cell that stands for each of the column in turn."""
    cell = WriteOnlyCell(sheet)
    cell.number_format = _FORMATS.get(column.kind, "General")
    cell.alignment = _alignment(column)
    if column is REASON:
        cell.fill = _REASON_FILL
    return cell


def _validate(
    sheet: WriteOnlyWorksheet, columns: Sequence[Column], lists: Mapping[str, Sequence[str]]
) -> None:
    """Let the spreadsheet program offer the lists and warn of scores and years that the portal will refuse."""
    places = {name: get_column_letter(place) for place, name in enumerate(lists, start=1)}
    for number, column in enumerate(columns, start=1):
        if column.name in lists:
            place = places[column.name]
            listed = f"'{LISTS_TITLE}'!${place}$1:${place}${len(lists[column.name])}"
            rule = DataValidation(type="list", formula1=listed, error="เลือกจากรายการ")
        elif column.kind == "score":
            rule = DataValidation(type="decimal", operator="between", formula1="0", formula2="100")
            rule.error = "ใส่คะแนน 0 ถึง 100 ยังไม่ทราบให้เว้นว่างหรือใส่ -"
        elif column.kind == "year":
            rule = DataValidation(type="whole", operator="between", formula1="2500", formula2="2700")
            rule.error = "ใส่ปี พ.ศ. สี่หลัก เช่น 2567"
        else:
            continue
        rule.allow_blank, rule.errorStyle, rule.errorTitle = True, "warning", column.header[:32]
        rule.showErrorMessage = True
        letter = get_column_letter(number)
        rule.add(f"{letter}2:{letter}{_LAST_ROW}")
        sheet.data_validations.append(rule)


def _write_notes(book: Workbook, title: str, columns: Sequence[Column], notes: Sequence[str]) -> None:
    sheet = book.create_sheet(NOTES_TITLE)
    for letter, width in zip("ABCD", (34, 10, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width

    def styled(text: str, **style: object) -> WriteOnlyCell:
        cell = WriteOnlyCell(sheet, outgoing(text))
        cell.data_type = "s"
        cell.alignment = _WRAPPED
        for key, value in style.items():
            setattr(cell, key, value)
        return cell

    sheet.append([styled(title, font=Font(bold=True, size=14), alignment=_TOP)])
    for note in (*notes, *GENERAL_NOTES):
        sheet.append([styled(note, alignment=_TOP)])
    sheet.append([])
    head = {"font": _HEADER_FONT, "fill": _HEADER_FILL}
    sheet.append([styled(text, **head) for text in ("ชื่อคอลัมน์", "จำเป็น", "วิธีกรอก", "หมายเหตุ")])
    for column in columns:
        if column is not REASON:
            needed = "จำเป็น" if column.required else ""
            sheet.append([styled(text) for text in (column.header, needed, _HOW[column.kind], column.note)])


def _write_lists(book: Workbook, lists: Mapping[str, Sequence[str]]) -> None:
    if not lists:
        return
    sheet = book.create_sheet(LISTS_TITLE)
    sheet.sheet_state = "hidden"
    for place in range(max(map(len, lists.values()))):
        cells = [
            WriteOnlyCell(sheet, outgoing(values[place]) if place < len(values) else None)
            for values in lists.values()
        ]
        for cell in cells:
            cell.data_type = "s" if cell.value else "n"
        sheet.append(cells)
