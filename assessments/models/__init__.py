"""Municipalities, people and roles, the definitions of each year, and the results."""

from .assessment import Assessment, IndicatorScore, ItemScore
from .crosswalk import IndicatorLink, ItemLink
from .framework import Area, Framework, Indicator, Instrument, Item, Level, SubIndicator
from .member import Role, User
from .municipality import Municipality, Unit
from .revision import FrameworkRevision

__all__ = [
    "Area",
    "Assessment",
    "Framework",
    "FrameworkRevision",
    "Indicator",
    "IndicatorLink",
    "IndicatorScore",
    "Instrument",
    "Item",
    "ItemLink",
    "ItemScore",
    "Level",
    "Municipality",
    "Role",
    "SubIndicator",
    "Unit",
    "User",
]
