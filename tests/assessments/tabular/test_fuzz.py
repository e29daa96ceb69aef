"""Thousands of damaged files: a Table or SheetRefused comes out, nothing else, in bounded time."""

import time
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.tabular.cells import convert
from assessments.tabular.reader import read_table
from assessments.tabular.table import SheetRefused, Table
from assessments.tabular.writer import write_csv, write_xlsx

from .samples import COLUMNS, HEADER, parts, sheet_xml, xlsx, zipped

BOUNDED = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ROWS = [
    [f"021101{n:02}", f"เทศบาลตำบลทดสอบ {n}", 2567, Decimal("90.64"), "town", f"- ขั้นที่ {n}\nสอง", None] for n in range(3)
]
WRITTEN = write_xlsx(COLUMNS, ROWS, title="ผล")
STYLED = parts(
    {
        "ผล": sheet_xml(
            [["ผล"], HEADER, ["02110101", '<c t="s"><v>0</v></c>', 2567, '<c r="D3" s="1"><v>45383</v></c>']]
        )
    },
    strings="<si><t>ก</t></si>",
    styles='<numFmts><numFmt numFmtId="170" formatCode="d"/></numFmts><cellXfs><xf/><xf numFmtId="170"/></cellXfs>',
)
CSV = write_csv(COLUMNS, ROWS)
# What a damaged or hostile part may hold where something harmless stood.
SPLINTERS = [
    *(
        b"<c>",
        b"</c>",
        b"<row>",
        b"</row>",
        b'<row r="99999999"/>',
        b'<row r="-1"/>',
        b'<c r="ZZZZ9" t="s"><v>1</v></c>',
    ),
    *(b"<f>1+1</f>", b"<v>1e999</v>", b"<v>NaN</v>", b"<v></v>", b"<v>-1</v>", b'<c t="s"><v>99999999999</v></c>'),
    *(
        b'<c t="e"><v>#REF!</v></c>',
        b'<c t="d"><v>99999-99-99</v></c>',
        b'<c t="b"><v>x</v></c>',
        b"&a;",
        b"&#0;",
        b"&#xD800;",
    ),
    *(
        b"<!DOCTYPE a>",
        b"<!--",
        b"<![CDATA[",
        b"<?xml version='1.0' encoding='utf-7'?>",
        b"_xD800_",
        b"_x0000_",
        b'"',
        b"'",
    ),
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r",
        b"\n",
        b",",
        b";",
        b"\t",
        b"=cmd|' /C calc'!A0",
        b"\xe0\xb9\x93",
        b"\xed\xa0\x80",
    ),
    *(
        "ก".encode() * 1000,
        b'<c s="1"><v>-5</v></c>',
        b'<c s="1"><v>2958465.9999999</v></c>',
        b'<c s="1"><v>1e300</v></c>',
    ),
]
SPLINTERS = [splinter for splinter in SPLINTERS if isinstance(splinter, bytes)]


def read_or_refuse(data: bytes) -> None:
    start = time.process_time()
    try:
        table = read_table(BytesIO(data), "ไฟล์", COLUMNS)
    except SheetRefused as refused:
        assert refused.messages
        assert all("".join(refused.messages).encode() for _ in refused.messages)
    else:
        check(table)
    assert time.process_time() - start < 2


def check(table: Table) -> None:
    """Every cell is text that a database takes, and becomes a value or a sentence."""
    for row in table.rows:
        assert len(row.cells) == len(table.columns)
        assert "\0" not in "".join(row.cells).encode().decode()
        for column, text in zip(table.columns, row.cells, strict=True):
            try:
                convert(column, text)
            except ValueError as error:
                assert str(error).startswith("“")


@st.composite
def damaged(draw, whole: bytes) -> bytes:
    """Return the bytes cut, flipped, moved, doubled, or with something else in between."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 40))
        how = draw(st.sampled_from(["cut", "drop", "flip", "put", "double", "random", "move"]))
        if how == "cut":
            del data[place:]
        elif how == "drop":
            del data[place : place + length]
        elif how == "flip" and place < len(data):
            data[place] ^= 1 << draw(st.integers(0, 7))
        elif how == "put":
            data[place : place + draw(st.sampled_from([0, length]))] = draw(st.sampled_from(SPLINTERS))
        elif how == "double":
            data[place:place] = data[place : place + length]
        elif how == "random":
            data[place : place + length] = draw(st.binary(max_size=20))
        else:
            piece = data[place : place + length]
            del data[place : place + length]
            other = draw(st.integers(0, len(data)))
            data[other:other] = piece
    return bytes(data)


def unzipped(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@BOUNDED
@given(damaged(WRITTEN))
def test_damaged_xlsx(data):
    read_or_refuse(data)


@BOUNDED
@given(
    damaged(CSV) | damaged(CSV.decode("utf-8-sig").encode("cp874")) | damaged(CSV.decode("utf-8-sig").encode("utf-16"))
)
def test_damaged_csv(data):
    read_or_refuse(data)


@BOUNDED
@given(st.data())
def test_xlsx_of_damaged_parts(data):
    """The zip is whole, so that what is wrong reaches the parsers; parts may also be missing or change places."""
    files = dict(data.draw(st.sampled_from([unzipped(WRITTEN), unzipped(zipped(STYLED))])))
    names = sorted(files)
    for _ in range(data.draw(st.integers(1, 2))):
        one, other = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
        how = data.draw(st.sampled_from(["damage", "damage", "damage", "swap", "lose"]))
        if how == "swap":
            files[one], files[other] = files[other], files[one]
        elif how == "lose":
            files[one] = b""
        else:
            files[one] = data.draw(damaged(files[one]))
    raw = BytesIO()
    with ZipFile(raw, "w", ZIP_DEFLATED) as archive:
        for name in data.draw(st.permutations(names)):
            archive.writestr(name, files[name])
    read_or_refuse(raw.getvalue())


CELLS = (
    st.none()
    | st.integers()
    | st.floats().map(str)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=1000).map(lambda text: " " + text)
    | st.text("กa๑1.,-=' _x0041", max_size=12).map(lambda text: " " + text)
    | st.sampled_from([splinter.decode() for splinter in SPLINTERS if splinter.startswith(b"<c ")])
)


@BOUNDED
@given(st.lists(st.lists(CELLS, max_size=9), max_size=4))
def test_cells_of_any_type(rows):
    read_or_refuse(xlsx([HEADER, *rows]))


@BOUNDED
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode) | st.sampled_from(SPLINTERS))
def test_anything(data):
    for start in (b"", b"PK\x03\x04", ",".join(HEADER).encode() + b"\n"):
        read_or_refuse(start + data)
