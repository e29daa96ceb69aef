"""Issuing a document: what was printed is kept with all it was made of, whatever changes later."""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from assessments.accounts.access import Permission, check
from assessments.frameworks.services import freeze_framework
from assessments.models import Assessment, Framework, User
from assessments.years.workflow import SIGNED_OFF
from ita_portal import glyphs
from ita_portal.thai import long_date
from measures.progress.half_year import last_day
from reports.documents.models import Document
from reports.documents.unconfirmed import SIGN, waiting_texts
from reports.drafting.stored import standings
from reports.output.content import DocumentContent, document_content, printed_years
from reports.output.printing.orders import Order
from reports.output.printing.service import NotReady, printed
from reports.package import export_package

from . import fingerprint
from .models import IssuedDocument
from .stamp import code_of, issue_mark

TITLE_LENGTH = 500
PATIENCE = 20  # seconds that issuing waits for its pages


def issue_document(*, by: User, document: Document) -> IssuedDocument:
    """Issue the document as it stands, and freeze the definitions of each year that it prints.

    The pages are made before, outside of any lock; the outermost transaction then looks whether they still are what
    is to be issued. Should it fail, its file is removed. ValidationError where the year is not approved, where a text
    of an earlier year waits or a drafted sentence is no longer so, where the last issue says the same already, where a
    year that it prints is still a draft, where a picture's file is lost, where a character has no glyph, or where the
    pages are not ready.
    """
    check(by, Permission.ISSUE, document.assessment.municipality)
    wanted = _to_issue(*_stored(document, lock=False))
    pdf = _printed(wanted.order, by)
    written: list[str] = []
    try:
        with transaction.atomic(durable=True):
            return _issue(by, document, wanted.order, pdf, written)
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise


@dataclass(frozen=True)
class UpcomingIssue:
    """What the next issue of a document would be; `refusals` say what stands in its way."""

    number: int
    superseded: IssuedDocument | None
    refusals: list[str]


def upcoming_issue(document: Document) -> UpcomingIssue:
    """Return what issuing the document now would do; pictures and the last issue are compared when it is issued."""
    year = document.assessment
    latest = year.issued.filter(kind=document.kind).first()
    refusals: list[str] = []
    try:
        _check_signed_off(year)
        _check_day(document)
        _check_confirmed(document)
        _check_drafted(document)
        content = document_content(document)
        _check_signs(content)
        _check_glyphs(content)
    except ValidationError as error:
        refusals += error.messages
    return UpcomingIssue(latest.number + 1 if latest else 1, latest, refusals)


@dataclass(frozen=True)
class ToIssue:
    """What the next issue would be: the same again as long as nothing that it holds changes, and on the same day."""

    number: int
    code: str
    order: Order


def _to_issue(year: Assessment, stored: Document) -> ToIssue:
    """Decide all of the next issue but its revisions; ValidationError where something stands in its way."""
    _check_signed_off(year)
    _check_day(stored)
    _check_confirmed(stored)
    _check_drafted(stored)
    content = _with_kept_pictures(document_content(stored))
    _check_signs(content)
    latest = year.issued.filter(kind=stored.kind).first()
    if latest and {**latest.content, "issue": None} == content.as_json():
        raise ValidationError(f"เอกสารตรงกับฉบับที่ {latest.number} ที่ออกไปแล้วทุกประการ จึงไม่ออกซ้ำ")
    _check_glyphs(content)
    number, place = latest.number + 1 if latest else 1, f"{stored.pk}-issue"
    package = export_package(year, stored)
    unmarked = Order(place, "pdf", content, package)
    code = code_of(salted_hmac("issue", f"{number} {unmarked.as_json()}", algorithm="sha256").digest())
    return ToIssue(number, code, replace(unmarked, content=_marked(content, number, code)))


def _printed(order: Order, by: User) -> bytes:
    """Return the pages to issue; what takes longer goes on by itself, and is there when the button is pressed again."""
    try:
        return printed(order, person=by.pk, patience=PATIENCE)
    except NotReady as not_ready:
        again = " รอสักครู่แล้วกด “ออกเอกสาร” อีกครั้ง" if not_ready.standing.is_coming else ""
        raise ValidationError(f"{not_ready}{again}") from not_ready


