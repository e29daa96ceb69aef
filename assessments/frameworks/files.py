"""A year's definitions as a file, out and in: JSON for machines, xlsx for people. Both give back an equal value.

Readers raise ValidationError with every fault in Thai: where it stands, what is wrong, what to do.
"""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from pydantic import ValidationError as SchemaError

from assessments.tabular.table import Limits, SheetRefused
from assessments.tabular.xlsx import Cells, Workbook
from ita_portal.thai import ascii_digits, normalise
from ita_portal.validation_messages import (
    JsonPath,
    bounded,
    json_path,
    parse_json,
    shown_value,
    thai_message,
)

from .definitions import KEYS, PARTS, REFERENCES, Definitions, Problem
from .validation import problems
from .workbook import OWN, SHEETS, WorkbookColumn, WorkbookSheet

MAX_BYTES = 5_000_000
LIMITS = Limits(upload=MAX_BYTES, expanded=30_000_000, cells=100_000, characters=5_000_000)
HEAD_ROWS = 5  # among these a sheet has its headers


def to_json(definitions: Definitions) -> bytes:
    """Return UTF-8 JSON, in the shape of `Definitions.as_json`."""
    return json.dumps(definitions.as_json(), ensure_ascii=False, indent=1).encode() + b"\n"


class DefinitionFile(NamedTuple):
    """What a file holds, and where in it a path of the value stands."""

    definitions: Definitions
    place: Callable[[JsonPath], str]


def read_definition_file(raw: bytes) -> DefinitionFile:
    """Read a file of either kind, told by its content."""
    if not raw.startswith(b"PK"):
        return DefinitionFile(from_json(raw), json_path)
    if len(raw) > MAX_BYTES:
        raise ValidationError(f"ไฟล์ใหญ่ {len(raw) / 1e6:.1f} MB เกินที่รับได้ {MAX_BYTES / 1e6:.0f} MB")
    try:
        reading = _Reading(raw)
        return DefinitionFile(reading.definitions(), reading.place)
    except SheetRefused as refused:
        raise ValidationError(refused.messages) from refused


def from_json(raw: bytes) -> Definitions:
    return _checked(parse_json(raw, MAX_BYTES), json_path)


def from_xlsx(raw: bytes) -> Definitions:
    """Read `to_xlsx`'s workbook, also as Excel or LibreOffice saved it again."""
    return read_definition_file(raw).definitions


def _checked(
    value: Any,
    place: Callable[[JsonPath], str],
    told: Sequence[str] = (),
    known: Collection[str] = (),
    lacks: Collection[str] = (),
) -> Definitions:
    """Return what a file says; ValidationError with every fault of it.

    `told` are faults of its reading, at the places `known`; `lacks` the kinds of parts of which not all was read.
    """
    faults = list(told)
    try:
        year = Definitions.from_json(value)
    except SchemaError as error:
        faults += [
            f"{place(fault['loc'])}: {thai_message(fault)}{shown_value(fault)}"
            for fault in error.errors()
            if place(fault["loc"]) not in known
        ]
        faults += _also_wrong(value, {fault["loc"] for fault in error.errors()}, place, lacks)
        raise ValidationError(bounded(faults)) from error
    faults += [f"{place(problem.path)}: {problem.message}" for problem in _unstorable(year) if not lacks]
    if faults:
        raise ValidationError(bounded(faults))
    return year


def _unstorable(year: Definitions) -> Iterator[Problem]:
    """Yield what keeps the parts from being stored whatever the other years are."""
    return (problem for problem in problems(year, None) if problem.blocking and problem.path[0] != "crosswalk")


def _also_wrong(
    value: Any, wrong: set[JsonPath], place: Callable[[JsonPath], str], lacks: Collection[str]
) -> Iterator[str]:
    """Yield what is wrong with the parts that can be read, beside those at the paths `wrong`.

    Only what no faulty part could mend: keys that stand twice, and kinds all of whose parts and parents were read.
    """
    if not isinstance(value, dict):
        return
    unread = {*lacks, *(path[0] for path in wrong)}
    places: dict[str | int, list[int]] = {}
    sound: dict[str, Any] = {"fiscal_year": 2562, "pass_mark": "0"}
    for kind in PARTS:
        given = value.get(kind)
        parts = given if isinstance(given, list) else []
        places[kind] = [index for index in range(len(parts)) if not any(path[:2] == (kind, index) for path in wrong)]
        sound[kind] = [parts[index] for index in places[kind]]
    try:
        year = Definitions.from_json(sound)
    except SchemaError:  # a fault of the list as such
        return
    for problem in _unstorable(year):
        name, *rest = problem.path
        kinds = {name, *(parent for child, _, parent in REFERENCES if child == name)}
        if len(rest) == 2 and name in places and (rest[1] in KEYS.values() or not unread & kinds):
            yield f"{place((name, places[name][int(rest[0])], rest[1]))}: {problem.message}"


class _Row(NamedTuple):
    """A row of a sheet: its place in words, texts and faults by the field of their column."""

    where: str
    texts: dict[str, str]
    faults: dict[str, str]


