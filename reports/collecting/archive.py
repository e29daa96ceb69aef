"""The ZIP of a collection, written while it is sent: one file of it in memory at a time, nothing on the disk."""

import zipfile
from collections.abc import Iterator
from io import RawIOBase

from django.utils.timezone import localtime

from assessments.accounts.models import User
from assessments.tabular.table import Column
from assessments.tabular.writer import write_table

from .models import Collection, Part
from .services import SHEET, Refused, files

INDEX, LACKING = "index.xlsx", "รายการที่ไม่มีไฟล์.txt"
COLUMNS = [
    Column("place", "ลำดับ", kind="integer"),
    Column("province", "จังหวัด"),
    Column("district", "อำเภอ"),
    Column("code", "รหัส", kind="code"),
    Column("municipality", "หน่วยงาน"),
    Column("year", "ปีงบประมาณ", kind="year"),
    Column("kind", "เอกสาร", width=36),
    Column("origin", "ที่มา", width=28),
    Column("check", "รหัสตรวจสอบ", kind="code"),
    Column("state", "ผล"),
    Column("reason", "เหตุผล", width=50),
    Column("size", "ขนาด (ไบต์)", kind="integer"),
    Column("file", "ไฟล์ในชุดนี้", width=60),
]
ISSUED, MADE = "เอกสารที่ออกแล้ว", "ระบบจัดทำจากผลและคะแนน"


class _Outlet(RawIOBase):
    """What a ZIP is written to: keeps what was written until it is taken."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.written.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        data, self.written = b"".join(self.written), []
        return data


def stream(collection: Collection, user: User) -> Iterator[bytes]:
    """Give the ZIP piece by piece; its index says of each document asked for where it is or why it is not there."""
    outlet, rows, lacking = _Outlet(), [], []
    with zipfile.ZipFile(outlet, "w") as archive:
        for part, read, reason in files(collection, user):
            body = b""
            if not reason:
                try:
                    body = read()
                except Refused as refused:
                    reason = str(refused)
            if reason:
                lacking.append(
                    f"{part.position}. {part.municipality} จังหวัด{part.municipality.province} {part.kind}: {reason}"
                )
            else:
                archive.writestr(_named(part.filename, collection), body)
                yield outlet.take()
            rows.append(_row(collection, part, reason, len(body)))
        index = write_table(COLUMNS, rows, title="รายการเอกสาร")
        archive.writestr(_named(INDEX, collection), index)
        if lacking:
            archive.writestr(_named(LACKING, collection), "\ufeff" + "\r\n".join(lacking) + "\r\n")
        yield outlet.take()
    yield outlet.take()


def _named(name: str, collection: Collection) -> zipfile.ZipInfo:
    """Return the entry of a file; PDFs and workbooks are compressed already."""
    entry = zipfile.ZipInfo(name, localtime(collection.made_at).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED if name == LACKING else zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    return entry


def _row(collection: Collection, part: Part, reason: str, size: int) -> list[object]:
    town = part.municipality
    issued = part.issued
    return [
        part.position,
        town.province,
        town.district,
        town.code,
        town.name,
        collection.fiscal_year,
        part.kind,
        ISSUED if issued else MADE if part.kind == SHEET else "",
        issued.code if issued else "",
        "ไม่มีไฟล์" if reason else "มีไฟล์",
        reason,
        size or None,
        "" if reason else part.filename,
    ]
