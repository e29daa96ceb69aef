"""What is left of earlier texts where somebody works on them: in the place that each came along with, and elsewhere."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from itertools import combinations
from typing import Generic, TypeVar

from ita_portal.thai import ascii_digits

from .usual_words import CLAIMS, EARLIER, USUAL, YEAR

# Thai vowels and tone marks are no letters to Python.
_BETWEEN = re.compile("[^\\w\u0e31\u0e34-\u0e3a\u0e40-\u0e4e]+|_")
_NO_SIGNS = re.compile("[\\s\\-–—−._…·•*(),:;\"'“”‘’]+")  # what says nothing by itself, as "✓" and "▲" do
# "๔.๓๘"; of a number its noun too: "๔๕ คน".
_FIGURE = re.compile(r"(?<!\d)(?:\d+\.\d\d?(?![\d.])|\d[\d,]*\d\s?[^\W\d]{2})")
_TELLING = re.compile(rf"{_FIGURE.pattern}|{CLAIMS.pattern}|^[\d\s,.+-]+$")  # of the cells of a row, if any is so
_ROW_NUMBER = re.compile(r"[0-9๐-๙]{0,3}[.)]?")
SHORT = 4  # letters of a text that has nothing else by which it is known again
RUN = 6  # letters in a row by which a text is known again where it has nothing else
TRACE = 14  # letters in a row that are left of a text in its own place
HALF = 11  # fewer are, where they make half of what stands between two spaces
STRETCH = 4 * RUN  # letters in a row that are copied, wherever they stand
SENTENCE = 3 * RUN  # letters that say something by themselves
NO_NAMES = re.compile("(?!)")
Source = TypeVar("Source")


class EarlierTexts(Generic[Source]):
    """Texts of an earlier year, each with the place that it came along with, and where it is from.

    `names`, usual words and years count for nothing but in a whole text: who writes anew of an indicator names it.
    """

    def __init__(self, names: re.Pattern[str] = NO_NAMES):
        self.names = names
        self._sources: list[Source] = []
        self._unread: list[
            tuple[int, str, Hashable]
        ] = []  # of which nobody asked yet but whether they stand there whole
        self._whole: dict[tuple[Hashable, str], int] = {}
        self._here: dict[Hashable, dict[str, int]] = defaultdict(dict)
        self._anywhere: dict[str, int] = {}
        self._short: dict[Hashable, dict[str, int]] = defaultdict(dict)

    def add(self, text: str, source: Source, place: Hashable = None) -> None:
        number, letters = len(self._sources), bare(text)
        self._sources.append(source)
        if letters:
            self._unread.append((number, text, place))
            self._whole.setdefault((place, letters), number)

    def left_here(self, text: str, place: Hashable) -> Source | None:
        """Return of which text that came along with this place something is left in it: claims, figures, letters."""
        letters = bare(text)
        if (whole := self._whole.get((place, letters))) is not None:
            return self._sources[whole]
        self._read()
        here, said = self._here.get(place), self._said(text)
        if here is None:
            return None
        traces = {*self._copied(text, said), *self._left(text, said), *self._halves(text, here)}
        left = [here[trace] for trace in traces if trace in here]
        left += [number for short, number in self._short.get(place, {}).items() if short in letters]
        return self._most(left)

    def _read(self) -> None:
        for number, text, place in self._unread:
            said = self._said(text)
            copied, left = {*self._copied(text, said)}, {*self._left(text, said)}
            left.update(run for phrase in self._phrases(text) for run in runs_of(phrase, HALF))
            for trace in copied:
                self._anywhere.setdefault(trace, number)
            if place is not None:
                for trace in copied | left:
                    self._here[place].setdefault(trace, number)
                if not left and len(letters := bare(text)) >= SHORT:
                    self._short[place].setdefault(letters, number)
        self._unread.clear()

    def copied_in(self, text: str) -> Source | None:
        """Return of which text whole lines, cells or long stretches stand here, wherever it came along."""
        self._read()
        copied = self._copied(text, self._said(text))
        return self._most([self._anywhere[trace] for trace in copied if trace in self._anywhere])

    def _copied(self, text: str, said: str) -> Iterator[str]:
        """Yield what is known again wherever it stands: long stretches, whole lines and what speaks of a result between
        two spaces, whichever digits they have, and of a row each two cells of which one tells more than a label."""
        yield from _runs(said, STRETCH)
        cells = _worded_cells(text)
        if len(cells) <= 1:
            yield from self._around_told(text)
        lines = text.split("\n") if bare(said) and len(cells) <= 1 else []
        phrases = [phrase for phrase in self.names.sub("\n", text).split() if tells(phrase)]
        for line in lines + [phrase for phrase in phrases if len(bare(USUAL.sub("", phrase))) >= SENTENCE]:
            letters = bare(line)
            undigited = re.sub(r"\d", "", letters)
            yield "=" + (undigited if len(undigited) >= RUN else letters)
        for line in filter(tells, lines or ["".join(cells.values())]):  # laid out in cells, it is the same
            yield f"=={bare(line)}"
        meant = {column for column, cell in enumerate(said.split("\t")) if bare(cell)} & cells.keys()
        telling = {column for column in meant if _TELLING.search(cells[column])} or meant
        named = {column: _named(column, cell) for column, cell in cells.items()}
        for one, other in combinations(cells, 2):
            if one in telling or other in telling:
                yield f"{named[one]}\t{named[other]}"

    def _around_told(self, text: str) -> Iterator[str]:
        """Yield letters in a row with a claim or figure among them, usual words too: a sentence may have no others."""
        for part in self.names.sub("\0", text).split("\0"):  # over ends of lines, as PDFs break them
            letters = bare(re.sub(YEAR, "", part))
            for told in _TELLING.finditer(letters):
                around = letters[max(0, told.end() - STRETCH) : told.start() + STRETCH]
                yield from () if EARLIER.fullmatch(told[0]) else runs_of(around, STRETCH)

    def _most(self, numbers: list[int]) -> Source | None:
        return self._sources[Counter(numbers).most_common(1)[0][0]] if numbers else None

    def _said(self, text: str) -> str:
        """Return a text without what anybody would say again."""
        return USUAL.sub("\n", self.names.sub("\n", text))

    def _phrases(self, text: str) -> list[str]:
        """Return the letters of what stands between spaces, without what anybody would say again in them."""
        return [bare(phrase) for phrase in USUAL.sub("", self.names.sub("\n", text)).split()]

    def _left(self, text: str, said: str) -> Iterator[str]:
        """Yield claims, figures and letters in a row; nothing of a row of cells, which has labels."""
        if len(_worded_cells(text)) <= 1:
            claims = [claim[0] for claim in CLAIMS.finditer(self.names.sub("\n", text))]
            yield from (bare(claim) for claim in claims if not EARLIER.fullmatch(claim))
            yield from (bare(figure) for figure in _FIGURE.findall(ascii_digits(said)))
            yield from _runs(said, TRACE)
            yield from (run for phrase in self._phrases(text) for run in runs_of(phrase, TRACE))

    def _halves(self, text: str, here: Mapping[str, int]) -> Iterator[str]:
        for phrase in self._phrases(text):
            left = [run for run in runs_of(phrase, HALF) if run in here]
            if left and 2 * (len(left) + HALF - 1) >= len(phrase):
                yield from left


def _worded_cells(text: str) -> dict[int, str]:
    """Return the cells of a row by their column, but for its number; nothing of a text that is no row."""
    if "\t" not in text:
        return {}
    cells = enumerate(map(ascii_digits, text.split("\t")))
    return {column: cell for column, cell in cells if bare(cell) and not _ROW_NUMBER.fullmatch(cell.strip())}


def tells(text: str) -> bool:
    """Whether a text speaks of a result: it claims something, or counts."""
    return bool(CLAIMS.search(text) or _FIGURE.search(ascii_digits(text)))


def _named(column: int, cell: str) -> str:
    letters = bare(cell)
    return f"{column} {letters}" if letters.isdecimal() else letters


def _runs(said: str, length: int) -> Iterator[str]:
    return (run for part in said.split("\n") for run in runs_of(bare(part), length))


def bare(text: str) -> str:
    """Return the letters and digits of a text, its signs where it has none; "" where it says nothing."""
    return ascii_digits(_BETWEEN.sub("", text) or _NO_SIGNS.sub("", text))


def runs_of(letters: str, length: int = RUN) -> list[str]:
    return [letters[start : start + length] for start in range(len(letters) - length + 1)]
