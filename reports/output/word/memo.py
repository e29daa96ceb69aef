"""The memo (บันทึกข้อความ): emblem, the dotted fields of its head, its sections and signatures."""

from docx.shared import Cm, Length

from .styles import MEMO, PLAIN_GRID, SUBHEADING, TITLE
from .writer import Writer
from .xml import bold, paragraph, run, size, twips, w

HEAD, LABEL = 29, 20  # points
SIDE = Cm(3)
EMBLEM = Cm(1.5)
SIGNATURE = Cm(8.5)
DOTTED = {"val": "dotted", "sz": 6, "space": 0, "color": "000000"}


def memo(writer: Writer, content: dict, emblem: str) -> list:
    """Return the memo's paragraphs; they end without a page break."""
    return [
        _head(writer, emblem),
        _field(writer, ("ส่วนราชการ", content["agency"])),
        _field(writer, ("ที่", content["number"]), ("วันที่", content["date"])),
        *_subjects(content["subjects"]),
        paragraph(MEMO, run(f"เรียน  {content['to']}"), spacing={"before": 120, "after": 120}),
        *(each for section in content["sections"] for each in _section(writer, section)),
        *_closing(content["closing"]),
        *(each for signatory in content["signatories"] for each in _signature(writer, signatory)),
    ]


def _head(writer: Writer, emblem: str):
    """Return the row of the emblem and the word; equal sides keep the word in the middle."""
    side = twips(SIDE)
    columns = [side, writer.width - 2 * side, side]
    picture = writer.picture(emblem, "ตราหน่วยงาน", SIDE, EMBLEM) if emblem else None
    word = paragraph(TITLE, run("บันทึกข้อความ", *size(HEAD)))
    cells = [paragraph(MEMO, picture) if picture is not None else paragraph(MEMO), word, paragraph(MEMO)]
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val=PLAIN_GRID),
            w("tblW", w=writer.width, type="dxa"),
            w("tblLayout", type="fixed"),
            w("tblCellMar", w("left", w=0, type="dxa"), w("right", w=0, type="dxa")),
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in columns)),
        w(
            "tr",
            *(
                w("tc", w("tcPr", w("tcW", w=width, type="dxa"), w("vAlign", val="center")), cell)
                for width, cell in zip(columns, cells, strict=True)
            ),
        ),
    )


def _label(text: str):
    return run(text, *bold(), *size(LABEL))


def _field(writer: Writer, *pairs: tuple[str, str]):
    """Return a line of labels and values, each value on dots as far as the next label or the margin."""
    share = writer.width // len(pairs)
    stops = [w("tab", val="left", pos=share * place) for place in range(1, len(pairs) + 1)]
    runs = []
    for label, value in pairs:
        runs += [_label(f" {label}" if runs else label), run(" "), run(f"{value}\t", w("u", val="dotted"))]
    return paragraph(MEMO, *runs, tabs=w("tabs", *stops))


def _subjects(subjects: list[str]) -> list:
    """Return the subjects below one another behind their label, closed by a rule."""
    hanging = twips(Cm(1.4))
    indent = {"left": hanging, "hanging": hanging}
    first, *others = subjects or [""]
    found = [paragraph(MEMO, _label("เรื่อง"), run(f"\t{first}"), ind=indent)]
    found += [paragraph(MEMO, run(other), ind={"left": hanging}) for other in others]
    rule = w("pBdr", w("bottom", val="single", sz=5, space=4, color="000000"))
    properties = found[-1].pPr
    properties.find(properties.ind.tag).addprevious(rule)
    return found


def _section(writer: Writer, section: dict) -> list:
    heading = [paragraph(SUBHEADING, run(section["heading"]))] if section["heading"] else []
    return heading + (writer.prose(section["lines"]) or [_opinion_line()])


def _closing(text: str) -> list:
    if not text:
        return []
    indent = {"firstLine": twips(Cm(2.5))}
    return [paragraph(MEMO, run(text), keepNext=True, spacing={"before": 160, "after": 280}, ind=indent)]


def _opinion_line():
    """Return a line to write on by hand."""
    border = w("pBdr", w("bottom", **DOTTED))
    return paragraph(MEMO, keepNext=True, pBdr=border, spacing={"line": 400, "lineRule": "exact"})


def _signature(writer: Writer, signatory: dict) -> list:
    opinion = []
    if signatory["opinion"]:
        spacing = {"before": 240, "after": 0}
        opinion = [
            paragraph(MEMO, run(signatory["opinion"], *bold()), keepNext=True, spacing=spacing),
            _opinion_line(),
            _opinion_line(),
        ]
    left = {"left": writer.width - twips(Length(SIGNATURE))}
    below = [signatory["signature"], f"({signatory['name']})", signatory["position"]]
    signed = [
        paragraph(
            MEMO,
            run(text),
            keepNext=True if place < 2 else None,
            spacing={"before": 0 if place else 520, "after": 0},
            ind=left,
            jc="center",
        )
        for place, text in enumerate(below)
    ]
    return opinion + signed
