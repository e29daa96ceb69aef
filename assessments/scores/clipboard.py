"""A block copied from a spreadsheet or a table, as rows of texts."""

import csv
from io import StringIO

MAX_CHARACTERS = 500_000
MAX_ROWS = 500
MAX_COLUMNS = 30


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
