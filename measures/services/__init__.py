"""Changes with consequences: a year's measures, one by one, by the cell and many at once."""

from .batches import bulk_edit, latest_changes, paste_measures, undo_changes
from .cells import Conflict, edit_cell
from .measures import (
    add_measure,
    delete_measure,
    duplicate_measure,
    edit_measure,
    move_measure,
    restore_measure,
)

__all__ = [
    "Conflict",
    "add_measure",
    "bulk_edit",
    "delete_measure",
    "duplicate_measure",
    "edit_cell",
    "edit_measure",
    "latest_changes",
    "move_measure",
    "paste_measures",
    "restore_measure",
    "undo_changes",
]
