"""The screens of the yearly definitions: everybody reads what is published, administrators change it."""

from .changing import framework_merge, framework_renumber, framework_retire, framework_split
from .editing import framework_crosswalk_edit, framework_edit, framework_items
from .history import framework_history, framework_undo
from .life import framework_delete, framework_import, framework_next, framework_publish
from .reading import (
    framework,
    framework_crosswalk,
    framework_export,
    framework_revision,
    framework_revision_export,
    framework_revisions,
    frameworks,
)

__all__ = [
    "framework",
    "framework_crosswalk",
    "framework_crosswalk_edit",
    "framework_delete",
    "framework_edit",
    "framework_export",
    "framework_history",
    "framework_import",
    "framework_items",
    "framework_merge",
    "framework_next",
    "framework_publish",
    "framework_renumber",
    "framework_retire",
    "framework_revision",
    "framework_revision_export",
    "framework_revisions",
    "framework_split",
    "framework_undo",
    "frameworks",
]
