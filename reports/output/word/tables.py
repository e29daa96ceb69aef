"""The parts of a block as Word's tables: repeated heading rows, rows kept whole, areas over the full width."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from docx.shared import Cm, Length

from reports.blocks.cells import plain_text
from reports.output.shapes import Pictures, PrintedCell, PrintedTable, TableRow
from reports.typesetting.words import held_together

from . import xml
from .styles import CAPTION, CELL, COLUMN, GAP, GRID, PLAIN_GRID
from .writer import Writer, held_letters
from .xml import bold, paragraph, run, shade, w

HEAD_FILL, AREA_FILL = "ECEFF4", "F6F7F9"
BAR_FILLS = ("A7B0BD", "273449")  # by tone
BARS_MARGIN = 300  # twips that no bar takes: the cell's own margins, and air
ALIGNED = {"num": "right", "right": "right", "centre": "center", "apart": "center"}
# How high a picture may be, by how many a page holds: (portrait, landscape).
PICTURE_HEIGHTS = {2: (Cm(9.6), Cm(12.5)), 4: (Cm(9.2), Cm(5.4)), 6: (Cm(5.7), Cm(5.4))}


def table(writer: Writer, content: PrintedTable, name: str):
    """Return a table; `name` is what a screen reader says of it."""
    columns = _columns(content.widths, writer.width)
    rows = [_head(row, below, columns) for row, below in zip_longest(content.head, content.head[1:])]
    for place, (row, below) in enumerate(zip_longest(content.rows, content.rows[1:])):
        stays = row.kind == "area" or row.stays or (content.whole and place < len(content.rows) - 1)
        rows.append(_row(writer, row, below, columns, stays=stays))
    unused = dict.fromkeys(("lastRow", "firstColumn", "lastColumn"), 0)
    look = w("tblLook", val="0020", firstRow=1, **unused, noHBand=1, noVBand=1)
    return xml.table(GRID, columns, rows, look, w("tblCaption", val=name) if name else None)


def _columns(shares: list[int], width: int) -> list[int]:
    columns = [width * share // sum(shares) for share in shares]
    columns[-1] += width - sum(columns)
    return columns


def _head(row: TableRow, below: TableRow | None, columns: list[int]):
    cells = [
        xml.cell(
            width,
            [paragraph(COLUMN, run(held_together(plain_text(cell.lines), held_letters(width))))],
            *reach,
            shade(HEAD_FILL),
            w("vAlign", val="center"),
        )
        for cell, width, reach in _placed(row, below, columns)
    ]
    return xml.row(cells, w("tblHeader"))


def _placed(row: TableRow, below: TableRow | None, columns: list[int]) -> Iterator[tuple[PrintedCell, int, tuple]]:
    """Give each cell with its width, and how it reaches over columns and rows."""
    under = dict(below.placed()) if below else {}
    for column, cell in row.placed():
        goes_on = column in under and under[column].joined
        merge = "continue" if cell.joined else "restart" if goes_on else ""
        reach = (
            w("gridSpan", val=cell.span) if cell.span > 1 else None,
            w("vMerge", val=merge) if merge else None,
        )
        yield cell, sum(columns[column : column + cell.span]), reach


def _row(writer: Writer, row: TableRow, below: TableRow | None, columns: list[int], *, stays: bool):
    """Return a row; `stays`: on the page of the next one."""
    cells = []
    for cell, width, reach in _placed(row, below, columns):
        filled = _bars(cell.bars, width, stays) if cell.bars else _cell(writer, cell, row.kind, width, stays)
        cells.append(xml.cell(width, filled, *reach, shade(AREA_FILL) if row.kind == "area" else None))
    return xml.row(cells) if row.keep else w("tr", *cells)


def _cell(writer: Writer, cell: PrintedCell, kind: str, width: int, stays: bool) -> list:
    follow: dict[str, Any] = {"jc": ALIGNED.get(cell.kind), "keepNext": stays or None}
    if kind in ("area", "total"):
        return [paragraph(CELL, run(plain_text(cell.lines), *bold()), **follow)]
    heading = [paragraph(CELL, run(cell.heading, *bold()), keepNext=True)] if cell.heading else []
    return heading + writer.cell(cell.lines, width=width, **follow)


def caption(content: PrintedTable) -> list:
    """Return the lines that name a table, centred above it."""
    return [paragraph("", run(plain_text([line]), *bold()), jc="center", keepNext=True) for line in content.caption]


def legend(content: PrintedTable) -> list:
    """Return a line that tells whose the bars are, or nothing where there is one kind."""
    runs = []
    for key in content.legend:
        runs += [run("\u00a0" * 8, shade(BAR_FILLS[key["tone"]])), run(f" {key['text']}" + "\u00a0" * 4)]
    return [paragraph(CELL, *runs, keepNext=True)] if runs else []


def _bars(bars: list[dict], width: int, stays: bool) -> list:
    """Return a shaded paragraph for each bar, as long as its score says."""
    whole = width - BARS_MARGIN
    return [
        paragraph(
            CELL,
            keepNext=stays or None,
            shd=shade(BAR_FILLS[bar["tone"]]),
            spacing={"before": 40, "after": 0, "line": 120, "lineRule": "exact"},
            ind={"right": whole - round(whole * float(bar["length"]) / 100)},
        )
        for bar in bars
    ]


def pictures(writer: Writer, content: Pictures, orientation: str) -> list:
    """Return the pages of a photo annex, each a table of pictures with their captions."""
    pages: list = []
    for page in content.pages:
        if pages:
            pages.append(paragraph(GAP, pageBreakBefore=True))
        pages.append(_page(writer, page, content, orientation))
    return pages


def _page(writer: Writer, page: list, content: Pictures, orientation: str):
    columns = _columns([1] * content.across, writer.width)
    height = PICTURE_HEIGHTS[content.per_page][orientation == "landscape"]
    rows = (
        xml.row(
            xml.cell(width, _photo(writer, photo, width, height)) for photo, width in zip(photos, columns, strict=True)
        )
        for photos in page
    )
    return xml.table(PLAIN_GRID, columns, rows)


def _photo(writer: Writer, photo: dict | None, width: int, height: Length) -> list:
    if photo is None:
        return [paragraph(CAPTION)]
    picture = writer.picture(photo["file"], photo["text"], Length((width - 180) * 635), height)
    close = {"before": 0, "after": 0}
    shown = [] if picture is None else [paragraph(CAPTION, picture, keepNext=True, spacing=close)]
    return shown + writer.cell(photo["caption"], CAPTION)
