"""DocumentContent → the document's tables as a workbook (xlsx): a sheet for each, its scores real numbers."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest

from assessments.tabular.book import Book, Cell, Sheet, Style
from ita_portal.thai import ascii_digits
from reports.documents.block_types import LABELS

from .content import DocumentContent
from .office_file import without_times
from .shapes import BARS, PrintedCell, PrintedTable, TableRow, parts

NO_TABLES = "เอกสารนี้ไม่มีตาราง"
LETTERS = {"portrait": 95, "landscape": 140}  # that all columns together are wide
LINE = 24  # height in points
_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[๐-๙]+)(?:\.(?:[0-9]+|[๐-๙]+))?")
_TITLE = Style(font="TH SarabunPSK", size=16, bold=True, upright="top", wraps=True, quotes=True)
_STRONG = replace(_TITLE, edged=True)
_HEAD = replace(_STRONG, fill="ECEFF4", across="center", upright="center")
_STYLES = {"area": replace(_STRONG, fill="F6F7F9"), "total": _STRONG}
_BODY = replace(_STRONG, bold=False)
THAI_DIGITS = "[$-D00041E]"  # a number format in Thai, with the numerals of its own script
_ALIGNED = {"num": "right", "centre": "center", "apart": "center"}


def render_xlsx(content: DocumentContent) -> bytes:
    """Return the tables as a workbook; the same content gives the same bytes."""
    book = Book(title=" ".join(content.title), creator=content.municipality, language="th-TH")
    letters = LETTERS[content.orientation]
    tables = list(_tables(content))
    for heading, table in tables:
        keys = [f"{BARS[key['tone']]} {key['text']}" for key in table.legend]
        sheet = book.sheet(heading, [letters * share / 100 for share in table.widths], frozen=2)
        sheet.fit_paper(content.orientation, head=2)
        _write(sheet, "  ".join([heading, *keys]), table, letters)
    if not tables:
        book.sheet(NO_TABLES, frozen=0).add([Cell(NO_TABLES)])
    return without_times(book.save())


def _tables(content: DocumentContent) -> Iterator[tuple[str, PrintedTable]]:
    for block in content.blocks:
        heading = " ".join(line["marker"] + line["text"] for line in block["heading"]).strip()
        for part in parts(block, content.orientation):
            if isinstance(part, PrintedTable):
                yield heading or LABELS[block["type"]], part


def _write(sheet: Sheet, heading: str, table: PrintedTable, letters: int) -> None:
    columns = len(table.headings)
    sheet.add([Cell(heading, _TITLE, columns)], _height(heading, letters) if columns > 1 else None)
    sheet.add(Cell(text or None, _HEAD) for text in table.headings)
    for row in table.rows:
        _write_row(sheet, row, letters)
    _join(sheet, table)


def _write_row(sheet: Sheet, row: TableRow, letters: int) -> None:
    strong = _STYLES.get(row.kind, _BODY)
    cells, height = [], None
    for cell in row.cells:
        text, style = text_of(cell), replace(strong, across=_ALIGNED.get(cell.kind))
        value: object = text or None
        if cell.kind in ("num", "centre") and _NUMBER.fullmatch(text):
            value, style = Decimal(ascii_digits(text)), replace(style, number_format=number_format(text))
        if cell.span > 1:
            height = _height(text, letters)
        cells.append(Cell(value, style, cell.span))
    sheet.add(cells, height)


def _height(text: str, letters: int) -> int:
    """Return the height of a row with a merged cell: that grows by itself in no spreadsheet program."""
    return LINE * max(sum(-(-len(line) // letters) or 1 for line in text.split("\n")), 1)


def text_of(cell: PrintedCell) -> str:
    """Return the lines of a cell as they were typed."""
    typed = ("  " * line["level"] + line["marker"] + line["text"] for line in cell.lines)
    return "\n".join([cell.heading, *typed] if cell.heading else typed)


def number_format(text: str) -> str:
    """Return the format that shows the number as printed: its decimals, its sign, its kind of digits."""
    digits = "0." + "0" * len(text.partition(".")[2]) if "." in text else "0"
    signed = f"+{digits};-{digits};{digits}" if text[0] == "+" else digits
    return signed if text == ascii_digits(text) else THAI_DIGITS + f";{THAI_DIGITS}".join(signed.split(";"))


def _join(sheet: Sheet, table: PrintedTable) -> None:
    """Merge the cells that print as one with those above."""
    for place in range(len(table.headings)):
        first = 0
        for number, (row, below) in enumerate(zip_longest(table.rows, table.rows[1:]), start=3):
            alike = len(row.cells) == len(table.headings)
            if not (alike and row.cells[place].joined):
                first = number
            goes_on = below is not None and len(below.cells) == len(table.headings)
            if first < number and not (goes_on and below.cells[place].joined):
                sheet.merge(first, number, place + 1, place + 1)
