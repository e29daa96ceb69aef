"""The sheets of an xlsx file as texts. Nothing is computed: of a formula only the value that the file holds is read."""

import posixpath
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import product
from string import ascii_uppercase
from typing import NamedTuple

from ita_portal.thai import normalise

from .archive import BROKEN, EXPANDS, Archive
from .numbers import format_kind, iso_day_text, number_text
from .table import Limits, SheetRefused

MACROS = "ไฟล์มีแมโคร เปิดใน Excel เลือก บันทึกเป็น ชนิด “สมุดงาน Excel (.xlsx)” แล้วนำเข้าอีกครั้ง"
BINARY = "เป็นไฟล์ Excel แบบไบนารี (.xlsb) เปิดใน Excel เลือก บันทึกเป็น ชนิด “สมุดงาน Excel (.xlsx)” แล้วนำเข้าอีกครั้ง"
OPEN_DOCUMENT = "เป็นไฟล์ OpenDocument (.ods) เปิดในโปรแกรมตารางคำนวณ เลือก บันทึกเป็น ชนิด Excel (.xlsx) แล้วนำเข้าอีกครั้ง"
NOT_EXCEL = "เป็นไฟล์ zip ที่ไม่ใช่ Excel แตกไฟล์ก่อน แล้วนำเข้าไฟล์ Excel (.xlsx) หรือ CSV ที่อยู่ข้างใน"
NO_SHEET = "ไฟล์ไม่มีแผ่นงานที่อ่านได้ นำเข้าไฟล์ Excel (.xlsx) ที่มีตารางในแผ่นงานที่ไม่ได้ซ่อน"
FORMULA = "เป็นสูตรที่ยังไม่มีค่า ให้วางเฉพาะค่า"

# Excel's own.
MAX_ROW = 1_048_576
MAX_SHEETS = 100
MAX_STYLES = 70_000
_LETTERS = [*ascii_uppercase, *map("".join, product(ascii_uppercase, repeat=2))]  # of the first 702 columns
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_MACRO_PARTS = ("xl/vbaProject.bin", "xl/macrosheets/")


class Cells(NamedTuple):
    """A row as the file holds it: raw texts and faults by the index of the column, 0 for A."""

    number: int
    texts: dict[int, str]
    faults: dict[int, str]


class Sheet(NamedTuple):
    title: str
    hidden: bool
    path: str


class Workbook:
    """An xlsx file that is within the limits; its sheets are read one row after the other."""

    def __init__(self, data: bytes, limits: Limits):
        self._archive = Archive(data, limits)
        self._limits = limits
        self._first_day = datetime(1899, 12, 30)
        path = self._workbook_path()
        links = self._links(path)
        self.sheets = self._sheets(path, links)
        parts = dict(links.values())
        self._kinds = self._styles(parts.get("styles"))
        self._strings = self._shared_strings(parts.get("sharedStrings"))

    def rows(self, sheet: Sheet) -> Iterator[Cells]:
        """Yield the rows that hold anything, in the order of their numbers."""
        reader = _SheetReader(self._strings, self._kinds, self._first_day, self._limits)
        for _ in self._archive.walk(sheet.path, reader.start, reader.end, reader.text):
            yield from reader.rows
            reader.rows.clear()

    def _workbook_path(self) -> str:
        names = self._archive.names
        if "[Content_Types].xml" not in names and "mimetype" not in names:
            raise SheetRefused(NOT_EXCEL)
        if any(name.startswith(_MACRO_PARTS) for name in names):
            raise SheetRefused(MACROS)
        if "xl/workbook.bin" in names:
            raise SheetRefused(BINARY)
        if "content.xml" in names and "mimetype" in names:
            raise SheetRefused(OPEN_DOCUMENT)
        for kind, target in self._links("").values():
            if kind == "officeDocument":
                return target
        raise SheetRefused(BROKEN)

    def _links(self, source: str) -> dict[str, tuple[str, str]]:
        """Return the kind and the path of each part that a part names, by id."""
        folder, name = posixpath.split(source)
        links = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
                kind = attributes.get("Type", "").rpartition("/")[2]
                links[attributes.get("Id", "")] = (kind, target.lstrip("/"))

        self._archive.read(posixpath.join(folder, "_rels", f"{name}.rels"), start)
        return links

    def _sheets(self, path: str, links: dict[str, tuple[str, str]]) -> list[Sheet]:
        sheets: list[Sheet] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self._first_day = datetime(1904, 1, 1)
            elif tag == "sheet" and len(sheets) < MAX_SHEETS:
                ids = (value for key, value in attributes.items() if key.endswith(":id"))
                kind, target = links.get(next(ids, ""), ("", ""))
                if kind == "worksheet":
                    hidden = attributes.get("state", "visible") != "visible"
                    sheets.append(Sheet(attributes.get("name", "")[:50], hidden, target))

        self._archive.read(path, start)
        if not sheets:
            raise SheetRefused(NO_SHEET)
        return sheets

    def _styles(self, path: str | None) -> dict[str, str]:
        """Return what each cell style makes of a number, by its place."""
        if path not in self._archive.names:
            return {}
        codes: dict[str, str] = {}
        kinds: list[str] = []
        inside = ""

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            if tag in ("cellStyleXfs", "cellXfs", "dxfs"):
                inside = tag
            elif tag == "numFmt" and not inside:
                codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:255]
            elif tag == "xf" and inside == "cellXfs":
                key = attributes.get("numFmtId", "0")
                kinds.append(format_kind(0 if key in codes else _number(key, 5), codes.get(key, "")))
            if len(codes) > MAX_STYLES or len(kinds) > MAX_STYLES:
                raise SheetRefused(EXPANDS)

        self._archive.read(path, start)
        return {str(place): kind for place, kind in enumerate(kinds)}

    def _shared_strings(self, path: str | None) -> list[str]:
        if path not in self._archive.names:
            return []
        strings: list[str] = []
        text = _Text(self._limits)
        left = self._limits.characters

        def end(tag: str) -> None:
            nonlocal left
            text.end(tag)
            if tag == "si":
                strings.append(text.take())
                left -= len(strings[-1])
                if left < 0 or len(strings) > self._limits.cells:
                    raise SheetRefused(EXPANDS)

        self._archive.read(path, lambda tag, attributes: text.start(tag), end, text.add)
        return strings


