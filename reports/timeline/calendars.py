"""The history of the calendars: who set which day of which year, drafts and their deletion too."""

from typing import Any

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from assessments.models import Deadline, Framework

from .tracked import TrackedModel


def _year(row: Any) -> str:
    return f"ปี {row.framework.fiscal_year}" if row.framework else "ปีที่ลบไปแล้ว"


DEADLINES: tuple[TrackedModel, ...] = (
    TrackedModel(
        Deadline,
        lambda _: Q(),
        lambda row: f"กำหนดการ “{row.title}” {_year(row)}",
        ("title", "due", "step", "note"),
        ("framework",),
        kind=Cast("framework__fiscal_year", CharField()),
    ),
)


def deadline_kinds() -> dict[str, str]:
    """Return what the history may be narrowed to: the years."""
    return {str(year): f"ปี {year}" for year in Framework.objects.values_list("fiscal_year", flat=True)}
