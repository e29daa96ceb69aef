"""The kinds of spreadsheets that the portal takes in and gives out; each app registers its own when it is ready."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.accounts.access import ROLE_PERMISSIONS, Permission
from assessments.tabular.table import Column

if TYPE_CHECKING:
    from assessments.accounts.models import User
    from assessments.spreadsheets.resources.base import SheetResource


@dataclass(frozen=True)
class Kind:
    """`permission` is what importing it takes; `per_year`: whether its rows belong to fiscal years."""

    key: str
    label: str
    help: str
    permission: Permission
    resource: "type[SheetResource]"
    position: int
    per_year: bool = True

    def columns(self) -> list[Column]:
        """Return the columns of a file of this kind, as the definitions of the years are now."""
        return self.resource.columns()

    def open_to(self, user: "User") -> bool:
        return user.is_active and self.permission in ROLE_PERMISSIONS[user.role]


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    KINDS[kind.key] = kind


def kinds_for(user: "User") -> list[Kind]:
    """Return the kinds that the user may import and export, in order."""
    kinds = sorted(KINDS.values(), key=lambda kind: kind.position)
    return [each for each in kinds if each.open_to(user)]
