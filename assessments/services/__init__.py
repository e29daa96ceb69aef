"""Changes with consequences: definitions of the years, what is shipped, a year's scores."""

from .calendars import DeadlineData, renew_feed, revoke_feed, save_deadlines
from .definition_rows import read_definitions
from .frameworks import (
    copy_to_next_year,
    definitions_before,
    definitions_before_change,
    delete_draft,
    freeze_framework,
    import_definitions,
    publish_framework,
    save_definitions,
    undo_definitions,
)
from .locking import hold_year, lock_year
from .scores import restore_scores, save_item_scores, save_scores, store_values
from .shipped import load_frameworks
from .shipped_municipalities import MUNICIPALITY_COLUMNS, load_municipalities
from .undo import obstacles_to_undo, undo_act
from .workflow import before_submitting, take_step
from .years import open_year

__all__ = [
    "MUNICIPALITY_COLUMNS",
    "DeadlineData",
    "before_submitting",
    "copy_to_next_year",
    "definitions_before",
    "definitions_before_change",
    "delete_draft",
    "freeze_framework",
    "hold_year",
    "import_definitions",
    "load_frameworks",
    "load_municipalities",
    "lock_year",
    "obstacles_to_undo",
    "open_year",
    "publish_framework",
    "read_definitions",
    "renew_feed",
    "restore_scores",
    "revoke_feed",
    "save_deadlines",
    "save_definitions",
    "save_item_scores",
    "save_scores",
    "store_values",
    "take_step",
    "undo_act",
    "undo_definitions",
]
