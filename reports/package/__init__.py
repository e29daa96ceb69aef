"""The exchange file: one municipality's year as JSON, in and out. Reading then writing gives the same value."""

from .checks import REPLACE_HINT, named_faults
from .reading import MAX_BYTES, import_package, read_package
from .values import block_data, has_result, is_empty, result_data
from .writing import export_package, left_out

__all__ = [
    "MAX_BYTES",
    "REPLACE_HINT",
    "block_data",
    "export_package",
    "has_result",
    "import_package",
    "is_empty",
    "left_out",
    "named_faults",
    "read_package",
    "result_data",
]
