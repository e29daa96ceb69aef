"""A year's definitions as a file, out and in: JSON for machines, xlsx for people. Both give back an equal value.

Readers raise ValidationError with every fault in Thai: where it stands, what is wrong, what to do.
"""

from .definitions import Definitions


def to_json(definitions: Definitions) -> bytes:
    """Return UTF-8 JSON, in the shape of `Definitions.as_json`."""
    raise NotImplementedError


def from_json(raw: bytes) -> Definitions:
    raise NotImplementedError


def to_xlsx(definitions: Definitions) -> bytes:
    """Return a workbook with one sheet a kind of part, Thai headers, every cell a text."""
    raise NotImplementedError


def from_xlsx(raw: bytes) -> Definitions:
    """Read `to_xlsx`'s workbook, also as Excel or LibreOffice saved it again."""
    raise NotImplementedError
