"""What an officer reads in a Word or Excel file that the portal wrote: numbers of lists counted, formats applied."""

import io
import os
import re
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path

import docx
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from docx.oxml.ns import qn
from openpyxl import load_workbook

from ita_portal.thai import thai_digits
from reports.output.content import DocumentContent
from reports.output.excel import render_xlsx
from reports.output.render import render_pdf
from reports.output.word.document import render_docx
from reports.output.word.xml import COMPATIBILITY

from .extract import pdfium_text, squeeze

# Strings of a content that say how it is printed, or are printed only where something else is not;
# what is drawn stands in the table below it as well.
UNPRINTED = frozenset(
    "code municipality numerals orientation emblem kind text_size margins issue type template file empty "
    "plot alt length layout".split()
)
PDF_PIECES, LEAST_PIECE = 4, 6
LETTERS = "กขคงจฉชซฌญ"
DOTS = re.compile(r"\.{4,}")  # to write on, in Word the leaders of tabs
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>TH SarabunPSK</family><prefer><family>ITA Sarabun</family></prefer></alias>
</fontconfig>"""


def values(content: DocumentContent) -> list[str]:
    """Return every text that the document prints, a line with its marker as one."""
    return [text for text in _values(content.as_json()) if text.strip()]


def table_values(content: DocumentContent) -> list[str]:
    """Return every text of the blocks that print a table, without the prose beside it."""
    blocks = [block for block in content.blocks if block.get("headings")]
    kept = [{key: value for key, value in block.items() if key != "lines"} for block in blocks]
    return [text for text in _values(kept) if text.strip()]


def _values(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _values(part)
    elif isinstance(value, dict) and {"marker", "text", "level"} <= value.keys():
        yield value["marker"] + value["text"]
    elif isinstance(value, dict):
        unread = {*UNPRINTED, *(() if value.get("groups") else ("remark_heading",))}
        for key, part in value.items():
            if key not in unread:
                yield from _values(part)


def lost(content: DocumentContent) -> dict[str, list[str]]:
    """Return the values that a form of the document does not give back; only forms that miss any."""
    wanted = values(content)
    html = render_to_string("reports/document/_document.html", {"document": content})
    texts = {
        "preview": (unescape(strip_tags(html)), wanted),
        "PDF": (pdfium_text(render_pdf(content)), wanted),
        "DOCX": ("\n".join(docx_lines(render_docx(content))), without_dots(wanted)),
        "XLSX": (xlsx_text(render_xlsx(content)), table_values(content)),
    }
    by_form = {}
    for form, (text, expected) in texts.items():
        text, pieces = squeeze(text), PDF_PIECES if form == "PDF" else 1
        by_form[form] = [value for value in expected if not _holds(text, squeeze(value), pieces)]
    return {form: missing for form, missing in by_form.items() if missing}


def without_dots(texts: list[str]) -> list[str]:
    return [DOTS.sub("", text) for text in texts]


def converted(file: bytes, path: Path, *targets: str) -> list[bytes]:
    """Return what LibreOffice makes of a file, with the portal's fonts in place of those of the office rules."""
    fonts = path.with_name("fonts.conf")
    fonts.write_text(FONTS.format(fonts=settings.BASE_DIR / "static/fonts", cache=path.with_name("cache")))
    path.write_bytes(file)
    made = []
    for target in targets:
        office = ["soffice", f"-env:UserInstallation=file://{path.with_name('office')}", "--headless"]
        command = [*office, "--convert-to", target, "--outdir", path.parent, path]
        variables = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
        subprocess.run(command, check=True, capture_output=True, timeout=120, env=variables)
        made.append(path.with_suffix(f".{target.split(':')[0]}").read_bytes())
    return made


def _holds(text: str, value: str, pieces: int) -> bool:
    """Tell whether the text holds the value, in so many pieces: on paper a page may end within it."""
    for place in range(pieces):
        low, high = 0, len(value)
        while low < high:  # every start of a piece that is found is found too
            middle = (low + high + 1) // 2
            low, high = (middle, high) if value[:middle] in text else (low, middle - 1)
        if low == len(value):
            return True
        if low < (LEAST_PIECE if place else 1):  # the first may be a marker alone
            return False
        value = value[low:]
    return False


def docx_lines(file: bytes) -> list[str]:
    """Return the paragraphs of a Word file in their order, each behind the number that Word gives it."""
    document = docx.Document(io.BytesIO(file))
    for part in (document.element.body, document.part.numbering_part.element):
        _take_word_s_choice(part)
    numbers = _Numbers(document.part.numbering_part.element)
    return [numbers.of(paragraph) + _text(paragraph) for paragraph in document.element.body.iter(qn("w:p"))]


def _take_word_s_choice(part) -> None:
    """Leave of alternatives what Word sees, as Word does."""
    for alternatives in list(part.iter(f"{{{COMPATIBILITY}}}AlternateContent")):
        for seen in list(alternatives[0]):
            alternatives.addprevious(seen)
        alternatives.getparent().remove(alternatives)


def _text(paragraph) -> str:
    breaks = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    pieces = paragraph.iter(qn("w:t"), *breaks)
    # A tab is also a stop in the paragraph's properties.
    return read("".join(breaks.get(piece.tag) or piece.text for piece in pieces if piece.getparent().tag == qn("w:r")))


def read(text: str) -> str:
    """Return a text of a Word file as it is read: spaces that hold two words together are spaces."""
    return text.replace("\u00a0", " ")


class _Numbers:
    def __init__(self, part):
        self.levels = {
            definition.get(qn("w:abstractNumId")): definition.find(qn("w:lvl"))
            for definition in part.iter(qn("w:abstractNum"))
        }
        self.lists = {definition.get(qn("w:numId")): definition for definition in part.iter(qn("w:num"))}
        self.last: dict[str, int] = {}

    def of(self, paragraph) -> str:
        key = paragraph.find(f".//{qn('w:numId')}")
        if key is None:
            return ""
        number = key.get(qn("w:val"))
        used = self.lists[number]
        level = self.levels[used.find(qn("w:abstractNumId")).get(qn("w:val"))]
        start = used.find(f".//{qn('w:startOverride')}")
        first = int(start.get(qn("w:val"))) if start is not None else 1
        count = self.last[number] = self.last.get(number, first - 1) + 1
        style = level.find(qn("w:numFmt")).get(qn("w:val"))
        shown = {
            "thaiNumbers": lambda: thai_digits(count),
            "decimal": lambda: str(count),
            "thaiLetters": lambda: LETTERS[count - 1],
            "bullet": lambda: "",
        }[style]()
        return level.find(qn("w:lvlText")).get(qn("w:val")).replace("%1", shown) + " "


def xlsx_text(file: bytes) -> str:
    """Return all cells of a workbook as it shows them, sheet by sheet and row by row."""
    book = load_workbook(io.BytesIO(file))
    return "\n".join(
        shown(cell) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
    )


def shown(cell) -> str:
    """Return a cell as Excel shows it."""
    if isinstance(cell.value, str):
        return cell.value
    positive, negative, zero = (cell.number_format.split(";") * 3)[:3]
    value = Decimal(str(cell.value))
    own = ";" in cell.number_format
    pattern = negative if value < 0 else zero if value == 0 else positive
    plain = pattern.removeprefix("[$-D00041E]")
    places = len(plain.partition(".")[2])
    text = f"{abs(value):.{places}f}"
    sign = plain[0] if plain[0] in "+-" else "-" if value < 0 and not own else ""
    return sign + (thai_digits(text) if pattern != plain else text)
