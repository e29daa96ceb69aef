"""Who may do what: one table of roles and deeds. Which rows a user sees at all is `for_user` on the querysets."""

from enum import StrEnum

from django.core.exceptions import PermissionDenied

from .models import Municipality, Role, User


class Deed(StrEnum):
    VIEW = "view"  # read a municipality's years, preview and download documents and packages
    EDIT = "edit"  # scores, measures and the document of a year
    ISSUE = "issue"  # the document of a year, for good
    IMPORT = "import"  # replace a year by a package
    ADMINISTER = "administer"  # definitions, municipalities, users: the admin site


ROLE_DEEDS: dict[str, frozenset[Deed]] = {
    Role.STAFF: frozenset({Deed.VIEW, Deed.EDIT, Deed.ISSUE, Deed.IMPORT}),
    Role.APPROVER: frozenset({Deed.VIEW}),
    Role.AUDITOR: frozenset({Deed.VIEW}),
    Role.ADMINISTRATOR: frozenset(Deed),
}


def sees(user: User, municipality: Municipality | None) -> bool:
    """Tell whether a municipality is among those of the user, without a query; the same rule as `for_user`.

    None is what belongs to no municipality, such as the definitions of a year.
    """
    if user.role == Role.ADMINISTRATOR:
        return True
    if municipality is None:
        return False
    if user.municipality_id:
        return user.municipality_id == municipality.pk
    return user.role == Role.AUDITOR and user.province in ("", municipality.province)


def can(user: User, deed: Deed, municipality: Municipality | None = None) -> bool:
    """Tell whether the user may do this to what belongs to the municipality."""
    return user.is_active and deed in ROLE_DEEDS[user.role] and sees(user, municipality)


def check(user: User, deed: Deed, municipality: Municipality | None = None) -> None:
    """Raise PermissionDenied unless `can`."""
    if not can(user, deed, municipality):
        raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์ทำรายการนี้")
