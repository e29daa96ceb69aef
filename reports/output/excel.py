"""DocumentContent → the document's tables as a workbook (xlsx): a sheet for each, its scores real numbers."""

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from itertools import zip_longest

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assessments.tabular.texts import escape
from ita_portal.thai import ascii_digits
from reports.documents.block_types import LABELS

from .content import DocumentContent
from .office_file import without_times
from .shapes import BARS, PrintedCell, PrintedTable, TableRow, parts

FONT = "TH SarabunPSK"
NAME_LETTERS = 31  # of a sheet, as Excel allows
NO_TABLES = "เอกสารนี้ไม่มีตาราง"
UNNAMED = "ตาราง"  # a heading of nothing but signs that no sheet may have
LETTERS = {"portrait": 95, "landscape": 140}  # that all columns together are wide
LINE = 24  # height in points
_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[๐-๙]+)(?:\.(?:[0-9]+|[๐-๙]+))?")
_NO_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]+")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as the letter of that code point
_EDGE = Side("thin")
_BORDER = Border(_EDGE, _EDGE, _EDGE, _EDGE)
_HEAD, _AREA = PatternFill("solid", fgColor="ECEFF4"), PatternFill("solid", fgColor="F6F7F9")
THAI_DIGITS = "[$-D00041E]"  # a number format in Thai, with the numerals of its own script
_ALIGNED = {"num": "right", "centre": "center", "apart": "center"}


def render_xlsx(content: DocumentContent) -> bytes:
    """Return the tables as a workbook; the same content gives the same bytes."""
    book = Workbook()
    book.remove(book.active)
    for heading, table in _tables(content):
        keys = [f"{BARS[each['tone']]} {each['text']}" for each in table.legend]
        sheet = book.create_sheet(_sheet_name(heading, set(book.sheetnames)))
        _set_page(sheet, content)
        _write(sheet, "  ".join([heading, *keys]), table, LETTERS[content.orientation])
    if not book.worksheets:
        book.create_sheet(NO_TABLES)["A1"] = NO_TABLES
    book.properties.title = " ".join(content.title)
    book.properties.creator = content.municipality
    book.properties.language = "th-TH"
    file = BytesIO()
    book.save(file)
    return without_times(file.getvalue())


def _tables(content: DocumentContent) -> Iterator[tuple[str, PrintedTable]]:
    for block in content.blocks:
        heading = " ".join(line["marker"] + line["text"] for line in block["heading"]).strip()
        for part in parts(block, content.orientation):
            if isinstance(part, PrintedTable):
                yield heading or LABELS[block["type"]], part


def _sheet_name(heading: str, taken: set[str]) -> str:
    """Return a name that Excel takes, no two of which differ in case alone."""
    name = _NO_NAME.sub(" ", heading).strip() or UNNAMED
    names = {each.casefold() for each in taken}
    for number in range(1, len(taken) + 2):
        ending = f" ({number})" if number > 1 else ""
        wanted = name[: NAME_LETTERS - len(ending)].strip() + ending
        if wanted.casefold() not in names:
            return wanted
    raise AssertionError("more names than sheets")


def _set_page(sheet: Worksheet, content: DocumentContent) -> None:
    sheet.page_setup.orientation = content.orientation
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:2"
    sheet.freeze_panes = "A3"


def _write(sheet: Worksheet, heading: str, table: PrintedTable, letters: int) -> None:
    columns = len(table.headings)
    widths = [letters * share / 100 for share in table.widths]
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    _put(sheet, 1, 1, heading, bold=True, border=None, columns=columns, letters=letters)
    for place, text in enumerate(table.headings, start=1):
        _put(sheet, 2, place, text, bold=True, fill=_HEAD, across="center")
    for number, row in enumerate(table.rows, start=3):
        _write_row(sheet, number, row, letters)
    _join(sheet, table)


def _write_row(sheet: Worksheet, number: int, row: TableRow, letters: int) -> None:
    place = 1
    strong = row.kind in ("area", "total")
    fill = _AREA if row.kind == "area" else None
    for cell in row.cells:
        text, across = text_of(cell), _ALIGNED.get(cell.kind)
        options = {"bold": strong, "fill": fill, "across": across, "columns": cell.span, "letters": letters}
        _put(sheet, number, place, text, as_number=cell.kind in ("num", "centre"), **options)
        place += cell.span


def text_of(cell: PrintedCell) -> str:
    """Return the lines of a cell as they were typed."""
    typed = ("  " * line["level"] + line["marker"] + line["text"] for line in cell.lines)
    return "\n".join([cell.heading, *typed] if cell.heading else typed)


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    text: str,
    *,
    bold: bool = False,
    fill: PatternFill | None = None,
    border: Border | None = _BORDER,
    across: str | None = None,
    as_number: bool = False,
    columns: int = 1,
    letters: int = 0,
) -> None:
    cell = sheet.cell(row, column)
    if as_number and _NUMBER.fullmatch(text):
        cell.value, cell.number_format = Decimal(ascii_digits(text)), number_format(text)
    elif text:
        # Set past the property: a text that begins like a formula stays a text, in Excel's own way.
        cell._value, cell.data_type = cell.check_string(_LOOKS_ESCAPED.sub("_x005F_", text)), "s"
        cell.quotePrefix = escape(text) != text
    for place in range(column, column + columns):
        beside = sheet.cell(row, place)
        beside.font = Font(FONT, 16, bold=bold)
        beside.alignment = Alignment(across, "center" if fill is _HEAD else "top", wrap_text=True)
        if border:
            beside.border = border
        if fill:
            beside.fill = fill
    if columns > 1:  # a merged cell grows by itself in no spreadsheet program
        sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + columns - 1)
        lines = sum(-(-len(line) // letters) or 1 for line in text.split("\n"))
        sheet.row_dimensions[row].height = LINE * max(lines, 1)


def number_format(text: str) -> str:
    """Return the format that shows the number as printed: its decimals, its sign, its kind of digits."""
    digits = "0." + "0" * len(text.partition(".")[2]) if "." in text else "0"
    signed = f"+{digits};-{digits};{digits}" if text[0] == "+" else digits
    return signed if text == ascii_digits(text) else THAI_DIGITS + f";{THAI_DIGITS}".join(signed.split(";"))


def _join(sheet: Worksheet, table: PrintedTable) -> None:
    """Merge the cells that print as one with those above."""
    for place in range(len(table.headings)):
        first = None
        for number, (row, below) in enumerate(zip_longest(table.rows, table.rows[1:]), start=3):
            alike = len(row.cells) == len(table.headings)
            if not (alike and row.cells[place].joined):
                first = number
            goes_on = below is not None and len(below.cells) == len(table.headings)
            if first < number and not (goes_on and below.cells[place].joined):
                column = place + 1
                sheet.merge_cells(start_row=first, end_row=number, start_column=column, end_column=column)
