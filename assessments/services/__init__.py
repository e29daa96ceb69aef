"""Changes with consequences: definitions of the years, what is shipped, a year's scores."""

from .definition_rows import read_definitions
from .frameworks import (
    copy_to_next_year,
    definitions_before,
    delete_draft,
    freeze_framework,
    import_definitions,
    publish_framework,
    save_definitions,
)
from .scores import open_year, save_item_scores, save_scores, store_values
from .shipped import MUNICIPALITY_COLUMNS, load_frameworks, load_municipalities

__all__ = [
    "MUNICIPALITY_COLUMNS",
    "copy_to_next_year",
    "definitions_before",
    "delete_draft",
    "freeze_framework",
    "import_definitions",
    "load_frameworks",
    "load_municipalities",
    "open_year",
    "publish_framework",
    "read_definitions",
    "save_definitions",
    "save_item_scores",
    "save_scores",
    "store_values",
]
