"""Sentences that the portal drafts from a year's figures, each by a rule that can be shown. Knows nothing of Django."""

from .facts import MEASURES, NONE_YET, Facts, Result, Work
from .rules import RULES, TOPICS, Rule, Sentence, draft, drafts, paragraphs_of

__all__ = [
    "MEASURES",
    "NONE_YET",
    "RULES",
    "TOPICS",
    "Facts",
    "Result",
    "Rule",
    "Sentence",
    "Work",
    "draft",
    "drafts",
    "paragraphs_of",
]
