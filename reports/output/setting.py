"""The lines of a document, set before it is laid out: line breaks go into its texts, and nothing is left to break.

WeasyPrint leaves Thai to libthai, which knows neither names nor words of the field, and asks it with too few letters.
"""

from dataclasses import replace

from . import paper
from .content import DocumentContent
from .paper import LETTER, Lettering, Sheet

AUTHOR = "จัดทำโดย "
TO = "เรียน\u2003"
NOWRAP_KINDS = ("num", "apart")  # cells that hold a figure: never broken


def set_lines(content: DocumentContent) -> DocumentContent:
    """Return the content with line breaks in its texts, as its paper holds them. Only what becomes a PDF is set."""
    page = paper.sheet(content)
    return replace(
        content,
        title=[page.title.set(line, page.width) for line in content.title],
        prepared_by=page.text.set(content.prepared_by, page.width, page.text.width(AUTHOR)),
        memo=_memo(content.memo, filled=content.justified) if content.memo else None,
        blocks=[_block(block, content, page) for block in content.blocks],
    )


def _memo(memo: dict, *, filled: bool) -> dict:
    text, half = paper.MEMO_TEXT, (LETTER - paper.FIELD_GAP) / 2
    return {
        **memo,
        "agency": text.set(memo["agency"], _field(LETTER, "ส่วนราชการ")),
        "number": text.set(memo["number"], _field(half, "ที่")),
        "date": text.set(memo["date"], _field(half, "วันที่")),
        "subjects": [text.set(subject, _field(LETTER, "เรื่อง")) for subject in memo["subjects"]],
        "to": text.set(memo["to"], LETTER, text.width(TO)),
        "sections": [
            {
                "heading": paper.MEMO_HEADING.set(section["heading"], LETTER),
                "lines": _prose(section["lines"], text, LETTER, filled=filled),
            }
            for section in memo["sections"]
        ],
        "closing": text.set(memo["closing"], LETTER, paper.INDENT),
        "signatories": [
            {
                **signatory,
                "opinion": paper.MEMO_STRONG.set(signatory["opinion"], LETTER),
                "name": text.set(signatory["name"], paper.SIGNATURE - 2 * text.width("(")),
                "position": text.set(signatory["position"], paper.SIGNATURE),
            }
            for signatory in memo["signatories"]
        ],
    }


def _field(room: float, label: str) -> float:
    """Return what a field of a memo has beside its label."""
    return room - paper.MEMO_LABEL.width(label) - paper.FIELD_GAP


def _prose(lines: list[dict], letters: Lettering, room: float, *, filled: bool) -> list[dict]:
    set_line = letters.filled if filled else letters.line
    return [set_line(line, room, paper.INDENT) for line in lines]


def _block(block: dict, content: DocumentContent, page: Sheet) -> dict:
    kind = block["type"]
    if kind == "cover":
        return {**block, **_cover(block, paper.WIDTHS[content.orientation, "official"])}
    if kind == "announcement":
        return {**block, **_announcement(block, filled=content.justified)}
    heading = paper.TOC_TITLE if kind == "toc" else _heading(block, page)
    block = {**block, "heading": [_whole(line, heading, page.width) for line in block["heading"]]}
    if "lines" in block:
        block["lines"] = _prose(block["lines"], page.text, page.width, filled=content.justified)
    if block.get("headings"):
        block |= _table(block, page)
    if kind == "toc":
        room, step = page.width - paper.TOC_NUMBER, paper.TOC_STEP * page.text.size
        block["entries"] = [
            {**entry, "text": page.text.set(entry["text"], room - step * (entry.get("level") == 2))}
            for entry in block["entries"]
        ]
    if kind == "signatures":
        block["rows"] = [_signers(row, block["layout"], page) for row in block["rows"]]
    if kind == "photos":
        room = page.width / block["across"] - paper.PHOTO_CELL
        block["pages"] = [
            [[_photo(photo, page.text, room) for photo in row] for row in rows] for rows in block["pages"]
        ]
    return block


def _heading(block: dict, page: Sheet) -> Lettering:
    """Return the letters of a block's heading; blocks of older issues know no level."""
    if block.get("centred"):
        return page.title
    return replace(page.text, bold=True) if block.get("level") == 2 else page.heading


def _whole(line: dict, letters: Lettering, room: float) -> dict:
    """Return a line of a heading: it does not hang."""
    return {**line, "text": letters.set(line["text"], room, letters.width(line["marker"]))}