def _issue(by: User, document: Document, order: Order, pdf: bytes, written: list[str]) -> IssuedDocument:
    """Issue what was printed, if it still is what is stored."""
    year, stored = _stored(document, lock=True)
    wanted = Framework.objects.filter(fiscal_year__in=printed_years(stored)).order_by("fiscal_year")
    revisions = {framework.fiscal_year: freeze_framework(framework) for framework in wanted}
    issue = _to_issue(year, stored)
    if issue.order != order:
        raise ValidationError("ข้อมูลของเอกสารเพิ่งเปลี่ยนไปขณะจัดหน้า จึงยังไม่ได้ออกเอกสาร ตรวจดูแล้วกดอีกครั้ง")
    number, content, package = issue.number, order.content, order.package
    digest = hashlib.sha256(pdf).hexdigest()
    folder = f"issued/{year.municipality.code}/{year.fiscal_year}/{stored.kind}"
    name = default_storage.save(f"{folder}/{number}-{digest[:16]}.pdf", ContentFile(pdf))
    written.append(name)
    return IssuedDocument.objects.create(
        assessment=year,
        kind=stored.kind,
        number=number,
        code=issue.code,
        title=" ".join(content.title)[:TITLE_LENGTH],
        content=content.as_json(),
        package=package,
        framework_revision=revisions[year.fiscal_year],
        revisions={str(fiscal_year): revision.number for fiscal_year, revision in revisions.items()},
        software=fingerprint.versions(),
        fonts=fingerprint.fonts(),
        pdf=name,
        sha256=digest,
        issued_by=by,
        position=str(by),
    )


def _check_signed_off(year: Assessment) -> None:
    if year.state not in SIGNED_OFF:
        raise ValidationError(
            f"ปี {year.fiscal_year} อยู่ในสถานะ “{year.get_state_display()}” จึงยังออกเอกสารไม่ได้ "
            "ให้ส่งปีนี้ให้ผู้อนุมัติที่หน้า “การอนุมัติ” เมื่ออนุมัติแล้วจึงออกเอกสาร"
        )


def _check_day(document: Document) -> None:
    """Refuse a report on the half year before it has ended: it would tell of a day that nobody has seen."""
    day = last_day(document.assessment.fiscal_year)
    if document.kind == Document.Kind.HALF_YEAR and timezone.localdate() < day:
        raise ValidationError(f"รายงานรอบ ๖ เดือนบอกสถานะและผล ณ วันที่ {long_date(day)} ซึ่งยังไม่ถึง จึงออกได้ตั้งแต่วันนั้นเป็นต้นไป")


def _check_confirmed(document: Document) -> None:
    waiting = waiting_texts(document, list(document.blocks.all()))
    if count := sum(map(len, waiting.values())):
        raise ValidationError(
            f"เอกสารมีข้อความของปีก่อนที่ยังไม่มีผู้แก้ไขหรือยืนยัน {count} ข้อความ จึงยังออกเอกสารไม่ได้ "
            "ให้เปิดปีนี้ให้แก้ไขอีกครั้ง แล้วแก้ไขหรือยืนยันทีละข้อความในหน้าเอกสาร"
        )


def _check_drafted(document: Document) -> None:
    """Refuse a drafted sentence that its data left behind: another year's result was changed after the approval."""
    stale = [one for of_block in standings(document, list(document.blocks.all())).values() for one in of_block]
    if told := [f"“{one.drafted.name}” ({', '.join(map(str, one.differences))})" for one in stale if one.is_stale]:
        raise ValidationError(
            f"ข้อความที่ระบบร่างไว้ไม่ตรงกับข้อมูลขณะนี้ จึงยังออกเอกสารไม่ได้: {' · '.join(told)} "
            "ให้เปิดปีนี้ให้แก้ไขอีกครั้ง แล้วใช้ข้อความใหม่หรือแก้ไขข้อความในหน้าเอกสาร"
        )


def _check_signs(content: DocumentContent) -> None:
    """Refuse what would print the sign of a draft for good: a measure's text waits again where last year's result
    changed after the approval."""
    if count := json.dumps(content.as_json(), ensure_ascii=False).count(SIGN):
        raise ValidationError(
            f"มาตรการที่พิมพ์ในเอกสารมีข้อความของปีก่อนที่ยังไม่มีผู้แก้ไขหรือยืนยัน {count} บรรทัด จึงยังออกเอกสารไม่ได้ "
            "ให้เปิดปีนี้ให้แก้ไขอีกครั้ง แล้วแก้ไขหรือยืนยันทีละข้อความในหน้ายกมาตรการมาจากปีก่อน"
        )


