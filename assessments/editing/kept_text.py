"""Whether a text still stands in others although somebody worked on them: cut, joined, added to, a word changed."""

import re
from collections.abc import Iterable
from functools import cached_property

from ita_portal.thai import ascii_digits

# Thai vowels and tone marks are no letters to Python.
_BETWEEN = re.compile("[^\\w\u0e31\u0e34-\u0e3a\u0e40-\u0e4e]+|_")
_NO_SIGNS = re.compile("[\\s\\-–—−._…·•*(),:;\"'“”‘’]+")  # what says nothing by itself, as "✓" and "▲" do
RUN = 6  # letters in a row by which a text is known again; shorter texts stand there whole or not at all
NO_NAMES = re.compile("(?!)")
SENTENCE = 3 * RUN  # letters of what stands between two spaces and is known again by itself


class KeptText:
    """Texts that may hold others, by their letters and digits: what stands between those, also the signs of bold words,
    and which digits are used count for nothing. Linear in length."""

    def __init__(self, texts: Iterable[str]):
        self.letters = "".join(map(bare, texts))

    def holds(self, text: str, names: re.Pattern[str] = NO_NAMES) -> bool:
        """Tell whether a text stands there, or half of it and more, or a sentence: who leaves that rewrote nothing.

        `names` count for nothing, but where the whole text stands there: who writes anew of an indicator names it.
        """
        wanted, parts = bare(text), names.split(text)
        if wanted in self.letters or any(said in self.letters for part in parts for said in sentences_of(part)):
            return True
        runs = [run for part in parts for run in runs_of(bare(part))] or runs_of(wanted)
        return len(wanted) >= 2 * RUN and 2 * sum(run in self._runs for run in runs) >= len(runs)

    @cached_property
    def _runs(self) -> frozenset[str]:
        return frozenset(runs_of(self.letters))


def bare(text: str) -> str:
    """Return the letters and digits of a text, its signs where it has none; "" where it says nothing."""
    return ascii_digits(_BETWEEN.sub("", text) or _NO_SIGNS.sub("", text))


def sentences_of(text: str, least: int = SENTENCE) -> list[str]:
    """Return the letters of what stands between spaces and has so many: Thai parts sentences by them."""
    return [letters for part in text.split() if len(letters := bare(part)) >= least]


def runs_of(letters: str, length: int = RUN) -> list[str]:
    return [letters[start : start + length] for start in range(len(letters) - length + 1)]
