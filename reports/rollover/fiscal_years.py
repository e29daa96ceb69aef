"""The fiscal years that a text names, moved to a later year. Nothing else of a text is changed."""

import re

from ita_portal.thai import ascii_digits, thai_digits

_NAMED = r"ปี(?:งบประมาณ|งบฯ?)?\s*(?:พ\.?\s?ศ\.?)?\s*"
_AND = r"\s*(?:และ|กับ|ถึง|,|-|–|—)\s*(?:ปีงบประมาณ|ปี)?\s*(?:พ\.?\s?ศ\.?)?\s*"
_YEARS = re.compile(rf"{_NAMED}25\d\d(?!\d)(?:{_AND}25\d\d(?!\d))*|^\s*(?:พ\.?\s?ศ\.?)?\s*25\d\d\s*$")
_YEAR = re.compile(r"[2๒][5๕]\d\d")


def move_fiscal_years(text: str, before: int, after: int) -> str:
    """Return a text of the fiscal year `before` as it reads in `after`: that year and the one before it move along.

    A year is a fiscal year where ปี or งบประมาณ stands before it, or where it stands alone; that of a law, a letter or a
    day stays, and those of a plan that reaches beyond `before` do.
    """

    def moved(match: re.Match[str]) -> str:
        year = int(ascii_digits(match[0]))
        if year not in (before, before - 1):
            return match[0]
        now = str(year + after - before)
        return now if match[0].isascii() else thai_digits(now)

    pieces, done = [], 0
    for named in _YEARS.finditer(ascii_digits(text)):
        years = text[named.start() : named.end()]
        planned = any(int(year) > before for year in _YEAR.findall(ascii_digits(years)))
        pieces += [text[done : named.start()], years if planned else _YEAR.sub(moved, years)]
        done = named.end()
    return "".join([*pieces, text[done:]])
