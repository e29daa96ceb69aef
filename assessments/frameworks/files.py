"""A year's definitions as a file, out and in: JSON for machines, xlsx for people. Both give back an equal value.

Readers raise ValidationError with every fault in Thai: where it stands, what is wrong, what to do.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from pydantic import ValidationError as SchemaError

from assessments.tabular.table import Limits, SheetRefused
from assessments.tabular.xlsx import Cells, Workbook
from ita_portal.thai import ascii_digits, normalise
from ita_portal.validation_messages import bounded, parse_json, shown_value, thai_message

from .definitions import Definitions
from .validation import problems
from .workbook import OWN, SHEETS, WorkbookColumn, WorkbookSheet, write

MAX_BYTES = 5_000_000
LIMITS = Limits(upload=MAX_BYTES, expanded=30_000_000, cells=100_000, characters=5_000_000)
Path = tuple[int | str, ...]  # of a value within the JSON
Own = dict[Path, tuple[int, object]]  # row and value of what a sheet says of the year itself
HEAD_ROWS = 5  # among these a sheet has its headers


def to_json(definitions: Definitions) -> bytes:
    """Return UTF-8 JSON, in the shape of `Definitions.as_json`."""
    return json.dumps(definitions.as_json(), ensure_ascii=False, indent=1).encode() + b"\n"


def from_json(raw: bytes) -> Definitions:
    value = parse_json(raw, MAX_BYTES)
    try:
        return Definitions.from_json(value)
    except SchemaError as error:
        faults = [f"{_path(each['loc'])}: {thai_message(each)}{shown_value(each)}" for each in error.errors()]
        raise ValidationError(bounded(faults)) from error


def _path(loc: Path) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return text.removeprefix(".") or "ทั้งแฟ้ม"


def to_xlsx(definitions: Definitions) -> bytes:
    """Return a workbook with one sheet a kind of part, Thai headers, every cell a text."""
    return write(definitions)


def from_xlsx(raw: bytes) -> Definitions:
    """Read `to_xlsx`'s workbook, also as Excel or LibreOffice saved it again."""
    if len(raw) > MAX_BYTES:
        raise ValidationError(f"แฟ้มใหญ่ {len(raw) / 1e6:.1f} MB เกินที่รับได้ {MAX_BYTES / 1e6:.0f} MB")
    try:
        return _Reading(raw).definitions()
    except SheetRefused as refused:
        raise ValidationError(refused.messages) from refused


def read_definition_file(raw: bytes) -> Definitions:
    """Read a file of either kind, told by its content."""
    return from_xlsx(raw) if raw.startswith(b"PK") else from_json(raw)


@dataclass
class _Table:
    """What a sheet holds: for each part its row in the file and its values by field."""

    sheet: WorkbookSheet
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)


Tables = Mapping[Path, _Table]


