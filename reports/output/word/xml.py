"""Small pieces of WordprocessingML."""

from collections.abc import Iterable

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length
from lxml import etree

COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WORD_2013 = "http://schemas.microsoft.com/office/word/2012/wordml"


def w(tag: str, *children, **attributes):
    """Return an element of the main namespace; children that are None are left out."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(child for child in children if child is not None)
    return element


def twips(length: Length) -> int:
    return round(length.pt * 20)


def run(text: str, *properties):
    """Return a run; a line end in the text becomes a line break, a tab a tab."""
    element = w("r", w("rPr", *properties) if properties else None)
    for place, line in enumerate(text.split("\n")):
        if place:
            element.append(w("br"))
        for column, piece in enumerate(line.split("\t")):
            if column:
                element.append(w("tab"))
            if piece:
                letters = w("t")
                letters.text = piece
                letters.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                element.append(letters)
    return element


def table(style: str, columns: list[int], rows: Iterable, *properties):
    """Return a table of columns of these widths in twips."""
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val=style),
            w("tblW", w=sum(columns), type="dxa"),
            w("tblLayout", type="fixed"),
            *properties,
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in columns)),
        *rows,
    )


def row(cells: Iterable, *properties):
    """Return a row that is not torn between pages."""
    return w("tr", w("trPr", w("cantSplit"), *properties), *cells)


def cell(width: int, content: Iterable, *properties):
    """Return a cell; its properties as the schema wants them: span, merge, shade, vertical place."""
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa"), *properties), *content)


def shade(fill: str):
    return w("shd", val="clear", color="auto", fill=fill)


def bold() -> tuple:
    """Return what makes a run bold; Thai letters follow the second."""
    return w("b"), w("bCs")


def size(points: float) -> tuple:
    """Return what sets a run's size; Thai letters follow the second."""
    return w("sz", val=round(points * 2)), w("szCs", val=round(points * 2))


def paragraph(style: str, *runs, **properties):
    """Return a paragraph; runs that are None are left out.

    Properties by element name, in any order: a value, a dict of attributes, or an element.
    """
    settings = [w("pStyle", val=style)] if style else []
    for name in _ORDER:
        if (value := properties.pop(name, None)) is None:
            continue
        if value is True:
            settings.append(w(name))
        elif isinstance(value, dict):
            settings.append(w(name, **value))
        elif isinstance(value, str):
            settings.append(w(name, val=value))
        else:
            settings.append(value)
    if properties:
        raise TypeError(f"no such paragraph properties: {', '.join(properties)}")
    return w("p", w("pPr", *settings) if settings else None, *runs)


# As the schema wants them; Word repairs a file with another order.
_ORDER = "keepNext keepLines pageBreakBefore numPr pBdr shd tabs spacing ind jc sectPr".split()


def for_word(seen: Iterable, *others):
    """Return what stands for content that Word sees, and for others that a program without Word's extensions of 2013
    sees instead."""
    names = {"mc": COMPATIBILITY, "w15": WORD_2013}
    alternatives = etree.Element(f"{{{COMPATIBILITY}}}AlternateContent", nsmap=names)
    etree.SubElement(alternatives, f"{{{COMPATIBILITY}}}Choice", Requires="w15").extend(seen)
    if others:
        etree.SubElement(alternatives, f"{{{COMPATIBILITY}}}Fallback").extend(others)
    return alternatives


def bookmarked(content, number: int) -> tuple:
    """Return a heading's content as the bookmark of this number, at which the contents look for its page."""
    return w("bookmarkStart", id=number, name=f"_Toc{number:09}"), content, w("bookmarkEnd", id=number)


def field_runs(instruction: str, shown: str) -> list:
    """Return the runs of a field that a word processor computes; `shown` stands until it does."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", code),
        w("r", w("fldChar", fldCharType="separate")),
        run(shown),
        w("r", w("fldChar", fldCharType="end")),
    ]
