"""Changes with consequences: the document of a year, and its issues."""

from .copying import confirm_review, copy_document
from .documents import (
    add_block,
    create_document,
    delete_block,
    edit_block,
    move_block,
    restore_block,
    save_columns,
    save_memo,
    save_settings,
)
from .drafting import dismiss_sentence, insert_sentences, refresh_sentence
from .issuing import issue_document
from .styles import apply_style, delete_style, rename_style, save_style

__all__ = [
    "add_block",
    "apply_style",
    "confirm_review",
    "copy_document",
    "create_document",
    "delete_block",
    "delete_style",
    "dismiss_sentence",
    "edit_block",
    "insert_sentences",
    "issue_document",
    "move_block",
    "refresh_sentence",
    "rename_style",
    "restore_block",
    "save_columns",
    "save_memo",
    "save_settings",
    "save_style",
]
