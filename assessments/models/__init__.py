"""Municipalities, people and roles, the definitions of each year, and the results."""

from .assessment import Assessment, IndicatorScore, ItemScore
from .changes import acting
from .crosswalk import IndicatorLink, ItemLink
from .deadline import Deadline
from .definition_change import DefinitionChange
from .feed import CalendarFeed
from .framework import Area, Framework, Indicator, Instrument, Item, Level, SubIndicator
from .imports import Import
from .member import Role, User
from .municipality import Municipality, Unit
from .revision import FrameworkRevision
from .transition import Transition

__all__ = [
    "Area",
    "Assessment",
    "CalendarFeed",
    "Deadline",
    "DefinitionChange",
    "Framework",
    "FrameworkRevision",
    "Import",
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
    "Transition",
    "Unit",
    "User",
    "acting",
]
