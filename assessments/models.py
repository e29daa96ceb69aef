"""Municipalities, people and roles, the definitions of each year, and the results."""

from assessments.accounts.models import Role, SignInTry, User
from assessments.calendar.models import CalendarFeed
from assessments.frameworks.change_log import DefinitionChange
from assessments.frameworks.correction import Correction
from assessments.frameworks.crosswalk.models import AreaLink, IndicatorLink, ItemLink
from assessments.frameworks.deadline import Deadline
from assessments.frameworks.models import Area, Framework, Indicator, Instrument, Item, Level, SubIndicator
from assessments.municipalities.models import Municipality, Unit
from assessments.notices.models import Notice, NoticeReceipt
from assessments.records.models import acting
from assessments.spreadsheets.models import Import
from assessments.statistics.models import ChangedGroup, GroupScores
from assessments.years.models import Assessment, IndicatorScore, Inspection, ItemScore, Transition

__all__ = [
    "Area",
    "AreaLink",
    "Assessment",
    "CalendarFeed",
    "ChangedGroup",
    "Correction",
    "Deadline",
    "DefinitionChange",
    "Framework",
    "GroupScores",
    "Import",
    "Indicator",
    "IndicatorLink",
    "IndicatorScore",
    "Inspection",
    "Instrument",
    "Item",
    "ItemLink",
    "ItemScore",
    "Level",
    "Municipality",
    "Notice",
    "NoticeReceipt",
    "Role",
    "SignInTry",
    "SubIndicator",
    "Transition",
    "Unit",
    "User",
    "acting",
]
