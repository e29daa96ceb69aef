"""Issuing a document: what was printed is kept with all it was made of, whatever changes later."""

import hashlib
import secrets
from dataclasses import replace
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

import ita_portal
from assessments.access import Deed, check
from assessments.models import Assessment, Framework, User
from assessments.services import freeze_framework
from reports.content import DocumentContent, document_content, printed_years
from reports.models import Document, IssuedDocument
from reports.package import export_package
from reports.render import render_pdf

TITLE_LENGTH = 500


def issue_document(*, by: User, document: Document) -> IssuedDocument:
    """Issue the document as it stands, and freeze the definitions of each year that it prints.

    The outermost transaction: should it fail, its file is removed. ValidationError where the last issue says
    the same already, where a year that it prints is still a draft, or where the emblem's file is lost.
    """
    check(by, Deed.ISSUE, document.assessment.municipality)
    written: list[str] = []
    try:
        with transaction.atomic(durable=True):
            return _issue(by, document, written)
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise


def _issue(by: User, document: Document, written: list[str]) -> IssuedDocument:
    year, stored = _locked(document)
    wanted = Framework.objects.filter(fiscal_year__in=printed_years(stored)).order_by("fiscal_year")
    revisions = {each.fiscal_year: freeze_framework(each) for each in wanted}
    content = _with_kept_pictures(document_content(stored))
    latest = year.issued.filter(kind=stored.kind).first()
    if latest and latest.content == content.as_json():
        raise ValidationError(f"เอกสารตรงกับฉบับที่ {latest.number} ที่ออกไปแล้วทุกประการ จึงไม่ออกซ้ำ")
    number = latest.number + 1 if latest else 1
    pdf = render_pdf(content)
    digest = hashlib.sha256(pdf).hexdigest()
    folder = f"issued/{year.municipality.code}/{year.fiscal_year}/{stored.kind}"
    name = default_storage.save(f"{folder}/{number}-{digest[:16]}.pdf", ContentFile(pdf))
    written.append(name)
    return IssuedDocument.objects.create(
        assessment=year,
        kind=stored.kind,
        number=number,
        code=secrets.token_hex(8),
        title=" ".join(content.title)[:TITLE_LENGTH],
        content=content.as_json(),
        package=export_package(year, stored),
        framework_revision=revisions[year.fiscal_year],
        software={"ita-portal": ita_portal.VERSION},
        pdf=name,
        sha256=digest,
        issued_by=by,
        position=str(by),
    )


def _locked(document: Document) -> tuple[Assessment, Document]:
    """Return the year and its document as they are stored now, locked until the transaction ends."""
    years = Assessment.objects.select_for_update(of=("self",)).select_related("municipality", "framework")
    year = years.get(pk=document.assessment_id)
    stored = Document.objects.select_for_update().filter(pk=document.pk).first()
    if stored is None:
        raise ValidationError("เอกสารนี้ถูกลบไปแล้ว ให้เปิดหน้าภาพรวมของปีใหม่")
    stored.assessment = year
    return year, stored


def _with_kept_pictures(content: DocumentContent) -> DocumentContent:
    """Return the content with its pictures kept under their own hashes, away from where they may change."""
    emblem = ""
    if content.memo is not None and content.emblem:
        lost = "ไม่พบแฟ้มตราสำหรับหัวบันทึกข้อความ ให้ผู้ดูแลระบบใส่ภาพตราของหน่วยงานใหม่"
        emblem = _kept_picture("emblems", content.emblem, lost)
    blocks = [
        {**each, "pages": _kept_pages(each["pages"])} if "pages" in each else each for each in content.blocks
    ]
    return replace(content, emblem=emblem, blocks=blocks)


def _kept_pages(pages: list) -> list:
    """Return the pages of a photo annex, each picture kept."""
    return [[[photo and _kept_photo(photo) for photo in row] for row in page] for page in pages]


def _kept_photo(photo: dict) -> dict:
    lost = f"ไม่พบแฟ้มภาพ “{photo['text']}” ของภาคผนวกภาพถ่าย ให้นำภาพนี้ออกจากเอกสาร หรือเพิ่มภาพใหม่ในหน้าหลักฐาน"
    return {**photo, "file": _kept_picture("photos", photo["file"], lost)}


def _kept_picture(folder: str, name: str, lost: str) -> str:
    """Return the name of a copy that is named by its hash; ValidationError with `lost` where there is no file."""
    if not default_storage.exists(name):
        raise ValidationError(lost)
    with default_storage.open(name) as file:
        picture = file.read()
    kept = f"issued/{folder}/{hashlib.sha256(picture).hexdigest()}{PurePath(name).suffix.lower()}"
    return kept if default_storage.exists(kept) else default_storage.save(kept, ContentFile(picture))
