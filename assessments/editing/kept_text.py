"""Whether a text still stands in others although somebody worked on them: cut, joined, added to, a word changed."""

import re
from collections.abc import Iterable
from functools import cached_property

from ita_portal.thai import ascii_digits

from .usual_words import USUAL

# Thai vowels and tone marks are no letters to Python.
_BETWEEN = re.compile("[^\\w\u0e31\u0e34-\u0e3a\u0e40-\u0e4e]+|_")
_NO_SIGNS = re.compile("[\\s\\-–—−._…·•*(),:;\"'“”‘’]+")  # what says nothing by itself, as "✓" and "▲" do
RUN = 6  # letters in a row by which a text is known again; shorter texts stand there whole or not at all
NO_NAMES = re.compile("(?!)")
SENTENCE = 3 * RUN  # letters of what stands between two spaces and is known again by itself
STRETCH = 4 * RUN  # letters in a row, across spaces, besides names and usual words, whatever was cut off before them


class KeptText:
    """Texts that may hold others, by their letters and digits: what stands between those, also the signs of bold words,
    and which digits are used count for nothing. Linear in length."""

    def __init__(self, texts: Iterable[str], names: re.Pattern[str] = NO_NAMES, typed: str | None = None):
        """`names` count for nothing but in a whole text: who writes anew of an indicator names it. `typed` is what
        somebody typed of the texts, if not all."""
        self.names, texts = names, list(texts)
        self.letters = "".join(map(bare, texts))
        self.typed = "\n".join(texts) if typed is None else typed

    def holds(self, text: str) -> bool:
        """Tell whether a text stands there, or half of it and more, a sentence, or a stretch: who leaves that rewrote
        nothing."""
        if self.quotes(text):
            return True
        wanted = bare(text)
        runs = [run for part in self.names.split(text) for run in runs_of(bare(part))] or runs_of(wanted)
        return len(wanted) >= 2 * RUN and 2 * sum(run in self._runs for run in runs) >= len(runs)

    def quotes(self, text: str) -> bool:
        """Tell whether a text stands there, or a sentence or a stretch of it: in many long texts half of one stands by
        chance."""
        said = (said for part in self.names.split(text) for said in sentences_of(part))
        if bare(text) in self.letters or any(sentence in self.letters for sentence in said):
            return True
        return not self._stretches.isdisjoint(self._stretches_of(text))

    @cached_property
    def _runs(self) -> frozenset[str]:
        return frozenset(runs_of(self.letters))

    @cached_property
    def _stretches(self) -> frozenset[str]:
        return frozenset(self._stretches_of(self.typed))

    def _stretches_of(self, text: str) -> list[str]:
        return runs_of(bare(USUAL.sub("", self.names.sub("", text))), STRETCH)


def bare(text: str) -> str:
    """Return the letters and digits of a text, its signs where it has none; "" where it says nothing."""
    return ascii_digits(_BETWEEN.sub("", text) or _NO_SIGNS.sub("", text))


def sentences_of(text: str, least: int = SENTENCE) -> list[str]:
    """Return the letters of what stands between spaces and has so many: Thai parts sentences by them."""
    return [letters for part in text.split() if len(letters := bare(part)) >= least]


def runs_of(letters: str, length: int = RUN) -> list[str]:
    return [letters[start : start + length] for start in range(len(letters) - length + 1)]
