"""Measures, what they answer, how they go, what proves it, and what people say about it."""

from .address_check import AddressCheck
from .carry import Carry
from .comment import Comment, CommentStep
from .evidence import Evidence, ItemEvidence, MeasureEvidence
from .measure import TEXT_FIELDS, Measure
from .note import ProgressNote
from .target import Target

__all__ = [
    "TEXT_FIELDS",
    "AddressCheck",
    "Carry",
    "Comment",
    "CommentStep",
    "Evidence",
    "ItemEvidence",
    "Measure",
    "MeasureEvidence",
    "ProgressNote",
    "Target",
]
