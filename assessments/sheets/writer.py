"""Writes xlsx and csv: exports, templates and the file of refused rows. What it writes, the reader reads back equal."""

from collections.abc import Iterable, Mapping, Sequence

from .table import Column, Row


def write_xlsx(
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, object] | Sequence[object]],
    *,
    title: str,
    notes: Sequence[str] = (),
    dropdowns: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """Return a workbook: the rows, drop-downs, and a sheet of explanations.

    Rows are values by column name, or in the order of the columns; no rows make a template. `dropdowns` adds lists
    by column name to those that choices give. Numbers stay numbers, blanks stay blank, texts are escaped.
    """
    raise NotImplementedError


def write_csv(columns: Sequence[Column], rows: Iterable[Mapping[str, object] | Sequence[object]]) -> bytes:
    """Return UTF-8 csv with a byte order mark, so that Excel shows Thai."""
    raise NotImplementedError


def write_refused(
    columns: Sequence[Column],
    refused: Iterable[tuple[Row, str]],
    *,
    title: str,
    notes: Sequence[str] = (),
) -> bytes:
    """Return a workbook of the refused rows as they were read, each with its reason; the reader ignores that column."""
    raise NotImplementedError