class _Reading:
    """One reading of a workbook; `faults` gathers what cannot be read, by sheet, row and column."""

    def __init__(self, raw: bytes):
        self.faults: list[str] = []
        self._failed: set[str] = set()  # the places of cells whose fault has been told
        self._book = Workbook(raw, LIMITS)
        self._titles = {normalise(sheet.title).strip(): sheet for sheet in self._book.sheets}

    def definitions(self) -> Definitions:
        own = self._own_rows()
        tables: Tables = {sheet.path: self._table(sheet) for sheet in SHEETS}
        value: dict[int | str, Any] = {"crosswalk": {}}
        for path, (_, found) in own.items():
            _at(value, path)[path[-1]] = found
        for path, table in tables.items():
            _at(value, path)[path[-1]] = [values for _, values in table.rows]
        year = self._checked(value, tables, own)
        if year is None or self.faults:
            raise ValidationError(bounded(self.faults))
        return year

    def _checked(self, value: object, tables: Tables, own: Own) -> Definitions | None:
        """Tell what pydantic finds, and where that is nothing, what keeps the parts from being stored."""
        try:
            year = Definitions.from_json(value)
        except SchemaError as error:
            for each in error.errors():
                place = _place(each["loc"], tables, own)
                if place not in self._failed:
                    self.faults.append(f"{place}: {thai_message(each)}{shown_value(each)}")
            return None
        if not self.faults:
            self.faults = [
                f"{_place(problem.path, tables, own)}: {problem.message}"
                for problem in problems(year, None)
                if problem.blocking and problem.path[0] != "crosswalk"
            ]
        return year

    def _own_rows(self) -> Own:
        """Return row and value of what the first sheet says of the year itself, by path."""
        table = self._table(OWN)
        wanted = {_name(column.header): column for column in OWN.rows}
        found: Own = {}
        for row, values in table.rows:
            name = _name(str(values["name"]))
            if name not in wanted:
                self.faults.append(f"แผ่นงาน “{OWN.title}” แถวที่ {row}: ไม่รู้จักรายการ “{name[:40]}”")
                continue
            column = wanted.pop(name)
            path = tuple(column.field.split("."))
            text = values["value"]
            where = f"แผ่นงาน “{OWN.title}” แถวที่ {row}"
            found[path] = row, self._value(column, text, where)
        self.faults += [f"แผ่นงาน “{OWN.title}”: ขาดรายการ “{column.header}”" for column in wanted.values()]
        return found

    def _table(self, sheet: WorkbookSheet) -> _Table:
        table = _Table(sheet)
        if sheet.title not in self._titles:
            self.faults.append(f"ไม่มีแผ่นงาน “{sheet.title}” ให้ส่งออกเกณฑ์เป็นแฟ้มใหม่แล้วแก้ไขในแฟ้มนั้น")
            return table
        rows = self._book.rows(self._titles[sheet.title])
        places = self._headers(sheet, rows)
        if places is None:
            return table
        for cells in rows:
            texts = {column.field: cells.texts.get(place, "") for column, place in places.items()}
            if not any(text.strip() for text in texts.values()) and not cells.faults:
                continue
            table.rows.append((cells.number, self._part(sheet, cells, places)))
        if sheet.sorted_by:
            return self._sorted(table)
        return table

    def _headers(self, sheet: WorkbookSheet, rows: Iterator[Cells]) -> dict[WorkbookColumn, int] | None:
        """Return the place of each column by the first row that has all of the headers; rows above it are passed."""
        wanted = {_name(column.header): column for column in sheet.columns}
        best: dict[WorkbookColumn, int] = {}
        for cells in islice(rows, HEAD_ROWS):
            names = {_name(text): place for place, text in reversed(sorted(cells.texts.items()))}
            found = {column: names[name] for name, column in wanted.items() if name in names}
            if len(found) == len(wanted):
                return found
            best = max(best, found, key=len)
        missing = [column.header for column in sheet.columns if column not in best]
        self.faults.append(f"แผ่นงาน “{sheet.title}” ไม่มีคอลัมน์ {', '.join(f'“{each}”' for each in missing)}")
        return None

    def _part(
        self, sheet: WorkbookSheet, cells: Cells, places: Mapping[WorkbookColumn, int]
    ) -> dict[str, object]:
        values: dict[str, object] = {}
        for column, place in places.items():
            where = f"แผ่นงาน “{sheet.title}” แถวที่ {cells.number} คอลัมน์ “{column.header}”"
            if fault := cells.faults.get(place):
                values[column.field] = None
                self._fault(where, fault)
            else:
                values[column.field] = self._value(column, cells.texts.get(place, ""), where)
        return values

    def _value(self, column: WorkbookColumn, text: str, where: str) -> object:
        try:
            return column.read(text)
        except ValueError as error:
            self._fault(where, str(error))
            return None

    def _fault(self, where: str, fault: str) -> None:
        self.faults.append(f"{where}: {fault}")
        self._failed.add(where)

    def _sorted(self, table: _Table) -> _Table:
        """Put rows in the order of their numbers, as a year has them; rows without a number stay as they are."""
        numbers = [values[table.sheet.sorted_by] for _, values in table.rows]
        if all(isinstance(number, int) for number in numbers):
            table.rows.sort(key=lambda row: row[1][table.sheet.sorted_by])
        return table


def _name(text: str) -> str:
    return "".join(ascii_digits(normalise(text)).split()).rstrip("*:")


def _at(value: dict[int | str, Any], path: Path) -> dict[int | str, Any]:
    return value["crosswalk"] if path[0] == "crosswalk" else value


def _place(path: Path, tables: Tables, own: Own) -> str:
    """Return where in the workbook a path of the value stands."""
    if path in own:
        return f"แผ่นงาน “{OWN.title}” แถวที่ {own[path][0]}"
    length = 2 if path[0] == "crosswalk" else 1
    table = tables.get(path[:length])
    if table is None:
        return f"แผ่นงาน “{OWN.title}”"
    place = f"แผ่นงาน “{table.sheet.title}”"
    if len(path) > length:
        place += f" แถวที่ {table.rows[int(path[length])][0]}"
    headers: dict[int | str, str] = {column.field: column.header for column in table.sheet.columns}
    if len(path) > length + 1:
        place += f" คอลัมน์ “{headers.get(path[length + 1], path[length + 1])}”"
    return place
