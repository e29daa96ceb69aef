"""Changes with consequences: measures, one cell or many at once, last year's, the evidence, and comments."""

from .batches import bulk_edit, latest_changes, paste_measures, undo_changes
from .carrying import Choice, decide_carries, keep_rest, undo_carries
from .cells import Conflict, edit_cell
from .comments import add_comment, colleagues, reopen_comment, resolve_comment, withdraw_comment
from .evidence import (
    Added,
    add_address,
    add_file,
    attach_to_item,
    attach_to_measure,
    delete_evidence,
    detach_from_item,
    detach_from_measure,
    edit_evidence,
    restore_evidence,
)
from .holding import hold_with_year_before
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
    "Added",
    "Choice",
    "Conflict",
    "add_address",
    "add_comment",
    "add_file",
    "add_measure",
    "attach_to_item",
    "attach_to_measure",
    "bulk_edit",
    "colleagues",
    "decide_carries",
    "delete_evidence",
    "delete_measure",
    "detach_from_item",
    "detach_from_measure",
    "duplicate_measure",
    "edit_cell",
    "edit_evidence",
    "edit_measure",
    "hold_with_year_before",
    "keep_rest",
    "latest_changes",
    "move_measure",
    "paste_measures",
    "record_progress",
    "reopen_comment",
    "resolve_comment",
    "restore_evidence",
    "restore_measure",
    "set_targets",
    "undo_carries",
    "undo_changes",
    "withdraw_comment",
]
