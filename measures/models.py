"""Measures, what they answer, how they go, what proves it, and what people say about it."""

from measures.carry_over.models import Carry
from measures.comments.models import Comment, CommentStep
from measures.evidence.address_check import AddressCheck
from measures.evidence.models import Evidence, ItemEvidence, MeasureEvidence
from measures.plan.models import TEXT_FIELDS, Measure
from measures.plan.note import ProgressNote
from measures.plan.target import Target

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
