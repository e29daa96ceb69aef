"""What an app of the portal answers to lower ones, which never name it: methods of its AppConfig."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.apps import AppConfig, apps
from django.db.models import Model


class PortalApp(AppConfig):
    """An app that may know more of rows than the app that holds them."""

    def spreadsheets(self) -> Iterable[Any]:
        """Return the kinds of spreadsheets (`Kind`) that hold the app's rows."""
        return ()

    def years_showing(self, model: type[Model], pks: Collection[int]) -> Iterable[int]:
        """Return the keys of the further years that show rows of a model: they must be open too."""
        return ()

    def naming(self, model: type[Model], pks: Collection[int]) -> Iterable[tuple[int, Model, str]]:
        """Yield what names rows of a model, keys of the database apart: the key, the row, what that is called."""
        return ()

    def before_submitting(self, year: Model) -> Iterable[str]:
        """Return sentences about what keeps a year, which is locked, from being submitted."""
        return ()

    def changed_since(self, year: Model, moment: datetime) -> bool:
        """Tell whether what a year holds is otherwise than at a moment."""
        return False


def portal_apps() -> list[PortalApp]:
    return [app for app in apps.get_app_configs() if isinstance(app, PortalApp)]
