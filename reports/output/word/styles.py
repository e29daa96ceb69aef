"""The styles, sizes and fonts of a Word document, in place of those that python-docx brings along.

Sizes are those of the office rules in their own font: 16 pt text, 29 and 20 pt in the head of a memo.
"""

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt

from .xml import bold, size, twips, w

FONT = "TH SarabunPSK"
OTHER_FONTS = "TH Sarabun New, Sarabun"  # that Word may take where the first is missing
TEXT_SIZES = {"small": 14.0, "standard": 16.0, "large": 18.0}  # points
BORDER = {"val": "single", "sz": 5, "space": 0, "color": "000000"}
FIRST_LINE = Cm(2.5)

NORMAL, TITLE = "Normal", "Heading1"
HEADINGS = {1: "Heading2", 2: "Heading3"}  # of blocks, by level
PROSE, LIST, CELL, COLUMN = "BodyText", "ListParagraph", "Cell", "Column"
CAPTION, PAGE, MEMO, MEMO_HEADING, GAP = "Caption", "Header", "Memo", "MemoHeading", "Gap"
ENTRIES = {1: "TOC2", 2: "TOC3"}  # of the contents, by level
SECOND_ENTRY = 360  # twips that one of the second level stands to the right
GRID, PLAIN_GRID = "TableGrid", "PlainGrid"


def set_styles(document: WordDocument, text: float, *, justified: bool) -> None:
    """Give a new document the styles of this module and no others; `text` is the size of its text in points, paragraphs
    that are `justified` fill their lines as Thai does."""
    part = document.part._styles_part
    styles = parse_xml(f"<w:styles {nsdecls('w')}/>")
    styles.append(_defaults(text))
    styles.extend(_paragraph_styles(text, justified=justified))
    styles.extend(_table_styles())
    part._element = styles


def _defaults(text: float):
    fonts = w("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    language = w("lang", val="en-US", eastAsia="en-US", bidi="th-TH")
    letters = w("rPr", fonts, *size(text), language)
    spacing = w("spacing", before=0, after=0, line=240, lineRule="auto")
    return w("docDefaults", w("rPrDefault", letters), w("pPrDefault", w("pPr", spacing)))


def _style(key: str, name: str, *properties, letters: tuple = (), after: str = ""):
    is_normal = key == NORMAL
    return w(
        "style",
        w("name", val=name),
        None if is_normal else w("basedOn", val=NORMAL),
        w("next", val=after) if after else None,
        w("qFormat"),
        w("pPr", *properties),
        w("rPr", *letters) if letters else None,
        type="paragraph",
        styleId=key,
        **({"default": 1} if is_normal else {}),
    )


def _heading(key: str, name: str, level: int, points: float, *, before: float, after: float, jc: str):
    properties = (
        w("keepNext"),
        w("keepLines"),
        w("spacing", before=twips(Pt(before)), after=twips(Pt(after))),
        w("jc", val=jc),
        w("outlineLvl", val=level),
    )
    letters = (*bold(), w("color", val="000000"), *size(points))
    return _style(key, name, *properties, letters=letters, after=PROSE)


def _paragraph_styles(text: float, *, justified: bool) -> list:
    indent = twips(FIRST_LINE)
    filled = {"val": "thaiDistribute"}
    default = {"type": "character", "default": 1, "styleId": "DefaultParagraphFont"}
    return [
        _style(NORMAL, "Normal"),
        _heading(TITLE, "heading 1", 0, text + 2, before=0, after=0, jc="center"),
        _heading(HEADINGS[1], "heading 2", 1, text + 0.5, before=8, after=4, jc="left"),
        _heading(HEADINGS[2], "heading 3", 2, text, before=6, after=2, jc="left"),
        # No built-in heading: a table of contents lists the document's own.
        _heading(MEMO_HEADING, "หัวข้อของบันทึกข้อความ", 1, text, before=6, after=2, jc="left"),
        _style(PROSE, "Body Text", w("ind", firstLine=indent), w("jc", **filled) if justified else None),
        _style(LIST, "List Paragraph", w("jc", **filled) if justified else None),
        _style(CELL, "ข้อความในตาราง", letters=size(text - 1.5)),
        _style(COLUMN, "หัวตาราง", w("keepNext"), w("jc", val="center"), letters=(*bold(), *size(text - 1.5))),
        _style(CAPTION, "caption", w("spacing", before=60, after=160), w("jc", val="center")),
        _style(PAGE, "header", w("jc", val="center")),
        _style(MEMO, "ช่องของบันทึกข้อความ"),
        _style(ENTRIES[1], "toc 2"),
        _style(ENTRIES[2], "toc 3", w("ind", left=SECOND_ENTRY)),
        _style(GAP, "เว้นระยะ", w("spacing", line=120, lineRule="exact"), letters=size(2)),
        w("style", w("name", val="Default Paragraph Font"), w("semiHidden"), **default),
    ]


def _table_styles() -> list:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = w("tblBorders", *(w(edge, **BORDER) for edge in edges))
    none = w("tblInd", w=0, type="dxa")

    def margins(down: int, across: int):
        sides = {"top": down, "left": across, "bottom": down, "right": across}
        return w("tblCellMar", *(w(side, w=width, type="dxa") for side, width in sides.items()))

    def style(key: str, name: str, *properties, base=None, **attributes):
        named = w("name", val=name), base
        return w("style", *named, w("tblPr", *properties), type="table", **attributes, styleId=key)

    return [
        style("TableNormal", "Normal Table", none, margins(0, 0), default=1),
        style(GRID, "Table Grid", borders, margins(20, 85), base=w("basedOn", val="TableNormal")),
        style(PLAIN_GRID, "ตารางไม่มีเส้น", margins(40, 85), base=w("basedOn", val="TableNormal")),
    ]


def theme_part(theme: bytes) -> bytes:
    """Return a theme whose headings and texts are set in the font of the office rules, Thai and all others."""
    from lxml import etree

    root = etree.fromstring(theme)  # of python-docx: no foreign file
    for fonts in root.iterfind(".//{*}majorFont"), root.iterfind(".//{*}minorFont"):
        for scheme in fonts:
            for font in list(scheme):
                if font.get("script"):
                    scheme.remove(font)
                else:
                    font.set("typeface", FONT)
                    font.attrib.pop("panose", None)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def fonts_part() -> bytes:
    """Return the table of fonts, which names what may stand in for the font of the office rules."""
    from lxml import etree

    font = w(
        "font",
        w("altName", val=OTHER_FONTS),
        w("charset", val="DE"),
        w("family", val="swiss"),
        w("pitch", val="variable"),
        name=FONT,
    )
    return etree.tostring(w("fonts", font), xml_declaration=True, encoding="UTF-8", standalone=True)


def settings():
    """Return the settings: Thai, laid out as the present Word does, fields left as they are."""
    uri = "http://schemas.microsoft.com/office/word"
    return w(
        "settings",
        w("zoom", percent=100),
        w("defaultTabStop", val=720),
        w("compat", w("compatSetting", name="compatibilityMode", uri=uri, val=15)),
        w("themeFontLang", val="en-US", bidi="th-TH"),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )
