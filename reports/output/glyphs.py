"""Which characters the fonts of documents can draw: what they cannot would depend on the machine that prints."""

from collections.abc import Iterator
from functools import cache

from django.contrib.staticfiles import finders

LETTERS = "fonts/ITASarabun-Regular.ttf"
MOST_NAMED = 10
SYMBOLS = ("fonts/ITASymbols.ttf", "fonts/ITAEmoji.ttf")


def beyond_letters(text: str) -> frozenset[str]:
    """Return the characters of a text that the fonts of letters do not draw."""
    return frozenset(character for character in set(text) - _drawn((LETTERS,)) if character > " ")


def undrawn(text: str) -> list[str]:
    """Return the characters of a text that no font of documents draws, in their order in Unicode."""
    return sorted(beyond_letters(text) - _drawn(SYMBOLS))


def undrawn_at(text: str) -> Iterator[str]:
    """Yield for each character that no font draws, once, where it stands first: its line, its place in it, its code."""
    for character in undrawn(text)[:MOST_NAMED]:
        before, _, _ = text.partition(character)
        line, place = before.count("\n") + 1, len(before) - before.rfind("\n")
        yield f"บรรทัดที่ {line} ตัวที่ {place} “{character}” (U+{ord(character):04X})"


@cache
def _drawn(names: tuple[str, ...]) -> frozenset[str]:
    from fontTools.ttLib import TTFont  # here: it takes a while to load

    return frozenset(chr(code) for name in names for code in TTFont(finders.find(name)).getBestCmap())
