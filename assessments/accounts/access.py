"""Who may do what: one table of roles and permissions. Which rows a user sees at all is `for_user` on the querysets.

What a permission is done to may be a municipality or one of its years: a year that was submitted, approved or published
refuses every change of its contents, whoever asks.
"""

from enum import StrEnum
from typing import Protocol

from django.core.exceptions import PermissionDenied, ValidationError

from assessments.municipalities.models import Municipality

from .models import Role, User


class Permission(StrEnum):
    VIEW = "view"  # read a municipality's years, preview and download documents and packages
    EDIT = "edit"  # scores, measures and the document of a year
    COMMENT = "comment"  # on the rows of a year, whatever its state: a return is talked over too
    ISSUE = "issue"  # the document of a year, for good
    IMPORT = "import"  # replace a year by a package
    SUBMIT = "submit"  # a year to the approver, and take it back
    APPROVE = "approve"  # a submitted year, or return it with a note
    PUBLISH = "publish"  # an approved year
    REOPEN = "reopen"  # an approved or published year, with a reason
    INSPECT = "inspect"  # a year: say that one has looked at it as it is
    NOTIFY = "notify"  # many accounts at once: notices, of auditors only those of a province
    OVERSEE = "oversee"  # who was given access to a municipality
    ADMINISTER = "administer"  # definitions, municipalities, users: the admin site


_GRANTED = {
    Role.STAFF: "view edit comment issue import submit publish",
    Role.APPROVER: "view comment approve publish reopen oversee",
    Role.AUDITOR: "view comment inspect notify oversee",
    Role.ADMINISTRATOR: " ".join(Permission),
}
ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    role: frozenset(map(Permission, names.split())) for role, names in _GRANTED.items()
}
CHANGES = frozenset({Permission.EDIT, Permission.IMPORT})  # what a locked year refuses


class Year(Protocol):
    """A municipality's fiscal year, as far as access depends on it."""

    municipality: Municipality

    @property
    def is_locked(self) -> bool: ...

    @property
    def locked_because(self) -> str: ...


class Locked(ValidationError):
    """The year's state refuses the change; the message says what to do."""

    def __init__(self, year: Year):
        super().__init__(year.locked_because, code="locked")
        self.year = year


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


def sees_many(user: User) -> bool:
    """Tell whether a user looks at many municipalities: auditors of a province or of the nation, administrators."""
    return user.is_active and user.municipality_id is None


def can(user: User, permission: Permission, of: Municipality | Year | None = None) -> bool:
    """Tell whether the user may do this to what belongs to the municipality, or to its year as it is now."""
    return _may(user, permission, of) and _locking(permission, of) is None


def check(user: User, permission: Permission, of: Municipality | Year | None = None) -> None:
    """Raise unless `can`: PermissionDenied, or Locked where only the year's state stands in the way.

    A service that changes a year says so with the year, not with its municipality, and then takes `lock_editable_year`.
    """
    if not _may(user, permission, of):
        raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์ทำรายการนี้")
    if year := _locking(permission, of):
        raise Locked(year)


def _may(user: User, permission: Permission, of: Municipality | Year | None) -> bool:
    municipality = of if of is None or isinstance(of, Municipality) else of.municipality
    return user.is_active and permission in ROLE_PERMISSIONS[user.role] and sees(user, municipality)


def _locking(permission: Permission, of: Municipality | Year | None) -> Year | None:
    """Return the year whose state refuses the permission."""
    if permission not in CHANGES or of is None or isinstance(of, Municipality):
        return None
    return of if of.is_locked else None
