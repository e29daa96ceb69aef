"""DocumentContent → the document's tables as a workbook (xlsx): a sheet for each, its scores real numbers."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from assessments.tabular.book import HIGHEST, Book, Cell, Sheet, Style
from ita_portal.thai import ascii_digits
from reports.blocks.cells import plain_text
from reports.documents.block_types import LABELS
from reports.typesetting.line_breaks import paragraph
from reports.typesetting.words import breaks

from .content import DocumentContent
from .office_file import without_times
from .shapes import BARS, PrintedCell, PrintedTable, TableRow, parts

NO_TABLES = "เอกสารนี้ไม่มีตาราง"
# Letters that all columns together are wide: the narrowest of these at which no row is higher than Excel allows.
LETTERS = {"portrait": (95, 140, 210), "landscape": (140, 210)}
LETTER, PADDING = 5.25, 8  # points: the unit of a column's width, and what its cells leave empty
LINE, AIR = 21, 3  # points: of a line of text, and around it
SIZE = 16  # points
_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[๐-๙]+)(?:\.(?:[0-9]+|[๐-๙]+))?")
_TITLE = Style(font="TH SarabunPSK", size=SIZE, bold=True, upright="top", wraps=True, quotes=True)
_STRONG = replace(_TITLE, edged=True)
_HEAD = replace(_STRONG, fill="ECEFF4", across="center", upright="center")
_STYLES = {"area": replace(_STRONG, fill="F6F7F9"), "total": _STRONG}
_BODY = replace(_STRONG, bold=False)
THAI_DIGITS = "[$-D00041E]"  # a number format in Thai, with the numerals of its own script
_ALIGNED = {"num": "right", "right": "right", "centre": "center", "apart": "center"}


def render_xlsx(content: DocumentContent) -> bytes:
    """Return the tables as a workbook; the same content gives the same bytes."""
    book = Book(title=" ".join(content.title), creator=content.municipality, language="th-TH")
    tables = list(_tables(content))
    for heading, table in tables:
        keys = [f"{BARS[key['tone']]} {key['text']}" for key in table.legend]
        title = "\n".join(filter(None, ["  ".join([heading, *keys]), plain_text(table.caption)]))
        widths, heights = _measured(table, title, LETTERS[content.orientation])
        head = 1 + len(table.head)
        sheet = book.sheet(heading, widths, frozen=head, starts=lambda text: breaks(text).words)
        sheet.fit_paper(content.orientation, head=head)
        _write(sheet, title, table, heights)
    if not tables:
        book.sheet(NO_TABLES, frozen=0).add([Cell(NO_TABLES)])
    return without_times(book.save())


def _tables(content: DocumentContent) -> Iterator[tuple[str, PrintedTable]]:
    for block in content.blocks:
        heading = " ".join(line["marker"] + line["text"] for line in block["heading"]).strip()
        for part in parts(block, content.orientation):
            if isinstance(part, PrintedTable):
                yield heading or LABELS[block["type"]], part


def _measured(table: PrintedTable, title: str, widest: tuple[int, ...]) -> tuple[list[float], list[float]]:
    """Return the widths of the columns and the heights of the rows, that of the title first.

    Texts are measured in the portal's own letters, which are wider than those of the font that the cells name: a
    program without that font shows all of the text too. No program finds heights by itself in all cases.
    """
    for letters in widest:
        widths = [letters * share / 100 for share in table.widths]
        heights = [_height(title, sum(widths), True), *_heights(table, widths)]
        if max(heights) <= HIGHEST:
            break
    return widths, [min(height, HIGHEST) for height in heights]


def _heights(table: PrintedTable, widths: list[float]) -> list[float]:
    heights = [0.0] * (len(table.head) + len(table.rows))
    for first, last, column, cell in sorted(_areas(table), key=lambda area: area[1] - area[0]):
        strong = first < len(table.head) or _style(cell, table.rows[first - len(table.head)].kind).bold
        needed = _height(text_of(cell), sum(widths[column : column + cell.span]), bool(strong))
        heights[last] += max(0.0, needed - sum(heights[first : last + 1]))
    return heights


def _height(text: str, width: float, bold: bool) -> float:
    room = (width * LETTER - PADDING) / SIZE
    return AIR + LINE * sum(1 + len(paragraph(line, bold).starts(room, room)) for line in text.split("\n"))


def _write(sheet: Sheet, title: str, table: PrintedTable, heights: list[float]) -> None:
    sheet.add([Cell(title, _TITLE, len(table.headings))], heights[0])
    rows = [[Cell(text_of(cell) or None, _HEAD, cell.span) for cell in row.cells] for row in table.head]
    rows += [[_cell(cell, row.kind) for cell in row.cells] for row in table.rows]
    for row, height in zip(rows, heights[1:], strict=True):
        sheet.add((part for cell in row for part in _spread(cell)), height)
    for first, last, column, cell in _areas(table):
        if last > first or cell.span > 1:
            sheet.merge(first + 2, last + 2, column + 1, column + cell.span)


def _cell(cell: PrintedCell, kind: str) -> Cell:
    text, style = text_of(cell), _style(cell, kind)
    if cell.kind in ("num", "centre", "right") and _NUMBER.fullmatch(text):
        return Cell(Decimal(ascii_digits(text)), replace(style, number_format=number_format(text)), cell.span)
    return Cell(text or None, style, cell.span)


def _style(cell: PrintedCell, kind: str) -> Style:
    style = replace(_STYLES.get(kind, _BODY), across=_ALIGNED.get(cell.kind))
    bold = cell.lines and all(line.get("bold") for line in cell.lines)
    return replace(style, bold=True) if bold else style


def _spread(cell: Cell) -> Iterator[Cell]:
    """Give a cell and the empty ones that it reaches over, which are merged with it once all rows are there."""
    yield cell._replace(columns=1)
    yield from [Cell(None, replace(cell.style, number_format="General"))] * (cell.columns - 1)


def text_of(cell: PrintedCell) -> str:
    """Return the lines of a cell as they were typed."""
    typed = ("  " * line["level"] + line["marker"] + line["text"] for line in cell.lines)
    return "\n".join([cell.heading, *typed] if cell.heading else typed)


def number_format(text: str) -> str:
    """Return the format that shows the number as printed: its decimals, its sign, its kind of digits."""
    digits = "0." + "0" * len(text.partition(".")[2]) if "." in text else "0"
    signed = f"+{digits};-{digits};{digits}" if text[0] == "+" else digits
    return signed if text == ascii_digits(text) else THAI_DIGITS + f";{THAI_DIGITS}".join(signed.split(";"))


def _areas(table: PrintedTable) -> Iterator[tuple[int, int, int, PrintedCell]]:
    """Give each cell with the first and the last row in which it stands, from 0 in the head, and its column.

    A cell that prints as one with that above reaches up to it.
    """
    begun: dict[int, tuple[int, PrintedCell]] = {}  # by column: the row in which its cell begins
    end = TableRow([PrintedCell([])] * len(table.headings))
    for number, row in enumerate([*table.head, *table.rows, end]):
        here = dict(row.placed())
        for column, (first, cell) in list(begun.items()):
            if column in here and here[column].joined:
                continue
            yield first, number - 1, column, cell
            del begun[column]
        begun |= {column: (number, cell) for column, cell in here.items() if column not in begun}
