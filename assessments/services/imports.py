"""Spreadsheets in and out: upload → check → confirm → run → undo. One confirmed import is one batch.

A job may call `check_import` and `run_import` again after its process died: what was not finished left nothing behind.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from assessments.models import Import, User
from assessments.sheets.kinds import Kind
from assessments.sheets.table import Column

AT_ONCE = 5_000  # up to so many rows are checked and written while the browser waits
Progress = Callable[[str, int, int], None]  # stage in Thai, rows done, rows in all


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What an import does to one row of its file.

    `state`: "new", "changed", "unchanged" or "refused". `label` names the row's subject. `changes`: (header, old,
    new), texts as an export writes them. `values`: the texts of the file by column name. `reasons`: (header, the
    cell's text, what is wrong), header "" for the row as a whole.
    """

    number: int
    state: str
    label: str
    changes: tuple[tuple[str, str, str], ...] = ()
    values: Mapping[str, str] | None = None
    reasons: tuple[tuple[str, str, str], ...] = ()


def upload_import(*, by: User, kind: Kind, file: BinaryIO, filename: str) -> Import:
    """Keep an uploaded file for `check_import`. PermissionDenied unless the kind is open to the user."""
    raise NotImplementedError


def check_import(pk: int, progress: Progress | None = None) -> Import:
    """Read the file and tell what it would do to each row; writes nothing but the report.

    UPLOADED, CHECKING (of a dead process) or CHECKED → CHECKED, or REFUSED with `fault` for a file that is not taken
    in at all. `progress` defaults to storing stage, progress and total on the import.
    """
    raise NotImplementedError


def confirm_import(*, by: User, batch: Import) -> Import:
    """CHECKED → QUEUED; the caller then runs it. ValidationError where there is nothing to write."""
    raise NotImplementedError


def run_import(pk: int, progress: Progress | None = None) -> Import:
    """Check once more and write everything in one transaction: QUEUED, IMPORTING (of a dead process) → DONE.

    Where the outcome would differ from the preview nothing is written: back to CHECKED with the new preview, and
    `fault` says so. Any other state is left as it is: running twice writes once. An unexpected exception leaves
    FAILED and is raised on.
    """
    raise NotImplementedError


def undo_import(*, by: User, batch: Import) -> Import:
    """Put back what a DONE import changed, as a whole: DONE → UNDONE.

    ValidationError, naming rows, where something later touched one of its rows or depends on a created one.
    """
    raise NotImplementedError


def import_rows(batch: Import, state: str | None = None, start: int = 0, count: int = 50) -> list[ReportRow]:
    """Return a page of the report in the order of the file, of one state or of all; reads only the report's file.

    How many there are in all stands on the import: new, changed, unchanged, refused, rows.
    """
    raise NotImplementedError


def refused_file(batch: Import) -> bytes:
    """Return a workbook of the refused rows with a column of reasons, to mend and upload again."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ExportFilter:
    """Which rows an export holds; None is all that the user may see."""

    fiscal_year: int | None = None
    province: str = ""
    municipality_kind: str = ""


def export_rows(
    *, kind: Kind, user: User, chosen: ExportFilter = ExportFilter()
) -> tuple[list[Column], Iterator[list[object]]]:
    """Return columns and rows of an export, in the order of the columns, for the writer; importable again unchanged."""
    raise NotImplementedError
