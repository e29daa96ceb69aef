"""Paper, margins, page numbers from the second page on, and the mark of a draft."""

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length

from .styles import FONT, PAGE
from .xml import field_runs, run, w

A4 = Cm(21), Cm(29.7)
# top, right, bottom, left in cm
MARGINS = {
    ("official", "portrait"): (2.5, 2, 2, 3),
    ("official", "landscape"): (2.2, 1.5, 1.5, 1.5),
    ("narrow", "portrait"): (2, 1.5, 1.5, 2),
    ("narrow", "landscape"): (2, 1, 1, 1),
}
DRAFT = "ฉบับร่าง"
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


def start_pages(
    document: WordDocument,
    orientation: str,
    *,
    margins: str,
    numerals: str,
    draft: bool,
    first: bool,
    numbered: bool = True,
) -> int:
    """Begin pages of this orientation, numbered from one or not at all; return the width of text, in twips."""
    section = document.sections[0] if first else _next_section(document)
    landscape = orientation == "landscape"
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = reversed(A4) if landscape else A4
    top, right, bottom, left = map(Cm, MARGINS[margins, orientation])
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    section.header_distance, section.footer_distance, section.gutter = Cm(1.2), Cm(1), Length(0)
    section.different_first_page_header_footer = True
    for header in (section.header, section.first_page_header):
        header.is_linked_to_previous = False
    _number(section, numerals)
    number = [run("- "), *field_runs("PAGE", "๒" if numerals == "thai" else "2"), run(" -")]
    _fill(section.first_page_header, [], draft, 2 * len(document.sections))
    _fill(section.header, number if numbered else [], draft, 2 * len(document.sections) + 1)
    return round((section.page_width - left - right) / 635)


def _next_section(document: WordDocument):
    """Return a further section; the paragraph that ends the one before is low, or it might take a page for itself."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    [*_, ended] = document.element.body.iterfind(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:sectPr')}")
    ended.addprevious(w("spacing", before=0, after=0, line=20, lineRule="exact"))
    return section


def _number(section, numerals: str) -> None:
    """Count in Thai digits by the section: LibreOffice takes the switch of a field for Thai letters."""
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    style = "thaiNumbers" if numerals == "thai" else "decimal"
    properties.find(qn("w:cols")).addprevious(w("pgNumType", fmt=style, start=1))


def _fill(header, number: list, draft: bool, key: int) -> None:
    element = header.paragraphs[0]._p
    for child in list(element):
        element.remove(child)
    element.append(w("pPr", w("pStyle", val=PAGE)))
    element.extend(number)
    if draft:
        element.append(_watermark(key))


def _watermark(key: int):
    """Return the shape that Word itself makes of a watermark; its own command takes it away again."""
    return parse_xml(f"""
<w:r {nsdecls("w")} {_VML}><w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
 path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>
<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>
<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom"
 o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>
<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>
<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject{key}" o:spid="_x0000_s{2048 + key}" type="#_x0000_t136" alt="{DRAFT}"
 style="position:absolute;margin-left:0;margin-top:0;width:400pt;height:115pt;rotation:315;z-index:-251658752;
mso-position-horizontal:center;mso-position-horizontal-relative:margin;
mso-position-vertical:center;mso-position-vertical-relative:margin"
 o:allowincell="f" fillcolor="#e0e0e0" stroked="f">
<v:textpath style="font-family:&quot;{FONT}&quot;;font-size:1pt" string="{DRAFT}"/></v:shape></w:pict></w:r>""")
