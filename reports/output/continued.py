"""What a page repeats of a table's row that began on an earlier one: whose row it is, with “(ต่อ)”.

WeasyPrint breaks each cell by itself, so the rest of a long cell stands beside empty ones. Copies of the lines above go
into these after layout, where there is room: nothing else moves, and structure.py makes them artifacts.
"""

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from reports.blocks.cells import KEPT_LINES
from reports.typesetting.words import breaks

from .paper import Lettering

MARK, CUT_MARK = "(ต่อ)", "… (ต่อ)"
PIXELS = 96 / 72  # of a point
Box = Any  # WeasyPrint's: rows, cells, lines


def name_continued_rows(document: Any) -> None:
    """Repeat on each page of a laid out document the names of the row with which a table goes on there."""
    above: dict[Any, list[Box]] = {}  # rows on earlier pages, by the elements of their tables
    for page in document.pages:
        for table in _tables(page._page_box):
            rows = [row for group in table.children if not group.is_header for row in group.children]
            earlier = above.setdefault(table.element, [])
            if earlier and rows:
                names = _names(rows[0]) if rows[0].element is earlier[-1].element else []
                for cell in rows[0].children:
                    if cell in names or _is_joined(cell):
                        _repeat(_begun(earlier, cell), cell)
            earlier += rows


def _tables(box: Box) -> Iterator[Box]:
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "TableBox":
            yield child
        elif not _is_line(child):
            yield from _tables(child)


def _names(row: Box) -> list[Box]:
    """Return the cells that say whose row it is: up to the first with words, and one further where that is the area.

    A row of one cell is nobody's.
    """
    if len(row.children) == 1:
        return []
    others = list(takewhile(lambda cell: not _has_words(cell) or "area" in _classes(cell), row.children))
    return row.children[: len(others) + 1]


def _has_words(cell: Box) -> bool:
    return any(letter.isalpha() for letter in "".join(cell.element.itertext()))


def _classes(cell: Box) -> list[str]:
    return cell.element.get("class", "").split()


def _is_joined(cell: Box) -> bool:
    return "joined" in _classes(cell)


def _begun(rows: list[Box], cell: Box) -> list[Box]:
    """Return the parts on earlier pages of a cell, or of the one with which it looks like one."""
    column = (other for row in reversed(rows) for other in row.children if other.grid_x == cell.grid_x)
    last = next((other for other in column if not _is_joined(other)), None)
    parts = [last, *takewhile(lambda other: other.element is last.element, column)] if last else []
    return parts[::-1]


def _repeat(begun: list[Box], cell: Box) -> None:
    """Set the lines of a cell's earlier parts above what it holds, and the mark behind."""
    parts = [part for of in begun for part in of.children if not hasattr(part, "is_repeated")]
    lines = [_copy(part, line) for part in parts for line in part.children if _is_line(line) and _words(line)]
    if not lines:
        return
    rest = list(cell.children)
    room = min(KEPT_LINES, int((cell.padding_bottom - cell.padding_top) / lines[0].height + 0.01))
    if _has_words(begun[0]):
        above, below = _marked(lines, room, cell.content_box_x() + cell.width, goes_on=bool(rest))
    else:
        above, below = lines[:room], []
    cell.children, place = [*above, *rest, *below], cell.content_box_y()
    for box in cell.children:
        box.translate(0, place - box.position_y)
        place += box.height
    if rest and not above and _has_words(begun[0]):
        cell.children += _mark_beside(rest[-1], cell.content_box_x() + cell.width)


def _mark_beside(part: Box, end: float) -> list[Box]:
    """Return the mark behind the last line of a name that fills its cell; nothing where that line has no room."""
    lines = [line for line in part.children if _is_line(line) and _words(line)]
    if not lines:
        return []
    copy = _copy(part, lines[-1])
    mark = _with_words(copy, f" {MARK}")
    mark.translate(_right(copy) - _words(mark)[0].position_x, 0)
    return [mark] if _right(mark) <= end else []


def _marked(lines: list[Box], room: int, end: float, *, goes_on: bool) -> tuple[list[Box], list[Box]]:
    """Return what stands above the rest of a cell and what below: the mark at the end of the last line or as one of
    its own. Lines that are too many are cut, or left out where the rest of them follows."""
    beside = _with_mark(lines[-1])
    if not goes_on and len(lines) <= room and _right(beside) <= end:
        return [*lines[:-1], beside], []
    if len(lines) < room:
        return lines, [_with_words(lines[-1], MARK)]
    if goes_on or not room:
        return [], []
    return [*lines[: room - 1], _cut(lines[room - 1], end)], []


def _copy(part: Box, line: Box) -> Box:
    """Return a paragraph of one line that no reader is told of."""
    copy = part.copy_with_children([line.deepcopy()])
    copy.position_y, copy.height, copy.is_repeated = line.position_y, line.height, True
    return copy


def _with_mark(part: Box) -> Box:
    copy = part.deepcopy()
    mark = _text(_words(copy)[-1], f" {MARK}")
    mark.position_x = _right(copy)
    copy.children[0].children.append(mark)
    return copy


def _with_words(part: Box, text: str, *, marker: bool = False) -> Box:
    """Return a line with other words, behind its marker or without it."""
    copy = part.deepcopy()
    [line] = copy.children
    markers = [child for child in line.children if marker and _is_marker(child)]
    line.children = [*markers, _text(_words(copy)[0], text)]
    return copy


def _cut(part: Box, end: float) -> Box:
    words = _words(part)[0]
    letters = Lettering(words.style["font_size"] / PIXELS, words.style["font_weight"] > 400)
    first, *more = letters.set(words.text, (end - words.position_x) / PIXELS, letters.width(CUT_MARK)).split("\n")
    if more:  # which may be a part of a word
        first = words.text[: max((place for place in breaks(words.text).parts if place <= len(first)), default=0)]
    return _with_words(part, first.rstrip() + CUT_MARK, marker=True)


def _text(like: Box, text: str) -> Box:
    from weasyprint.layout.inline import split_text_box

    return split_text_box(None, like.copy_with_text(text), None, 0)[0]


def _is_line(box: Box) -> bool:
    return type(box).__name__ == "LineBox"


def _is_marker(box: Box) -> bool:
    return box.element is not None and "marker" in _classes(box)


def _words(box: Box) -> list[Box]:
    """Return the texts within a line, its marker left out."""
    inner = [text for child in box.children if not _is_marker(child) for text in _words(child)]
    return [box] if type(box).__name__ == "TextBox" else inner


def _right(part: Box) -> float:
    last = _words(part)[-1]
    return last.position_x + last.width
