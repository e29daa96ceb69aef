"""The columns of a table whose block leaves their widths open: as wide as is typed, else as makes the table lowest."""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import lru_cache, partial
from math import ceil

from reports.blocks.cells import KEPT_LINES, WHOLE_LINES
from reports.documents.widths import LEAST, fault
from reports.typesetting.columns import fit

from . import paper

SAMPLE = 80  # rows that are looked at, evenly from the whole table
MOST = 34  # per cent: a long address may not take the room of all others
NAME = 16  # em: a longer text is no name
NAME_LINES = (2, 3)  # that a name takes: so many where MOST_OF_NAMES per cent are enough, else so many
MOST_OF_NAMES = 20
MOST_LINES = 60  # of a cell


def fit_columns(block: dict, page: paper.Sheet) -> dict:
    """Return a block's content with the widths of its columns and which of its rows are low enough to stay whole."""
    if "typed_widths" not in block:
        return block
    typed, block = block["typed_widths"], {key: part for key, part in block.items() if key != "typed_widths"}
    if not block["headings"]:
        return {**block, "widths": []}
    typed = [] if fault(typed, len(block["headings"])) else typed
    decisive = json.dumps([block, typed, repr(page)], ensure_ascii=False)
    known = _known_widths(hashlib.sha256(decisive.encode()).digest())
    if not known:
        known[:] = _widths(block, typed, page)
    widths = [*known]
    whole = paper.columns(page, widths)
    groups = [_settled(group, page, whole) for group in block.get("groups", [])]
    return {**block, "widths": widths, **({"groups": groups} if groups else {})}


@lru_cache(maxsize=1000)
def _known_widths(table: bytes) -> list[int]:
    """Return where the widths of a table are kept, by its hash: a document is asked for far more often than changed."""
    return []


def _widths(block: dict, typed: list[int], page: paper.Sheet) -> list[int]:
    columns = len(block["headings"])
    rows = [row["cells"] if isinstance(row, dict) else row for row in _rows(block)]
    sample = [list(_by_column(row, columns)) for row in rows[:: -(-len(rows) // SAMPLE) or 1]]
    heads = _heads(block)

    def heights(place: int, share: int) -> list[int]:
        [width] = paper.columns(page, [share])
        head = sum(page.head.count(line, width - paper.HEAD_CELL) for line in heads[place])
        cells = (row[place] for row in sample)
        return [head, *(0 if cell is None or "down" in cell else _height(cell, page, width) for cell in cells)]

    needs = [_needs(head, [row[place] for row in sample], page) for place, head in enumerate(heads)]
    return fit(needs, heights, typed)


def _rows(block: dict) -> list:
    return [row for group in (*block.get("groups", []), block) for row in group.get("rows", [])]


def _by_column(cells: list[dict], columns: int) -> Iterator[dict | None]:
    """Give for each column the cell that it holds by itself."""
    for cell in cells:
        across = cell.get("across", 1)
        yield from [cell] if across == 1 else [None] * across


def _heads(block: dict) -> list[list[dict]]:
    """Return the lines of heading that each column has by itself."""
    if "head" not in block:
        return [[{"level": 0, "marker": "", "text": text, "hang": 0}] for text in block["headings"]]
    columns = len(block["headings"])
    rows = [list(_by_column(row, columns)) for row in block["head"]]
    return [[line for row in rows if (cell := row[place]) for line in cell["lines"]] for place in range(columns)]


def _settled(group: dict, page: paper.Sheet, widths: list[float]) -> dict:
    """Return a group of rows with those that are kept whole; its cells span rows only where all stand on one page."""
    rows = [{**row, "keep": max(_heights(row, page, widths), default=0) <= KEPT_LINES} for row in group["rows"]]
    if not group.get("keep"):
        return {**group, "rows": rows}
    tall = sum(max(_heights(row, page, widths, spanning=False), default=1) for row in rows)
    if max(tall, *(height for row in rows for height in _heights(row, page, widths))) > WHOLE_LINES:
        rows = [{**row, "cells": [_apart(cell) for cell in row["cells"]]} for row in rows]
        return {**group, "rows": rows, "keep": False}
    return {**group, "rows": rows}


def _apart(cell: dict) -> dict:
    """Return a cell that only looks as if it reached over rows."""
    return {key: part for key, part in cell.items() if key not in ("down", "covered")}


def _heights(row: dict, page: paper.Sheet, widths: list[float], *, spanning: bool = True) -> list[int]:
    cells = zip(row["cells"], paper.over(row["cells"], widths), strict=True)
    return [_height(cell, page, width) for cell, width in cells if spanning or "down" not in cell]


def _height(cell: dict, page: paper.Sheet, width: float) -> int:
    return sum(page.cell.count(line, width - paper.CELL) for line in cell["lines"][:MOST_LINES])


def _needs(head: list[dict], cells: list[dict | None], page: paper.Sheet) -> list[int]:
    """Return the shares of the width that a column needs for its longest word, for what is read as one, and for short
    texts in few lines."""
    lines = [line for cell in cells if cell for line in cell["lines"][:MOST_LINES]]
    needs = [[need + paper.CELL for need in page.cell.needs(line)] for line in lines]
    needs += [[need + paper.HEAD_CELL for need in page.head.needs(line)] for line in head]
    word, held = (_share(max(of) + paper.EASE, page) for of in zip(*needs, strict=True)) if needs else (LEAST, LEAST)
    return [word, held, max(held, _for_names({line["text"]: line for line in lines}.values(), page))]


def _for_names(lines: Collection[dict], page: paper.Sheet) -> int:
    """Return the share in which short texts, such as names of units, take two lines, or three; 0 where one is long."""
    if any(page.cell.width(line["text"]) > NAME * page.cell.size for line in lines):
        return 0

    def holds(most: int, share: int) -> bool:
        [width] = paper.columns(page, [share])
        return all(page.cell.count(line, width - paper.CELL) <= most for line in lines)

    shares = range(LEAST, MOST_OF_NAMES + 1)
    least = (bisect_left(shares, True, key=partial(holds, most)) for most in NAME_LINES)
    return next((shares[place] for place in least if place < len(shares)), 0)


def _share(width: float, page: paper.Sheet) -> int:
    return min(MOST, max(LEAST, ceil(100 * width / (page.width - 0.6))))
