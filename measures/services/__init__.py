"""Changes with consequences: a year's measures, how they go, last year's, and the evidence of what was done."""

from .carrying import Choice, decide_carries, keep_rest, undo_carries
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
    "add_address",
    "add_file",
    "add_measure",
    "attach_to_item",
    "attach_to_measure",
    "decide_carries",
    "delete_evidence",
    "delete_measure",
    "detach_from_item",
    "detach_from_measure",
    "duplicate_measure",
    "edit_evidence",
    "edit_measure",
    "keep_rest",
    "move_measure",
    "record_progress",
    "restore_evidence",
    "restore_measure",
    "set_targets",
    "undo_carries",
]
