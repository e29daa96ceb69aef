"""A text as lines that fit a width: broken between words, and within them only where a column holds no whole one."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from unicodedata import category

from .glyph_widths import face
from .words import HELD, breaks

REMEMBERED = 1000  # letters: a longer text is measured each time
ALONE = 2.5  # em: a word that is no wider does not make the last line of a text
LEAST = 0.5  # of its width that a line keeps which gives a word to the last one
TOLERANCE = 1e-6  # of sums of fractions
# A letter with its marks, with the vowel written before it, and signs that are drawn as one.
_CLUSTER = re.compile(
    r"[เแโใไ]?(?:[\U0001F1E6-\U0001F1FF]{2}|.)"
    r"(?:[ะาำๅ\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0300-\u036f\ufe0f\U0001F3FB-\U0001F3FF]|\u200d.)*",
    re.DOTALL,
)


class Paragraph:
    """A text without line breaks, measured once, to be set to any width. All widths are in em."""

    def __init__(self, text: str, bold: bool):
        self.text = text
        self.places = face(bold).places(text)
        self.words, self.parts = breaks(text)
        self.word_ends = [self._end(place) for place in self.words]
        self.part_ends = [self._end(place) for place in self.parts]

    @property
    def width(self) -> float:
        return self._end(len(self.text))

    def widest(self) -> tuple[float, float]:
        """Return the widths of the widest word, and of the widest piece that is read as one, such as a date."""
        words = pairwise([0, *self.parts, len(self.text)])
        word, held = (max(self._end(stop) - self.places[start] for start, stop in of) for of in (words, self._held()))
        return word, held

    def starts(self, first: float, further: float) -> list[int]:
        """Return where the further lines begin, for a first line and further ones of these widths."""
        starts: list[int] = []
        start, limit = 0, first + TOLERANCE
        while self.width > limit and (start := self._next(start, limit)) < len(self.text):
            limit = self.places[start] + further + TOLERANCE
            starts.append(start)
        return starts

    def lines(self, first: float, further: float) -> list[str]:
        """Return the lines; the white space at which one ends is dropped."""
        starts = self._without_lonely_end(self.starts(first, further), first, further)
        return [self.text[start:stop].rstrip(" ") for start, stop in pairwise([0, *starts, len(self.text)])]

    def _end(self, place: int) -> float:
        """Return the width of what stands before a place, without the white space at its end."""
        while place and self.text[place - 1] == " ":
            place -= 1
        return self.places[place]

    def _held(self) -> Iterator[tuple[int, int]]:
        """Yield what a line should hold whole; a longer piece by its parts."""
        for start, stop in pairwise([0, *self.words, len(self.text)]):
            if stop - start <= HELD:
                yield start, stop
            else:
                inside = self.parts[bisect_right(self.parts, start) : bisect_left(self.parts, stop)]
                yield from pairwise([start, *inside, stop])

    def _next(self, start: int, limit: float) -> int:
        """Return where the line after the one from `start` begins, if that may reach to `limit`."""
        for places, ends in ((self.words, self.word_ends), (self.parts, self.part_ends)):
            at = bisect_right(ends, limit) - 1
            if at >= 0 and places[at] > start:
                return places[at]
        stop = start
        for match in _CLUSTER.finditer(self.text, start):
            if stop > start and self._end(match.end()) > limit:
                break
            stop = match.end()
        return stop

    def _without_lonely_end(self, starts: list[int], first: float, further: float) -> list[int]:
        """Give a short word that would stand alone on the last line its neighbour, if the line before can spare it."""
        if not starts or self.width - self.places[starts[-1]] > ALONE:
            return starts
        before, room = (starts[-2], further) if len(starts) > 1 else (0, first)
        at = bisect_left(self.words, starts[-1]) - 1
        while at >= 0 and (place := self.words[at]) > before:
            kept, given = self.word_ends[at] - self.places[before], self.width - self.places[place]
            if kept < LEAST * room or given > further:
                break
            if given > ALONE:
                return [*starts[:-1], place]
            at -= 1
        return starts


def letters(text: str) -> int:
    """Return how many letters stand side by side in a text, each with its marks, as they are moved apart."""
    return sum(letter != "ำ" and category(letter) not in ("Mn", "Me") for letter in text)


def paragraph(text: str, bold: bool = False) -> Paragraph:
    return _remembered(text, bold) if len(text) <= REMEMBERED else Paragraph(text, bold)


_remembered = lru_cache(maxsize=2048)(Paragraph)
