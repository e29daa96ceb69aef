"""What the parts of a Word document are written with: paragraphs from lines, pictures, the lists that they share."""

from io import BytesIO

from django.core.files.storage import default_storage
from docx.document import Document as WordDocument
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml.shape import CT_Inline
from docx.shared import Emu, Length, Pt

from reports.typesetting.words import HELD, held_together

from .numbering import Numbering, typed_number
from .styles import CELL, GAP, LIST, PROSE
from .xml import bold, paragraph, run, twips, w

# How far a text hangs behind its marker, by the length of the marker, and how far a level moves to the right.
HANGS = [Pt(0), Pt(10), Pt(16), Pt(22), Pt(28)]
LEVEL = Pt(14)
WIDE, LETTER = 9000, 150  # twips: a width that holds whatever is read as one, and about that of a letter
PIXEL = 9525  # EMU, at 96 to the inch


def held_letters(width: int) -> int:
    """Return how many letters a piece that is kept on one line may have in this width, in twips."""
    return min(HELD, width // LETTER)


class Writer:
    """Appends to a Word document. `width` is what text may take on the present page, in twips, `pages` are those
    that the contents name, by the place of a block."""

    def __init__(self, document: WordDocument):
        self.document = document
        self.numbering = Numbering()
        self.width = 0
        self.pages: dict[int, str] = {}
        self.pictures = 0

    def add(self, *elements) -> None:
        """Append at the end, before the properties of the last section."""
        body = self.document.element.body
        for element in elements:
            body.insert(len(body) - 1, element)

    def gap(self) -> None:
        """Keep what follows apart; two tables without it would become one."""
        self.add(paragraph(GAP))

    def prose(self, lines: list[dict], *, indented: bool = True) -> list:
        """Return the paragraphs of prose: as in a letter, or all at the margin."""
        plain = PROSE if indented else ""
        return self._paragraphs(lines, plain, LIST, {})

    def cell(self, lines: list[dict], style: str = CELL, *, width: int = WIDE, **properties) -> list:
        """Return the paragraphs of a cell of this width, at least one."""
        return self._paragraphs(lines, style, style, properties, held_letters(width)) or [
            paragraph(style, **properties)
        ]

    def _paragraphs(self, lines: list[dict], plain: str, listed: str, properties: dict, held: int = HELD) -> list:
        places = [(twips(LEVEL) * line["level"], twips(HANGS[line["hang"]])) for line in lines]
        markers = [line["marker"] if line["hang"] else "" for line in lines]
        numbered = self.numbering.of([(marker, *place) for marker, place in zip(markers, places, strict=True)])
        return [
            _paragraph(line, *place, number, listed if line["hang"] else plain, properties, held)
            for line, place, number in zip(lines, places, numbered, strict=True)
        ]

    def picture(self, name: str, text: str, width: Length, height: Length):
        """Return a run with a picture of media storage, as large as it is or as fits; None where it is lost."""
        try:
            with default_storage.open(name) as file:
                key, image = self.document.part.get_or_add_image(BytesIO(file.read()))
        except (OSError, UnrecognizedImageError):
            return None
        across, down = image.px_width * PIXEL, image.px_height * PIXEL
        share = min(1, width / across, height / down)
        self.pictures += 1
        inline = CT_Inline.new_pic_inline(
            self.pictures, key, image.filename, Emu(round(across * share)), Emu(round(down * share))
        )
        inline.docPr.set("descr", text)
        element = w("r")
        element.add_drawing(inline)
        return element


def _paragraph(line: dict, left: int, hanging: int, numbered, style: str, properties: dict, held: int):
    if not line["hang"]:
        indent = {"left": left, "firstLine": 0} if left else None
        return paragraph(style, *_runs(line, held, line["marker"]), ind=indent, **properties)
    if numbered is not None:
        return paragraph(style, typed_number(line["marker"]), *_runs(line, held), numPr=numbered, **properties)
    indent = {"left": left + hanging, "hanging": hanging}
    return paragraph(style, *_runs(line, held, line["marker"].rstrip() + "\t"), ind=indent, **properties)


def _runs(line: dict, held: int, before: str = "") -> list:
    """Return a line's text, bold where it says so, behind what stands before it.

    What is read as one and has no more than `held` letters stays on one line.
    """
    strong = line.get("bold", False)
    first, *others = line.get("pieces") or [{"text": line["text"], "bold": strong}]
    opening = [first] if first["bold"] else [{**first, "text": before + first["text"]}]
    if first["bold"] and before:
        opening = [{"text": before, "bold": strong}, first]
    return [
        run(held_together(piece["text"], held), *(bold() if piece["bold"] else ())) for piece in (*opening, *others)
    ]