def _check_glyphs(content: DocumentContent) -> None:
    """Refuse what only some machines could print."""
    if undrawn := glyphs.undrawn(json.dumps(content.as_json(), ensure_ascii=False)):
        named = " ".join(f"“{character}” (U+{ord(character):04X})" for character in undrawn[:10])
        raise ValidationError(
            f"เอกสารมีอักขระที่แบบอักษรของระบบไม่มี จึงพิมพ์ให้ครบไม่ได้: {named} "
            "ให้เปิดปีนี้ให้แก้ไขอีกครั้ง เปลี่ยนเป็นอักขระอื่น แล้วอนุมัติและออกเอกสารใหม่"
        )


def _marked(content: DocumentContent, number: int, code: str) -> DocumentContent:
    """Return the content with what its pages say of the issue."""
    place = settings.PORTAL_URL and settings.PORTAL_URL + reverse("verify_code", args=[code])
    mark = issue_mark(
        number=number,
        day=timezone.localdate(),
        code=code,
        address=place,
        in_thai=content.numerals == Document.Numerals.THAI,
    )
    return replace(content, issue=mark)


def _stored(document: Document, *, lock: bool) -> tuple[Assessment, Document]:
    """Return the year and its document as they are stored now, where asked locked until the transaction ends."""
    years, documents = Assessment.objects.select_related("municipality", "framework"), Document.objects.all()
    if lock:
        years, documents = years.select_for_update(of=("self",)), documents.select_for_update()
    year = years.get(pk=document.assessment_id)
    stored = documents.filter(pk=document.pk).first()
    if stored is None:
        raise ValidationError("เอกสารนี้ถูกลบไปแล้ว ให้เปิดหน้าภาพรวมของปีใหม่")
    stored.assessment = year
    return year, stored


def _with_kept_pictures(content: DocumentContent) -> DocumentContent:
    """Return the content with its pictures kept under their own hashes, away from where they may change."""
    emblem = ""
    if content.memo is not None and content.emblem:
        lost = "ไม่พบไฟล์ตราสำหรับหัวบันทึกข้อความ ให้ผู้ดูแลระบบใส่ภาพตราของหน่วยงานใหม่"
        emblem = _kept_picture("emblems", content.emblem, lost)
    return replace(content, emblem=emblem, blocks=[_kept_block(block) for block in content.blocks])


def _kept_block(block: dict[str, Any]) -> dict[str, Any]:
    """Return a block with its pictures kept: those of a photo annex, or the emblem or seal of a head."""
    if "pages" in block:
        pages = [[[photo and _kept_photo(photo) for photo in row] for row in page] for page in block["pages"]]
        return {**block, "pages": pages}
    if picture := block.get("picture"):
        lost = "ไม่พบไฟล์ตราที่เอกสารนี้พิมพ์ ให้ผู้ดูแลระบบใส่ภาพตราของหน่วยงานใหม่"
        file = _kept_picture(f"{picture['kind']}s", picture["file"], lost)
        return {**block, "picture": {**picture, "file": file}}
    return block


def _kept_photo(photo: dict[str, Any]) -> dict[str, Any]:
    lost = f"ไม่พบไฟล์ภาพ “{photo['text']}” ของภาคผนวกภาพถ่าย ให้นำภาพนี้ออกจากเอกสาร หรือเพิ่มภาพใหม่ในหน้าหลักฐาน"
    return {**photo, "file": _kept_picture("photos", photo["file"], lost)}


def _kept_picture(folder: str, name: str, lost: str) -> str:
    """Return the name of a copy that is named by its hash; ValidationError with `lost` where there is no file."""
    if not default_storage.exists(name):
        raise ValidationError(lost)
    with default_storage.open(name) as file:
        picture = file.read()
    kept = f"issued/{folder}/{hashlib.sha256(picture).hexdigest()}{PurePath(name).suffix.lower()}"
    return kept if default_storage.exists(kept) else default_storage.save(kept, ContentFile(picture))
