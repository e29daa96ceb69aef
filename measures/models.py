"""Measures, what they answer, how they go, what proves it, and what people say about it."""

from measures.carry_over.models import Carry
from measures.comments.models import Comment, CommentStep
from measures.evidence.models import AddressCheck, Evidence, ItemEvidence, MeasureEvidence
from measures.plan.models import FURTHER_FIELDS, PRINTED_TEXTS, TEXT_FIELDS, Measure, ProgressNote, Target

__all__ = [
    "FURTHER_FIELDS",
    "PRINTED_TEXTS",
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
