"""The history of the calendars: who set which day of which year, drafts and their deletion too."""

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from assessments.models import Deadline, Framework

from .tracked import TrackedModel

DEADLINES: tuple[TrackedModel, ...] = (
    TrackedModel(
        Deadline,
        lambda row: f"กำหนดการ “{row.title}” ปี{f' {row.framework.fiscal_year}' if row.framework else 'ที่ลบไปแล้ว'}",
        ("title", "due", "step", "note", "is_estimated"),
        ("framework",),
        of=lambda _: Q(),
        kind=Cast("framework__fiscal_year", CharField()),
    ),
)


def deadline_kinds() -> dict[str, str]:
    """Return what the history may be narrowed to: the years."""
    return {str(year): f"ปี {year}" for year in Framework.objects.values_list("fiscal_year", flat=True)}
