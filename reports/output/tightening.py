"""What nearly fits is set tighter: memos, and documents whose last page holds few lines. No table ends in few."""

from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any

from reports.blocks.cells import KEPT_LINES

from .content import DocumentContent
from .shapes import PrintedTable, TableRow, parts

FEW = 3  # lines that no last page, and no last part of a table, holds alone
TIGHT, TIGHT_MEMO = "tight", "tight-memo"  # static/css/document_paper.css
LETTER = ("memo", "memo-arabic")  # the pages of a memo
STAYS = "#part-{0} tbody:nth-last-child({1}) tr:nth-last-child(-n+{2}) {{ break-before: avoid; }}"
WHOLE = "#part-{0} tbody:last-child tr:last-child {{ break-inside: avoid; }}"


def ends_of_tables(content: DocumentContent) -> str:
    """Return the styles that keep the last rows of tables together, as many as have more than a few lines.

    `content` is set in lines.
    """
    return "".join(
        rule
        for place, block in enumerate(content.blocks, start=1)
        for table in parts(block, content.orientation)
        if isinstance(table, PrintedTable)
        for rule in _end_of_table(place, table)
    )


def _end_of_table(place: int, table: PrintedTable) -> Iterator[str]:
    """Give the styles of a table; none where one of its last rows is high: they might not fit on a page."""
    heights = [[_height(row) for row in group] for group in table.groups]
    last = list(accumulate(reversed([height for group in heights for height in group])))
    staying = sum(lines <= FEW for lines in last)  # with the row before
    if max(last[: staying + 1], default=KEPT_LINES + 1) > FEW + KEPT_LINES:
        return
    yield WHOLE.format(place)
    for number, group in enumerate(reversed(heights), start=1):
        if staying > 0:
            yield STAYS.format(place, number, min(staying, len(group)))
        staying -= len(group)


def _height(row: TableRow) -> int:
    return max(sum(1 + line["text"].count("\n") for line in cell.lines) + bool(cell.heading) for cell in row.cells)


def tightened(lay_out: Callable[..., Any]) -> Any:
    """Return the laid out document, set tighter where that spares a page, and laid out again only where it might.

    `lay_out` takes the classes of what is set tighter.
    """
    document = lay_out()
    names = [TIGHT_MEMO] if _memo_pages(document) > 1 else []
    before = len(document.pages) - 1
    if before and _holds_few(document.pages[-1], FEW + before * 2 // 3):  # three pages before give two lines
        names.append(TIGHT)
    return min(document, lay_out(*names), key=lambda laid: len(laid.pages)) if names else document


def _memo_pages(document: Any) -> int:
    return sum(page._page_box.page_type.name in LETTER for page in document.pages)


def _holds_few(page: Any, most: int) -> bool:
    """Tell whether no more lines stand below each other on a page, its margins and the heads of tables left out."""
    [root] = [box for box in page._page_box.children if box.element_tag == "html"]
    if any(box.element_tag in ("img", "svg") for box in root.descendants()):
        return False
    return len({round(line.position_y) for line in _line_boxes(root)}) <= most


def _line_boxes(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "LineBox":
            yield child
        elif not getattr(child, "is_header", False):
            yield from _line_boxes(child)
