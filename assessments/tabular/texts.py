"""The text of a cell: cleaned on its way in, harmless for spreadsheet programs on its way out."""

import re
from collections.abc import Callable
from functools import lru_cache

from ita_portal.entering import note
from ita_portal.thai import ascii_digits, normalise, tidy_lines

from .table import Column

DASHES = frozenset("-–—−")
# A spreadsheet program takes a text with such a beginning for a formula; a lone dash it leaves alone.
_RISKY = re.compile(r"\s*(?:[=+@＝＋－＠]|-(?!\Z))")
_GUARD = "\t"
_PLAIN = re.compile("[!-~]+(?: [!-~]+)*")
_PLAIN_START = re.compile("[0-9A-Za-z][!-~]*(?: [!-~]+)*")
# Longer texts rarely come twice.
_REMEMBERED = 100
_remembered = lru_cache(maxsize=20_000)(tidy_lines)


def is_risky(text: str) -> bool:
    """Tell whether a spreadsheet program would compute the text, or try to, when it is typed."""
    return bool(_RISKY.match(text))


def guarded(text: str) -> str:
    """Return the text so that no spreadsheet program computes it out of a csv; `clean` takes exactly this off again.

    A tab within the quotes is what OWASP advises for Excel: nobody sees it, and unlike the apostrophe it survives
    that Excel saves the file again. No text of the portal begins with one. In xlsx the cell itself says it is text.
    """
    return _GUARD + text if is_risky(text) else text


def outgoing(text: str) -> str:
    """Return a stored text as a file holds it: in the one form of the portal."""
    if _PLAIN_START.fullmatch(text):
        return text
    return _remembered(text) if len(text) <= _REMEMBERED else tidy_lines(text)


def _line(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return "" if text == "-" else text
    text = _lines(text).strip()
    return "" if text == "-" else text


def _lines(text: str) -> str:
    return tidy_lines(_unguarded(text))


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith(_GUARD) and is_risky(text[1:]) else text


def _value(text: str) -> str:
    text = ascii_digits(_line(text)).removeprefix("'")  # typed by who keeps a leading zero in a csv
    return "" if text in DASHES else text


def header_key(text: str) -> str:
    """Return what two ways of writing a header have in common: no case, spaces, kind of digits or mark of duty."""
    return "".join(ascii_digits(normalise(text)).casefold().split()).rstrip("*:")


def tidy_header(text: str) -> str:
    """Return a header fit to be shown in a sentence."""
    return " ".join(normalise(text[:300]).split())[:80]


def cleaner(column: Column) -> Callable[[str], str]:
    """Return the function from the raw text of a cell of this column to the text that a Row holds."""
    clean = {"text": _line, "lines": _lines, "choice": _line}.get(column.kind, _value)

    def cleaned(text: str) -> str:
        if column.dash and text.strip() in DASHES:
            return "-"
        text = clean(text)
        return "0" + text if len(text) == column.zero_fill - 1 and text.isdecimal() else text

    remembered, long_remembered = lru_cache(maxsize=20_000)(cleaned), lru_cache(maxsize=50)(cleaned)

    def entered(text: str) -> str:
        kept = (remembered if len(text) <= _REMEMBERED else long_remembered)(text)
        if kept != text:
            note(_unguarded(text))
        return kept

    return entered
