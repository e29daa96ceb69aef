"""The base of all resources: cells by column, everything wrong with a row at once, rows stored many at a time.

A blank cell says nothing: what is stored stays. A lone dash, in columns that take it, says "unknown": it removes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from import_export import fields, resources, results

from assessments.accounts.models import User
from assessments.records.bulk import save_rows
from assessments.spreadsheets.report import ReportRow, Sink
from assessments.tabular.cells import convert, day_text
from assessments.tabular.table import Column, Row, Section, Table

CHUNK = 1_000
DASH = "-"
STATES = {
    results.RowResult.IMPORT_TYPE_NEW: "new",
    results.RowResult.IMPORT_TYPE_UPDATE: "changed",
    results.RowResult.IMPORT_TYPE_SKIP: "unchanged",
    results.RowResult.IMPORT_TYPE_INVALID: "refused",
}


@dataclass(frozen=True, slots=True)
class ExportFilter:
    """Which rows an export holds; None and "" are all that the user may see."""

    fiscal_year: int | None = None
    province: str = ""
    municipality_kind: str = ""

    def of(self, municipality: str = "") -> dict[str, str]:
        """Return the conditions on the municipality that a lookup leads to ("municipality__")."""
        wanted = {"province": self.province, "kind": self.municipality_kind}
        return {municipality + name: value for name, value in wanted.items() if value}


EVERYTHING = ExportFilter()


class RowResult(results.RowResult):
    def add_instance_info(self, instance) -> None:
        """Leave out what would cost a text, often a query, for each row."""


class RowRefused(Exception):
    """Ends the search for a row's subject: what is wrong has been noted."""


