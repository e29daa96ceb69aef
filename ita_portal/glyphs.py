"""Which characters the fonts of documents can draw: what they cannot would depend on the machine that prints.

static/fonts/drawn.json is derived from the fonts (tools/fonts/drawn.py); the page's script reads it too.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

DRAWN = Path(__file__).parents[1] / "static/fonts/drawn.json"
MOST_NAMED = 10


def beyond_letters(text: str) -> frozenset[str]:
    """Return the characters of a text that the fonts of letters do not draw."""
    return frozenset(character for character in set(text) - _drawn("letters") if character > " ")


def undrawn(text: str) -> list[str]:
    """Return the characters of a text that no font of documents draws, in their order in Unicode."""
    return sorted(beyond_letters(text) - _drawn("symbols"))


def undrawn_at(text: str) -> Iterator[str]:
    """Yield for each character that no font draws, once, where it stands first: its line, its place in it, its code."""
    for character in undrawn(text)[:MOST_NAMED]:
        before, _, _ = text.partition(character)
        line, place = before.count("\n") + 1, len(before) - before.rfind("\n")
        yield f"บรรทัดที่ {line} ตัวที่ {place} “{character}” (U+{ord(character):04X})"


@cache
def _drawn(fonts: str) -> frozenset[str]:
    ranges = json.loads(DRAWN.read_text())[fonts]
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))
