"""The memo (บันทึกข้อความ): emblem, the dotted fields of its head, its sections and signatures."""

from docx.shared import Cm

from .official import on_the_right, signed
from .styles import MEMO, PLAIN_GRID, SUBHEADING, TITLE
from .writer import Writer
from .xml import bold, cell, paragraph, run, size, table, twips, w

HEAD, LABEL = 29, 20  # points
SIDE = Cm(3)
EMBLEM = Cm(1.5)
DOTTED = {"val": "dotted", "sz": 6, "space": 0, "color": "000000"}


def memo(writer: Writer, content: dict, emblem: str) -> list:
    """Return the memo's paragraphs; they end without a page break."""
    closing = []
    if text := content["closing"]:
        spacing, indent = {"before": 160, "after": 280}, {"firstLine": twips(Cm(2.5))}
        closing = [paragraph(MEMO, run(text), keepNext=True, spacing=spacing, ind=indent)]
    return [
        _head(writer, emblem),
        _field(writer, ("ส่วนราชการ", content["agency"])),
        _field(writer, ("ที่", content["number"]), ("วันที่", content["date"])),
        *_subjects(content["subjects"]),
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
    """Return a line of labels and values, each value on dots as far as the next label or the margin."""
    share = writer.width // len(pairs)
    stops = [w("tab", val="left", pos=share * place) for place in range(1, len(pairs) + 1)]
    runs: list = []
    for label, value in pairs:
        runs += [_label(f" {label}" if runs else label), run(" "), run(f"{value}\t", w("u", val="dotted"))]
    return paragraph(MEMO, *runs, tabs=w("tabs", *stops))


def _subjects(subjects: list[str]) -> list:
    """Return the subjects below one another behind their label, closed by a rule."""
    hanging = twips(Cm(1.4))
    indent = {"left": hanging, "hanging": hanging}
    first, *others = subjects or [""]
    lines = [paragraph(MEMO, _label("เรื่อง"), run(f"\t{first}"), ind=indent)]
    lines += [paragraph(MEMO, run(other), ind={"left": hanging}) for other in others]
    lines[-1].pPr.ind.addprevious(w("pBdr", w("bottom", val="single", sz=5, space=4, color="000000")))
    return lines


def _section(writer: Writer, section: dict) -> list:
    heading = [paragraph(SUBHEADING, run(section["heading"]))] if section["heading"] else []
    return heading + (writer.prose(section["lines"]) or [_opinion_line()])


def _opinion_line():
    """Return a line to write on by hand."""
    border = w("pBdr", w("bottom", **DOTTED))
    return paragraph(MEMO, keepNext=True, pBdr=border, spacing={"line": 400, "lineRule": "exact"})


def _signature(writer: Writer, signatory: dict) -> list:
    opinion = []
    if signatory["opinion"]:
        spacing = {"before": 240, "after": 0}
        heading = paragraph(MEMO, run(signatory["opinion"], *bold()), keepNext=True, spacing=spacing)
        opinion = [heading, _opinion_line(), _opinion_line()]
    below = [signatory["signature"], f"({signatory['name']})", signatory["position"]]
    return [*opinion, *signed(below, on_the_right(writer))]
