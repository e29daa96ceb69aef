"""The demo's own past: what it tells has happened over years, though it is written in one go."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[None]:
    """Let services inside write another day wherever they would write today: steps, notes, comments, history.

    It holds for the whole process: only while the demo is made, before anybody is served.
    """
    moment = timezone.make_aware(datetime.combine(day, time(hour)))
    with patch.object(timezone, "now", lambda: moment):
        yield
