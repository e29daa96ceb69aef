"""The history of a municipality: who was given which access to it, its units and the styles that it keeps."""

from functools import partial
from typing import Any

from django.db.models import Q

from assessments.models import Municipality, Unit, User
from reports.builder.wording import columns_text
from reports.documents.models import LOOK_FIELDS, Style
from reports.documents.widths import widths_text

from .changes import text_of
from .tracked import TrackedModel, row_before

ACCOUNTS, UNITS, STYLES = "accounts", "units", "styles"
MEMBER_KINDS = {ACCOUNTS: "บัญชีผู้ใช้", UNITS: "กอง/สำนัก", STYLES: "รูปแบบเอกสาร"}
MEMBER_FIELDS = ("position", "role", "municipality", "unit", "province", "is_active")


def member_sources(municipality: Municipality | None) -> tuple[TrackedModel, ...]:
    """Return what a municipality is told: nothing of what an account was elsewhere. None is told all."""
    own = Q(municipality_id=municipality.pk) if municipality else Q()
    told = [name for name in MEMBER_FIELDS if name != "municipality"]
    words = {name: partial(_within, name, municipality) for name in told} if municipality else {}
    return (
        TrackedModel(
            User,
            lambda row: f"บัญชี “{row.username}”",
            MEMBER_FIELDS,
            ("municipality", "unit"),
            of=lambda _: _accounts(municipality),
            kind=ACCOUNTS,
            rows={"user": "id"},
            words=words,
        ),
        TrackedModel(
            Unit,
            lambda row: f"กอง/สำนัก “{row.name}”",
            ("name", "municipality"),
            ("municipality",),
            of=lambda _: own,
            kind=UNITS,
            rows={"unit": "id"},
        ),
        TrackedModel(
            Style,
            lambda row: f"รูปแบบเอกสาร “{row.name}”",
            ("name", "municipality", *LOOK_FIELDS),
            ("municipality",),
            of=lambda _: own,
            kind=STYLES,
            words={"columns": columns_text, "widths": lambda row: widths_text(row.widths)},
        ),
    )


def _accounts(municipality: Municipality | None) -> Q:
    """What accounts became within the municipality, and that they left it; None is all of them."""
    if municipality is None:
        return Q()
    left = User.history.annotate(was=row_before(User, "municipality")).filter(was=municipality.pk)
    return Q(municipality_id=municipality.pk) | Q(history_id__in=left.values("history_id"))


def _within(name: str, municipality: Municipality, row: Any) -> str:
    """Tell of an account what it is within the municipality, and from where and to where it moved."""
    own_unit = name != "unit" or row.unit is None or row.unit.municipality_id == municipality.pk
    return text_of(name)(row) if row.municipality_id == municipality.pk and own_unit else ""
