"""The exchange file: one municipality's year as JSON, in and out. Reading then writing gives the same value."""

from .checks import REPLACE_HINT, named_faults
from .reading import MAX_BYTES, import_package, read_package
from .values import block_data
from .writing import export_package, left_out, package_bytes

__all__ = [
    "MAX_BYTES",
    "REPLACE_HINT",
    "block_data",
    "export_package",
    "import_package",
    "left_out",
    "named_faults",
    "package_bytes",
    "read_package",
]
