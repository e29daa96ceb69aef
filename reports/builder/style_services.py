"""Styles (รูปแบบ): a municipality's kept looks, and a document taking one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from assessments.accounts.access import Permission, check
from assessments.editing.fields import refuse_long
from assessments.models import User
from assessments.records.bulk import assign, recorded
from ita_portal.thai import normalise
from reports.documents.looks import fitted_look, look_of
from reports.documents.models import Document, Style
from reports.package.rows import locked_document, update_document
from reports.rollover.services import claims_of_look

from .starters import own_words

NAME_LENGTH = 100
TAKEN = "มีรูปแบบชื่อนี้อยู่แล้ว เลือกแทนที่ของเดิม หรือตั้งชื่ออื่น"


@recorded
def save_style(*, by: User, document: Document, name: str, replace: bool = False) -> Style:
    """Keep how a document looks under a name; ValidationError where the name is taken, unless `replace`."""
    municipality = document.assessment.municipality
    check(by, Permission.EDIT, municipality)
    name = _name(name)
    style = Style.objects.select_for_update().filter(municipality=municipality, name=name).first()
    if style and not replace:
        raise ValidationError(TAKEN, code="taken")
    style = style or Style(municipality=municipality, name=name)
    _store(style, look_of(document), TAKEN)
    return style


@recorded
def rename_style(*, by: User, style: Style, name: str) -> None:
    """Give a style another name; ValidationError where that is taken."""
    check(by, Permission.EDIT, style.municipality)
    _store(_held(style), {"name": _name(name)}, "มีรูปแบบชื่อนี้อยู่แล้ว ตั้งชื่ออื่น")


@recorded
def delete_style(*, by: User, style: Style) -> None:
    """Forget a style; documents that took it keep their look."""
    check(by, Permission.EDIT, style.municipality)
    _held(style).delete()


def _held(style: Style) -> Style:
    """Return the style as it is stored now, locked until the transaction ends."""
    stored = Style.objects.select_for_update().filter(pk=style.pk).first()
    if stored is None:
        raise ValidationError("รูปแบบนี้ถูกลบไปแล้ว ให้เปิดหน้ารูปแบบใหม่")
    return stored


def _store(style: Style, values: dict[str, Any], taken: str) -> None:
    """Store what changed. Of two who give one name at once the database lets one through, the other is told."""
    if not assign(style, values) and style.pk:
        return
    try:
        with transaction.atomic():
            style.save()
    except IntegrityError as error:
        raise ValidationError(taken, code="taken") from error


@recorded
def apply_style(*, by: User, document: Document, look: dict[str, Any], is_own: bool = False) -> dict[str, Any]:
    """Give a document a look, as far as its year can have it; return the one it had.

    What the headings of another document's look claim waits for a person; its own look goes back as it was.
    """
    check(by, Permission.EDIT, document.assessment)
    stored = locked_document(document)
    before = look_of(stored)
    claims = [] if is_own else claims_of_look(stored, look, own_words(document.assessment, stored.kind))
    fitted = fitted_look(look, areas=document.assessment.framework.areas.exists())
    update_document(stored, **fitted, unconfirmed=[*stored.unconfirmed, *claims])
    return before


def _name(text: str) -> str:
    refuse_long(text, NAME_LENGTH)
    name = " ".join(normalise(text).split())
    if not name:
        raise ValidationError("ตั้งชื่อรูปแบบ")
    if len(name) > NAME_LENGTH:
        raise ValidationError(f"ชื่อรูปแบบยาวได้ไม่เกิน {NAME_LENGTH} ตัวอักษร")
    return name
