"""PDF → its pages as pictures, and on which page each block begins. Bytes in, bytes out."""

import threading
from dataclasses import dataclass
from io import BytesIO
from math import ceil

from PIL import Image

WIDTH = 700  # pixels of a picture: sharp enough to read on a phone, a third of the PDF's own weight
GREYS = 16
COLOURED = 40  # how far apart the channels of a page may be that is drawn in greys: its tints are not colours
PART = "part-"  # how the printed blocks are named (templates/reports/document/_document.html)
_LOCK = threading.Lock()  # PDFium is not made for threads


@dataclass(frozen=True)
class Page:
    number: int
    width: int
    height: int


def pages_of(pdf: bytes) -> list[Page]:
    """Return the pages in the size of their pictures."""
    with _LOCK, _opened(pdf) as document:
        sizes = [document.get_page_size(place) for place in range(len(document))]
    return [Page(number, WIDTH, ceil(height * _scale(width))) for number, (width, height) in enumerate(sizes, start=1)]


def picture(pdf: bytes, number: int) -> bytes:
    """Return a page as WebP: in a few greys without loss, or in colour where it is coloured."""
    with _LOCK, _opened(pdf) as document:
        page = document[number - 1]
        drawn = page.render(scale=_scale(page.get_width())).to_pil()
    buffer = BytesIO()
    if _is_coloured(drawn):
        drawn.save(buffer, "WEBP", quality=70, method=2)
    else:
        step = 256 // GREYS
        grey = drawn.convert("L").point(lambda value: min(255, (value + step // 2) // step * step))
        grey.save(buffer, "WEBP", lossless=True, quality=40, method=2)
    return buffer.getvalue()


def parts_of(pdf: bytes) -> dict[int, int]:
    """Return the page on which each block begins, both counted from 1."""
    import pypdfium2.raw as raw

    parts = {}
    with _LOCK, _opened(pdf) as document:
        for place in range(raw.FPDF_CountNamedDests(document)):
            name, destination = _destination(document, place)
            number = name.removeprefix(PART)
            if name != number and number.isdecimal():
                parts[int(number)] = raw.FPDFDest_GetDestPageIndex(document, destination) + 1
    return parts


def _scale(width: float) -> float:
    """Return the scale at which PDFium, which rounds up, draws exactly WIDTH pixels."""
    return (WIDTH - 0.01) / width


def _opened(pdf: bytes):
    import pypdfium2  # here, so that the portal starts without it

    return pypdfium2.PdfDocument(pdf)


def _destination(document, place: int) -> tuple[str, object]:
    import ctypes

    import pypdfium2.raw as raw

    length = ctypes.c_long(0)
    raw.FPDF_GetNamedDest(document, place, None, length)
    buffer = ctypes.create_string_buffer(max(length.value, 0))
    destination = raw.FPDF_GetNamedDest(document, place, buffer, length)
    return buffer.raw[: max(length.value, 0)].decode("utf-16-le").rstrip("\0"), destination


def _is_coloured(drawn: Image.Image) -> bool:
    small = drawn.convert("RGB").reduce(4)
    red, green, blue = (channel.tobytes() for channel in small.split())
    return any(max(pixel) - min(pixel) > COLOURED for pixel in zip(red, green, blue, strict=True))
