"""The parts of a block as Word's tables: repeated heading rows, rows kept whole, areas over the full width."""

from itertools import zip_longest

from docx.shared import Cm, Length

from reports.output.shapes import Pictures, PrintedCell, PrintedTable, TableRow

from .styles import CAPTION, CELL, COLUMN, GAP, GRID, PLAIN_GRID
from .writer import Writer
from .xml import bold, paragraph, run, w

HEAD_FILL, AREA_FILL = "ECEFF4", "F6F7F9"
BAR_FILLS = ("A7B0BD", "273449")  # by tone
BARS_MARGIN = 300  # twips that no bar takes: the cell's own margins, and air
ALIGNED = {"num": "right", "centre": "center", "apart": "center"}
# How high a picture may be, by how many a page holds: (portrait, landscape).
PICTURE_HEIGHTS = {2: (Cm(9.6), Cm(12.5)), 4: (Cm(9.2), Cm(5.4)), 6: (Cm(5.7), Cm(5.4))}


def table(writer: Writer, content: PrintedTable, name: str):
    """Return a table; `name` is what a screen reader says of it."""
    columns = _columns(content.widths, writer.width)
    rows = [_head(content, columns)]
    for place, (row, below) in enumerate(zip_longest(content.rows, content.rows[1:])):
        stays = row.kind == "area" or (content.whole and place < len(content.rows) - 1)
        rows.append(_row(writer, row, below, columns, stays=stays))
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val=GRID),
            w("tblW", w=sum(columns), type="dxa"),
            w("tblLayout", type="fixed"),
            w(
                "tblLook",
                val="0020",
                firstRow=1,
                lastRow=0,
                firstColumn=0,
                lastColumn=0,
                noHBand=1,
                noVBand=1,
            ),
            w("tblCaption", val=name) if name else None,
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in columns)),
        *rows,
    )


def _columns(shares: list[int], width: int) -> list[int]:
    columns = [width * share // sum(shares) for share in shares]
    columns[-1] += width - sum(columns)
    return columns


def _head(content: PrintedTable, columns: list[int]):
    cells = [
        w("tc", _properties(width, fill=HEAD_FILL, centred=True), paragraph(COLUMN, run(heading)))
        for heading, width in zip(content.headings, columns, strict=True)
    ]
    return w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *cells)


def _row(writer: Writer, row: TableRow, below: TableRow | None, columns: list[int], *, stays: bool):
    """Return a row; `stays`: on the page of the next one."""
    element = w("tr", w("trPr", w("cantSplit")) if row.keep else None)
    place = 0
    for number, cell in enumerate(row.cells):
        goes_on = below is not None and len(below.cells) == len(row.cells) and below.cells[number].joined
        merge = "continue" if cell.joined else "restart" if goes_on else ""
        width = sum(columns[place : place + cell.span])
        properties = _properties(
            width, span=cell.span, merge=merge, fill=AREA_FILL if row.kind == "area" else ""
        )
        filled = (
            _bars(cell.bars, width, stays=stays) if cell.bars else _cell(writer, cell, row.kind, stays=stays)
        )
        element.append(w("tc", properties, *filled))
        place += cell.span
    return element


def _cell(writer: Writer, cell: PrintedCell, kind: str, *, stays: bool) -> list:
    follow = {"jc": ALIGNED.get(cell.kind), "keepNext": stays or None}
    heading = [paragraph(CELL, run(cell.heading, *bold()), keepNext=True)] if cell.heading else []
    if kind in ("area", "total"):
        text = "\n".join(line["marker"] + line["text"] for line in cell.lines)
        return [paragraph(CELL, run(text, *bold()), **follow)]
    return heading + writer.cell(cell.lines, **follow)


def legend(content: PrintedTable) -> list:
    """Return a line that tells whose the bars are, or nothing where there is one kind."""
    runs = []
    for each in content.legend:
        shaded = w("shd", val="clear", color="auto", fill=BAR_FILLS[each["tone"]])
        runs += [run("\u00a0" * 8, shaded), run(f" {each['text']}" + "\u00a0" * 4)]
    return [paragraph(CELL, *runs, keepNext=True)] if runs else []


def _bars(bars: list[dict], width: int, *, stays: bool) -> list:
    """Return a shaded paragraph for each bar, as long as its score says."""
    whole = width - BARS_MARGIN
    return [
        paragraph(
            CELL,
            keepNext=stays or None,
            shd=w("shd", val="clear", color="auto", fill=BAR_FILLS[bar["tone"]]),
            spacing={"before": 40, "after": 0, "line": 120, "lineRule": "exact"},
            ind={"right": whole - round(whole * float(bar["length"]) / 100)},
        )
        for bar in bars
    ]


def _properties(width: int, *, span: int = 1, merge: str = "", fill: str = "", centred: bool = False):
    return w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=span) if span > 1 else None,
        w("vMerge", val=merge) if merge else None,
        w("shd", val="clear", color="auto", fill=fill) if fill else None,
        w("vAlign", val="center") if centred else None,
    )


def pictures(writer: Writer, content: Pictures, orientation: str) -> list:
    """Return the pages of a photo annex, each a table of pictures with their captions."""
    found = []
    for page in content.pages:
        if found:
            found.append(paragraph(GAP, pageBreakBefore=True))
        found.append(_page(writer, page, content, orientation))
    return found


def _page(writer: Writer, page: list, content: Pictures, orientation: str):
    columns = _columns([1] * content.across, writer.width)
    height = PICTURE_HEIGHTS[content.per_page][orientation == "landscape"]
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val=PLAIN_GRID),
            w("tblW", w=sum(columns), type="dxa"),
            w("tblLayout", type="fixed"),
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in columns)),
        *(
            w(
                "tr",
                w("trPr", w("cantSplit")),
                *(
                    w("tc", w("tcPr", w("tcW", w=width, type="dxa")), *_photo(writer, photo, width, height))
                    for photo, width in zip(row, columns, strict=True)
                ),
            )
            for row in page
        ),
    )


def _photo(writer: Writer, photo: dict | None, width: int, height: Length) -> list:
    if photo is None:
        return [paragraph(CAPTION)]
    picture = writer.picture(photo["file"], photo["text"], Length((width - 180) * 635), height)
    shown = (
        [paragraph(CAPTION, picture, keepNext=True, spacing={"before": 0, "after": 0})]
        if picture is not None
        else []
    )
    return shown + writer.cell(photo["caption"], CAPTION)
