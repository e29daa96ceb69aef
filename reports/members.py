"""The history of a municipality: who was given which access to it, its units and the styles that it keeps."""

from django.db.models import Q

from assessments.models import Municipality, Unit, User

from .document_texts import columns_text
from .models import LOOK_FIELDS, Style
from .sources import Source, row_before

ACCOUNTS, UNITS, STYLES = "accounts", "units", "styles"
MEMBER_KINDS = {ACCOUNTS: "บัญชีผู้ใช้", UNITS: "กอง/สำนัก", STYLES: "รูปแบบเอกสาร"}


def _own(municipality: Municipality | None) -> Q:
    return Q(municipality_id=municipality.pk) if municipality else Q()


def _of_municipality(municipality: Municipality | None) -> Q:
    """What accounts became within the municipality, and that they left it; None is all of them."""
    if municipality is None:
        return Q()
    left = User.history.annotate(was=row_before(User, "municipality")).filter(was=municipality.pk)
    return Q(municipality_id=municipality.pk) | Q(history_id__in=left.values("history_id"))


MEMBERS: tuple[Source, ...] = (
    Source(
        User,
        _of_municipality,
        lambda row: f"บัญชี “{row.username}”",
        ("position", "role", "municipality", "unit", "province", "is_active"),
        ("municipality", "unit"),
        kind=ACCOUNTS,
        rows={"user": "id"},
    ),
    Source(
        Unit,
        _own,
        lambda row: f"กอง/สำนัก “{row.name}”",
        ("name", "municipality"),
        ("municipality",),
        kind=UNITS,
        rows={"unit": "id"},
    ),
    Source(
        Style,
        _own,
        lambda row: f"รูปแบบเอกสาร “{row.name}”",
        ("name", "municipality", *LOOK_FIELDS),
        ("municipality",),
        kind=STYLES,
        words={"columns": columns_text},
    ),
)
