"""Texts and tables as plain values: lines, and cells of lines."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ita_portal.lines import split_lines

KEPT_LINES = 8
WHOLE_LINES = 20  # rows that a cell joins stand on one page up to this height, in lines
EXCERPT = 160  # letters
CHARACTERS = {"portrait": 85, "landscape": 140}  # that a line of the full width holds, in table size
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
BOLD = "**"
_BOLD = re.compile(re.escape(BOLD))
WIDEST_HANG, DEEPEST_LEVEL = 4, 5


def lines(text: str) -> list[dict]:
    """Return a text as its lines with level, marker and how far the text hangs behind the marker (0 to 4).

    What stands between "**" and "**" on a line is bold: a line that is so as a whole is `bold`, one that is so in part
    has its text in `pieces`.
    """
    typed = [(line, _bold_parts(line.strip(" "))) for line in text.split("\n")] if text else []
    whole = [len(parts) == 1 and parts[0][1] for _, parts in typed]
    bare = "\n".join(line.replace(BOLD, "") if bold else line for (line, _), bold in zip(typed, whole, strict=True))
    return [
        line._asdict()
        | {"level": min(line.level, DEEPEST_LEVEL), "hang": min(len(line.marker.strip()), WIDEST_HANG)}
        | ({"bold": True} if bold else _pieces(line.text))
        for line, bold in zip(split_lines(bare), whole, strict=True)
    ]


def _bold_parts(line: str) -> list[tuple[str, bool]]:
    """Return a line cut at its signs for bold: one opens before a letter and closes behind one. In linear time."""
    parts: list[tuple[str, bool]] = []
    start, opened = 0, -1
    for sign in _BOLD.finditer(line):
        place = sign.start()
        if opened >= 0 and place > opened + len(BOLD) and line[place - 1] not in " *":
            parts += [(line[start:opened], False), (line[opened + len(BOLD) : place], True)]
            start, opened = sign.end(), -1
        elif line[sign.end() : sign.end() + 1] not in ("", " ", "*"):
            opened = place
    return [(part, bold) for part, bold in (*parts, (line[start:], False)) if part]


def _pieces(text: str) -> dict:
    """Return a text that is bold in part without its signs, and in pieces; nothing of another."""
    parts = _bold_parts(text) if BOLD in text else []
    if not any(bold for _, bold in parts):
        return {}
    pieces = [{"text": part, "bold": bold} for part, bold in parts]
    return {"text": "".join(part for part, _ in parts), "pieces": pieces}


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
    return all(height(text, width, orientation) <= KEPT_LINES for text, width in zip(texts, widths, strict=True))


def height(text: str, width: int, orientation: str) -> int:
    """Return about how many lines a text takes in a column of this width."""
    letters = CHARACTERS[orientation] * width
    return sum(-(-len(_MARKS.sub("", line)) * 100 // letters) or 1 for line in text.split("\n"))


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


def headed(typed: Sequence[str], own: Sequence[str]) -> list[str]:
    """Return the headings of columns: what is typed, and where nothing is, a column's own."""
    return [text or usual for text, usual in zip(typed, own, strict=True)]


def chosen(columns: Sequence, wanted: Sequence[bool]) -> list:
    """Return what is wanted of the parts of a table's columns or of a row."""
    return [column for column, is_wanted in zip(columns, wanted, strict=True) if is_wanted]


def chosen_widths(shares: Sequence[int], wanted: Sequence[bool]) -> list[int]:
    """Return the widths of the columns that are wanted, 100 in all."""
    left = chosen(shares, wanted)
    whole = [share * 100 // sum(left) for share in left]
    whole[whole.index(max(whole))] += 100 - sum(whole)
    return whole


def batched(things: list, size: int) -> list[list]:
    """Return the things in groups of this size, the last one perhaps shorter."""
    return [things[place : place + size] for place in range(0, len(things), size)]
