"""The history of membership: who was given which access to a municipality, and its units."""

from django.db.models import Q

from assessments.models import Municipality, Unit, User

from .sources import Source, row_before

ACCOUNTS, UNITS = "accounts", "units"
MEMBER_KINDS = {ACCOUNTS: "บัญชีผู้ใช้", UNITS: "กอง/สำนัก"}


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
        lambda municipality: Q(municipality_id=municipality.pk) if municipality else Q(),
        lambda row: f"กอง/สำนัก “{row.name}”",
        ("name", "municipality"),
        ("municipality",),
        kind=UNITS,
        rows={"unit": "id"},
    ),
)
