"""Whether a text still stands in others although somebody worked on them: cut, joined, added to, a word changed."""

import re
from collections.abc import Iterable
from functools import cached_property

from ita_portal.thai import ascii_digits

# Thai vowels and tone marks are no letters to Python.
_BETWEEN = re.compile("[^\\w\u0e31\u0e34-\u0e3a\u0e40-\u0e4e]+|_")
RUN = 6  # letters in a row by which a text is known again; shorter texts stand there whole or not at all


class KeptText:
    """Texts that may hold others, by their letters and digits: what stands between those, also the signs of bold words,
    and which digits are used count for nothing. Linear in length."""

    def __init__(self, texts: Iterable[str]):
        self.letters = "".join(map(bare, texts))

    def holds(self, text: str) -> bool:
        """Tell whether a text stands there, or half of it and more: who changes a word of it has not rewritten it."""
        wanted = bare(text)
        if wanted in self.letters:
            return True
        runs = runs_of(wanted) if len(wanted) >= 2 * RUN else []
        return bool(runs) and 2 * sum(run in self._runs for run in runs) >= len(runs)

    @cached_property
    def _runs(self) -> frozenset[str]:
        return frozenset(runs_of(self.letters))


def bare(text: str) -> str:
    """Return the letters and digits of a text; "" where it says nothing."""
    return ascii_digits(_BETWEEN.sub("", text))


def runs_of(letters: str) -> list[str]:
    return [letters[start : start + RUN] for start in range(len(letters) - RUN + 1)]
