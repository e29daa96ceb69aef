"""The definitions and authorities that the project ships."""

import csv
import json
from collections import Counter
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.definition_problems import problems
from assessments.definitions import CrosswalkPart, Definitions
from assessments.history import save_rows
from assessments.models import DefinitionChange, Framework, Municipality
from ita_portal.thai import normalise

from .definition_rows import read_definitions, store
from .frameworks import definitions_before, remember

DATA = Path(__file__).parent.parent / "data"
MUNICIPALITY_COLUMNS = ("code", "name", "kind", "district", "province")


@transaction.atomic
def load_frameworks(path: Path = DATA / "frameworks.json") -> list[int]:
    """Create the shipped definitions of the years that the portal lacks, published; return these years.

    A year that exists stays as it is: administrators may have corrected it. Only what it says nothing of at all,
    how it compares with the year before, is taken from what is shipped (a year loaded before there were crosswalks).
    """
    existing = set(Framework.objects.values_list("fiscal_year", flat=True))
    shipped = json.loads(path.read_text(encoding="utf-8"))
    missing = [Definitions.from_json(each) for each in shipped if each["fiscal_year"] not in existing]
    known: dict[int, Definitions] = {}  # created here: no need to read them again
    for year in sorted(missing, key=lambda each: each.fiscal_year):
        before = known.get(year.fiscal_year - 1) or definitions_before(year.fiscal_year)
        year = _fitting(year, before)
        framework = Framework.objects.create(fiscal_year=year.fiscal_year, state=Framework.State.PUBLISHED)
        store(framework, year, {})
        remember(DefinitionChange.Action.SHIPPED, year)
        known[year.fiscal_year] = year
    _relate({each["fiscal_year"]: each for each in shipped})
    return list(known)


def _relate(shipped: dict[int, dict]) -> None:
    silent = Framework.objects.filter(
        fiscal_year__in=shipped, state=Framework.State.PUBLISHED, indicator_links=None, item_links=None
    )
    for framework in silent.exclude(fiscal_year=min(shipped)):  # the first year has none before it
        stored, before = read_definitions(framework), definitions_before(framework.fiscal_year)
        walk = Definitions.from_json(shipped[framework.fiscal_year]).crosswalk
        related = _fitting(stored.model_copy(update={"crosswalk": walk}), before)
        store(framework, related, {})
        remember(DefinitionChange.Action.SHIPPED, related)


def _fitting(year: Definitions, before: Definitions | None) -> Definitions:
    """Leave out the shipped crosswalk where the year before has other parts here, or does not exist."""
    if any(each.path[0] == "crosswalk" for each in problems(year, before)):
        return year.model_copy(update={"crosswalk": CrosswalkPart()})
    return year


@transaction.atomic
def load_municipalities(path: Path | None = None) -> int:
    """Create or update the municipalities of a CSV file (UTF-8, columns `MUNICIPALITY_COLUMNS`, others are ignored).

    Without a file the shipped list fills in what is missing: who exists may have been corrected since.
    Returns the number of rows. Raises ValidationError with every fault, by row; a refused file changes nothing.
    """
    municipalities = _read_municipalities(path or DATA / "local_authorities.csv")
    fields = MUNICIPALITY_COLUMNS[1:]
    known = {each.code: each for each in Municipality.objects.select_for_update()}
    save_rows(each for each in municipalities if each.code not in known)
    if path is not None:
        changed = []
        for given in municipalities:
            stored = known.get(given.code)
            if stored and any(getattr(stored, field) != getattr(given, field) for field in fields):
                for field in fields:
                    setattr(stored, field, getattr(given, field))
                changed.append(stored)
        save_rows(changed, fields)
    return len(municipalities)


def _read_municipalities(path: Path) -> list[Municipality]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in MUNICIPALITY_COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise ValidationError(f"แฟ้มไม่มีคอลัมน์ {', '.join(missing)}")
            rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValidationError("อ่านแฟ้มไม่ได้ ต้องเป็น CSV ที่เข้ารหัสแบบ UTF-8") from error
    municipalities = [
        Municipality(**{name: normalise(row[name] or "").strip() for name in MUNICIPALITY_COLUMNS})
        for row in rows
    ]
    faults = []
    seen = Counter(each.code for each in municipalities)
    for line, municipality in enumerate(municipalities, start=2):
        try:
            municipality.clean_fields()
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                faults += [f"แถวที่ {line} คอลัมน์ {field}: {message}" for message in messages]
        if seen[municipality.code] > 1:
            faults.append(f"แถวที่ {line} คอลัมน์ code: รหัส {municipality.code} ซ้ำในแฟ้ม")
    if faults:
        raise ValidationError(faults)
    return municipalities
