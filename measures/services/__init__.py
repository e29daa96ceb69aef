"""Changes with consequences: a year's measures, how they go, what they answer, and what became of last year's."""

from .carrying import Choice, decide_carries, keep_rest, undo_carries
from .measures import (
    add_measure,
    delete_measure,
    duplicate_measure,
    edit_measure,
    move_measure,
    restore_measure,
)
from .progress import record_progress
from .targets import set_targets

__all__ = [
    "Choice",
    "add_measure",
    "decide_carries",
    "delete_measure",
    "duplicate_measure",
    "edit_measure",
    "keep_rest",
    "move_measure",
    "record_progress",
    "restore_measure",
    "set_targets",
    "undo_carries",
]
