"""DocumentContent → Word (docx): real headings, lists and tables; no database, no clock, no network."""

from functools import partial
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT

from reports.blocks import BLOCK_TYPES
from reports.blocks.cells import plain_text
from reports.output.content import BODY, DocumentContent
from reports.output.office_file import without_times
from reports.output.render import contents_pages
from reports.output.shapes import Pictures, PrintedTable, Prose, parts
from reports.typesetting.words import held_together

from .memo import memo
from .official import WRITERS
from .pages import DRAFT, start_pages
from .styles import HEADINGS, TEXT_SIZES, TITLE, fonts_part, set_styles, settings, theme_part
from .tables import caption, legend, pictures, table
from .writer import Writer
from .xml import bookmarked, paragraph, run

# What python-docx's own template brings along.
UNUSED = {RT.CUSTOM_XML, RT.THUMBNAIL, RT.WEB_SETTINGS}
UNUSED |= {"http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"}


def render_docx(content: DocumentContent) -> bytes:
    """Return the document as a Word file; the same content gives the same bytes."""
    document = _new_document(content)
    writer = Writer(document)
    if any(block.get("entries") for block in content.blocks):
        writer.pages = contents_pages(content)
    begin = partial(start_pages, document, numerals=content.numerals, draft=content.is_draft)
    if content.memo:
        writer.width = begin("portrait", margins="official", first=True)
        writer.add(*memo(writer, content.memo, content.emblem))
    for place, part in enumerate(content.parts):
        name = part["name"]
        writer.width = begin(
            "portrait" if name == "announcement" else content.orientation,
            margins=content.margins if name == BODY else "official",
            numbered=name != "cover",
            first=not place and not content.memo,
        )
        if part["is_head"]:
            _title(writer, content)
        after_toc = False
        for number, block in part["blocks"]:
            _block(writer, number, block, content.orientation, new_page=after_toc)
            after_toc = block["type"] == "toc"
    document.part.numbering_part._element = writer.numbering.element()
    file = BytesIO()
    document.save(file)
    return without_times(file.getvalue())


def _new_document(content: DocumentContent) -> WordDocument:
    document = docx.Document()
    for owner in (document.part, document.part.package):
        for key in [key for key, relation in owner.rels.items() if relation.reltype in UNUSED]:
            del owner.rels[key]
    set_styles(document, TEXT_SIZES[content.text_size], justified=content.justified)
    document.settings._element = document.part._settings_part._element = settings()
    document.part.part_related_by(RT.FONT_TABLE)._blob = fonts_part()
    theme = document.part.part_related_by(RT.THEME)
    theme._blob = theme_part(theme.blob)
    about = document.core_properties
    about.title = " ".join(content.title)[:255]
    about.author = about.last_modified_by = content.municipality[:255]
    about.language = "th-TH"
    about.keywords = DRAFT if content.is_draft else ""
    about.comments, about.revision = "", 1
    return document


def _title(writer: Writer, content: DocumentContent) -> None:
    writer.add(paragraph(TITLE, run("\n".join(content.title))))
    if content.prepared_by:
        writer.add(paragraph("", run(f"จัดทำโดย {content.prepared_by}"), jc="center"))
    writer.gap()


def _block(writer: Writer, number: int, block: dict, orientation: str, *, new_page: bool) -> None:
    """Write a block; `new_page`: what stands before it has its pages to itself, as photographs have.

    `number` is its place in the document, by which the contents know its heading.
    """
    own = WRITERS.get(block["type"])
    printed = [] if own else parts(block, orientation)
    name = plain_text(block["heading"])
    new_page = new_page or any(isinstance(part, Pictures) for part in printed)
    if name:
        style = TITLE if BLOCK_TYPES[block["type"]].headless else HEADINGS[block.get("level", 1)]
        look = {"jc": "center"} if block.get("centred") else {}
        marked = bookmarked(run(held_together(name)), number)
        writer.add(paragraph(style, *marked, pageBreakBefore=new_page or None, **look))
    elif new_page:
        writer.add(paragraph("Gap", pageBreakBefore=True))
    if own:
        writer.add(*own(writer, block))
    for part in printed:
        match part:
            case Prose():
                writer.add(*writer.prose(part.lines, indented=part.indented))
            case PrintedTable():
                writer.add(*caption(part), *legend(part), table(writer, part, " ".join(name.split())))
            case Pictures():
                writer.add(*pictures(writer, part, orientation))
    writer.gap()
