"""What makes a document official, in Word: cover, contents, places to sign, announcement."""

from collections.abc import Iterator
from itertools import zip_longest

from docx.oxml.ns import qn
from docx.shared import Cm, Length

from .styles import MEMO, PLAIN_GRID, TITLE
from .writer import Writer
from .xml import bold, cell, field_runs, paragraph, row, run, size, table, twips, w

WIDEST = Cm(8)
SIGNATURE = Cm(8.5)
SIGNED = 520  # twips to sign in
LETTER = 16  # points: an announcement is a letter, whatever the text size of the document is


def cover(writer: Writer, block: dict) -> Iterator:
    yield _picture(writer, block["picture"], Cm(4.5), before=800)
    yield paragraph(TITLE, run("\n".join(block["title"]), *size(22)), spacing={"before": 800, "after": 3600})
    for line in [*filter(None, [block["prepared_by"]]), *block["foot"]]:
        yield paragraph("", run(line, *size(18)), jc="center")


def contents(writer: Writer, block: dict) -> Iterator:
    """The field that Word makes a table of contents of; it asks to be brought up to date, for only Word has pages."""
    entries = [entry["text"] for entry in block["entries"]]
    if not entries:
        yield paragraph("", run(block["empty"]))
        return
    begin, code, separate, _, end = field_runs('TOC \\o "2-2" \\h \\z', "")
    begin[0].set(qn("w:dirty"), "true")
    for place, text in enumerate(entries):
        first = [begin, code, separate] if not place else []
        last = [end] if place == len(entries) - 1 else []
        tabs = w("tabs", w("tab", val="right", leader="dot", pos=writer.width))
        yield paragraph("", *first, run(text), *last, tabs=tabs)


def signatures(writer: Writer, block: dict) -> Iterator:
    """Places to sign: on the right as in a letter, or in a table without lines."""
    if not block["rows"]:
        yield paragraph("", run(block["empty"]))
    elif block["layout"] == "right":
        for [signer] in block["rows"]:
            yield from signed(_lines(signer), on_the_right(writer))
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
    indent = {"firstLine": twips(Cm(5))}
    spacing = {"before": 240, "after": 0}
    yield paragraph(MEMO, run(block["day"], *size(LETTER)), keepNext=True, spacing=spacing, ind=indent)
    yield from signed([block["signature"], block["name"], *block["position"]], on_the_right(writer))


def _picture(writer: Writer, picture: dict | None, height: Length, **spacing):
    """Return a centred paragraph with a picture, or with nothing in its place."""
    element = writer.picture(picture["file"], "ตราหน่วยงาน", WIDEST, height) if picture else None
    return paragraph("", element, jc="center", spacing=spacing)


def _lines(signer: dict) -> list[str]:
    return [signer["sign"], signer["name"], *signer["position"], *filter(None, [signer["date"]])]


def on_the_right(writer: Writer) -> dict:
    """Return the indent of who signs a letter."""
    return {"left": writer.width - twips(SIGNATURE)}


def signed(lines: list[str], left: dict | None) -> Iterator:
    """Return the lines of one who signs, which stay together with what stands above."""
    for place, text in enumerate(lines):
        stays, spacing = place < len(lines) - 1 or None, {"before": 0 if place else SIGNED, "after": 0}
        yield paragraph(MEMO, run(text), keepNext=stays, spacing=spacing, ind=left, jc="center")


def _signers_table(writer: Writer, rows: list[list[dict]]):
    across = max(map(len, rows))
    width = writer.width // across
    filled = (
        row(
            cell(width, signed(_lines(signer), None) if signer else [paragraph("")])
            for signer, _ in zip_longest(signers, range(across))
        )
        for signers in rows
    )
    return table(PLAIN_GRID, [width] * across, filled)


WRITERS = {"cover": cover, "toc": contents, "signatures": signatures, "announcement": announcement}
