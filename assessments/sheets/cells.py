"""Cleaned text → value, as people write it: each raises ValueError in Thai, with the text; "" is None."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from .table import Column


def score(text: str) -> Decimal | None:
    """Return a score of 0-100 with two decimals; "-" is None."""
    raise NotImplementedError


def year(text: str) -> int | None:
    """Return a year of the Buddhist era: "2567", "พ.ศ. 2567", "ปี ๒๕๖๗"."""
    raise NotImplementedError


def integer(text: str) -> int | None:
    raise NotImplementedError


def day(text: str) -> date | None:
    raise NotImplementedError


def choice(text: str, choices: Mapping[str, str]) -> str | None:
    """Return the stored key for what people read (or for the key itself)."""
    raise NotImplementedError


def code(text: str, digits: int) -> str | None:
    """Return a code of so many digits; one digit short means that Excel dropped its leading zero."""
    raise NotImplementedError


def convert(column: Column, text: str) -> object:
    """Return the value of a cell by the kind of its column; texts stay texts ("" stays ""), other blanks are None."""
    raise NotImplementedError
