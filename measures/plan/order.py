"""The order of a year's measures and their sorting into areas: arithmetic over rows, no queries.

`Measure.position` is one printed order over the year, dense over the kept rows. A deleted row has the
position of the kept row that it stood before, so it can come back at its place.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from assessments.models import Area
from assessments.records.models import AnyField

from .models import TEXT_FIELDS, USUAL_FIELDS, Measure

FIELDS = {field.name: field for field in Measure._meta.fields}
WANTED = {  # what the list reminds of
    name: FIELDS[name].verbose_name for name in ("responsible", "period", "output")
}


def printed_order(row: Measure) -> tuple[float, ...]:
    """Return the sort key of kept and deleted rows together; `row.area` must be loaded."""
    if row.deleted_at is None:
        return row.position, 1, 0, row.pk
    return row.position, 0, row.area.number if row.area else float("inf"), row.pk


def place_for(rows: list[Measure], area: Area | None) -> int:
    """Return where a new row of the area goes: behind the last of the area, or of the nearest lower one."""
    if area is None:
        return len(rows)
    numbers = [row.area.number if row.area else None for row in rows]
    nearest = max((number for number in numbers if number is not None and number <= area.number), default=None)
    return len(rows) - numbers[::-1].index(nearest) if nearest is not None else 0


def renumber(rows: list[Measure]) -> list[Measure]:
    """Give the rows, in this order, their positions; return those that changed."""
    changed, position = [], 0
    for row in rows:
        if row.position != position:
            row.position = position
            changed.append(row)
        position += row.deleted_at is None
    return changed


@dataclass
class Section:
    """The measures of one area on the list page; `area` is None for those without."""

    area: Area | None
    title: str
    kept: list[Measure] = field(default_factory=list)  # in printed order
    deleted: list[Measure] = field(default_factory=list)  # latest first
    whole: bool = False  # every usual column, for those who fill them in
    hidden: Collection[str] = ()  # columns that the reader left out
    shown: list[Measure] = field(default_factory=list)  # those that the page shows

    @property
    def key(self) -> str:
        return f"area-{self.area.number}" if self.area else "area-none"

    @property
    def keys(self) -> str:
        """The keys of the measures that are shown, as the box that chooses them all sends them."""
        return ",".join(str(row.pk) for row in self.shown)

    @property
    def columns(self) -> list[AnyField]:
        """The model fields of which some row has a text, and those that every plan has, to be filled in."""
        wanted = ("title", *(USUAL_FIELDS if self.whole else ()))
        return [
            FIELDS[name]
            for name in TEXT_FIELDS
            if name not in self.hidden and (name in wanted or any(getattr(row, name) for row in self.kept))
        ]

    @property
    def entries(self) -> list[dict[str, Any]]:
        """The rows as the table shows them: a cell for each column, what is missing, whether it can move."""
        kept, columns = self.kept, self.columns
        return [
            {
                "measure": row,
                "cells": [(column, getattr(row, column.name)) for column in columns],
                "missing": [name for field, name in WANTED.items() if not getattr(row, field)],
                "first": [row] == kept[:1],
                "last": [row] == kept[-1:],
            }
            for row in self.shown
        ]


def sections(areas: Iterable[Area], rows: Iterable[Measure], **shown: Any) -> list[Section]:
    """Sort the rows into a section for each area; those without area come last, or make the only section."""
    by_area = {area.pk: Section(area, area.title, **shown) for area in areas}
    loose = Section(None, "ยังไม่จัดประเด็น" if by_area else "มาตรการทั้งหมด", **shown)
    for row in sorted(rows, key=printed_order):
        section = by_area.get(row.area_id or 0, loose)
        (section.kept if row.deleted_at is None else section.deleted).append(row)
    areas_first = [*by_area.values(), loose]
    for section in areas_first:
        section.deleted.sort(key=attrgetter("deleted_at"), reverse=True)
    return areas_first if not by_area or loose.kept or loose.deleted else areas_first[:-1]
