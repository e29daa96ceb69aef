"""Spreadsheets in and out: upload → check → confirm → run. One confirmed import is one act, which can be undone.

A job may call `check_import` and `run_import` again after its process died: what was not finished left nothing behind.
"""

import logging
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from assessments.accounts.models import User
from assessments.records.models import acting
from assessments.tabular.reader import read_table
from assessments.tabular.table import LIMITS, Column, SheetRefused, Table
from assessments.tabular.writer import write_refused
from assessments.undo.services import undo_act
from ita_portal.entering import noting
from ita_portal.thai import normalise

from .leases import leases
from .models import Import
from .report import Outcome, ReportRow, from_line, to_line
from .resources.base import EVERYTHING, ExportFilter, SheetResource
from .resources.kinds import Kind, all_kinds

AT_ONCE = 5_000  # up to so many rows are checked and written while the browser waits
STEP = 2_000  # after so many checked rows the page hears of it
READING, CHECKING, SAVING = "กำลังอ่านไฟล์", "กำลังตรวจ", "กำลังบันทึก"
DIFFERS = "ข้อมูลในระบบเปลี่ยนไปหลังการตรวจครั้งก่อน จึงยังไม่ได้บันทึก ตรวจผลใหม่ด้านล่างแล้วยืนยันอีกครั้ง"
BROKE = "เกิดข้อผิดพลาดในระบบ ไม่มีการบันทึกใด ๆ ให้อัปโหลดไฟล์เดิมอีกครั้ง หากยังไม่สำเร็จให้แจ้งผู้ดูแลระบบ"
NOT_ALLOWED = "บัญชีนี้ไม่มีสิทธิ์นำเข้าข้อมูลชนิดนี้แล้ว"
State = Import.State
logger = logging.getLogger(__name__)


class Differs(Exception):
    """The outcome is not the previewed one."""


class Superseded(Exception):
    """A later run of the same import took over."""


def kind_of(batch: Import) -> Kind:
    return all_kinds()[batch.kind]


def upload_import(*, by: User, kind: Kind, file: BinaryIO, filename: str, fiscal_year: int | None = None) -> Import:
    """Keep an uploaded file for `check_import`. PermissionDenied unless the kind is open to the user.

    `fiscal_year` is the year of all its rows, where it was chosen.
    """
    _check_open(by, kind)
    if (getattr(file, "size", None) or 0) > 2 * LIMITS.upload:  # a smaller file the reader judges
        raise ValidationError(f"ไฟล์ใหญ่เกินไป แบ่งเป็นหลายไฟล์ ไฟล์ละไม่เกิน {LIMITS.upload // 1_000_000} MB")
    name = normalise(PurePath(filename.replace("\\", "/")).name)[-255:] or "ไม่มีชื่อ"
    batch = Import(kind=kind.key, filename=name, by=by, municipality=by.municipality, fiscal_year=fiscal_year)
    batch.file.save(name, File(file), save=False)
    batch.save()
    return batch


def check_import(pk: int) -> Import:
    """Read the file and tell what it would do to each row; writes nothing but the report.

    UPLOADED, CHECKING (of a dead process), CHECKED or FAILED → CHECKED, or REFUSED with `fault` for a file that is
    not taken in at all.
    """
    batch = leases.claim(pk, {State.UPLOADED, State.CHECKED, State.FAILED}, State.CHECKING)
    if batch is None:
        return Import.objects.get(pk=pk)
    with leases.kept(batch):
        return _check(batch)


def decide_repeats(*, by: User, batch: Import, repeats: bool) -> None:
    """CHECKED → UPLOADED, to be checked anew: rows that are there already are added once more, or are not."""
    _check_open(by, kind_of(batch), batch)
    checked = Import.objects.filter(pk=batch.pk, state=State.CHECKED)
    if not checked.update(state=State.UPLOADED, repeats=repeats, attempts=0):
        raise ValidationError("การนำเข้านี้ยืนยันไปแล้ว ให้เปิดหน้านี้ใหม่")


def confirm_import(*, by: User, batch: Import) -> Import:
    """CHECKED → QUEUED; the caller then runs it. ValidationError where there is nothing to write."""
    _check_open(by, kind_of(batch), batch)
    if batch.state == State.CHECKED and not batch.writes:
        raise ValidationError("ไม่มีแถวใดที่เปลี่ยนข้อมูล จึงไม่มีอะไรให้บันทึก")
    moved = Import.objects.filter(pk=batch.pk, state=State.CHECKED, digest=batch.digest).update(
        state=State.QUEUED, by=by, fault="", attempts=0
    )
    if not moved:
        raise ValidationError("ผลตรวจนี้ไม่ใช่ผลล่าสุด หรือยืนยันไปแล้ว ให้เปิดหน้านี้ใหม่")
    batch.refresh_from_db()
    return batch


def run_import(pk: int) -> Import:
    """Check once more and write everything in one transaction: QUEUED, IMPORTING (of a dead process) → DONE.

    Where the outcome would differ from the preview nothing is written: back to CHECKED with the new preview, and
    `fault` says so. Any other state is left as it is: running twice writes once. An unexpected exception leaves
    FAILED and is raised on.
    """
    batch = leases.claim(pk, {State.QUEUED}, State.IMPORTING)
    if batch is None:
        return Import.objects.get(pk=pk)
    kind = kind_of(batch)
    if not kind.open_to(batch.by):
        return _finish(batch, state=State.FAILED, fault=NOT_ALLOWED)
    with leases.kept(batch):
        return _run(batch, kind)


