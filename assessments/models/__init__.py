"""Municipalities, people and roles, the definitions of each year, and the results."""

from .assessment import Assessment, IndicatorScore, ItemScore
from .framework import Area, Framework, Indicator, Instrument, Item, Level, SubIndicator
from .member import Role, User
from .municipality import Municipality, Unit

__all__ = [
    "Area",
    "Assessment",
    "Framework",
    "Indicator",
    "IndicatorScore",
    "Instrument",
    "Item",
    "ItemScore",
    "Level",
    "Municipality",
    "Role",
    "SubIndicator",
    "Unit",
    "User",
]
