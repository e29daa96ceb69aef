"""The measures of paper, in points, as the style sheets have them: how much room a text has, and how large it stands.

What static/css/document*.css says of widths, margins, paddings and sizes is said here again, because lines are set
before there is a page. tests/reports/output/test_setting.py compares both.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from reports.typesetting.line_breaks import letters, paragraph

CM = 72 / 2.54
WIDTHS = {  # of the text of a page, by orientation and margins
    ("portrait", "official"): 16 * CM,
    ("portrait", "narrow"): 17.5 * CM,
    ("landscape", "official"): 26.7 * CM,
    ("landscape", "narrow"): 27.7 * CM,
}
LETTER = WIDTHS["portrait", "official"]  # memo and announcement
SIGNATURE = 8.5 * CM
INDENT, DAY_INDENT = 2.5 * CM, 5 * CM
HANGS, LEVEL = (0.0, 0.7, 1.2, 1.7, 2.2), 1.1  # em: how far a text hangs behind its marker, and a level moves it
CELL = 2 * 4 + 1.2  # paddings, and the rules at both sides
HEAD_CELL = 2 * 2 + 1.2
PHOTO_CELL = 2 * 5
EASE = 0.2  # that a line leaves, for fractions
WIDEST_SPACE = 0.08  # em, between letters of a line that is filled: by more, programs would read spaces


@dataclass(frozen=True)
class Lettering:
    """A size in points and a weight of letters."""

    size: float
    bold: bool = False

    def width(self, text: str) -> float:
        return paragraph(text, self.bold).places[-1] * self.size

    def needs(self, line: dict) -> tuple[float, float]:
        """Return the widths that a line of a text needs for its widest word, and for what is read as one."""
        letters = self._of(line)
        indents = sum(letters._indents(line))
        word, held = paragraph(line["text"], letters.bold).widest()
        return indents + word * self.size, indents + held * self.size

    def set(self, text: str, room: float, taken: float = 0) -> str:
        """Return a text with its line breaks; of its first line so much is taken by what stands there already."""
        further = (room - EASE) / self.size
        first = further - taken / self.size
        return "\n".join(line for part in text.split("\n") for line in paragraph(part, self.bold).lines(first, further))

    def count(self, line: dict, room: float) -> int:
        """Return how many lines a line of a text takes, behind its marker."""
        letters = self._of(line)
        indent, marker = letters._indents(line)
        further = (room - indent - EASE) / self.size
        return 1 + len(paragraph(line["text"], letters.bold).starts(further - marker / self.size, further))

    def line(self, line: dict, room: float, indent: float = 0) -> dict:
        """Return a line of a text with its line breaks; `indent` is that of one without a marker."""
        letters = self._of(line)
        left, marker = letters._indents(line)
        text = letters.set(line["text"], room - left, marker if line["hang"] else indent)
        pieces = {"pieces": _broken(line["pieces"], text)} if "pieces" in line else {}
        return {**line, "text": text, "gap": self._gap(line), **pieces}

    def filled(self, line: dict, room: float, indent: float = 0) -> dict:
        """Return a line of a text with its line breaks, and how far letters are moved apart to fill each line."""
        line = self.line(line, room, indent)
        left, marker = self._of(line)._indents(line)
        rooms = [room - left - (marker if line["hang"] else indent)]
        rows = _rows(line.get("pieces") or [{"text": line["text"], "bold": line.get("bold", False)}])
        rooms += [room - left] * (len(rows) - 1)
        spaces = [self._space(pieces, room) for pieces, room in zip(rows[:-1], rooms, strict=False)]
        filled = [{"pieces": pieces, "space": space} for pieces, space in zip(rows, [*spaces, ""], strict=True)]
        return {**line, "filled": filled} if any(spaces) else line

    def _space(self, pieces: list[dict], room: float) -> str:
        """Return what moves the letters of a line apart until they fill it, in em; "" where that were too much."""
        missing = room - EASE - sum(replace(self, bold=piece["bold"]).width(piece["text"]) for piece in pieces)
        space = missing / self.size / max(1, sum(letters(piece["text"]) for piece in pieces))
        return f"{space:.4f}" if 0.00005 <= space <= WIDEST_SPACE else ""

    def _gap(self, line: dict) -> str:
        """Return what a marker leaves before its text, in em; "" where it reaches as far as the text hangs."""
        if not line["hang"]:
            return ""
        letters = replace(self, bold=self.bold or line.get("bold", False))
        gap = HANGS[line["hang"]] - letters.width(line["marker"]) / self.size
        return f"{gap:.4f}" if gap > 0 else ""

    def _of(self, line: dict) -> "Lettering":
        """Return the letters of a line: of one that is bold in part, as wide as if it were so as a whole."""
        return replace(self, bold=True) if "pieces" in line or "bold" in line else self

    def _indents(self, line: dict) -> tuple[float, float]:
        """Return how far all lines stand to the right, and how much further the marker moves the first."""
        left = LEVEL * line["level"] * self.size
        if not line["hang"]:
            return left, 0.0
        hang = HANGS[line["hang"]] * self.size
        return left + hang, max(0.0, self.width(line["marker"]) - hang)


def _rows(pieces: list[dict]) -> list[list[dict]]:
    """Return the pieces of a text line by line."""
    rows: list[list[dict]] = [[]]
    for piece in pieces:
        for place, text in enumerate(piece["text"].split("\n")):
            if place:
                rows.append([])
            if text:
                rows[-1].append({"text": text, "bold": piece["bold"]})
    return rows


def _broken(pieces: list[dict], text: str) -> list[dict]:
    """Return the pieces of a text with the line breaks that it was set with; a space at the end of a line is gone."""
    broken, place = [], 0
    for piece in pieces:
        letters = ""
        for letter in piece["text"]:
            if text[place : place + 1] == "\n":
                letters, place = letters + "\n", place + 1
            if text[place : place + 1] == letter:
                letters, place = letters + letter, place + 1
        broken.append({**piece, "text": letters})
    return broken


@dataclass(frozen=True)
class Sheet:
    """A page of the report: the width of its text, and how large what stands on it is."""

    width: float
    text: Lettering
    cell: Lettering
    strong_cell: Lettering
    head: Lettering  # of the columns
    title: Lettering
    heading: Lettering


MEMO_TEXT, MEMO_STRONG, MEMO_HEADING, MEMO_LABEL = (
    Lettering(12.5),
    Lettering(12.5, True),
    Lettering(13, True),
    Lettering(15.5, True),
)
FIELD_GAP = 6  # between the label of a memo's field and what stands there
COVER_TITLE, COVER_FOOT, TOC_TITLE = Lettering(18, True), Lettering(14), Lettering(14.5, True)
TOC_STEP = LEVEL  # em: how far a heading of the second level stands to the right in the contents
TOC_NUMBER = 1.4 * CM + 4  # what an entry of the contents leaves at its right
SIGNERS_GAP = 8
# Text, cells, heads of columns, title, headings.
SIZES = {"small": (11, 10, 9.5, 12, 11.5), "standard": (12.5, 11.5, 11, 13.5, 13), "large": (14, 13, 12.5, 15, 14.5)}


class Printed(Protocol):
    """A document, or its content."""

    @property
    def orientation(self) -> str: ...

    @property
    def margins(self) -> str: ...

    @property
    def text_size(self) -> str: ...


def sheet(document: Printed) -> Sheet:
    """Return the pages of the report."""
    text, cell, head, title, heading = SIZES[document.text_size]
    return Sheet(
        WIDTHS[document.orientation, document.margins],
        Lettering(text),
        Lettering(cell),
        Lettering(cell, True),
        Lettering(head, True),
        Lettering(title, True),
        Lettering(heading, True),
    )


def columns(page: Sheet, shares: list[int]) -> list[float]:
    """Return the widths of a table's columns with their rules and paddings."""
    return [(page.width - 0.6) * share / 100 for share in shares]


def over(row: list[dict], columns: list[float]) -> Iterator[float]:
    """Give the width of each cell: one that reaches across columns has that of all of them."""
    place = 0
    for cell in row:
        end = place + cell.get("across", 1)
        yield sum(columns[place:end])
        place = end
