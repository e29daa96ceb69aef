"""Csv as rows of texts: of a file, whose encoding and delimiter are told from what it holds, and of the clipboard."""

import codecs
import csv
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO

from .table import Limits, SheetRefused
from .xlsx import MAX_ROW, Cells, long_cell

DELIMITERS = (",", ";", "\t")
SAVE_AS = "เปิดใน Excel เลือก บันทึกเป็น ชนิด “CSV UTF-8” หรือ “สมุดงาน Excel (.xlsx)” แล้วนำเข้าอีกครั้ง"
ENCODING = f"อ่านรหัสอักขระของไฟล์ไม่ได้ {SAVE_AS}"
BROKEN_CSV = f"เครื่องหมายคำพูดหรือตัวคั่นในไฟล์ CSV ไม่ครบคู่ {SAVE_AS}"
# Delimiters of one row: Excel has 16,384 columns, and texts hold some.
MAX_DELIMITERS = 50_000
# Of a block that is pasted.
MAX_CHARACTERS = 500_000
MAX_ROWS = 500
MAX_COLUMNS = 30
# UTF-8 writes each Thai letter with one of these.
_THAI_LEADS = (b"\xe0\xb8", b"\xe0\xb9")


def decode(data: bytes) -> str:
    """Return the text of UTF-8 (with or without its mark), UTF-16 with its mark, or Windows-874."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif data.startswith(codecs.BOM_UTF8) or _is_thai_utf8(data):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "cp874"]
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if "\0" in text:
                break
            return text
    raise SheetRefused(ENCODING)


def _is_thai_utf8(data: bytes) -> bool:
    """Tell damaged UTF-8, which must not be read as Windows-874 letters, from Windows-874."""
    letters = sum(data.count(lead) for lead in _THAI_LEADS)
    return letters > 0 and letters * 6 > len(data.translate(None, bytes(range(128))))


def csv_rows(text: str, delimiter: str, limits: Limits) -> Iterator[Cells]:
    """Yield the rows that hold anything; numbered as Excel does when it opens the file.

    The index of the last cell with a text tells how wide a row is: a text with a bare delimiter makes it wider.
    """
    if text.count("\n") + text.count("\r") > 2 * MAX_ROW:
        raise SheetRefused("ไฟล์มีบรรทัดมากเกินไป ลบบรรทัดว่างแล้วนำเข้าอีกครั้ง")
    number = delimiters = 0  # whole rows, and what parts the cells of the next

    def lines() -> Iterator[str]:
        nonlocal delimiters
        for line in StringIO(text, newline=""):
            delimiters += line.count(delimiter)
            if delimiters > MAX_DELIMITERS:
                raise SheetRefused(BROKEN_CSV)
            yield line

    try:
        for record in csv.reader(lines(), delimiter=delimiter):
            number += 1
            delimiters = 0
            texts = {index: cell for index, cell in enumerate(record) if cell and not cell.isspace()}
            if not texts:
                continue
            if max(texts) >= limits.columns:
                raise SheetRefused(f"แถวที่ {number} มีข้อมูลเกินคอลัมน์ที่ {limits.columns} ลบคอลัมน์ที่ไม่ใช้แล้วนำเข้าอีกครั้ง")
            if any(len(cell) > limits.cell for cell in texts.values()):
                raise SheetRefused(f"แถวที่ {number}: {long_cell(limits.cell)}")
            yield Cells(number, texts, {})
    except csv.Error as error:
        raise SheetRefused(f"แถวที่ {number + 1}: {BROKEN_CSV}") from error


def parse_block(text: str) -> list[list[str]]:
    """Return the rows of a copied block, all as wide as the widest; wholly empty rows and columns are left out.

    Cells are parted by tabs; one with a line break or a quote of its own comes in quotes, as Excel copies it.
    Text whose quotes do not pair is taken as it stands. ValueError, in Thai, where it is too much.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValueError("ข้อมูลที่วางยาวเกินไป แบ่งวางเป็นหลายครั้ง")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        rows = [line.split("\t") for line in text.split("\n")]
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, rows), default=0)
    if len(rows) > MAX_ROWS or width > MAX_COLUMNS:
        raise ValueError(f"วางได้ครั้งละไม่เกิน {MAX_ROWS} แถว {MAX_COLUMNS} คอลัมน์ แบ่งวางเป็นหลายครั้ง")
    rows = [row + [""] * (width - len(row)) for row in rows]
    used = [index for index in range(width) if any(row[index].strip() for row in rows)]
    return [[row[index] for index in used] for row in rows]
