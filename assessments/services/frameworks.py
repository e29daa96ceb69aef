"""The life of a year's definitions: draft → published → frozen, and every change of them."""

from collections.abc import Mapping

from assessments.definitions import Definitions
from assessments.models import Framework, FrameworkRevision, User

Renamed = Mapping[str, Mapping[int | str, int | str]]  # kind → {old key: new key}


def read_definitions(framework: Framework) -> Definitions:
    """Return the stored definitions of a year as one value; a fixed number of queries."""
    raise NotImplementedError


def save_definitions(
    *,
    by: User | None,
    framework: Framework,
    definitions: Definitions,
    renamed: Renamed | None = None,
    reason: str = "",
) -> FrameworkRevision | None:
    """Store definitions as those of the year; return the revision that a published or frozen year gets of a change.

    A part that keeps its key, or is renamed, keeps its row and with it scores and measures. A draft may be
    unfinished; a published or frozen year must be without problems, a frozen one needs a reason. Parts that scores,
    measures or the crosswalk of the next year need are not removed: ValidationError names them.
    `by` None is the operator at the command line.
    """
    raise NotImplementedError


def import_definitions(*, by: User | None, definitions: Definitions, reason: str = "") -> Framework:
    """Store the definitions of a file: a new year begins as a draft, an existing one is corrected."""
    raise NotImplementedError


def copy_to_next_year(*, by: User, framework: Framework) -> Framework:
    """Return a draft of the year after, equal to this one and comparable with it throughout.

    ValidationError where that year exists or this one is still a draft.
    """
    raise NotImplementedError


def publish_framework(*, by: User, framework: Framework) -> FrameworkRevision:
    """Let municipalities work with the year; ValidationError with every problem of its definitions."""
    raise NotImplementedError


def delete_draft(*, by: User, framework: Framework) -> None:
    """Remove a year that was never published."""
    raise NotImplementedError


def freeze_framework(framework: Framework) -> FrameworkRevision:
    """Freeze a published year at its first approved or issued document; return the revision now in force.

    Idempotent; called within the transaction that issues the document.
    """
    raise NotImplementedError
