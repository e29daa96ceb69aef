"""Imports as a user makes them, from texts."""

from io import BytesIO

import pytest

from assessments.models import Import
from assessments.spreadsheets.resources.kinds import all_kinds
from assessments.spreadsheets.services import (
    check_import,
    confirm_import,
    export_rows,
    import_rows,
    run_import,
    upload_import,
)

HEADERS = {
    "results": "รหัสหน่วยงาน,หน่วยงาน,ปีงบประมาณ,คะแนนรวมที่ประกาศ,ระดับที่ประกาศ,ลำดับในจังหวัด,ตัวชี้วัดที่ 1,ตัวชี้วัดที่ 2",
    "indicator-scores": "รหัสหน่วยงาน,หน่วยงาน,ปีงบประมาณ,ตัวชี้วัดที่,คะแนน",
    "item-scores": "รหัสหน่วยงาน,หน่วยงาน,ปีงบประมาณ,ข้อ,คะแนน",
    "measures": "รหัสหน่วยงาน,ปีงบประมาณ,รหัสมาตรการ,ประเด็นที่,มาตรการ,ขั้นตอน/วิธีปฏิบัติ",
    "evidence": "รหัสหน่วยงาน,ปีงบประมาณ,รหัสหลักฐาน,ข้อ,รหัสมาตรการ,มาตรการ,ชื่อหลักฐาน,ที่อยู่เว็บ,เส้นทางการเข้าถึง,ลงวันที่",
    "municipalities": "รหัสหน่วยงาน,ชื่อ,ประเภท,อำเภอ,จังหวัด,ที่อยู่",
    "users": "ชื่อผู้ใช้,ตำแหน่ง,บทบาท,รหัสหน่วยงาน,หน่วยงาน,กอง/สำนัก,จังหวัด,เปิดใช้งาน",
}


@pytest.fixture
def upload():
    """Return a function that uploads and checks rows of a kind, or the bytes of a file."""

    def make(by, kind: str, *rows: str, raw: bytes | None = None, fiscal_year: int | None = None) -> Import:
        data = raw if raw is not None else "\n".join([HEADERS[kind], *rows]).encode()
        file = {"file": BytesIO(data), "filename": "ไฟล์.csv", "fiscal_year": fiscal_year}
        return check_import(upload_import(by=by, kind=all_kinds()[kind], **file).pk)

    return make


@pytest.fixture
def bring_in(upload):
    """Return a function that takes rows all the way in."""

    def make(by, kind: str, *rows: str, **file) -> Import:
        batch = run_import(confirm_import(by=by, batch=upload(by, kind, *rows, **file)).pk)
        assert batch.state == Import.State.DONE, batch.fault
        return batch

    return make


@pytest.fixture
def told():
    """Return a function that gives what the report says of each row: state, changes, reasons."""

    def rows(batch: Import) -> list[tuple]:
        return [(import_row.state, import_row.reasons or import_row.changes) for import_row in import_rows(batch)]

    return rows


@pytest.fixture
def exported():
    """Return a function that gives the rows of an export."""

    def rows(by, kind: str, **chosen) -> list[list]:
        return list(export_rows(kind=all_kinds()[kind], user=by, **chosen)[1])

    return rows


@pytest.fixture
def counts():
    def of(batch: Import) -> tuple[int, int, int, int]:
        return batch.new, batch.changed, batch.unchanged, batch.refused

    return of
