"""Numbers and days as the portal writes them, by ita_portal.thai, and what any page may say."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.utils import timezone

from ita_portal import thai

register = template.Library()
register.filter(thai.two_decimals)
register.filter(thai.signed)
register.filter(thai.thai_digits)


@register.simple_tag
def year_url(year, name: str, *further) -> str:
    """Return an address of a municipality's year: `{% year_url year "measure_edit" measure.pk %}`."""
    return year.address(name, *further)


@register.inclusion_tag("_contact.html")
def help_contact() -> dict[str, str]:
    """Show whom to ask for help at this installation; nothing where no setting says it."""
    return {"contact": settings.HELP_CONTACT}


@register.filter
def direction(value: Decimal | None) -> str:
    """Return the class of a change: "up", "down" or "" for none and unknown."""
    return "" if not value else "up" if value > 0 else "down"


@register.filter
def change(value: Decimal | None) -> str:
    """Return a change with its sign and an arrow, since colour alone says nothing: "▲ +1.72"."""
    arrow = {"up": "▲ ", "down": "▼ "}.get(direction(value), "")
    return arrow + thai.signed(value)


@register.filter
def of(values: Mapping[Any, Any], key: object) -> Any:
    """Return what is kept of a key, None where nothing is."""
    return values.get(key)


@register.filter
def field(form: BaseForm, name: str) -> BoundField:
    """Return the form's field of that name, to reach those whose names are made."""
    return form[name]


@register.filter
def thai_date(day: date | None) -> str:
    """Return a day, or the local day of a moment, as lists write it."""
    return thai.short_date(_local(day)) if day else "-"


@register.filter
def thai_datetime(moment: datetime | None) -> str:
    """Return a moment as "1 เม.ย. 2567 เวลา 09:30 น."."""
    return f"{thai.short_date(_local(moment))} เวลา {_local(moment):%H:%M} น." if moment else "-"


@register.filter
def clock_after(moment: datetime) -> str:
    """Return the first full minute after a moment, in local clock time: "10:45 น."."""
    return f"{timezone.localtime(moment) + timedelta(minutes=1):%H:%M} น."


def _local(day: date) -> date:
    return timezone.localtime(day) if isinstance(day, datetime) else day
