"""Styles (รูปแบบ): a municipality's kept looks, and a document taking one."""

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.access import Deed, check
from assessments.history import recorded
from assessments.models import Municipality, User
from ita_portal.thai import normalise
from reports.models import Document, Style
from reports.styles import fitted_look, look_of

from .documents import _locked, _update

TAKEN = "มีรูปแบบชื่อนี้อยู่แล้ว เลือกแทนที่ของเดิม หรือตั้งชื่ออื่น"


@transaction.atomic
def save_style(*, by: User, document: Document, name: str, replace: bool = False) -> Style:
    """Keep how a document looks under a name; ValidationError where the name is taken, unless `replace`."""
    municipality = document.assessment.municipality
    check(by, Deed.EDIT, municipality)
    name = _name(name)
    _lock(municipality)
    style = Style.objects.select_for_update().filter(municipality=municipality, name=name).first()
    if style and not replace:
        raise ValidationError(TAKEN, code="taken")
    style = style or Style(municipality=municipality, name=name)
    for field, value in look_of(document).items():
        setattr(style, field, value)
    style.save()
    return style


@transaction.atomic
def rename_style(*, by: User, style: Style, name: str) -> None:
    """Give a style another name; ValidationError where that is taken."""
    check(by, Deed.EDIT, style.municipality)
    name = _name(name)
    _lock(style.municipality)
    if Style.objects.filter(municipality=style.municipality, name=name).exclude(pk=style.pk).exists():
        raise ValidationError("มีรูปแบบชื่อนี้อยู่แล้ว ตั้งชื่ออื่น", code="taken")
    Style.objects.filter(pk=style.pk).update(name=name)


def _lock(municipality: Municipality) -> None:
    """Let one after the other give names to the styles of a municipality."""
    Municipality.objects.select_for_update().get(pk=municipality.pk)


@transaction.atomic
def delete_style(*, by: User, style: Style) -> None:
    """Forget a style; documents that took it keep their look."""
    check(by, Deed.EDIT, style.municipality)
    style.delete()


@transaction.atomic
@recorded
def apply_style(*, by: User, document: Document, look: dict) -> dict:
    """Give a document a look, as far as its year can have it; return the one it had."""
    check(by, Deed.EDIT, document.assessment)
    stored = _locked(document)
    before = look_of(stored)
    _update(stored, **fitted_look(look, areas=document.assessment.framework.areas.exists()))
    return before


def _name(text: str) -> str:
    name = " ".join(normalise(text).split())
    if not name:
        raise ValidationError("ตั้งชื่อรูปแบบ")
    if len(name) > 100:
        raise ValidationError("ชื่อรูปแบบยาวได้ไม่เกิน 100 ตัวอักษร")
    return name
