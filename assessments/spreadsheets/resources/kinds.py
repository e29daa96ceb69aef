"""The kinds of spreadsheets that the portal takes in and gives out, each declared beside its resource."""

from dataclasses import dataclass

from assessments.accounts.access import ROLE_PERMISSIONS, Permission
from assessments.accounts.models import User
from assessments.tabular.table import Column
from ita_portal.portal_app import portal_apps

from .base import SheetResource


@dataclass(frozen=True)
class Kind:
    """`permission` is what importing it takes; `per_year`: whether its rows belong to fiscal years."""

    key: str
    label: str
    help: str
    resource: type[SheetResource]
    position: int
    permission: Permission = Permission.IMPORT
    per_year: bool = True

    def columns(self) -> list[Column]:
        """Return the columns of a file of this kind, as the definitions of the years are now."""
        return self.resource.columns()

    def open_to(self, user: User) -> bool:
        return user.is_active and self.permission in ROLE_PERMISSIONS[user.role]


def all_kinds() -> dict[str, Kind]:
    """Return the kinds of every app by key, in the order in which they are shown."""
    kinds: list[Kind] = [kind for app in portal_apps() for kind in app.spreadsheets()]
    return {kind.key: kind for kind in sorted(kinds, key=lambda kind: kind.position)}


def kinds_for(user: User) -> list[Kind]:
    """Return the kinds that the user may import and export, in order."""
    return [kind for kind in all_kinds().values() if kind.open_to(user)]
