"""What four extractors read out of a PDF, white space aside."""

import io
import re
import subprocess

import pymupdf
import pypdf
import pypdfium2


def squeeze(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad\u0000]+", "", text)


def pdfium_text(pdf: bytes) -> str:
    """Return the text that PDFium reads. It marks a hyphen at a line's end with U+FFFE or U+0002."""
    pages = pypdfium2.PdfDocument(pdf)
    texts = (pages[place].get_textpage().get_text_range() for place in range(len(pages)))
    return "\n".join(re.sub("[\ufffe\x02]", "-", text) for text in texts)


def extracted(pdf: bytes) -> dict[str, str]:
    """Return the squeezed text by extractor."""
    poppler = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    texts = {
        "poppler": poppler.stdout.decode(),
        "pypdf": "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages),
        "PDFium": pdfium_text(pdf),
        "MuPDF": "\n".join(page.get_text() for page in pymupdf.open(stream=pdf)),
    }
    return {name: squeeze(text) for name, text in texts.items()}


def missing(pdf: bytes, lines: list[str]) -> dict[str, list[str]]:
    """Return the lines that each extractor does not give back; only extractors that miss any."""
    missed = {name: [line for line in lines if squeeze(line) not in text] for name, text in extracted(pdf).items()}
    return {name: lost for name, lost in missed.items() if lost}
