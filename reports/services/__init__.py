"""Changes with consequences: the document of a year, and its issues."""

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

__all__ = [
    "add_block",
    "create_document",
    "delete_block",
    "dismiss_sentence",
    "edit_block",
    "insert_sentences",
    "issue_document",
    "move_block",
    "refresh_sentence",
    "restore_block",
    "save_columns",
    "save_memo",
    "save_settings",
]
