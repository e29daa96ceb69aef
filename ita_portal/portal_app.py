"""What an app of the portal answers to lower ones, which never name it: methods of its AppConfig."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import AppConfig, apps
from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class YearTab:
    """A part of a municipality's year in the bar of its pages: what it holds, and what it lacks ("" for nothing).

    `place` is its place in the bar, `name` the name of its address; `paths` are the first words, behind municipality
    and year, of the addresses that belong to it.
    """

    place: int
    name: str
    label: str
    holds: str
    lacks: str = ""
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """A page or a row that a search brings; `about` tells it from others of its name."""

    label: str
    address: str
    about: str = ""


@dataclass(frozen=True)
class Matches:
    """What of one kind a search brings: the first, and how many more; `everything` is where they all are, if anywhere.

    `place` is the kind's place among the kinds.
    """

    place: int
    label: str
    rows: Sequence[Match]
    more: int = 0
    everything: str = ""


class PortalApp(AppConfig):
    """An app that may know more of rows than the app that holds them."""

    def spreadsheets(self) -> Iterable[Any]:
        """Return the kinds of spreadsheets (`Kind`) that hold the app's rows."""
        return ()

    def recorded(self, model: type[Model], rows: Sequence[Any]) -> None:
        """Keep what follows from changes of rows of a model: told by their history rows, in their transaction."""

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

    def year_counts(self) -> Mapping[str, Any]:
        """Return how much a year holds, by name: expressions of a query on years."""
        return {}

    def year_tabs(self, year: Any) -> Iterable[YearTab]:
        """Return the parts of a year that the app keeps; they may read `year.counts` and no row."""
        return ()

    def pages(self, user: Any) -> Iterable[Match]:
        """Return the pages of the portal that a user may open; no query."""
        return ()

    def year_pages(self) -> Mapping[str, str]:
        """Return what the pages of a year are called that are no parts of its bar, by the names of their addresses."""
        return {}

    def find(self, user: Any, words: Sequence[str], years: QuerySet[Any]) -> Iterable[Matches]:
        """Return what is named by all of some words: of these years, and what else a user may see.

        Two queries at most a kind; the years are among those of the user.
        """
        return ()

    def count_waiting(self, user: Any) -> int:
        """Return how many things wait for a user; one query at most."""
        return 0


def portal_apps() -> list[PortalApp]:
    return [app for app in apps.get_app_configs() if isinstance(app, PortalApp)]
