"""What nearly fits is set tighter or parted otherwise: memos spilling over, pages and tables that end in few lines."""

from collections.abc import Callable, Iterator
from typing import Any

from reports.blocks.cells import KEPT_LINES

BODY, HEAD_END = '<body class="paged', "</head>"
FEW = 3  # lines that no last page, and no last part of a table, holds alone
TIGHT, TIGHT_MEMO = "tight", "tight-memo"  # static/css/document_paper.css
LETTER = ("memo", "memo-arabic")  # the pages of a memo
# The last row of a table stays whole, and so many stay with the one before.
TOGETHER = (
    "#{0} tbody:last-child, #{0} tbody:last-child tr:nth-last-child(-n+{1}) {{ break-before: avoid; }}"
    "#{0} tbody:last-child tr:last-child {{ break-inside: avoid; }}"
)


def tightened(html: str, lay_out: Callable[[str], Any]) -> Any:
    """Return the laid out document: set tighter or parted otherwise where that spares a page or a table's last few
    lines, and laid out again only where it might."""
    document = lay_out(html)
    names = [TIGHT_MEMO] if _memo_pages(document) > 1 else []
    before = len(document.pages) - 1
    if before and _is_few(_root(document.pages[-1]), FEW + before * 2 // 3):  # three pages before give two lines
        names.append(TIGHT)
    torn = _torn_tables(document)

    def better(names: list[str]) -> Any:
        try:
            return _better(document, lay_out(_set(html, names, torn)))
        except AssertionError:  # WeasyPrint gives up where all of a page must stay together
            return document

    if names or torn:
        document = better(names)
        if torn := _torn_tables(document):
            document = better(sorted({*names, TIGHT}))
    return document


def _set(html: str, names: list[str], torn: dict[str, int]) -> str:
    """Return a document with these classes, whose tables in these blocks keep so many rows together at their end."""
    rules = "".join(TOGETHER.format(block, rows) for block, rows in torn.items())
    html = html.replace(HEAD_END, f"<style>{rules}</style>{HEAD_END}", 1) if torn else html
    return html.replace(BODY, " ".join([BODY, *names]), 1)


def _better(document: Any, other: Any) -> Any:
    """Return the document with fewer pages, then with fewer tables that end in a few lines; else the first."""
    return min(document, other, key=lambda laid: (len(laid.pages), len(_torn_tables(laid))))


def _memo_pages(document: Any) -> int:
    return sum(page._page_box.page_type.name in LETTER for page in document.pages)


def _root(page: Any) -> Any:
    [root] = [box for box in page._page_box.children if box.element_tag == "html"]
    return root


def _is_few(part: Any, most: int = FEW) -> bool:
    """Tell whether no more lines stand below each other in a part, the repeated heads of its tables left out."""
    if any(box.element_tag in ("img", "svg") for box in part.descendants()):
        return False
    return _lines(part) <= most


def _lines(part: Any) -> int:
    return len({round(line.position_y) for line in _line_boxes(part)})


def _torn_tables(document: Any) -> dict[str, int]:
    """Return the blocks, by id, of which a table began on an earlier page and ends with a few lines, each with how many
    rows must stay with the one before for more lines than that."""
    parts: dict[Any, list[tuple[str, Any]]] = {}
    for page in document.pages:
        for block in _blocks(_root(page)):
            for table in _tables(block):
                parts.setdefault(table.element, []).append((block.element.get("id"), table))
    torn = [of for of in parts.values() if len(of) > 1 and _is_few(of[-1][1]) and _ends_low(of)]
    return {block: len(_rows(end)) + FEW - _lines(end) for *_, (block, end) in torn}


def _ends_low(parts: list[tuple[str, Any]]) -> bool:
    """Tell whether the last row of a table, which may stand on several pages, is one that stays whole."""
    [*_, last] = _rows(parts[-1][1]) or [None]
    return (
        sum(_lines(row) for _, part in parts for row in _rows(part) if last and row.element is last.element)
        <= KEPT_LINES
    )


def _rows(table: Any) -> list[Any]:
    return [row for group in table.children if not group.is_header for row in group.children]


def _blocks(box: Any) -> Iterator[Any]:
    """Give the parts of blocks on a page."""
    for child in getattr(box, "children", ()):
        if child.element is not None and "block" in child.element.get("class", "").split():
            yield child
        else:
            yield from _blocks(child)


def _tables(block: Any) -> Iterator[Any]:
    for child in getattr(block, "children", ()):
        if type(child).__name__ == "TableBox":
            yield child
        else:
            yield from _tables(child)


def _line_boxes(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "LineBox":
            yield child
        elif not getattr(child, "is_header", False):
            yield from _line_boxes(child)
