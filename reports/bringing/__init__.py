"""Last year's texts and blocks brought up to this year: what is replaced, what only a person can decide. Pure."""

from .parts import Brought, bring_part
from .texts import Figure, Mark, Passage, bring_text

__all__ = ["Brought", "Figure", "Mark", "Passage", "bring_part", "bring_text"]
