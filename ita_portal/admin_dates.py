"""Moments in the admin site, which else writes them with the Gregorian year."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin

from ita_portal.templatetags.portal import thai_datetime


def thai_moment(field: str, label: str) -> Callable[[Any, Any], str]:
    """Return the method of a ModelAdmin that shows a field of a row as a Thai date and time."""

    @admin.display(description=label, ordering=field)
    def moment(self: Any, row: Any) -> str:
        return thai_datetime(getattr(row, field))

    return moment