class _Reading:
    """One reading of a workbook; `faults` gathers what cannot be read, by sheet, row and column."""

    def __init__(self, raw: bytes):
        self.faults: list[str] = []
        self._failed: set[str] = set()  # the places of cells whose fault has been told
        self._lacking: set[str] = set()  # the kinds of parts whose sheet or columns there are not
        self._places: dict[JsonPath, str] = {}  # where in the workbook a path of the value stands
        self._book = Workbook(raw, LIMITS)
        self._titles = {normalise(sheet.title).strip(): sheet for sheet in self._book.sheets}

    def definitions(self) -> Definitions:
        values = self._own()
        for sheet in SHEETS:
            values[sheet.path] = self._parts(sheet)
        whole: dict[str | int, Any] = {"crosswalk": {}}
        for path, value in values.items():
            (whole["crosswalk"] if path[0] == "crosswalk" else whole)[path[-1]] = value
        return _checked(whole, self.place, self.faults, self._failed, self._lacking)

    def place(self, path: JsonPath) -> str:
        known = (self._places.get(path[:length]) for length in range(len(path), 0, -1))
        return next((place for place in known if place), f"แผ่นงาน “{OWN.title}”")

    def _own(self) -> dict[JsonPath, object]:
        """Return what the first sheet says of the year itself, by path."""
        wanted = {_name(column.header): column for column in OWN.rows}
        values: dict[JsonPath, object] = {}
        label = OWN.columns[0]
        for row in self._rows(OWN):
            text = self._value(label, row, "name", f"{row.where} คอลัมน์ “{label.header}”")
            if text is None:
                continue
            name = _name(str(text))
            if name not in wanted:
                self.faults.append(f"{row.where}: ไม่รู้จักรายการ “{name[:40]}”")
                continue
            column = wanted.pop(name)
            path: JsonPath = tuple(column.field.split("."))
            self._places[path] = row.where
            values[path] = self._value(column, row, "value", row.where)
        self.faults += [f"แผ่นงาน “{OWN.title}”: ขาดรายการ “{column.header}”" for column in wanted.values()]
        return values

    def _parts(self, sheet: WorkbookSheet) -> list[dict[str, object]]:
        """Return the parts of a sheet; numbered ones in the order of their numbers, as a year has them."""
        parts: list[tuple[dict[str, Any], str, dict[str, str]]] = []
        for row in self._rows(sheet):
            places = {column.field: f"{row.where} คอลัมน์ “{column.header}”" for column in sheet.columns}
            part = {
                column.field: self._value(column, row, column.field, places[column.field]) for column in sheet.columns
            }
            parts.append((part, row.where, places))
        if all(isinstance(part.get("number"), int) for part, _, _ in parts):
            parts.sort(key=lambda placed: placed[0]["number"])
        self._places[sheet.path] = f"แผ่นงาน “{sheet.title}”"
        for index, (_, where, places) in enumerate(parts):
            self._places[(*sheet.path, index)] = where
            self._places |= {(*sheet.path, index, name): place for name, place in places.items()}
        return [part for part, _, _ in parts]

    def _rows(self, sheet: WorkbookSheet) -> Iterator[_Row]:
        """Yield the rows of a sheet that say anything."""
        if sheet.title not in self._titles:
            self._lacking |= {*sheet.path[-1:]}
            self.faults.append(f"ไม่มีแผ่นงาน “{sheet.title}” ให้ส่งออกเกณฑ์เป็นไฟล์ใหม่แล้วแก้ไขในไฟล์นั้น")
            return
        rows = self._book.rows(self._titles[sheet.title])
        places = self._headers(sheet, rows)
        for cells in rows if places else ():
            texts = {name: cells.texts.get(place, "") for name, place in places.items()}
            faults = {name: cells.faults[place] for name, place in places.items() if place in cells.faults}
            if cells.faults or any(text.strip() for text in texts.values()):
                yield _Row(f"แผ่นงาน “{sheet.title}” แถวที่ {cells.number}", texts, faults)

    def _headers(self, sheet: WorkbookSheet, rows: Iterator[Cells]) -> dict[str, int]:
        """Return the place of each field by the first row that has all of the headers; rows above it are passed."""
        wanted = {column.field: _name(column.header) for column in sheet.columns}
        best: dict[str, int] = {}
        for cells in islice(rows, HEAD_ROWS):
            names = {_name(text): place for place, text in reversed(sorted(cells.texts.items()))}
            places = {field: names[name] for field, name in wanted.items() if name in names}
            if len(places) == len(wanted):
                return places
            best = max(best, places, key=len)
        self._lacking |= {*sheet.path[-1:]}
        missing = [f"“{column.header}”" for column in sheet.columns if column.field not in best]
        self.faults.append(f"แผ่นงาน “{sheet.title}” ไม่มีคอลัมน์ {', '.join(missing)}")
        return {}

    def _value(self, column: WorkbookColumn, row: _Row, field: str, where: str) -> object:
        """Return what a cell holds, None where that is told to be a fault."""
        try:
            if field in row.faults:
                raise ValueError(row.faults[field])
            return column.read(row.texts[field])
        except ValueError as error:
            self.faults.append(f"{where}: {error}")
            self._failed.add(where)
            return None


def _name(text: str) -> str:
    return "".join(ascii_digits(normalise(text)).split()).rstrip("*:")
