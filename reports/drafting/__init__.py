"""Sentences that the portal drafts from a year's figures, each by a rule that can be shown. Knows nothing of Django."""

from .facts import MEASURES, NONE_YET, Facts, Work, YearResultFacts
from .rules import RULES, TOPICS, DraftingRule, Sentence, draft, drafts, paragraphs_of

__all__ = [
    "MEASURES",
    "NONE_YET",
    "RULES",
    "TOPICS",
    "DraftingRule",
    "Facts",
    "Sentence",
    "Work",
    "YearResultFacts",
    "draft",
    "drafts",
    "paragraphs_of",
]
