"""What a file really is, whatever it is called."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pymupdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from openpyxl import Workbook
from PIL import Image

from measures.evidence import pictures
from measures.evidence.file_types import (
    BROKEN_OFFICE,
    BROKEN_PDF,
    DOCX,
    EMPTY,
    HEIC,
    JPEG,
    MACRO,
    OLD,
    PDF,
    PNG,
    UNKNOWN,
    XLSX,
    file_type,
)
from measures.evidence.services import add_file
from measures.models import Evidence

from .files import GPS, docx, jpeg, office, pdf, png

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def xlsx() -> bytes:
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


def test_each_type_is_told_by_its_content():
    types = [file_type(data) for data in (pdf(), jpeg(), png(), docx(), xlsx())]
    assert types == [PDF, JPEG, PNG, DOCX, XLSX]


def test_pdf_with_bytes_around_it_is_one():
    assert file_type(b"\r\n\xef\xbb\xbf" + pdf()) == file_type(pdf() + b"\0" * 9_000 + b"\n") == PDF


def test_pdf_that_asks_for_a_password_is_refused():
    locked, open_to_all = BytesIO(), BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(locked, encryption=pikepdf.Encryption(owner="นาย", user="ลับ"))
        document.save(open_to_all, encryption=pikepdf.Encryption(owner="นาย"))
    with pytest.raises(ValueError, match="มีรหัสผ่าน"):
        file_type(locked.getvalue())
    assert file_type(open_to_all.getvalue()) == PDF


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_picture_of_every_mode_looks_as_another_reader_sees_it(mode):
    """Beside MuPDF, which shares no code with Pillow; a picture for print without a profile has no one colour."""
    kind = JPEG if mode == "CMYK" else PNG
    drawn = Image.new("RGB", (40, 30), (200, 40, 90))
    drawn.paste((20, 90, 220), (20, 0, 40, 30))
    if mode == "I;16":
        drawn = drawn.convert("L").convert("I").point(lambda grey: grey * 257).convert("I;16")
    out = BytesIO()
    (drawn if mode == "I;16" else drawn.convert(mode)).save(out, "JPEG" if kind == JPEG else "PNG", quality=95)
    stored = Image.open(BytesIO(pictures.clean(out.getvalue(), kind).data)).convert("RGB")
    seen = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.Pixmap(out.getvalue()))
    for place in ((5, 5), (35, 25)):
        beside = zip(stored.getpixel(place), seen.pixel(*place)[:3], strict=True)
        assert all(abs(mine - other) <= (70 if mode == "CMYK" else 2) for mine, other in beside)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda image: Image.new("L", image.size, 255),  # as 16 bits of grey that are cut off
        lambda image: image.point(lambda grey: min(255, grey * 16)),
        lambda image: image.point(lambda grey: 255 - grey),  # as Adobe's CMYK that is read the wrong way round
        lambda image: image.transpose(Image.Transpose.ROTATE_90),
    ],
)
def test_picture_that_would_become_another_is_refused_and_not_stored(monkeypatch, staff, year, spoil):
    out = BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    content = out.getvalue()
    with monkeypatch.context() as patched:
        patched.setattr(pictures, "_plain", lambda image, kind: spoil(image))
        with pytest.raises(ValidationError, match="ตรงตามต้นฉบับไม่ได้"):
            add_file(by=staff, assessment=year, content=content, filename="ภาพ.png")
        assert (Evidence.objects.count(), default_storage.exists("evidence/99990001")) == (0, False)
    assert add_file(by=staff, assessment=year, content=content, filename="ภาพ.png").evidence.is_picture


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", EMPTY),
        (SVG, UNKNOWN),
        (HTML, UNKNOWN),
        (b"MZ\x90\x00" + b"\x00" * 100, UNKNOWN),
        (b"GIF89a" + b"\x00" * 100, UNKNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, OLD),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", HEIC),
        (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", BROKEN_PDF),
        (pdf()[:-30], BROKEN_PDF),
        (HTML + pdf(), UNKNOWN),  # a page that is also a PDF to lenient readers
        (HTML + docx(), UNKNOWN),
        (b"PK\x03\x04" + b"\x00" * 100, BROKEN_OFFICE),
        (docx()[:-40], BROKEN_OFFICE),
    ],
)
def test_everything_else_is_refused_with_what_to_do(data, message):
    with pytest.raises(ValueError, match=r".") as refused:
        file_type(data)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"a.txt": b"x"}, BROKEN_OFFICE),  # any other zip
        ({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"}, BROKEN_OFFICE),
        (office("word/document.xml", "application/xml"), BROKEN_OFFICE),
        (office("xl/document.xml", f"{DOCX.media_type}.main+xml"), BROKEN_OFFICE),
        (
            {"[Content_Types].xml": office("word/document.xml", f"{DOCX.media_type}.main+xml")["[Content_Types].xml"]},
            BROKEN_OFFICE,
        ),
        ({**office("word/document.xml", f"{DOCX.media_type}.main+xml"), "word/vbaProject.bin": b"x"}, MACRO),
        (office("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"), MACRO),
        ({"[Content_Types].xml": b'<!DOCTYPE a [<!ENTITY b "c">]><Types/>'}, BROKEN_OFFICE),
    ],
)
def test_zip_packages_must_be_documents_without_macros(parts, message):
    with pytest.raises(ValueError, match=r".") as refused:
        file_type(docx(parts))
    assert str(refused.value) == message


def test_zip_bomb_is_refused_before_it_is_unpacked():
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in office("word/document.xml", f"{DOCX.media_type}.main+xml").items():
            archive.writestr(name, data)
        with archive.open("word/media/image1.png", "w") as part:
            for _ in range(300):
                part.write(b"\x00" * 1_000_000)
    assert len(out.getvalue()) < 400_000
    with pytest.raises(ValueError, match=r"^เอกสารเสียหาย"):
        file_type(out.getvalue())


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def test_picture_loses_its_position_and_all_other_metadata_and_stands_upright():
    data = jpeg(size=(40, 20), orientation=6)
    assert opened(data).getexif().get_ifd(0x8825)[2] == GPS
    cleaned = pictures.clean(data, JPEG)
    for part in (cleaned.data, cleaned.thumbnail):
        picture = opened(part)
        assert (picture.size, dict(picture.getexif())) == ((20, 40), {})
        assert set(picture.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Secret" in data
    assert b"Secret" not in cleaned.data + cleaned.thumbnail
    assert cleaned.printable is None


def test_png_keeps_its_transparency_and_nothing_else():
    data = png(mode="RGBA", text={"Comment": "Secret"})
    cleaned = pictures.clean(data, PNG)
    picture = opened(cleaned.data)
    assert (picture.format, picture.mode, picture.size, picture.info) == ("PNG", "RGBA", (30, 20), {})
    assert opened(cleaned.thumbnail).format == "JPEG"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_png_of_any_mode_is_taken(mode):
    cleaned = pictures.clean(png(mode=mode), PNG)
    assert opened(cleaned.data).size == (30, 20)


def test_cmyk_jpeg_becomes_rgb():
    assert opened(pictures.clean(jpeg(mode="CMYK"), JPEG).data).mode == "RGB"


def test_large_picture_has_a_smaller_one_to_print():
    cleaned = pictures.clean(jpeg(size=(3200, 1000)), JPEG)
    assert [opened(part).size for part in (cleaned.data, cleaned.printable, cleaned.thumbnail)] == [
        (3200, 1000),
        (1600, 500),
        (320, 100),
    ]


def test_same_picture_is_written_the_same():
    assert pictures.clean(jpeg(), JPEG) == pictures.clean(jpeg(), JPEG)


@pytest.mark.parametrize("tail", [HTML, docx(), pdf()])
def test_what_hangs_on_a_picture_is_left_behind(tail):
    for data, kind in ((jpeg(), JPEG), (png(), PNG)):
        assert pictures.clean(data + tail, kind).data == pictures.clean(data, kind).data


@pytest.mark.parametrize("data", [jpeg()[:200], b"\xff\xd8\xff\xe0" + HTML, b"\xff\xd8\xff"])
def test_broken_jpeg_is_refused(data):
    with pytest.raises(ValueError, match=f"^{pictures.BROKEN}$"):
        pictures.clean(data, JPEG)


def test_broken_png_is_refused():
    data = bytearray(png())
    data[60] ^= 0xFF
    with pytest.raises(ValueError, match=f"^{pictures.BROKEN}$"):
        pictures.clean(bytes(data), PNG)


@pytest.mark.parametrize("side", [7_100, 10_000, 60_000])
def test_picture_with_too_many_points_is_refused_unread(side):
    data = bytearray(png())
    data[16:24] = side.to_bytes(4, "big") * 2  # what the head claims
    import zlib

    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    with pytest.raises(ValueError, match="50 ล้านจุด"):
        pictures.clean(bytes(data), PNG)
