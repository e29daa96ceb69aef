"""What a block's content consists of, whatever its type: prose, tables, pictures. Word and spreadsheets read these.

A block type whose content is made of the common keys (`lines`, `headings` with `widths`, perhaps `head` and `caption`,
`rows`, `groups`, `totals` and `notes`, `pages`) needs nothing here; tests/reports/builder/test_four_forms.py says when
one does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from reports.blocks.cells import lines, low, plain_text

NOTES = "หมายเหตุ"
BARS = "▒█"
BAR_UNIT = 10  # points of score that a letter of a bar stands for
WHOLE_ROWS = 16  # a table of no more rows, each low, stands on one page


@dataclass(frozen=True)
class Prose:
    lines: list[dict]
    indented: bool = True  # the first line of a paragraph, as in a letter


@dataclass(frozen=True)
class PrintedCell:
    lines: list[dict]
    kind: str = ""
    joined: bool = False  # looks like one with the cell above
    span: int = 1
    heading: str = ""  # a bold line above the lines
    bars: list[dict] = field(default_factory=list)  # the lines draw them with letters, roughly


@dataclass(frozen=True)
class TableRow:
    cells: list[PrintedCell]
    kind: str = ""  # "area", "total", "note" or nothing
    keep: bool = True  # never torn between pages
    stays: bool = False  # on the page of the next row

    def placed(self) -> Iterator[tuple[int, PrintedCell]]:
        """Give the cells with the columns where they begin."""
        column = 0
        for cell in self.cells:
            yield column, cell
            column += cell.span


@dataclass(frozen=True)
class PrintedTable:
    headings: list[str]
    widths: list[int]
    head: list[TableRow]  # the headings, in one row or several
    groups: list[list[TableRow]] = field(default_factory=list)
    legend: list[dict] = field(default_factory=list)  # whose the bars of each tone are
    caption: list[dict] = field(default_factory=list)  # lines above the table, centred

    @property
    def rows(self) -> list[TableRow]:
        return [row for group in self.groups for row in group]

    @property
    def whole(self) -> bool:
        return len(self.rows) <= WHOLE_ROWS and all(row.keep for row in self.rows)


@dataclass(frozen=True)
class Pictures:
    pages: list[list[list[dict | None]]]
    per_page: int
    across: int


Part = Prose | PrintedTable | Pictures


def parts(block: dict, orientation: str) -> list[Part]:
    """Return what a block of a DocumentContent prints below its heading, in order."""
    printed: list[Part] = []
    if block.get("lines"):
        printed.append(Prose(block["lines"]))
    if block.get("headings"):
        legend = [] if block.get("plot") else block.get("legend", [])
        groups, caption = list(_groups(block, orientation)), block.get("caption", [])
        printed.append(PrintedTable(block["headings"], block["widths"], _head(block), groups, legend, caption))
    if block.get("pages"):
        printed.append(Pictures(block["pages"], block["per_page"], block["across"]))
    if not printed and block.get("empty"):
        printed.append(Prose(lines(block["empty"]), indented=False))
    return printed


def _head(block: dict) -> list[TableRow]:
    if rows := block.get("head"):
        return [TableRow([_cell(cell) for cell in row]) for row in rows]
    return [TableRow([PrintedCell([{"level": 0, "marker": "", "text": text}]) for text in block["headings"]])]


def _groups(block: dict, orientation: str) -> Iterator[list[TableRow]]:
    """Give the rows by the groups that the HTML has, each a tbody."""
    columns = len(block["headings"])
    plain = [*block.get("groups", []), {"rows": block.get("rows", [])}]
    if not any(group["rows"] for group in plain) and block.get("empty"):
        yield [TableRow([PrintedCell(lines(block["empty"]), "centre", span=columns)])]
    totals = [_total(total, columns) for total in block.get("totals", [])]
    for group in plain:
        rows = [*_group(group, block, orientation), *(totals if group is plain[-1] else [])]
        if rows:
            yield rows
    if block.get("notes"):
        yield [TableRow([PrintedCell(block["notes"], span=columns, heading=NOTES)], "note", keep=False)]


def _group(group: dict, block: dict, orientation: str) -> Iterator[TableRow]:
    widths, columns = block["widths"], len(block["headings"])
    if name := group.get("area") or group.get("name"):
        yield TableRow([PrintedCell(lines(name), span=columns)], "area")
    for place, row in enumerate(group["rows"], start=1):
        if not isinstance(row, dict):
            row = {"cells": row, "keep": low([plain_text(cell["lines"]) for cell in row], widths, orientation)}
        stays = group.get("keep", False) and place < len(group["rows"])
        yield TableRow([_cell(cell) for cell in row["cells"]], keep=row["keep"], stays=stays)
    if group.get("remark"):
        heading = block.get("remark_heading", "")
        yield TableRow([PrintedCell(group["remark"], span=columns, heading=heading)], "note", keep=False)


def _total(total: list[dict], columns: int) -> TableRow:
    first, *others = (PrintedCell(**cell) for cell in total)
    return TableRow([PrintedCell(first.lines, "centre", span=columns - len(others)), *others], "total")


def _cell(cell: dict) -> PrintedCell:
    """Return a cell; bars are drawn with letters too, the earlier year's lighter."""
    bars = cell.get("bars", [])
    drawn = "\n".join(BARS[bar["tone"]] * round(float(bar["length"]) / BAR_UNIT) for bar in bars)
    said = lines(drawn) if bars else cell["lines"]
    return PrintedCell(said, cell["kind"], cell["joined"], cell.get("across", 1), bars=bars)
