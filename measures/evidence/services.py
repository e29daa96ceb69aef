"""Changes of evidence. Each first holds the years that it touches: `_hold` is the one door."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model, Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from assessments.accounts.access import Permission, check
from assessments.models import Assessment, Item, Municipality, User
from assessments.records.bulk import delete_rows, lock_rows, recorded
from assessments.records.models import acting
from assessments.undo.plan import years_showing
from assessments.years.locking import touch_years
from ita_portal.thai import normalise
from measures.plan.models import Measure
from measures.plan.texts import GONE

from . import pictures
from .file_names import kept_name, split_ending
from .file_types import JPEG, PNG, FileType, file_type
from .models import Evidence, ItemEvidence, MeasureEvidence
from .web_addresses import web_address

TITLE_LENGTH = 300


@dataclass(frozen=True)
class Added:
    """What became of an upload: new, or a file that the municipality had (`known`), perhaps deleted (`restored`)."""

    evidence: Evidence
    known: bool = False
    restored: bool = False


def add_file(
    *, by: User, assessment: Assessment, content: bytes, filename: str, title: str = "", dated: date | None = None
) -> Added:
    """Store a file as evidence of the year, or find the same one among the municipality's.

    Pictures lose their metadata. ValidationError for a file that is too large or none of the types.
    A title that is not given is the file's name.
    """
    with _written_files() as written, transaction.atomic(), acting(by=by):
        check(by, Permission.EDIT, assessment)
        lock_rows(Municipality.objects, [assessment.municipality_id])  # one upload of a file at a time
        _hold(by, assessment.pk)
        evidence = Evidence(municipality=assessment.municipality, assessment=assessment, dated=clean_day(dated), by=by)
        if known := _take_in(evidence, content, filename, written):
            return _found(by, known)
        evidence.title = clean_title(title or split_ending(evidence.filename)[0] or evidence.type_label)
        evidence.save()
        return Added(evidence)


def replace_file(*, by: User, evidence: Evidence, content: bytes, filename: str) -> Evidence:
    """Give evidence a newer file; the one before stays in its history, and wherever it was frozen.

    Annexes print pictures: they are followed by pictures, and other files by other files.
    """
    with _written_files() as written, transaction.atomic(), acting(by=by):
        check(by, Permission.EDIT, evidence.municipality)
        lock_rows(Municipality.objects, [evidence.municipality_id])
        row = _held(by, evidence)
        if not row.file:
            raise ValidationError("หลักฐานนี้เป็นที่อยู่เว็บ ไม่มีไฟล์ให้เปลี่ยน")
        was_picture = row.is_picture
        if known := _take_in(row, content, filename, written):
            where = "เป็นไฟล์เดียวกับที่เก็บอยู่" if known.pk == row.pk else f"ไฟล์นี้มีอยู่แล้วในหลักฐาน “{known}”"
            raise ValidationError(f"{where}{' ที่ลบไป' if known.deleted_at else ''} จึงไม่ได้เปลี่ยนไฟล์")
        if row.is_picture != was_picture:
            kind = "ภาพ JPG หรือ PNG" if was_picture else "PDF Word หรือ Excel"
            raise ValidationError(f"เปลี่ยนได้เฉพาะเป็น{kind} ไฟล์ชนิดอื่นให้เพิ่มเป็นหลักฐานรายการใหม่")
        row.save()
        return row


def _take_in(evidence: Evidence, content: bytes, filename: str, written: list[FieldFile]) -> Evidence | None:
    """Write a file and put it into evidence that is saved after; return instead the evidence that has it already."""
    check_size(len(content))
    uploaded = hashlib.sha256(content).hexdigest()
    if known := _same_file(evidence, uploaded):
        return known
    kind, stored, cleaned = _cleaned(content)
    digest = hashlib.sha256(stored).hexdigest()
    if known := _same_file(evidence, digest):
        return known
    evidence.filename, evidence.media_type = kept_name(filename), kind.media_type
    evidence.size, evidence.sha256, evidence.uploaded_sha256 = len(stored), digest, uploaded
    written.append(_write(evidence.file, kind, stored))
    evidence.printable = ""
    if cleaned:
        written.append(_write(evidence.thumbnail, JPEG, cleaned.thumbnail))
        if cleaned.printable:
            written.append(_write(evidence.printable, JPEG, cleaned.printable))
    return None


def _write(field: FieldFile, kind: FileType, data: bytes) -> FieldFile:
    field.save(f"file{kind.suffix}", ContentFile(data), save=False)
    return field


@contextmanager
def _written_files() -> Iterator[list[FieldFile]]:
    """Take back the files that were written where the change fails."""
    written: list[FieldFile] = []
    try:
        yield written
    except BaseException:
        for field in written:
            field.delete(save=False)
        raise


def _cleaned(content: bytes) -> tuple[FileType, bytes, pictures.Cleaned | None]:
    try:
        kind = file_type(content)
        cleaned = pictures.clean(content, kind) if kind in (JPEG, PNG) else None
    except ValueError as error:
        raise ValidationError(str(error)) from error
    stored = cleaned.data if cleaned else content
    check_size(len(stored))
    return kind, stored, cleaned


def check_size(size: int) -> None:
    """Refuse a file of so many bytes where they are too many; before it is read, too."""
    if size > settings.EVIDENCE_MAX_MB * 1_000_000:
        raise ValidationError(f"ไฟล์ใหญ่เกิน {settings.EVIDENCE_MAX_MB} MB ให้ย่อภาพ ลดขนาด PDF หรือแบ่งเป็นหลายไฟล์")


def _same_file(evidence: Evidence, digest: str) -> Evidence | None:
    """Return the evidence of the same municipality that is this file, deleted ones too."""
    same = Evidence.objects.filter(Q(sha256=digest) | Q(uploaded_sha256=digest))
    return same.filter(municipality=evidence.municipality_id).order_by("pk").first()


def _found(by: User, evidence: Evidence) -> Added:
    if evidence.deleted_at is None:
        return Added(evidence, known=True)
    return Added(restore_evidence(by=by, evidence=evidence), known=True, restored=True)


@recorded
def add_address(
    *, by: User, assessment: Assessment, title: str, address: str, click_path: str = "", dated: date | None = None
) -> Evidence:
    """Store a web address as evidence of the year, with the way to it in words."""
    _hold(by, assessment.pk)
    return Evidence.objects.create(
        municipality=assessment.municipality,
        assessment=assessment,
        title=clean_title(title),
        address=web_address(address),
        click_path=click_path,
        dated=clean_day(dated),
        by=by,
    )


@recorded
def edit_evidence(
    *, by: User, evidence: Evidence, title: str, dated: date | None = None, address: str = "", click_path: str = ""
) -> Evidence:
    """Store what evidence is called and when it is of; of a web address also the address and the way to it."""
    row = _held(by, evidence)
    row.title, row.dated = clean_title(title), clean_day(dated)
    if row.address:
        row.address, row.click_path = web_address(address), click_path
    row.save()
    return row


@recorded
def delete_evidence(*, by: User, evidence: Evidence) -> None:
    """Take evidence out of every list; `restore_evidence` brings it back to where it was used. Files stay."""
    row = _held(by, evidence)
    row.deleted_at = timezone.now()
    row.save()


@recorded
def restore_evidence(*, by: User, evidence: Evidence) -> Evidence:
    """Bring deleted evidence back, with its uses."""
    row = _held(by, evidence, deleted=True)
    row.deleted_at = None
    row.save()
    return row


@recorded
def attach(*, by: User, evidence: Evidence, assessment: Assessment, use: Measure | Item) -> None:
    """Let a measure of the year, or an item in it, use evidence of its municipality; twice is once."""
    _hold(by, assessment.pk)
    if evidence.municipality_id != assessment.municipality_id:
        raise ValidationError("หลักฐานนี้ไม่ใช่ของหน่วยงานนี้ ให้เลือกใหม่")
    if not lock_rows(Evidence.objects.kept(), [evidence.pk]):  # its upload may be undone in another year
        raise ValidationError("หลักฐานนี้เพิ่งถูกลบไป ให้เลือกใหม่")
    if isinstance(use, Item):
        if use.framework_id != assessment.framework_id:
            raise ValidationError("ข้อนี้ไม่ใช่ของปีงบประมาณนี้ ให้เลือกใหม่")
        ItemEvidence.objects.get_or_create(evidence=evidence, assessment=assessment, item=use)
        return
    if not assessment.measures.filter(pk=use.pk).exists():
        raise ValidationError(GONE)
    MeasureEvidence.objects.get_or_create(evidence=evidence, measure=use)


@recorded
def detach(*, by: User, evidence: Evidence, assessment: Assessment, use: Measure | Item) -> None:
    """Let a measure of the year, or an item in it, no longer use the evidence, which stays."""
    _hold(by, assessment.pk)
    if isinstance(use, Item):
        delete_rows(evidence.item_uses.filter(assessment=assessment, item=use))
    else:
        delete_rows(evidence.measure_uses.filter(measure=use, measure__assessment=assessment))


def _hold(by: User, *years: int) -> None:
    """Check that `by` may change these years as they are now, hold them until the transaction ends, note the change."""
    for held in lock_rows(Assessment.objects.select_related("municipality", "framework"), years):
        check(by, Permission.EDIT, held)
    touch_years(years)


def years_using(model: type[Model], pks: Collection[int]) -> Iterable[int]:
    """Return the keys of the years that use these pieces of evidence: for `PortalApp`."""
    if model is not Evidence:
        return []
    kept_measures = Q(measures__evidence_uses__evidence__in=pks, measures__deleted_at__isnull=True)
    years = Assessment.objects.filter(kept_measures | Q(item_evidence__evidence__in=pks))
    return years.order_by().values_list("pk", flat=True).distinct()


def _held(by: User, evidence: Evidence, deleted: bool = False) -> Evidence:
    """Return the evidence as it is stored now, locked, with the year that it counts to and all that show it held.

    What an approved year shows does not change its name or disappear because a later year uses it too.
    """
    years = {evidence.assessment_id} | years_showing(Evidence, [evidence.pk])
    _hold(by, *years)
    row = Evidence.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=evidence.pk)
    if row.deleted_at and not deleted:
        raise ValidationError("หลักฐานนี้เพิ่งถูกลบไป นำกลับมาได้จากหน้าหลักฐาน")
    return row


def clean_title(text: str) -> str:
    title = " ".join(normalise(text).split())[:TITLE_LENGTH]
    if not title:
        raise ValidationError({"title": "กรอกชื่อหลักฐาน ให้ผู้อ่านรู้ว่าเป็นอะไร"})
    return title


def clean_day(day: date | None) -> date | None:
    if day and day > timezone.localdate():
        raise ValidationError({"dated": "วันที่ของหลักฐานอยู่ในอนาคต ตรวจปี พ.ศ. อีกครั้ง"})
    return day
