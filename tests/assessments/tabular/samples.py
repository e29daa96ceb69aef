"""Spreadsheets made by hand: xlsx from its parts, so that each part can be wrong in its own way."""

import struct
import zlib
from collections.abc import Iterable
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from assessments.tabular.table import Column

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

COLUMNS = [
    Column("code", "รหัสหน่วยงาน", ("รหัส อปท.",), kind="code", required=True, zero_fill=8),
    Column("name", "ชื่อหน่วยงาน"),
    Column("year", "ปีงบประมาณ", ("ปี",), kind="year", required=True),
    Column("score1", "ตัวชี้วัดที่ 1", kind="score"),
    Column("kind", "ประเภท", kind="choice", choices={"city": "เทศบาลนคร", "town": "เทศบาลเมือง"}),
    Column("steps", "ขั้นตอน", kind="lines"),
    Column("day", "วันที่ประกาศ", kind="date"),
]
HEADER = [column.header for column in COLUMNS]


def cell(value: object) -> str:
    """Return the XML of a cell; a text that starts with "<" is taken as it is."""
    if isinstance(value, str) and value.startswith("<"):
        return value
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def sheet_xml(rows: Iterable[Iterable[object]], before: str = "", after: str = "") -> str:
    body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    return f"<worksheet {MAIN}>{before}<sheetData>{body}</sheetData>{after}</worksheet>"


def parts(
    sheets: dict[str, str], strings: str = "", styles: str = "", states: dict[str, str] | None = None
) -> dict[str, str]:
    """Return the parts of a workbook by path; `sheets` is XML by title."""
    links = [
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/s{n}.xml"/>' for n in range(len(sheets))
    ]
    links.append(f'<Relationship Id="strings" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>')
    links.append(f'<Relationship Id="styles" Type="{OFFICE}/styles" Target="/xl/styles.xml"/>')
    listed = "".join(
        f'<sheet name="{title}" sheetId="{n + 1}" state="{(states or {}).get(title, "visible")}" r:id="r{n}"/>'
        for n, title in enumerate(sheets)
    )
    book = f'<Relationship Id="b" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f"<Relationships {RELATIONS}>{book}</Relationships>",
        "xl/_rels/workbook.xml.rels": f"<Relationships {RELATIONS}>{''.join(links)}</Relationships>",
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
    }
    if strings:
        files["xl/sharedStrings.xml"] = f"<sst {MAIN}>{strings}</sst>"
    if styles:
        files["xl/styles.xml"] = f"<styleSheet {MAIN}>{styles}</styleSheet>"
    return files | {f"xl/worksheets/s{n}.xml": xml for n, xml in enumerate(sheets.values())}


def zipped(files: dict[str, str | bytes]) -> bytes:
    raw = BytesIO()
    with ZipFile(raw, "w", ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return raw.getvalue()


def xlsx(rows: Iterable[Iterable[object]], **more: str) -> bytes:
    return zipped(parts({"ข้อมูล": sheet_xml(rows)}, **more))


def with_entry(
    files: dict[str, str | bytes], path: str, block: bytes, times: int, head: bytes, declared: int | None = None
) -> bytes:
    """Return a zip of the files and of an entry that is `head` and then `block` so many times.

    The block is compressed once, so that a bomb costs nothing to make. The checksum is wrong.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = start + piece * times + b"\x03\x00"
    size = len(head) + len(block) * times if declared is None else declared
    raw = BytesIO(zipped(files))
    with ZipFile(raw, "a") as archive:
        offset = archive.start_dir
        count = len(archive.infolist())
    data = raw.getvalue()
    directory, name = data[offset : data.rindex(b"PK\x05\x06")], path.encode()
    shape = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + shape + name + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + shape + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, count + 1, count + 1, len(directory + central), offset + len(local), 0
    )
    return data[:offset] + local + directory + central + end
