"""What makes a document official, in Word: cover, contents, places to sign, announcement."""

import re
from collections.abc import Iterator
from copy import copy
from itertools import accumulate, zip_longest
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Cm, Length

from reports.output.paper import MEMO_TEXT
from reports.typesetting.words import held_together

from .styles import ENTRIES, MEMO, PLAIN_GRID, TITLE
from .writer import Writer
from .xml import bold, cell, field_runs, for_word, paragraph, row, run, size, table, twips, w

WIDEST = Cm(8)
SIGNATURE = Cm(8.5)
SIGNED = 520  # twips to sign in
INSET = Cm(0.5)  # of dots to sign on, at both sides
SIDES = 170  # twips that a cell leaves empty
DAY = Cm(5)
DOTS = re.compile(r"\.{4,}")
LETTER = 16  # points: an announcement is a letter, whatever the text size of the document is


def cover(writer: Writer, block: dict) -> Iterator:
    yield _picture(writer, block["picture"], Cm(4.5), before=800)
    yield paragraph(TITLE, run("\n".join(block["title"]), *size(22)), spacing={"before": 800, "after": 3600})
    for line in [*filter(None, [block["prepared_by"]]), *block["foot"]]:
        yield paragraph("", run(line, *size(18)), jc="center")


def contents(writer: Writer, block: dict) -> Iterator:
    """The headings with their pages: those of the PDF, in fields that ask whoever lays the file out for its own.

    Around them stands the field that Word makes a table of contents of; it asks to be brought up to date. LibreOffice
    would leave the numbers in it as they were written, so it does not get to see that one.
    """
    entries = block["entries"]
    if not entries:
        yield paragraph("", run(block["empty"]))
        return
    begin, code, separate, _, end = field_runs('TOC \\o "2-3" \\h \\z', "")
    begin[0].set(qn("w:dirty"), "true")
    tab = w("tab", val="right", leader="dot", pos=writer.width)
    for place, entry in enumerate(entries):
        first = [w("r", for_word(list(part))) for part in (begin, code, separate)] if not place else []
        last = [w("r", for_word(list(end)))] if place == len(entries) - 1 else []
        mark = f"_Toc{entry['place']:09}"
        page = field_runs(f"PAGEREF {mark} \\h", writer.pages.get(entry["place"], ""))
        link = w("hyperlink", run(held_together(entry["text"]) + "\t"), *page, anchor=mark, history=1)
        yield paragraph(ENTRIES[entry.get("level", 1)], *first, link, *last, tabs=w("tabs", copy(tab)))


def signatures(writer: Writer, block: dict) -> Iterator:
    """Places to sign: on the right as in a letter, or in a table without lines."""
    if not block["rows"]:
        yield paragraph("", run(block["empty"]))
    elif block["layout"] == "right":
        for [signer] in block["rows"]:
            yield from signed(_lines(signer), *on_the_right(writer))
    else:
        yield _signers_table(writer, block["rows"])


def announcement(writer: Writer, block: dict) -> Iterator:
    yield _picture(writer, block["picture"], Cm(3), after=120)
    head = (*bold(), *size(LETTER))
    yield paragraph(TITLE, run(block["issuer"], *size(LETTER)))
    for place, line in enumerate(block["subject"], start=1):
        spacing = {"after": 240 if place == len(block["subject"]) else 0}
        yield paragraph(MEMO, run(line, *head), keepNext=True, jc="center", spacing=spacing)
    yield from writer.prose(block["lines"])
    runs, stops = on_dots(block["day"], twips(DAY), writer.width, *size(LETTER))
    spacing, indent = {"before": 240, "after": 0}, {"firstLine": twips(DAY)}
    yield paragraph(MEMO, *runs, keepNext=True, tabs=stops, spacing=spacing, ind=indent)
    yield from signed([block["signature"], block["name"], *block["position"]], *on_the_right(writer))


def _picture(writer: Writer, picture: dict | None, height: Length, **spacing):
    """Return a centred paragraph with a picture, or with nothing in its place."""
    element = writer.picture(picture["file"], "ตราหน่วยงาน", WIDEST, height) if picture else None
    return paragraph("", element, jc="center", spacing=spacing)


def _lines(signer: dict) -> list[str]:
    return [signer["sign"], signer["name"], *signer["position"], *filter(None, [signer["date"]])]


def on_the_right(writer: Writer) -> tuple[int, int]:
    """Return where who signs a letter does so, and how wide that place is."""
    return writer.width - twips(SIGNATURE), twips(SIGNATURE)


def on_dots(text: str, left: int, right: int, *letters) -> tuple[list, Any]:
    """Return the runs of a text and the tab stops that give it, between two places, dots for those that were typed.

    All dots are equally long; what stands behind them ends at its stop, so widths need not be exact.
    """
    parts = DOTS.split(text)
    if len(parts) == 1:
        return [run(text, *letters)], None
    first, *others = [20 * MEMO_TEXT.width(part) for part in parts]
    share = (right - left - first - sum(others)) / len(others)
    stops = accumulate((share + width for width in others), initial=left + first)
    tabs = w("tabs", *(w("tab", val="right", leader="dot", pos=round(stop)) for stop in list(stops)[1:]))
    return [run("\t".join(parts), *letters)], tabs


def signed(lines: list[str], left: int, width: int) -> Iterator:
    """Return the lines of one who signs, which stay together with what stands above."""
    inner, outer = left + twips(INSET), left + width - twips(INSET)
    for place, text in enumerate(lines):
        stays, spacing = place < len(lines) - 1 or None, {"before": 0 if place else SIGNED, "after": 0}
        runs, stops = on_dots(text, inner, outer)
        indent = {"left": inner, "right": 0} if stops is not None else {"left": left}
        yield paragraph(
            MEMO,
            *runs,
            keepNext=stays,
            tabs=stops,
            spacing=spacing,
            ind=indent,
            jc="left" if stops is not None else "center",
        )


def _signers_table(writer: Writer, rows: list[list[dict]]):
    across = max(map(len, rows))
    width = writer.width // across
    filled = (
        row(
            cell(width, signed(_lines(signer), 0, width - SIDES) if signer else [paragraph("")])
            for signer, _ in zip_longest(signers, range(across))
        )
        for signers in rows
    )
    return table(PLAIN_GRID, [width] * across, filled)


WRITERS = {"cover": cover, "toc": contents, "signatures": signatures, "announcement": announcement}
