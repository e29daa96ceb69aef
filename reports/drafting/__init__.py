"""Sentences that the portal drafts from a year's figures, each by a rule that can be shown. Knows nothing of Django."""

from .facts import MEASURES, Facts, Work, YearResultFacts
from .rules import RULES, TOPICS, Sentence, draft, drafts, paragraphs_of

__all__ = [
    "MEASURES",
    "RULES",
    "TOPICS",
    "Facts",
    "Sentence",
    "Work",
    "YearResultFacts",
    "draft",
    "drafts",
    "paragraphs_of",
]
