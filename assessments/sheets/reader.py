"""Reads an uploaded xlsx or csv file, whatever it really is, into a Table."""

from collections.abc import Sequence
from typing import BinaryIO

from .table import LIMITS, Column, Limits, Table


def read_table(file: BinaryIO, name: str, columns: Sequence[Column], limits: Limits = LIMITS) -> Table:
    """Return what the file holds of `columns`; the format is told by the content, `name` only serves messages.

    Raises SheetRefused for a file that cannot be taken in; never anything else, whatever the bytes.
    """
    raise NotImplementedError