def _cover(block: dict, room: float) -> dict:
    return {
        "title": [paper.COVER_TITLE.set(line, room) for line in block["title"]],
        "prepared_by": paper.COVER_FOOT.set(block["prepared_by"], room),
        "foot": [paper.COVER_FOOT.set(line, room) for line in block["foot"]],
    }


def _announcement(block: dict, *, filled: bool) -> dict:
    text, strong = paper.MEMO_TEXT, paper.MEMO_STRONG
    return {
        "issuer": strong.set(block["issuer"], LETTER),
        "subject": [strong.set(line, LETTER) for line in block["subject"]],
        "lines": _prose(block["lines"], text, LETTER, filled=filled),
        "day": text.set(block["day"], LETTER, paper.DAY_INDENT),
        "name": text.set(block["name"], paper.SIGNATURE),
        "position": [text.set(line, paper.SIGNATURE) for line in block["position"]],
    }


def _signers(row: list[dict], layout: str, page: Sheet) -> list[dict]:
    room = paper.SIGNATURE
    if layout == "side_by_side":
        room = (page.width - paper.SIGNERS_GAP * (len(row) - 1)) / len(row)
    return [
        {
            **signer,
            **{key: page.text.set(signer[key], room) for key in ("sign", "name", "date")},
            "position": [page.text.set(line, room) for line in signer["position"]],
        }
        for signer in row
    ]


def _photo(photo: dict | None, letters: Lettering, room: float) -> dict | None:
    return photo and {**photo, "caption": [letters.line(line, room) for line in photo["caption"]]}


def _table(block: dict, page: Sheet) -> dict:
    columns = paper.columns(page, block["widths"])
    room = page.width - paper.CELL  # of a cell over all columns
    heads = zip(block["headings"], columns, strict=True)
    changed: dict = {"headings": [page.head.set(text, width - paper.HEAD_CELL) for text, width in heads]}
    if "rows" in block:
        changed["rows"] = [_row(row, columns, page) for row in block["rows"]]
    if "groups" in block:
        changed["groups"] = [_group(group, columns, page, room) for group in block["groups"]]
    if "totals" in block:
        changed["totals"] = [_total(row, columns, page) for row in block["totals"]]
    if "head" in block:  # of a table of the officer's own
        changed["head"] = [_head(row, columns, page) for row in block["head"]]
        changed["caption"] = [replace(page.text, bold=True).line(line, page.width) for line in block["caption"]]
    if block.get("remark_heading"):
        changed["remark_heading"] = page.strong_cell.set(block["remark_heading"], room)
    if "notes" in block:
        changed["notes"] = [page.cell.line(line, room) for line in block["notes"]]
    return changed


def _group(group: dict, columns: list[float], page: Sheet, room: float) -> dict:
    changed: dict = {"rows": [_row(row, columns, page) for row in group["rows"]]}
    for key in {"area", "name"} & group.keys():
        changed[key] = page.strong_cell.set(group[key], room)
    if "remark" in group:
        changed["remark"] = [page.cell.line(line, room) for line in group["remark"]]
    return {**group, **changed}


def _row(row, columns: list[float], page: Sheet):
    """Return a row: its cells, or a dict with them."""
    if isinstance(row, dict):
        return {**row, "cells": _row(row["cells"], columns, page)}
    return [_cell(cell, page.cell, width) for cell, width in zip(row, paper.over(row, columns), strict=True)]


def _head(row: list[dict], columns: list[float], page: Sheet) -> list[dict]:
    return [
        {**cell, "lines": [page.head.line(line, width - paper.HEAD_CELL) for line in cell["lines"]]}
        for cell, width in zip(row, paper.over(row, columns), strict=True)
    ]


def _total(row: list[dict], columns: list[float], page: Sheet) -> list[dict]:
    """Return a row of totals: its first cell spans what the others leave."""
    span = len(columns) - len(row) + 1
    widths = [sum(columns[:span]), *columns[span:]]
    return [_cell(cell, page.strong_cell, width) for cell, width in zip(row, widths, strict=True)]


def _cell(cell: dict, letters: Lettering, width: float) -> dict:
    if cell["kind"] in NOWRAP_KINDS:
        return cell
    return {**cell, "lines": [letters.line(line, width - paper.CELL) for line in cell["lines"]]}