class _Text:
    """Gathers the text of a cell: its <t>, not the reading aid <rPh>; never more than a cell may hold."""

    def __init__(self, limits: Limits):
        self._limit = limits.cell
        self._parts: list[str] = []
        self._length = 0
        self._open = self._aside = False

    def start(self, tag: str) -> None:
        self._open = tag in ("t", "v") and not self._aside
        self._aside = self._aside or tag == "rPh"

    def end(self, tag: str) -> None:
        self._open = False
        if tag == "rPh":
            self._aside = False

    def add(self, text: str) -> None:
        if self._open:
            self._parts.append(text)
            self._length += len(text)
            if self._length > self._limit:
                raise SheetRefused(long_cell(self._limit))

    def take(self) -> str:
        text = self._parts[0] if len(self._parts) == 1 else "".join(self._parts)
        self._parts.clear()
        self._length = 0
        if "_x" in text:
            text = _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), text)
        return text


def long_cell(limit: int) -> str:
    return f"มีเซลล์ที่ยาวเกิน {limit:,} ตัวอักษร ย่อข้อความแล้วนำเข้าอีกครั้ง"


class _SheetReader:
    """The handlers for the XML of a sheet; fills `rows`."""

    def __init__(self, strings: list[str], kinds: dict[str, str], first_day: datetime, limits: Limits):
        self.rows: list[Cells] = []
        self._strings = strings
        self._kinds = kinds
        self._first_day = first_day
        self._limits = limits
        self._text = _Text(limits)
        self._columns = {letters: index for index, letters in enumerate(_LETTERS[: limits.columns])}
        self._row = self._column = self._count = 0
        self._cells: Cells | None = None
        self._cell: dict[str, str] | None = None
        self._has_formula = False
        self.text = self._text.add

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self._start_row(attributes.get("r"))
        elif self._cell is not None:
            self._text.start(tag)
            if tag == "f":
                self._has_formula = True

    def end(self, tag: str) -> None:
        if self._cell is None:
            if tag == "row" and self._cells is not None:
                if self._cells.texts or self._cells.faults:
                    self.rows.append(self._cells)
                self._cells = None
        elif tag == "c" and self._cells is not None:
            self._end_cell(self._cell, self._cells)
        else:
            self._text.end(tag)

    def _start_row(self, number: str | None) -> None:
        if self._cells is not None:
            raise SheetRefused(BROKEN)
        row = _number(number, 7) if number else self._row + 1
        if not self._row < row <= MAX_ROW:
            raise SheetRefused(BROKEN)
        self._row, self._column = row, -1
        self._cells = Cells(row, {}, {})

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self._cells is None or self._cell is not None:
            raise SheetRefused(BROKEN)
        self._count += 1
        if self._count > self._limits.cells:
            raise SheetRefused(EXPANDS)
        self._cell = attributes
        self._has_formula = False
        reference = attributes.get("r")
        if reference:
            self._column = self._columns.get(reference.rstrip("0123456789"), self._limits.columns)
        else:
            self._column += 1

    def _end_cell(self, cell: dict[str, str], cells: Cells) -> None:
        self._cell = None
        text = self._text.take()
        kind = cell.get("t", "n")
        if self._has_formula and not text and kind != "str":  # "str": the formula's result is an empty text
            self._put(cells.faults, FORMULA)
        elif kind == "e":
            self._put(cells.faults, f"“{normalise(text)[:20]}” เป็นค่าผิดพลาดของ Excel แก้สูตรหรือวางเฉพาะค่า")
        elif text:
            self._put(cells.texts, self._read(kind, text, cell.get("s")))

    def _put(self, where: dict[int, str], text: str) -> None:
        if self._column >= self._limits.columns:
            raise SheetRefused(f"แถวที่ {self._row} มีข้อมูลเกินคอลัมน์ที่ {self._limits.columns} ลบคอลัมน์ที่ไม่ใช้แล้วนำเข้าอีกครั้ง")
        where[self._column] = text

    def _read(self, kind: str, text: str, style: str | None) -> str:
        if kind == "s":
            place = _number(text, 8)
            if not 0 <= place < len(self._strings):
                raise SheetRefused(BROKEN)
            return self._strings[place]
        if kind == "n":
            return number_text(text, self._kinds.get(style or "0", ""), self._first_day)
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(text, text)
        if kind == "d":
            return _iso_text(text)
        return text


def _number(text: str, digits: int) -> int:
    """Return a whole number of at most so many digits, or -1."""
    return int(text) if text.isdecimal() and len(text) <= digits else -1


def _iso_text(text: str) -> str:
    try:
        return iso_day_text(datetime.fromisoformat(text))
    except ValueError:
        return text
