"""The memo (บันทึกข้อความ): emblem, the dotted fields of its head, its sections and signatures."""

from copy import copy

from docx.shared import Cm

from reports.typesetting.words import held_together

from .official import on_the_right, signed
from .styles import MEMO, MEMO_HEADING, PLAIN_GRID, TITLE
from .writer import Writer
from .xml import bold, cell, paragraph, run, size, table, twips, w

HEAD, LABEL = 29, 20  # points
SIDE = Cm(3)
EMBLEM = Cm(1.5)


def memo(writer: Writer, content: dict, emblem: str) -> list:
    """Return the memo's paragraphs; they end without a page break."""
    closing = []
    if text := content["closing"]:
        spacing, indent = {"before": 160, "after": 280}, {"firstLine": twips(Cm(2.5))}
        closing = [paragraph(MEMO, run(held_together(text)), keepNext=True, spacing=spacing, ind=indent)]
    return [
        _head(writer, emblem),
        _field(writer, ("ส่วนราชการ", content["agency"])),
        _field(writer, ("ที่", content["number"]), ("วันที่", content["date"])),
        *_subjects(writer, content["subjects"]),
        paragraph(MEMO, run(f"เรียน  {content['to']}"), spacing={"before": 120, "after": 120}),
        *(line for section in content["sections"] for line in _section(writer, section)),
        *closing,
        *(line for signatory in content["signatories"] for line in _signature(writer, signatory)),
    ]


def _head(writer: Writer, emblem: str):
    """Return the row of the emblem and the word; equal sides keep the word in the middle."""
    side = twips(SIDE)
    columns = [side, writer.width - 2 * side, side]
    picture = writer.picture(emblem, "ตราหน่วยงาน", SIDE, EMBLEM) if emblem else None
    word = paragraph(TITLE, run("บันทึกข้อความ", *size(HEAD)))
    contents = zip(columns, [paragraph(MEMO, picture), word, paragraph(MEMO)], strict=True)
    centred = [cell(width, [content], w("vAlign", val="center")) for width, content in contents]
    margins = w("tblCellMar", w("left", w=0, type="dxa"), w("right", w=0, type="dxa"))
    return table(PLAIN_GRID, columns, [w("tr", *centred)], margins)


def _label(text: str):
    return run(text, *bold(), *size(LABEL))


def _field(writer: Writer, *pairs: tuple[str, str]):
    """Return a line of labels and values, each value followed by dots as far as the next label or the margin."""
    share = writer.width // len(pairs)
    stops = [w("tab", val="left", leader="dot", pos=share * place) for place in range(1, len(pairs) + 1)]
    runs: list = []
    for label, value in pairs:
        runs += [_label(f" {label}" if runs else label), run(" "), run(f"{held_together(value)}\t")]
    return paragraph(MEMO, *runs, tabs=w("tabs", *stops))


def _subjects(writer: Writer, subjects: list[str]) -> list:
    """Return the subjects below one another behind their label, each followed by dots as far as the margin."""
    hanging = twips(Cm(1.4))
    indent = {"left": hanging, "hanging": hanging}
    first, *others = subjects or [""]
    heads = [[_label("เรื่อง"), run("\t")], *([] for _ in others)]
    dots = w("tab", val="right", leader="dot", pos=writer.width)
    return [
        paragraph(
            MEMO,
            *head,
            run(f"{held_together(subject)}\t"),
            tabs=w("tabs", w("tab", val="left", pos=hanging), copy(dots)),
            ind=indent if head else {"left": hanging},
        )
        for head, subject in zip(heads, [first, *others], strict=True)
    ]


def _section(writer: Writer, section: dict) -> list:
    heading = [paragraph(MEMO_HEADING, run(section["heading"]))] if section["heading"] else []
    return heading + (writer.prose(section["lines"]) or [_opinion_lines(writer, 1)])


def _opinion_lines(writer: Writer, count: int):
    """Return lines of dots to write on by hand."""
    tabs = w("tabs", w("tab", val="right", leader="dot", pos=writer.width))
    dots = run("\n".join(["\t"] * count))
    return paragraph(MEMO, dots, keepNext=True, keepLines=True, tabs=tabs, spacing={"before": 60, "after": 0})


def _signature(writer: Writer, signatory: dict) -> list:
    opinion = []
    if signatory["opinion"]:
        spacing = {"before": 240, "after": 0}
        heading = paragraph(MEMO, run(signatory["opinion"], *bold()), keepNext=True, spacing=spacing)
        opinion = [heading, _opinion_lines(writer, 2)]
    below = [signatory["signature"], f"({signatory['name']})", signatory["position"]]
    return [*opinion, *signed(below, *on_the_right(writer))]
