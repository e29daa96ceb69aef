"""Texts and tables as plain values: lines, cells of lines, and column widths that follow what the columns hold."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ita_portal.lines import split_lines

KEPT_LINES = 8
EXCERPT = 160  # letters
CHARACTERS = {"portrait": 85, "landscape": 140}  # that a line of the full width holds, in table size
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
WIDEST_HANG, DEEPEST_LEVEL = 4, 5
MIN_WEIGHT, MAX_WEIGHT = 8.0, 16.0


def lines(text: str) -> list[dict]:
    """Return a text as its lines with level, marker and how far the text hangs behind the marker (0 to 4)."""
    return [
        line._asdict() | {"level": min(line.level, DEEPEST_LEVEL), "hang": min(len(line.marker.strip()), WIDEST_HANG)}
        for line in split_lines(text)
    ]


def plain_text(lines: Sequence[dict]) -> str:
    """Return lines as text again, without their indents."""
    return "\n".join(line["marker"] + line["text"] for line in lines)


def excerpt(text: str, length: int = EXCERPT) -> str:
    """Return the beginning of a text, cut at a space where there is one, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return (text[:length].rpartition(" ")[0] or text[:length]) + "…"


def cell(text: str, kind: str = "") -> dict:
    """Return a cell; `kind` is its class: "num", "centre", "apart" or nothing."""
    return {"lines": lines(text), "kind": kind, "joined": False}


def low(texts: Sequence[str], widths: Sequence[int], orientation: str) -> bool:
    """Tell whether a row of these texts is low enough to be kept on one page rather than torn.

    `widths` are the columns' widths in per cent; marks above and below letters take no width.
    """
    return all(
        sum(-(-len(_MARKS.sub("", line)) * 100 // (CHARACTERS[orientation] * width)) or 1 for line in text.split("\n"))
        <= KEPT_LINES
        for text, width in zip(texts, widths, strict=True)
    )


def join(below: dict) -> None:
    """Make a cell look like one with its equal above: empty, no rule between. A rowspan could not cross pages."""
    below.update(lines=[], joined=True)


def joined_rows(texts: Sequence[Sequence[str]], columns: Sequence[int]) -> list[list[dict]]:
    """Return texts as rows of cells, where equal neighbours in these columns look like one."""
    rows = [[cell(text) for text in row] for row in texts]
    for (above, row), cells in zip(pairwise(texts), rows[1:], strict=True):
        for place in columns:
            if above[place] and above[place] == row[place]:
                join(cells[place])
    return rows


def widths(columns: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns' widths in whole per cent, 100 in all, from their texts (heading first).

    The root of the mean length gives long texts room without starving short ones; the longest word of
    the heading sets a floor.
    """
    if not columns:
        return []
    weights = []
    for heading, *texts in columns:
        filled = [len(text) for text in texts if text]
        wanted = (sum(filled) / len(filled)) ** 0.5 if filled else 0
        weights.append(min(max(wanted, len(heading) ** 0.5 * 1.4, MIN_WEIGHT), MAX_WEIGHT))
    total = sum(weights)
    whole = [int(100 * weight / total) for weight in weights]
    whole[weights.index(max(weights))] += 100 - sum(whole)
    return whole


def batched(things: list, size: int) -> list[list]:
    """Return the things in groups of this size, the last one perhaps shorter."""
    return [things[place : place + size] for place in range(0, len(things), size)]
