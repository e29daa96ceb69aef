"""Small files that want to be large."""

from collections.abc import Callable
from io import BytesIO
from random import Random
from zipfile import ZIP_BZIP2, ZipFile

from .samples import HEADER, MAIN, parts, sheet_xml, with_entry, zipped

ROW = ["02110101", "เทศบาลทดสอบ", 2567, 90.64]
SHEET = "xl/worksheets/s0.xml"
STRINGS = "xl/sharedStrings.xml"
OPEN_STRINGS = f"<sst {MAIN}>".encode()
OPEN_SHEET = f"<worksheet {MAIN}><sheetData>".encode()
OPEN_TEXT = OPEN_SHEET + b'<row><c t="str"><v>'


def _parts() -> dict[str, str]:
    return parts({"ข้อมูล": sheet_xml([HEADER, ROW])})


def _sheet_bomb(
    head: bytes, block: bytes, times: int, declared: int | None = None, beside: dict[str, bytes] | None = None
) -> bytes:
    files = _parts() | (beside or {})
    del files[SHEET]
    return with_entry(files, SHEET, block, times, head, declared)


def _edited(path: str, old: str, new: str) -> bytes:
    files = _parts()
    assert old in files[path]
    return zipped(files | {path: files[path].replace(old, new)})


def lying_dimension() -> bytes:
    return _edited(SHEET, "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')


def many_entries() -> bytes:
    raw = BytesIO(zipped(_parts()))
    with ZipFile(raw, "a") as archive:
        for number in range(5000):
            archive.writestr(f"x{number}", b"")
    return raw.getvalue()


def packed_otherwise() -> bytes:
    raw = BytesIO(zipped(_parts()))
    with ZipFile(raw, "a", ZIP_BZIP2) as archive:
        archive.writestr("x", b"0" * 50_000_000)
    return raw.getvalue()


def one_string_everywhere() -> dict[str, str]:
    """One text of 20,000 letters in 60,000 cells: nothing to unpack, and 1.2 GB to show."""
    strings = f"<si><t>{'ก' * 20_000}</t></si>"
    row = ["02110101", *['<c t="s"><v>0</v></c>'], 2567]
    return parts({"ข้อมูล": sheet_xml([HEADER, *[row] * 60_000])}, strings=strings)


def laughs() -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    files = _parts()
    return zipped(files | {SHEET: f"<!DOCTYPE x [{entities}]>" + files[SHEET].replace("เทศบาลทดสอบ", "&a9;")})


def outside_entity() -> bytes:
    files = _parts()
    head = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return zipped(files | {SHEET: head + files[SHEET].replace("เทศบาลทดสอบ", "&a;")})


def csv_bytes(head: str, block: str, times: int) -> bytes:
    return (",".join(HEADER) + "\n" + head + block * times).encode()


# Packs to itself.
PADDING = Random(1).randbytes(2_000_000)  # noqa: S311


def padded(bomb: Callable[[dict[str, str | bytes]], bytes]) -> Callable[[], bytes]:
    """Return the maker of a bomb with so much beside it that its ratio looks harmless."""
    return lambda: bomb({"x": PADDING})


MB = 1_000_000
BOMBS: dict[str, Callable[[], bytes]] = {
    "shared strings of 1.2 GB": lambda: with_entry(
        _parts(), STRINGS, b"<si><t>A</t></si>" * 100_000, 706, OPEN_STRINGS
    ),
    "one string of 1.2 GB": lambda: with_entry(_parts(), STRINGS, b"A" * MB, 1200, OPEN_STRINGS + b"<si><t>"),
    "sheet of 1.2 GB": lambda: _sheet_bomb(OPEN_SHEET, b"<row/>" * 200_000, 1000),
    "size of 1 kB declared": lambda: _sheet_bomb(OPEN_SHEET, b"<row/>" * 200_000, 1000, declared=1000),
    "size of 9 MB declared": lambda: _sheet_bomb(OPEN_SHEET, b" " * MB, 1000, declared=9 * MB),
    "9 MB of strings, small": lambda: with_entry(_parts(), STRINGS, b"<si><t>A</t></si>" * 5_000, 100, OPEN_STRINGS),
    "tags within tags": padded(lambda pad: _sheet_bomb(OPEN_SHEET, b"<a>" * 300_000, 10, beside=pad)),
    "a tag of 150 MB": padded(lambda pad: _sheet_bomb(OPEN_SHEET + b'<row x="', b"A" * MB, 150, beside=pad)),
    "a comment of 150 MB": padded(lambda pad: _sheet_bomb(OPEN_SHEET + b"<!--", b"A" * MB, 150, beside=pad)),
    "a text of 150 MB": padded(lambda pad: _sheet_bomb(OPEN_TEXT, b"A" * MB, 150, beside=pad)),
    "tags of all names": lambda: _sheet_bomb(OPEN_SHEET, b"".join(b"<a%d/>" % n for n in range(100_000)), 8),
    "one string everywhere": lambda: zipped(one_string_everywhere()),
    "one string everywhere, padded": padded(lambda pad: zipped(one_string_everywhere() | pad)),
    "many entries": many_entries,
    "packed otherwise": packed_otherwise,
    "billion laughs": laughs,
    "outside entity": outside_entity,
    "csv of delimiters": lambda: csv_bytes("", ",", 9 * MB),
    "csv of quoted line ends": lambda: csv_bytes("", '"\n",', 3 * MB),
    "csv with an open quote": lambda: csv_bytes('"', "a\n", 5 * MB),
    "csv of line ends": lambda: csv_bytes("", "\n", 19 * MB),
    "csv with a field of 9 MB": lambda: csv_bytes("", "A", 9 * MB),
    "csv of NUL": lambda: csv_bytes("", "\0", 9 * MB),
    "30 MB of anything": lambda: b"PK" + b"\1" * 30 * MB,
}
# Within the limits of size and ratio: bounded, but no matter of half a second.
SLOW: dict[str, Callable[[], bytes]] = {
    "150 MB of cells": padded(lambda pad: _sheet_bomb(OPEN_SHEET + b"<row>", b"<c/>" * 250_000, 150, beside=pad)),
    "150 MB of strings": padded(
        lambda pad: with_entry(_parts() | pad, STRINGS, b"<si><t>A</t></si>" * 100_000, 88, OPEN_STRINGS)
    ),
    "a text in 150 MB of pieces": padded(lambda pad: _sheet_bomb(OPEN_TEXT, b"A<x/>" * 10_000, 3000, beside=pad)),
    "150 MB of rows": padded(lambda pad: _sheet_bomb(OPEN_SHEET, b"<row/>" * 250_000, 100, beside=pad)),
}
