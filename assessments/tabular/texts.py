"""The text of a cell: cleaned on its way in, made harmless for spreadsheet programs on its way out."""

import re
from collections.abc import Callable
from functools import lru_cache

from ita_portal.thai import ascii_digits, normalise, tidy_lines

from .table import Column

DASHES = frozenset("-–—−")
# A spreadsheet program takes a text with such a beginning for a formula, and we a lone dash for a blank; the
# apostrophe says that it is text.
_TRIGGER = re.compile("'*(?:[=+\\-@\t\r]| +-\\Z)")
_ESCAPED = re.compile("'+(?:[=+\\-@\t\r]| +-\\Z)")
_PLAIN = re.compile("[!-~]+(?: [!-~]+)*")
_PLAIN_START = re.compile("[0-9A-Za-z][!-~]*(?: [!-~]+)*")
# Longer texts rarely come twice.
_REMEMBERED = 100
_remembered = lru_cache(maxsize=20_000)(tidy_lines)


def escape(text: str) -> str:
    """Return the text so that no spreadsheet program computes it; `clean` takes exactly this off again."""
    return "'" + text if _TRIGGER.match(text) else text


def outgoing(text: str) -> str:
    """Return a stored text as a file holds it: in the one form of the portal, harmless."""
    if _PLAIN_START.fullmatch(text):
        return text
    return escape(_remembered(text) if len(text) <= _REMEMBERED else tidy_lines(text))


def _line(text: str) -> str:
    if _PLAIN.fullmatch(text) and not _ESCAPED.match(text):
        return "" if text == "-" else text
    return _lines(text).strip()


def _lines(text: str) -> str:
    if _ESCAPED.match(text):
        return tidy_lines(text[1:])
    text = tidy_lines(text)
    return "" if text.strip() == "-" else text


def _value(text: str) -> str:
    text = ascii_digits(_line(text))
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
    return lambda text: (remembered if len(text) <= _REMEMBERED else long_remembered)(text)
