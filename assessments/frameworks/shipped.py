"""The definitions that the project ships."""

import json
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.db import transaction

from .change_log import DefinitionChange
from .definitions import CrosswalkPart, Definitions
from .models import Framework
from .services import definitions_before, remember
from .storage import read_definitions, store
from .validation import problems

DATA = Path(__file__).parent.parent / "data" / "frameworks.json"


@transaction.atomic
def load_frameworks(path: Path = DATA) -> list[int]:
    """Create the shipped definitions of the years that the portal lacks, published; return these years.

    A year that exists stays as it is: administrators may have corrected it. Only what it says nothing of at all,
    how it compares with the year before, is taken from what is shipped (a year loaded before there were crosswalks).
    """
    existing = set(Framework.objects.values_list("fiscal_year", flat=True))
    shipped = json.loads(path.read_text(encoding="utf-8"))
    missing = [Definitions.from_json(load) for load in shipped if load["fiscal_year"] not in existing]
    known: dict[int, Definitions] = {}  # created here: no need to read them again
    for year in sorted(missing, key=attrgetter("fiscal_year")):
        before = known.get(year.fiscal_year - 1) or definitions_before(year.fiscal_year)
        year = _fitting(year, before)
        framework = Framework.objects.create(fiscal_year=year.fiscal_year, state=Framework.State.PUBLISHED)
        store(framework, year, {})
        remember(framework, DefinitionChange.Action.SHIPPED, year)
        known[year.fiscal_year] = year
    _relate({load["fiscal_year"]: load for load in shipped})
    return list(known)


def _relate(shipped: dict[int, dict[str, Any]]) -> None:
    silent = Framework.objects.filter(
        fiscal_year__in=shipped, state=Framework.State.PUBLISHED, indicator_links=None, item_links=None, area_links=None
    )
    for framework in silent.exclude(fiscal_year=min(shipped)):  # the first year has none before it
        stored, before = read_definitions(framework), definitions_before(framework.fiscal_year)
        walk = Definitions.from_json(shipped[framework.fiscal_year]).crosswalk
        related = _fitting(stored.model_copy(update={"crosswalk": walk}), before)
        store(framework, related, {})
        remember(framework, DefinitionChange.Action.SHIPPED, related)


def _fitting(year: Definitions, before: Definitions | None) -> Definitions:
    """Leave out the shipped crosswalk where the year before has other parts here, or does not exist."""
    if any(problem.path[0] == "crosswalk" for problem in problems(year, before)):
        return year.model_copy(update={"crosswalk": CrosswalkPart()})
    return year
