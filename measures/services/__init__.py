"""Changes with consequences: a year's measures, and the evidence of what was done."""

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

__all__ = [
    "Added",
    "add_address",
    "add_file",
    "add_measure",
    "attach_to_item",
    "attach_to_measure",
    "delete_evidence",
    "delete_measure",
    "detach_from_item",
    "detach_from_measure",
    "duplicate_measure",
    "edit_evidence",
    "edit_measure",
    "move_measure",
    "restore_evidence",
    "restore_measure",
]
