"""The one place that writes xlsx: sheets of rows of cells with styles. A text stays a text, whatever it looks like."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .texts import is_risky

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME_LETTERS = 31  # of a sheet, as Excel allows
UNNAMED = "ตาราง"  # a title of nothing but signs that no sheet may have
_NO_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]+")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as the letter of that code point
_EDGE = Side("thin")
LINE, HIGHEST = 16, 409  # points: of a line in the usual font, and the height that Excel allows
_MARKS = re.compile("[ะาำๅ\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")  # that no letter is left without
# openpyxl writes a font in an order that the schema does not have; Excel repairs such a file.
Font.__elements__ = tuple(
    "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme".split()
)


@dataclass(frozen=True)
class Style:
    """How a cell looks; what is not said is left to the spreadsheet program.

    `quotes`: a text that begins like a formula is marked as Excel itself marks it.
    """

    font: str | None = None
    size: int | None = None
    bold: bool | None = None
    colour: str | None = None
    fill: str = ""
    across: str | None = None
    upright: str | None = None
    wraps: bool | None = None
    edged: bool = False
    number_format: str = "General"
    quotes: bool = False


PLAIN = Style()
Starts = Callable[[str], Iterable[int]]


def _after_spaces(text: str) -> Iterable[int]:
    return (match.end() for match in re.finditer(" +", text))


class Cell(NamedTuple):
    """`value` is a number, a text that is shown as it is, or None; the cell takes the place of `columns`."""

    value: object
    style: Style = PLAIN
    columns: int = 1


class Sheet:
    """A sheet, written row after row."""

    def __init__(self, page: Any, widths: Iterable[float], styles: Iterable[Style]):
        widths = list(widths)
        self._page = page
        self._row = 0
        self._widths = widths
        self.streamed: Iterator[bytes] | None = None
        for place, width in enumerate(widths, start=1):
            page.column_dimensions[get_column_letter(place)].width = width
        for place, style in enumerate(styles, start=1):
            _dress(page.column_dimensions[get_column_letter(place)], style)

    def add(self, cells: Iterable[Cell], height: float | None = None) -> None:
        """Write the next row; its `height` is in points, and as its texts need where none is given."""
        self._row += 1
        row: list[Any] = []
        wide = []
        cells = list(cells)
        height = height or self._height(cells)
        for cell in cells:
            row.append(self._cell(cell.value, cell.style))
            if cell.columns > 1:
                wide.append((len(row), len(row) + cell.columns - 1))
                rest = replace(cell.style, number_format="General")
                row += [self._cell(None, rest) for _ in range(cell.columns - 1)]
        self._page.append(row)
        for first, last in wide:
            self.merge(self._row, self._row, first, last)
        if height:
            self._page.row_dimensions[self._row].height = height

    def _height(self, cells: Sequence[Cell]) -> float | None:
        """Return the height of a row of cells that are one column wide, None for that of one line."""
        of_columns = zip(cells, self._widths, strict=False)
        wrapped = [(cell, width) for cell, width in of_columns if cell.style.wraps and isinstance(cell.value, str)]
        return max(filter(None, (_lines_height(str(cell.value), width) for cell, width in wrapped)), default=None)

    def stream(self, rows: Iterable[Sequence[object]], styles: Sequence[Style]) -> None:
        """Have rows of numbers, texts and None follow the head when the book is saved, one in memory at a time.

        openpyxl takes a third of a minute for 80,000 rows of 15 cells; rows made of plain text take a tenth of that.
        """
        plain = [self._cell(None, style).style_id for style in styles]
        quoted = [self._cell("=x", replace(style, quotes=True)).style_id for style in styles]
        wrapped = [(place, self._widths[place]) for place, style in enumerate(styles) if style.wraps]
        self.streamed = _rows_xml(rows, list(zip(plain, quoted, strict=True)), wrapped)

    def merge(self, top: int, bottom: int, left: int, right: int) -> None:
        self._page.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)

    def validate(self, place: int, last: int, **rule: object) -> None:
        """Have the spreadsheet program judge what is typed into a column, from the second row to the last."""
        validation = DataValidation(allow_blank=True, **rule)
        validation.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{last}")
        self._page.data_validations.append(validation)

    def fit_paper(self, orientation: str, head: int) -> None:
        """Print on the width of A4, with so many rows repeated on each page."""
        self._page.page_setup.orientation = orientation
        self._page.page_setup.paperSize = self._page.PAPERSIZE_A4
        self._page.page_setup.fitToHeight = 0
        self._page.sheet_properties.pageSetUpPr.fitToPage = True
        self._page.print_title_rows = f"1:{head}"

    def _cell(self, value: object, style: Style) -> Any:
        cell = WriteOnlyCell(self._page)
        if isinstance(value, str):
            # Set past the property: a text that begins like a formula stays a text.
            cell._value, cell.data_type = cell.check_string(_escaped(value)), "s"
            if style.quotes:
                cell.quotePrefix = is_risky(value)
        elif value is not None:
            cell.value = value
        _dress(cell, style)
        return cell


class Book:
    """A workbook. One that is `streamed` has rows without end in a sheet, and no merged cells."""

    def __init__(self, *, streamed: bool = False, **properties: str):
        self._book = Workbook(write_only=streamed)
        if not streamed:
            self._book.remove(self._book.active)
        for name, text in properties.items():
            setattr(self._book.properties, name, text)
        self._sheets: list[Sheet] = []

    def sheet(
        self,
        title: str,
        widths: Iterable[float] = (),
        styles: Iterable[Style] = (),
        *,
        frozen: int = 1,
        hidden: bool = False,
        starts: Starts = _after_spaces,
    ) -> Sheet:
        """Begin a sheet whose columns are so wide, and in these styles where nothing is written; rows stay in sight.

        `starts` says where the words of a title begin, one of which its name may end before.
        """
        page = self._book.create_sheet(sheet_name(title, self._book.sheetnames, starts))
        page.sheet_state = "hidden" if hidden else "visible"
        page.freeze_panes = f"A{frozen + 1}" if frozen else None
        self._sheets.append(Sheet(page, widths, styles))
        return self._sheets[-1]

    def save(self) -> bytes:
        frame = BytesIO()
        self._book.save(frame)
        streams = {
            f"xl/worksheets/sheet{place}.xml": sheet.streamed
            for place, sheet in enumerate(self._sheets, start=1)
            if sheet.streamed
        }
        return _with_rows(frame, streams) if streams else frame.getvalue()


def reference(title: str, place: int, rows: int) -> str:
    """Return how a rule names the first rows of a column of another sheet."""
    letter = get_column_letter(place)
    return f"'{title}'!${letter}$1:${letter}${rows}"


def sheet_name(title: str, taken: Iterable[str] = (), starts: Starts = _after_spaces) -> str:
    """Return a name that Excel takes, no two of which differ in case alone; a long title ends before a word."""
    name = _NO_NAME.sub(" ", title).strip() or UNNAMED
    known = {taken_name.casefold() for taken_name in taken}
    for number in range(1, len(known) + 2):
        ending = f" ({number})" if number > 1 else ""
        wanted = _shortened(name, NAME_LETTERS - len(ending), starts) + ending
        if wanted.casefold() not in known:
            return wanted
    raise AssertionError("more names than sheets")


def _shortened(name: str, most: int, starts: Starts) -> str:
    """Return as much of a name as fits, cut at a space or else before a word, where at least half of it stays."""
    if len(name) <= most:
        return name
    for places in (_after_spaces(name), starts(name)):
        whole = [text for place in places if most // 2 <= len(text := name[:place].rstrip()) <= most]
        if whole:
            return max(whole, key=len)
    while most > 1 and _MARKS.match(name[most]):
        most -= 1
    return name[:most].rstrip()


@cache
def _looks(style: Style) -> dict[str, object]:
    """Return what openpyxl calls the parts of a style that say something."""
    font = {"name": style.font, "size": style.size, "bold": style.bold, "color": style.colour}
    alignment = {"horizontal": style.across, "vertical": style.upright, "wrap_text": style.wraps}
    looks = {
        "font": any(font.values()) and Font(**font),
        "alignment": any(alignment.values()) and Alignment(**alignment),
        "fill": style.fill and PatternFill("solid", fgColor=style.fill),
        "border": style.edged and Border(_EDGE, _EDGE, _EDGE, _EDGE),
        "number_format": style.number_format,
    }
    return {name: look for name, look in looks.items() if look}


def _dress(styled: Any, style: Style) -> None:
    for name, look in _looks(style).items():
        setattr(styled, name, look)


def _with_rows(frame: BytesIO, streams: dict[str, Iterator[bytes]]) -> bytes:
    """Return the workbook with rows below what these parts of it hold."""
    file = BytesIO()
    with ZipFile(frame) as empty, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6) as full:
        for entry in empty.infolist():
            content = empty.read(entry)
            if entry.filename not in streams:
                full.writestr(entry, content)
                continue
            before, end, after = content.partition(b"</sheetData>")
            with full.open(entry.filename, "w") as sheet:
                sheet.write(before)
                sheet.writelines(streams[entry.filename])
                sheet.write(end + after)
    return file.getvalue()


def _lines_height(text: str, width: float) -> float | None:
    """Return about how high a row must be to show a text in a column of this width, None for one line.

    No program finds that by itself in all cases. Marks above and below letters take no width: one letter in seven.
    """
    if len(text) < width - 1 and "\n" not in text:
        return None
    letters = max(1, int((width - 1) * 7 / 6))
    lines = (
        sum(-(-len(line) // letters) or 1 for line in text.split("\n")) if "\n" in text else -(-len(text) // letters)
    )
    return min(LINE * lines, HIGHEST) if lines > 1 else None


def _rows_xml(
    rows: Iterable[Sequence[object]], styles: Sequence[tuple[int, int]], wrapped: Sequence[tuple[int, float]]
) -> Iterator[bytes]:
    """Yield the rows as XML, each cell in its column's style, or in that of texts that begin like a formula.

    `wrapped`: the places of the columns whose texts take several lines, and their widths.
    """
    places = [(get_column_letter(place), style) for place, style in enumerate(styles, start=1)]
    for number, values in enumerate(rows, start=2):
        cells = [
            f'<c r="{letter}{number}" s="{style[isinstance(value, str) and is_risky(value)]}"{_content(value)}</c>'
            for (letter, style), value in zip(places, values, strict=True)
            if value is not None
        ]
        texts = ((values[place], width) for place, width in wrapped)
        heights = (_lines_height(text, width) for text, width in texts if isinstance(text, str))
        height = max(filter(None, heights), default=None)
        tall = f' ht="{height}" customHeight="1"' if height else ""
        yield f'<row r="{number}"{tall}>{"".join(cells)}</row>'.encode()


def _content(value: object) -> str:
    if isinstance(value, str):
        return f' t="inlineStr"><is><t xml:space="preserve">{_xml_text(value)}</t></is>'
    return f"><v>{value}</v>"


@lru_cache(maxsize=20_000)
def _xml_text(text: str) -> str:
    return _escaped(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _escaped(text: str) -> str:
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text