class SheetResource(resources.Resource):
    """One kind of spreadsheet. Use one instance for one run over one table.

    A subclass names its `columns`, which of them are `keys` (they find the row's subject and are never stored) and
    where each is found on an exported instance (what has such a path is not stored either), and finds, labels, checks
    and stores instances.
    """

    keys: ClassVar[tuple[str, ...]]
    paths: ClassVar[Mapping[str, str]] = {}
    written: ClassVar[tuple[str, ...]] = ()  # the fields of a known instance that its row may change
    before: dict[str, object]  # what the columns of the row's subject show
    changes: list[tuple[str, object, object]]  # by column: old and new
    already: bool  # whether the row's subject would be new and is there already under another key

    class Meta:
        use_bulk = True  # `store` saves many rows
        skip_diff = True  # the report compares what the columns show

    def __init__(self, user: User, fiscal_year: int | None = None, repeats: bool = False):
        super().__init__()
        self.user = user
        self.fiscal_year = fiscal_year  # of rows that name none
        self.repeats = repeats  # whether what is there already is added once more
        self.by_name = {column.name: column for column in self.columns()}
        self.fields = {name: fields.Field(self.paths.get(name, name), name) for name in self.by_name}
        self.cells: dict[str, dict[str, tuple[object, str]]] = {name: {} for name in self.by_name}

    # What a subclass says

    @classmethod
    def columns(cls) -> list[Column]:
        raise NotImplementedError

    def needed(self) -> list[Column]:
        """Return the columns, with those as required that this user's file cannot do without."""
        return self.columns()

    def section(self) -> Section | None:
        """Return what rows of such a file say for all rows below, if anything."""
        return None

    def identity(self, keys: dict):
        """Return what may occur once in a file; None for a row that is only ever new."""
        return tuple(keys.values())

    def prepare(self, keys: list[dict], lock: bool) -> None:
        """Look up, and lock until the transaction ends, what the whole file speaks of."""

    def load(self, keys: list[dict]) -> None:
        """Look up the stored instances of the next rows."""

    def find(self, keys: dict, row: Mapping[str, str], faults: dict) -> tuple[models.Model, bool]:
        """Return the row's instance and whether it is new; notes what is wrong, by column; may raise RowRefused."""
        raise NotImplementedError

    def label(self, instance) -> str:
        raise NotImplementedError

    def check(self, instance, new: bool, faults: dict) -> None:
        """Note what is wrong with the instance as the row wants it, by column name."""

    def check_fields(self, instance: models.Model, faults: dict, exclude: Iterable[str]) -> None:
        """Note what the model's own fields refuse."""
        try:
            instance.clean_fields(exclude={*exclude, *faults})
        except ValidationError as error:
            faults |= {name: " ".join(messages) for name, messages in error.message_dict.items()}

    def store(self, new: list, changed: list) -> None:
        save_rows([*new, *changed], self.written)

    # One run

    @property
    def values(self) -> list[str]:
        """The columns whose cells are stored: a file without any of them says nothing."""
        unstored = {*self.keys, *self.paths}
        return [name for name in self.by_name if name not in unstored]

    def run(self, table: Table, *, report: Sink, write: bool) -> None:
        """Tell the report what each row does, and do it where `write`; then within a transaction of the caller."""
        self.table, self.report, self.write = table, report, write
        present = {column.name for column in table.columns}
        self.stored = [name for name in self.values if name in present]
        self.row_keys = [self.read_keys(row) for row in table.rows]
        self.twice = self._twice()
        self.prepare([keys for keys, _ in self.row_keys], lock=write)
        for start in range(0, len(table.rows), CHUNK):
            self._run_rows(slice(start, start + CHUNK))

    def _run_rows(self, some: slice) -> None:
        """Import the next rows one by one, and store together what they want."""
        rows = list(zip(self.table.rows[some], self.row_keys[some], strict=True))
        self.load([keys for _, (keys, faults) in rows if not faults])
        self.created: list[models.Model] = []
        self.updated: list[models.Model] = []
        for row, (keys, faults) in rows:
            self.current_keys, self.current_faults = keys, {**faults, **row.faults}
            self.subject, self.before, self.changes, self.already = "", {}, [], False
            texts = row.values
            result = self.import_row(texts, None, row_number=row.number)
            if result.errors:  # a fault of ours, not of the row
                raise result.errors[0].error
            state = STATES[result.import_type]
            state = "already" if self.already and state == "unchanged" else state
            self.report(self._report_row(row.number, state, result, texts))
        if self.write and (self.created or self.updated):
            self.store(self.created, self.updated)

    def _read(self, name: str, text: str) -> tuple[object, str]:
        """Return the value of a cell and what is wrong with it; texts come many times in a file."""
        known = self.cells[name]
        if text not in known:
            try:
                known[text] = convert(self.by_name[name], text), ""
            except ValueError as error:
                known[text] = None, str(error)
        return known[text]

    def read_keys(self, row: Row) -> tuple[dict, dict]:
        """Return what finds the subject of a row, by column name, and what is wrong with it."""
        keys, faults = {}, {}
        texts = row.values
        for name in self.keys:
            keys[name], fault = self._read(name, texts.get(name, ""))
            if not fault and self.by_name[name].required and keys[name] in (None, "") and name not in row.faults:
                fault = "ต้องกรอกช่องนี้"
            if fault:
                faults[name] = fault
        return keys, faults

    def _twice(self) -> dict:
        """Return, for what occurs more than once, the numbers of its rows."""
        seen: dict = {}
        for row, (keys, faults) in zip(self.table.rows, self.row_keys, strict=True):
            if not faults and (identity := self.identity(keys)) is not None:
                seen.setdefault(identity, []).append(row.number)
        return {identity: numbers for identity, numbers in seen.items() if len(numbers) > 1}

    # What the library calls

    @classmethod
    def get_row_result_class(cls):
        return RowResult

    def get_or_init_instance(self, instance_loader, row):
        keys, faults = self.current_keys, self.current_faults
        if not faults and (twice := self.twice.get(self.identity(keys))):
            faults[NON_FIELD_ERRORS] = f"ซ้ำกันในไฟล์: แถวที่ {', '.join(map(str, twice[:10]))} ให้เหลือแถวเดียว"
        try:
            instance, new = self.find(keys, row, faults)
        except RowRefused:
            instance, new = None, True
        if instance is None or faults:
            self._convert(row, faults)
            raise ValidationError(faults)
        self.subject, self.is_new = self.label(instance), new
        self.before = {name: getattr(instance, name) for name in self.stored}
        return instance, new

    def import_instance(self, instance, row, **kwargs):
        faults: dict = {}
        for name, value in self._convert(row, faults).items():
            setattr(instance, name, value)
        self.check(instance, self.is_new, faults)
        if faults:
            raise ValidationError(faults)

    def _convert(self, row: Mapping[str, str], faults: dict) -> dict[str, object]:
        """Return the values of the cells that say something; notes those that cannot be read."""
        values: dict[str, object] = {}
        for name in self.stored:
            text = row[name]
            if text == DASH and self.by_name[name].dash:  # nothing, as the column knows it
                values[name] = "" if isinstance(self.before.get(name), str) else None
            elif text:
                value, fault = self._read(name, text)
                if fault:
                    faults.setdefault(name, fault)
                else:
                    values[name] = value
        return values

    def skip_row(self, instance, original, row, import_validation_errors=None):
        if import_validation_errors:
            return False
        if self.already and not self.repeats:
            return True
        now = ((name, old, getattr(instance, name)) for name, old in self.before.items())
        self.changes = [(name, old, new) for name, old, new in now if old != new]
        return not self.changes

    def save_instance(self, instance, is_create, row, **kwargs):
        instance.sheet_changes = [name for name, _, _ in self.changes]
        (self.created if is_create else self.updated).append(instance)

    # The report

    def _report_row(self, number: int, state: str, result, row: Mapping[str, str]) -> ReportRow:
        about = number, state, self.subject
        if state == "refused":
            return ReportRow(*about, values=dict(row), reasons=tuple(self._reasons(result.validation_error, row)))
        return ReportRow(*about, tuple(self._change_told(*change) for change in self.changes))

    def _change_told(self, name: str, *values: Any) -> tuple[str, str, str]:
        """Return a change as people read it: the column's header, the old and the new value."""
        column = self.by_name[name]
        old, new = (DASH if value in (None, "") else self._shown(column, value) for value in values)
        return column.header, old, new

    def _shown(self, column: Column, value: Any) -> str:
        return day_text(value) if isinstance(value, date) else str(column.choices.get(value, value))

    def _reasons(self, error: ValidationError, row: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        for name, messages in error.message_dict.items():
            column = self.by_name.get(name)
            for message in messages:
                yield (column.header if column else "", row.get(name, ""), message)

    # Out

    def queryset(self, chosen: ExportFilter) -> models.QuerySet:
        """Return what an export holds of what the user sees."""
        raise NotImplementedError

    def instances(self, chosen: ExportFilter) -> Iterable:
        return self.queryset(chosen).iterator(chunk_size=2_000)

    def export_values(self, chosen: ExportFilter) -> Iterator[list[object]]:
        """Yield the rows of an export one by one, in the order of the columns."""
        exported = [(field, DASH if self.by_name[name].dash else None) for name, field in self.fields.items()]
        for instance in self.instances(chosen):
            values = [(field.get_value(instance), blank) for field, blank in exported]
            yield [blank if value in (None, "") else value for value, blank in values]
