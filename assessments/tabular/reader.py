"""Reads an uploaded xlsx or csv file, whatever it really is, into a Table."""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, islice
from typing import Protocol

from .archive import LOCKED
from .csv_text import DELIMITERS, csv_rows, decode
from .headers import HEAD_ROWS, Headers, Match
from .table import LIMITS, Column, Limits, Row, Section, SheetRefused, Table
from .texts import cleaner
from .xlsx import NO_SHEET, Cells, Workbook

OLD_EXCEL = "เป็นไฟล์ Excel รุ่นเก่า (.xls) เปิดใน Excel เลือก บันทึกเป็น ชนิด “สมุดงาน Excel (.xlsx)” แล้วนำเข้าอีกครั้ง"
WEB_PAGE = "เป็นหน้าเว็บหรือ XML ที่ใช้นามสกุลของ Excel เปิดใน Excel เลือก บันทึกเป็น ชนิด “สมุดงาน Excel (.xlsx)” แล้วนำเข้าอีกครั้ง"
NO_TABLE = "ไม่ใช่ไฟล์ตาราง นำเข้าได้เฉพาะไฟล์ Excel (.xlsx) และ CSV"
EMPTY = "ไฟล์ว่าง ไม่มีข้อมูลให้นำเข้า"
TOO_WIDE = "มีช่องมากกว่าหัวตาราง ข้อความที่มีเครื่องหมายจุลภาคต้องอยู่ในเครื่องหมายคำพูด"
BESIDE = -1  # where a column stands that the file lacks
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def read_table(
    file: Readable,
    name: str,
    columns: Sequence[Column],
    limits: Limits = LIMITS,
    values: Collection[str] = (),
    section: Section | None = None,
) -> Table:
    """Return what the file holds of `columns`; the format is told by the content, `name` only serves messages.

    A file with none of the columns called `values` says nothing that could be compared, and is refused.
    Rows of a `section` give their value to those below.
    Raises SheetRefused for a file that cannot be taken in; never anything else, whatever the bytes.
    """
    data = file.read(2 * limits.upload + 1)
    packed = data.startswith((_ZIP, _OLE))
    if len(data) > limits.upload * (1 if packed else 2):
        advice = "" if packed else "บันทึกเป็นไฟล์ Excel (.xlsx) ซึ่งเล็กกว่า หรือ"
        raise SheetRefused(
            f"ไฟล์ใหญ่เกินไป {advice}แบ่งเป็นหลายไฟล์แล้วนำเข้าทีละไฟล์ ไฟล์ละไม่เกิน {limits.upload // 1_000_000} MB"
        )
    headers = Headers(columns, values, section)
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise SheetRefused(EMPTY)
    if data.startswith(_ZIP):
        return _read_workbook(data, headers, limits)
    if data.startswith(_OLE):
        raise SheetRefused(LOCKED if "EncryptedPackage".encode("utf-16-le") in data else OLD_EXCEL)
    if start.startswith(b"<"):
        raise SheetRefused(WEB_PAGE)
    if data.startswith(_OTHERS):
        raise SheetRefused(f"“{name[:100]}” {NO_TABLE}")
    return _read_csv(data, headers, limits)


def _read_workbook(data: bytes, headers: Headers, limits: Limits) -> Table:
    """Return the table of the first sheet that is not hidden and has its headers; others that have them are named."""
    book = Workbook(data, limits)
    sheets = [sheet for sheet in book.sheets if not sheet.hidden]
    if not sheets:
        raise SheetRefused(NO_SHEET)
    named = {sheet: _named(book.rows(sheet), headers) for sheet in sheets}
    read = max(sheets, key=lambda sheet: named[sheet])
    others = [f"“{sheet.title}”" for sheet in sheets if sheet is not read and named[sheet] == named[read] > 0]
    notices = [f"อ่านเฉพาะแผ่นงาน “{read.title}” ไม่ได้อ่าน {', '.join(others)}"] if others else []
    return _table(book.rows(read), headers, limits, notices)


def _read_csv(data: bytes, headers: Headers, limits: Limits) -> Table:
    text = decode(data)

    def named(delimiter: str) -> int:
        try:
            return _named(csv_rows(text, delimiter, limits), headers)
        except SheetRefused:
            return 0

    rows = csv_rows(text, max(DELIMITERS, key=named), limits)
    return _table(rows, headers, limits, [], wide=TOO_WIDE)


def _named(rows: Iterator[Cells], headers: Headers) -> int:
    """Return how many columns the best row of headers among the first rows names."""
    return len(headers.best([cells.texts for cells in islice(rows, HEAD_ROWS)])[1].columns)


def _table(rows: Iterator[Cells], headers: Headers, limits: Limits, notices: list[str], wide: str = "") -> Table:
    head = list(islice(rows, HEAD_ROWS))
    if not head:
        raise SheetRefused(EMPTY)
    place, match = headers.best([cells.texts for cells in head])
    header = head[place]
    headers.check(match, header.number)
    below: Iterator[Cells] = chain(head[place + 1 :], rows)
    if headers.section:
        below = _in_sections(below, match, headers.section)
    build = _row_builder(match, max(header.texts) if wide else limits.columns, wide)
    kept: list[Row] = []
    left = limits.characters
    for cells in below:
        row = build(cells)
        if row is None:
            continue
        left -= sum(map(len, row.cells))
        if len(kept) == limits.rows or left < 0:
            raise SheetRefused(
                f"ตารางมีข้อมูลมากเกินไป (เกิน {limits.rows:,} แถว หรือ {limits.characters:,} ตัวอักษร) "
                "แบ่งเป็นหลายไฟล์แล้วนำเข้าทีละไฟล์"
            )
        kept.append(row)
    notices = [*headers.notices(match), *notices]
    return Table(header.number, tuple(match.columns.values()), kept, tuple(notices))


def _in_sections(rows: Iterator[Cells], match: Match, section: Section) -> Iterator[Cells]:
    """Yield the rows but for those of sections, whose value the rows below have in a column that is there or added."""
    index = next((at for at, there in match.columns.items() if there == section.column), BESIDE)
    match.columns.setdefault(index, section.column)

    def below() -> Iterator[Cells]:
        value = ""
        for cells in rows:
            begun = section.value_of([*cells.texts.values()])
            if begun is None:
                yield cells._replace(texts={index: value, **cells.texts}) if value else cells
            else:
                value = begun

    return below()


def _row_builder(match: Match, last: int, wide: str) -> Callable[[Cells], Row | None]:
    """Return the function from a row of the file to a Row; None for a row that is blank in all known columns."""
    names = tuple(column.name for column in match.columns.values())
    places = [(index, cleaner(column)) for index, column in match.columns.items()]
    by_index = dict(zip(match.columns, names, strict=True))
    filled = [place for place, column in enumerate(match.columns.values()) if column.fill_down]
    above: dict[int, str] = {}

    def build(cells: Cells) -> Row | None:
        texts = cells.texts
        row = [clean(texts[index]) if index in texts else "" for index, clean in places]
        faults = {by_index[index]: fault for index, fault in cells.faults.items() if index in by_index}
        if not any(row) and not faults:
            return None
        for place in filled:
            above[place] = row[place] = row[place] or above.get(place, "")
        if wide and max(texts) > last:
            faults[names[0]] = wide
        return Row(cells.number, names, tuple(row), faults)

    return build
