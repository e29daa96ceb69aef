"""Files of each type, made on the spot."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from PIL import Image, PngImagePlugin

from measures.evidence.file_types import DOCX

GPS = (13.0, 45.0, 0.0)


def jpeg(size=(40, 20), orientation: int = 1, mode: str = "RGB", colour="navy") -> bytes:
    """A picture as a phone takes it: with a position, a maker, a comment."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "Secret"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", GPS
    out = BytesIO()
    Image.new("RGB", size, colour).convert(mode).save(out, "JPEG", exif=exif, comment=b"Secret comment")
    return out.getvalue()


def png(size=(30, 20), mode: str = "RGB", text: dict[str, str] | None = None, colour=1) -> bytes:
    info = PngImagePlugin.PngInfo()
    for key, value in (text or {}).items():
        info.add_text(key, value)
    out = BytesIO()
    Image.new(mode, size, colour if mode not in ("LA", "RGB", "RGBA") else None).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def pdf(text: bytes = b"") -> bytes:
    return b"%PDF-1.7\n" + text + b"1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"


def office(part: str, content_type: str) -> dict[str, bytes]:
    """The two entries that a package of Word or Excel cannot be without."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    )
    return {"[Content_Types].xml": types.encode(), part: b"<document/>"}


def docx(parts: dict[str, bytes] | None = None) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in (parts or office("word/document.xml", f"{DOCX.media_type}.main+xml")).items():
            archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)  # of no moment: the same bytes each time
    return out.getvalue()
