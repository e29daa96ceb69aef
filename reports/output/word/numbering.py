"""Numbered lists: the markers of a document's lines as real lists of Word, each number as it was typed.

Markers of one look that count on by one are one list; one that does not begins a list of its own, at its number.
A number that holds its parent's ("๒.๑") stays typed: no list of its own could count it right once the parent moves.
LibreOffice counts no Thai digits: it gets to see such lists without labels, and the number as it was typed.
"""

import re

from ita_portal.thai import ascii_digits

from .xml import for_word, run, w

LETTERS = "กขคฆงจฉชซฌญ"
WORD_LETTERS = "กขคงจฉชซฌญ"  # Word's thaiLetters leave ฆ out
THAI_DIGITS = "thaiNumbers"
MOST_LISTS = 1800  # Word opens no file with more than about 2,000
_MARKER = re.compile(
    rf"(?P<before>\(?)(?:(?P<thai>[๑-๙][๐-๙]?)|(?P<arabic>[1-9][0-9]?)|(?P<letter>[{LETTERS}]))(?P<after>[.)]*)"
)  # the markers of ita_portal.lines that are one number
_BULLETS = frozenset("-–—•●▪◦")


class Numbering:
    """The lists of one document."""

    def __init__(self) -> None:
        self.looks: dict[tuple, int] = {}
        self.lists: list[tuple[int, int | None]] = []  # (look, first number), in the order of their numbers
        self.bullets: dict[int, int] = {}

    def of(self, lines: list[tuple[str, int, int]]) -> list:
        """Return the w:numPr of each line of one cell or piece of prose, or None where its marker stays typed.

        A line is its marker, how far left it stands and how far its text hangs behind it, in twips. No list goes on
        from one cell to the next, and a number without one that follows is no list.
        """
        numbers: list[int | None] = [None] * len(lines)
        for look, places, first in _runs(lines):
            number = self._list(self.looks.setdefault(look, len(self.looks)), first)
            for place in places:
                numbers[place] = number
        return [number and w("numPr", w("ilvl", val=0), w("numId", val=number)) for number in numbers]

    def _list(self, look: int, first: int | None) -> int | None:
        if first is None and look in self.bullets:
            return self.bullets[look]
        if len(self.lists) >= MOST_LISTS:
            return None
        self.lists.append((look, first))
        if first is None:
            self.bullets[look] = len(self.lists)
        return len(self.lists)

    def element(self):
        """Return the numbering part of the document."""
        abstract = [_abstract(number, *key) for key, number in self.looks.items()]
        return w("numbering", *abstract, *(_list(number, *begun) for number, begun in enumerate(self.lists, 1)))


def _runs(lines: list[tuple[str, int, int]]) -> list[tuple[tuple, list[int], int | None]]:
    """Return the lists among the lines: (look, places, first number or None for bullets)."""
    runs: list[tuple[tuple, list[int], int | None]] = []
    latest: dict[tuple, tuple[list[int], int]] = {}  # by look: the places of its last list, the last number
    for place, (marker, left, hanging) in enumerate(lines):
        look = marker.strip()
        if look in _BULLETS:
            runs.append((("bullet", look, "", left, hanging), [place], None))
        elif (match := _MARKER.fullmatch(look)) and (counted := _counted(match)):
            style, number = counted
            key = (style, match["before"], match["after"], left, hanging)
            places, last = latest.get(key, ([], 0))
            if not places or number != last + 1:
                places = []
                runs.append((key, places, number))
            places.append(place)
            latest[key] = places, number
    return [run for run in runs if run[2] is None or len(run[1]) > 1]


def _counted(match: re.Match) -> tuple[str, int] | None:
    """Return how Word counts such markers, and which one this is."""
    if match["letter"]:
        place = WORD_LETTERS.find(match["letter"]) + 1
        return ("thaiLetters", place) if place else None
    if match["thai"]:
        return THAI_DIGITS, int(ascii_digits(match["thai"]))
    return "decimal", int(match["arabic"])


def _abstract(number: int, style: str, before: str, after: str, left: int, hanging: int):
    label = _label(style, "tab", before if style == "bullet" else f"{before}%1{after}")
    level = w(
        "lvl",
        w("start", val=1),
        *([for_word(label, *_label("none", "nothing", ""))] if style == THAI_DIGITS else label),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=left + hanging, hanging=hanging)),
        ilvl=0,
    )
    return w("abstractNum", w("multiLevelType", val="singleLevel"), level, abstractNumId=number)


def _label(style: str, behind: str, text: str) -> list:
    return [w("numFmt", val=style), w("suff", val=behind), w("lvlText", val=text)]


def typed_number(marker: str):
    """Return the run with a list's number for who counts no such numbers; None where everybody counts them."""
    if ascii_digits(marker) == marker:
        return None
    typed = list(run(f"{marker.rstrip()}\t"))
    return w("r", for_word([], *typed))


def _list(number: int, look: int, first: int | None):
    start = first and w("lvlOverride", w("startOverride", val=first), ilvl=0)
    return w("num", w("abstractNumId", val=look), start, numId=number)