def _run(batch: Import, kind: Kind) -> Import:
    try:
        _write(batch, kind)
    except (Differs, IntegrityError, SheetRefused):
        return _check(batch, fault=DIFFERS)
    except Superseded:
        logger.warning("import superseded id=%s", batch.pk)
    except OperationalError:  # the database is busy or away: the job is taken up again
        raise
    except Exception:
        _finish(batch, state=State.FAILED, fault=BROKE)
        raise
    batch.refresh_from_db()
    return batch


def _write(batch: Import, kind: Kind) -> None:
    """Do what the preview said, or raise and do nothing."""
    _tell(batch, READING)
    resource, table = _read(batch, kind)
    _tell(batch, SAVING, total=len(table.rows))
    outcome = Outcome()
    reason = f"นำเข้าครั้งที่ {batch.pk}: {batch.filename}"
    with transaction.atomic(), acting(by=batch.by, reason=reason[:300], key=batch.act):
        resource.run(table, report=outcome.add, write=True)
        if outcome.digest() != batch.digest:
            raise Differs
        done = leases.held(batch).filter(state=State.IMPORTING, digest=batch.digest)
        if not done.update(state=State.DONE, finished_at=timezone.now(), stage="", fault="", lease_until=None):
            raise Superseded


@transaction.atomic
def undo_import(*, by: User, batch: Import) -> Import:
    """Take a DONE import back like any other act: DONE → UNDONE."""
    _check_open(by, kind_of(batch), batch)
    if not Import.objects.filter(pk=batch.pk, state=State.DONE).update(state=State.UNDONE, undone_at=timezone.now()):
        raise ValidationError("เลิกทำได้เฉพาะการนำเข้าที่บันทึกแล้วและยังไม่ได้เลิกทำ")
    undo_act(by=by, act=batch.act)
    batch.refresh_from_db()
    return batch


def _check(batch: Import, fault: str = "") -> Import:
    kind = kind_of(batch)
    _tell(batch, READING)
    try:
        with noting() as entered:
            resource, table = _read(batch, kind)
    except SheetRefused as refused:
        return _finish(batch, state=State.REFUSED, fault="\n".join(refused.messages))
    outcome = Outcome()
    old = batch.report.name
    with tempfile.TemporaryFile() as lines:

        def report(row: ReportRow) -> None:
            outcome.add(row)
            lines.write(to_line(row).encode() + b"\n")
            if outcome.rows % STEP == 0:
                _tell(batch, CHECKING, outcome.rows, len(table.rows))

        resource.run(table, report=report, write=False)
        lines.seek(0)
        batch.report.save("report", File(lines), save=False)
    batch = _finish(
        batch,
        state=State.CHECKED,
        report=batch.report.name,
        digest=outcome.digest(),
        rows=outcome.rows,
        notices=[*table.notices, *entered.told().values()],
        fault=fault,
        **outcome.states,
    )
    if old:
        batch.report.storage.delete(old)
    return batch


def _read(batch: Import, kind: Kind) -> tuple[SheetResource, Table]:
    resource = kind.resource(batch.by, batch.fiscal_year, repeats=batch.repeats)
    with batch.file.open("rb") as file:
        return resource, read_table(
            file, batch.filename, resource.needed(), values=resource.values, section=resource.section()
        )


def _check_open(by: User, kind: Kind, batch: Import | None = None) -> None:
    if not kind.open_to(by) or (batch and not Import.objects.for_user(by).filter(pk=batch.pk).exists()):
        raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์ทำรายการนี้")


def _finish(batch: Import, **fields: Any) -> Import:
    """Store how this run ended, unless another took over."""
    leases.held(batch).update(stage="", lease_until=None, **fields)
    batch.refresh_from_db()
    return batch


def _tell(batch: Import, stage: str, done: int = 0, total: int = 0) -> None:
    leases.held(batch).update(stage=stage, progress=done, total=total)


def import_rows(batch: Import, state: str | None = None, start: int = 0, count: int = 50) -> list[ReportRow]:
    """Return a page of the report in the order of the file, of one state or of all; reads only the report's file.

    How many there are in all stands on the import: new, changed, unchanged, refused, rows.
    """
    return list(islice(_report(batch, state), start, start + count))


def _report(batch: Import, state: str | None) -> Iterator[ReportRow]:
    if batch.report:
        with batch.report.open("rb") as lines:
            for line in lines:
                if state is None or line.decode()[0] == state[0]:
                    yield from_line(line.decode())


def refused_file(batch: Import) -> bytes:
    """Return a workbook of the refused rows with a column of reasons, to mend and upload again."""
    kind = kind_of(batch)
    refused = ((row.values or {}, _reason(row)) for row in _report(batch, "refused"))
    return write_refused(kind.columns(), refused, title=f"แถวที่ไม่รับ - {kind.label}")


def _reason(row: ReportRow) -> str:
    return "\n".join(f"{header}: {reason}" if header else reason for header, _, reason in row.reasons)


def export_rows(
    *, kind: Kind, user: User, chosen: ExportFilter = EVERYTHING
) -> tuple[list[Column], Iterator[list[object]]]:
    """Return columns and rows of an export, in the order of the columns, for the writer; importable again unchanged."""
    _check_open(user, kind)
    resource = kind.resource(user)
    return list(resource.by_name.values()), resource.export_values(chosen)
