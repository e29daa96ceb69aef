"""The package format and the shapes of what documents store."""

from .blocks import BLOCK_TYPES, FORMAT_TYPES, HEADLESS, ONCE, BlockData
from .package import VERSIONS, AssessmentData, DocumentData, Package, WideDocumentData, thai_faults

__all__ = [
    "BLOCK_TYPES",
    "FORMAT_TYPES",
    "HEADLESS",
    "ONCE",
    "VERSIONS",
    "AssessmentData",
    "BlockData",
    "DocumentData",
    "Package",
    "WideDocumentData",
    "thai_faults",
]
