"""The deadlines that the project ships: days that are known, and what the year before lets one expect."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from assessments.frameworks.deadline import Deadline, a_year_later
from assessments.frameworks.models import Framework, current_fiscal_year
from assessments.records.bulk import save_rows
from ita_portal.thai import BE_OFFSET

from .services import DeadlineData

DATA = Path(__file__).parent.parent / "data" / "deadlines.json"


@dataclass(frozen=True)
class Shipped:
    """Deadlines that follow from the fiscal year itself, and those of which the day is known in some year."""

    every_year: list[dict[str, str]]
    known: dict[int, list[dict[str, str]]]

    @classmethod
    def read(cls) -> "Shipped":
        data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
        return cls(data["every_year"], {int(year): rows for year, rows in data["known"].items()})

    def of(self, fiscal_year: int) -> list[DeadlineData]:
        """Return the deadlines of a year: of one that is over only the known, else what an earlier one had too."""
        if fiscal_year < current_fiscal_year():
            return [_row(fiscal_year, row) for row in self.known.get(fiscal_year, ())]
        rows = [_row(fiscal_year, row) for row in self.every_year]
        latest = max((year for year in self.known if year <= fiscal_year), default=None)
        return rows if latest is None else [*rows, *self._estimated(latest, fiscal_year)]

    def _estimated(self, latest: int, fiscal_year: int) -> Iterator[DeadlineData]:
        for known in self.known[latest]:
            row = _row(latest, known)
            for _ in range(latest, fiscal_year):
                row = replace(row, due=a_year_later(row.due), is_estimated=True)
            yield row


def _row(fiscal_year: int, row: dict[str, str]) -> DeadlineData:
    """Return a deadline; of a fiscal year the days until September are of the calendar's year of that name."""
    day = date.fromisoformat(f"{fiscal_year - BE_OFFSET}-{row['day']}")
    return DeadlineData(row["title"], day, row.get("step", ""), row.get("note", ""))


@transaction.atomic
def load_deadlines() -> list[int]:
    """Give their shipped deadlines to years whose calendar nobody has ever touched; return these years."""
    shipped = Shipped.read()
    touched = Deadline.history.filter(framework__isnull=False).values("framework")
    years = list(Framework.objects.published().exclude(pk__in=touched).order_by("fiscal_year"))
    rows = [(year, row) for year in years for row in shipped.of(year.fiscal_year)]
    save_rows(
        Deadline(
            framework=year, title=row.title, due=row.due, step=row.step, note=row.note, is_estimated=row.is_estimated
        )
        for year, row in rows
    )
    return sorted({year.fiscal_year for year, _ in rows})
