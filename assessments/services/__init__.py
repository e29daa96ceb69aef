"""Changes with consequences: what is shipped, and a year's scores."""

from .scores import open_year, save_item_scores, save_scores, store_values
from .shipped import MUNICIPALITY_COLUMNS, load_frameworks, load_municipalities

__all__ = [
    "MUNICIPALITY_COLUMNS",
    "load_frameworks",
    "load_municipalities",
    "open_year",
    "save_item_scores",
    "save_scores",
    "store_values",
]
