"""What a file really is, told by its content alone: its name and what a browser says of it are never believed."""

import re
from dataclasses import dataclass

import pypdfium2

from assessments.tabular.archive import Archive
from assessments.tabular.table import Limits, SheetRefused

UNKNOWN = (
    "เนื้อไฟล์ไม่ใช่ PDF ภาพ JPG ภาพ PNG เอกสาร Word (.docx) หรือตาราง Excel (.xlsx) "
    "ให้เปิดไฟล์แล้วบันทึกเป็นชนิดดังกล่าว การเปลี่ยนนามสกุลของชื่อไฟล์อย่างเดียวไม่พอ"
)
EMPTY = "ไฟล์ว่าง ไม่มีเนื้อหา"
OLD = "เป็นเอกสารแบบเก่า (.doc .xls) หรือมีรหัสผ่าน ให้บันทึกเป็น .docx .xlsx หรือ PDF ที่ไม่มีรหัสผ่าน แล้วเพิ่มอีกครั้ง"
HEIC = "เป็นภาพ HEIC ของ iPhone ให้บันทึกเป็น JPG แล้วเพิ่มอีกครั้ง (ตั้งกล้องเป็น “เข้ากันได้มากที่สุด” จะได้ JPG ทุกครั้ง)"
MACRO = "มีมาโคร ให้บันทึกเป็น .docx หรือ .xlsx ที่ไม่มีมาโคร แล้วเพิ่มอีกครั้ง"
LOCKED_PDF = "PDF มีรหัสผ่าน ผู้อื่นจึงเปิดดูไม่ได้ ให้บันทึกใหม่โดยไม่ตั้งรหัสผ่าน แล้วเพิ่มอีกครั้ง"
BROKEN_PDF = "PDF ไม่ครบทั้งไฟล์หรือเสียหาย ให้เปิดดู บันทึกใหม่ แล้วเพิ่มอีกครั้ง"
BROKEN_OFFICE = "เอกสารเสียหายหรือไม่ใช่เอกสาร Word (.docx) หรือ Excel (.xlsx) ให้เปิดดู บันทึกใหม่ แล้วเพิ่มอีกครั้ง"

LIMITS = Limits(entries=2_000, expanded=200_000_000, ratio=200)
PDF_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
TAIL = 2048  # some programs put a few bytes behind the end of a PDF
HEAD = 1024  # or before its beginning, as far as readers look for it
CONTENT_TYPES = "[Content_Types].xml"
OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileType:
    """`suffix` is what a download's name ends with, `label` what people call it."""

    media_type: str
    suffix: str
    label: str


PDF = FileType("application/pdf", ".pdf", "PDF")
JPEG = FileType("image/jpeg", ".jpg", "ภาพ JPG")
PNG = FileType("image/png", ".png", "ภาพ PNG")
DOCX = FileType(f"{OFFICE}wordprocessingml.document", ".docx", "Word")
XLSX = FileType(f"{OFFICE}spreadsheetml.sheet", ".xlsx", "Excel")
BY_MEDIA_TYPE = {kind.media_type: kind for kind in (PDF, JPEG, PNG, DOCX, XLSX)}
# The part that makes a package a document: its content type, the folder that it lies in.
MAIN_PARTS = {
    f"{OFFICE}wordprocessingml.document.main+xml": (DOCX, "word/"),
    f"{OFFICE}spreadsheetml.sheet.main+xml": (XLSX, "xl/"),
}


def file_type(data: bytes) -> FileType:
    """Return what the bytes are; ValueError, in Thai, for anything that is no evidence.

    Of a picture only its first bytes are looked at: `pictures.clean` reads it whole.
    """
    if not data:
        raise ValueError(EMPTY)
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"PK\x03\x04"):
        return _office_type(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise ValueError(OLD)
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheif"):
        raise ValueError(HEIC)
    before, mark, _ = data[:HEAD].partition(b"%PDF-")
    if mark and b"<" not in before:  # else a page that is also a PDF to lenient readers
        return _pdf_type(data)
    raise ValueError(UNKNOWN)


def _pdf_type(data: bytes) -> FileType:
    """Return PDF for a whole one that anybody can open."""
    if not PDF_END.search(data.rstrip(b"\0\t\r\n ")[-TAIL:]):
        raise ValueError(BROKEN_PDF)
    try:
        pypdfium2.PdfDocument(data).close()
    except pypdfium2.PdfiumError as error:  # what else is wrong with a PDF, other readers may forgive
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise ValueError(LOCKED_PDF) from error
    return PDF


def _office_type(data: bytes) -> FileType:
    """Return the type of a zip package by the main part that its table of contents names."""
    overrides: dict[str, str] = {}
    others: list[str] = []

    def note(tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if tag == "Override":
            overrides[attributes.get("PartName", "").lstrip("/")] = kind
        else:
            others.append(kind)

    try:
        archive = Archive(data, LIMITS)
        archive.read(CONTENT_TYPES, note)
    except SheetRefused as error:
        raise ValueError(BROKEN_OFFICE) from error
    told = " ".join([*overrides.values(), *others, *archive.names]).casefold()
    if "macroenabled" in told or "vbaproject" in told:
        raise ValueError(MACRO)
    mains = [
        (MAIN_PARTS[kind], name) for name, kind in overrides.items() if kind in MAIN_PARTS and name in archive.names
    ]
    if len(mains) != 1:
        raise ValueError(BROKEN_OFFICE)
    [((type_, folder), name)] = mains
    if not name.startswith(folder):
        raise ValueError(BROKEN_OFFICE)
    return type_
