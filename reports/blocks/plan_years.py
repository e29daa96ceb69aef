"""A text of a measure that says something of several fiscal years, line by line: "๒๕๖๖: ๑๐,๐๐๐", "๒๕๖๗–๒๕๖๘". Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from ita_portal.thai import ascii_digits

from .cells import cell

DONE_THEN = "✓"  # what a year says that is only named
_YEAR = r"(?:ปี ?)?(?:งบประมาณ ?)?(?:พ\.ศ\. ?)?(25[0-9]{2})"
_LINE = re.compile(rf"{_YEAR}(?: ?(?:[-–—]|ถึง) ?{_YEAR})?(?:(?: ?[:=] ?| )(.*))?")


def by_year(text: str, years: Collection[int]) -> dict[int, str] | None:
    """Return what a text says of each of these years, or None where a line cannot be told to be of some of them.

    A line without a year goes on with the one above it.
    """
    told: dict[int, list[str]] = {year: [] for year in years}
    current: range | None = None
    for line in text.split("\n"):
        said = line.strip()
        if match := _LINE.fullmatch(ascii_digits(said)):
            first = int(match[1])
            current = range(first, int(match[2] or first) + 1)
            said = said[match.start(3) :] if match[3] else DONE_THEN
        if not current or not {*current} <= told.keys():
            return None
        for year in current:
            told[year].append(said)
    return {year: "\n".join(lines) for year, lines in told.items()}


def parted(content: dict, place: int, texts: Sequence[str], years: Mapping[int, str]) -> dict:
    """Return what changes of a table's content where the column at this place has one for each year, under its heading.

    `texts` are those of the column, row by row; one that is of no year reaches over all of them. `years` have names.
    """
    of_rows = iter(texts)
    groups = [
        {
            **group,
            "rows": [{"cells": list(_parted(row["cells"], place, next(of_rows), years))} for row in group["rows"]],
        }
        for group in content["groups"]
    ]
    headings = [*content["headings"][:place], *years.values(), *content["headings"][place + 1 :]]
    head = _head(content["headings"], place, [*years.values()])
    return {"headings": headings, "typed_widths": [], "groups": groups, "caption": [], "head": head}


def _parted(cells: list[dict], place: int, text: str, years: Mapping[int, str]) -> Iterator[dict]:
    told = by_year(text, years)
    yield from cells[:place]
    if told:
        yield from (cell(told[year], "centre") for year in years)
    else:
        yield {**cells[place], "across": len(years)}
    yield from cells[place + 1 :]


def _head(headings: Sequence[str], place: int, years: Sequence[str]) -> list[list[dict]]:
    above = [{**cell(heading, "centre"), "down": 2} for heading in headings]
    below = [{**cell("", "centre"), "joined": True, "covered": True} for _ in headings]
    above[place] = {**cell(headings[place], "centre"), "across": len(years)}
    return [above, [*below[:place], *(cell(year, "centre") for year in years), *below[place + 1 :]]]
