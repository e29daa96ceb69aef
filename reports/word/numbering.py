"""Numbered lists: the markers of a document's lines as real lists of Word, each number as it was typed.

Markers of one look that count on by one are one list; one that does not begins a list of its own, at its number.
"""

import re

from ita_portal.thai import ascii_digits

from .xml import w

LETTERS = "กขคฆงจฉชซฌญ"
WORD_LETTERS = "กขคงจฉชซฌญ"  # Word's thaiLetters leave ฆ out
MOST_LISTS = 1800  # Word opens no file with more than about 2,000
_MARKER = re.compile(
    rf"(?P<before>.*?)(?:(?P<thai>[๑-๙][๐-๙]?)|(?P<arabic>[1-9][0-9]?)|(?P<letter>[{LETTERS}]))(?P<after>[.)]*)"
)
_BULLETS = frozenset("-–—•●▪◦")


class Numbering:
    """The lists of one document. A marker of no known look is typed by the caller."""

    def __init__(self):
        self.looks: dict[tuple, int] = {}
        self.lists: list[tuple[int, int | None]] = []  # (look, first number), in the order of their numbers
        self.bullets: dict[int, int] = {}

    def counter(self) -> "Counter":
        return Counter(self)

    def look(self, *key) -> int:
        return self.looks.setdefault(key, len(self.looks))

    def new_list(self, look: int, first: int | None) -> int | None:
        """Return the number of a new list, or None where Word could bear no more."""
        if len(self.lists) >= MOST_LISTS:
            return None
        self.lists.append((look, first))
        return len(self.lists)

    def bullet_list(self, look: int) -> int | None:
        if look not in self.bullets and (number := self.new_list(look, None)):
            self.bullets[look] = number
        return self.bullets.get(look)

    def element(self):
        """Return the numbering part of the document."""
        abstract = [_abstract(number, *key) for key, number in self.looks.items()]
        return w("numbering", *abstract, *(_list(number, *each) for number, each in enumerate(self.lists, 1)))


class Counter:
    """The lists of one cell or one piece of prose: no list goes on from one to the next."""

    def __init__(self, numbering: Numbering):
        self.numbering = numbering
        self.open: dict[int, tuple[int, int]] = {}  # by look: (list, last number)

    def properties(self, marker: str, left: int, hanging: int):
        """Return the w:numPr that prints this marker, or None. Lengths in twips."""
        look = marker.strip()
        if look in _BULLETS:
            number = self.numbering.bullet_list(self.numbering.look("bullet", look, "", left, hanging))
        elif (match := _MARKER.fullmatch(look)) and (counted := _counted(match)):
            style, value = counted
            before, after = match["before"], match["after"]
            number = self._number(self.numbering.look(style, before, after, left, hanging), value)
        else:
            return None
        return number and w("numPr", w("ilvl", val=0), w("numId", val=number))

    def _number(self, look: int, value: int) -> int | None:
        number, last = self.open.get(look, (None, 0))
        if number is None or value != last + 1:
            number = self.numbering.new_list(look, value)
        if number:
            self.open[look] = number, value
        return number


def _counted(match: re.Match) -> tuple[str, int] | None:
    """Return how Word counts such markers, and which one this is."""
    if match["letter"]:
        place = WORD_LETTERS.find(match["letter"]) + 1
        return ("thaiLetters", place) if place else None
    if match["thai"]:
        return "thaiNumbers", int(ascii_digits(match["thai"]))
    return "decimal", int(match["arabic"])


def _abstract(number: int, style: str, before: str, after: str, left: int, hanging: int):
    text = before if style == "bullet" else f"{before}%1{after}"
    level = w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=style),
        w("suff", val="tab"),
        w("lvlText", val=text),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=left + hanging, hanging=hanging)),
        ilvl=0,
    )
    return w("abstractNum", w("multiLevelType", val="singleLevel"), level, abstractNumId=number)


def _list(number: int, look: int, first: int | None):
    start = first and w("lvlOverride", w("startOverride", val=first), ilvl=0)
    return w("num", w("abstractNumId", val=look), start, numId=number)
