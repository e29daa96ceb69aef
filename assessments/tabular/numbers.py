"""A number of an Excel cell as text: what Excel shows of it, as far as that tells what is meant."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from ita_portal.thai import BE_OFFSET, SHORT_MONTHS

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_WHOLE = re.compile(r"[1-9]\d{0,14}|0", re.ASCII)
# Built-in formats: days, times of day and durations; some languages (Thai too) have their own days.
_BUILT_IN_DATES = {*range(14, 18), 22, *range(27, 37), *range(50, 59), *range(71, 82)}
_BUILT_IN_MONTH = 17
_BUILT_IN_TIMES = {18, 19, 20, 21, 45, 46, 47}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
# A Thai who types 1/4/2567 into an Excel of the Gregorian calendar gets a day of the year 2567 of that calendar.
_BUDDHIST_YEARS = 2400
# Excel's last day is 31 December 9999.
_LAST_SERIAL = 2_958_466


def format_kind(number: int, code: str) -> str:
    """Return what a number format makes of a number: date, month, time, percent, 0000… or "" for a plain number."""
    if number == _BUILT_IN_MONTH:
        return "month"
    if number in _BUILT_IN_DATES:
        return "date"
    if number in _BUILT_IN_TIMES:
        return "time"
    if number in (9, 10):
        return "percent"
    shown = _LITERAL.sub("", code[:255]).lower()
    if len(shown) > 1 and not shown.strip("0"):
        return shown
    if "%" in shown:
        return "percent"
    if re.search("[dyb]", shown) and "general" not in shown:
        return "date" if "d" in shown or "m" not in shown else "month"
    return "time" if re.search("[hs]", shown) else ""


def number_text(raw: str, kind: str = "", first_day: datetime | None = None) -> str:
    """Return the number that an Excel file holds as `raw` as text; 15 digits as Excel shows them, no exponent.

    A percentage gets its sign, a day is written 1/4/2567, one shown as its month ต.ค. 2567, a code keeps the leading
    zeros that its format shows.
    What is no number comes back as it is.
    """
    if len(raw) > 40 or not _NUMBER.fullmatch(raw):
        return raw
    return _number_text(raw, kind, first_day)


@lru_cache(maxsize=50_000)
def _number_text(raw: str, kind: str, first_day: datetime | None) -> str:
    if kind in ("date", "month", "time") and first_day:
        return _day_text(float(raw), kind, first_day) or number_text(raw)
    if not kind and _WHOLE.fullmatch(raw):
        return raw
    value = float(raw)
    if not isfinite(value):
        return raw
    exact = Decimal(f"{value:.15g}")
    if kind == "percent":
        return f"{(exact * 100).normalize():f}%"
    text = f"{exact or Decimal(0):f}"
    return text.zfill(len(kind)) if kind else text


def _day_text(serial: float, kind: str, first_day: datetime) -> str:
    if not 0 <= serial < _LAST_SERIAL:
        return ""
    try:
        moment = first_day + timedelta(days=serial)
    except OverflowError:
        return ""
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    clock = f"{moment:%H:%M}"
    if kind == "time" and serial < 1:
        return clock
    if kind == "month":
        return f"{SHORT_MONTHS[moment.month - 1]} {_buddhist_year(moment)}"
    return iso_day_text(moment) + (f" {clock}" if clock != "00:00" else "")


def iso_day_text(moment: datetime) -> str:
    """Return a day as 1/4/2567; a year that can only be of the Buddhist era stays."""
    return f"{moment.day}/{moment.month}/{_buddhist_year(moment)}"


def _buddhist_year(moment: datetime) -> int:
    return moment.year if moment.year >= _BUDDHIST_YEARS else moment.year + BE_OFFSET
