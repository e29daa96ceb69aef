"""The definitions and authorities that the project ships."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.history import save_rows
from assessments.models import (
    Area,
    Framework,
    Indicator,
    Instrument,
    Item,
    Level,
    Municipality,
    SubIndicator,
)
from ita_portal.thai import normalise

DATA = Path(__file__).parent.parent / "data"
MUNICIPALITY_COLUMNS = ("code", "name", "kind", "district", "province")


@transaction.atomic
def load_frameworks(path: Path = DATA / "frameworks.json") -> list[int]:
    """Create the shipped definitions of the years that the portal lacks; return these years.

    A year that exists stays as it is: administrators may have corrected it.
    """
    shipped = json.loads(path.read_text(encoding="utf-8"))
    existing = set(Framework.objects.values_list("fiscal_year", flat=True))
    created = [each for each in shipped if each["fiscal_year"] not in existing]
    for definitions in created:
        _create_framework(definitions)
    return [each["fiscal_year"] for each in created]


def _create_framework(definitions: dict) -> None:
    framework = Framework.objects.create(
        fiscal_year=definitions["fiscal_year"],
        pass_mark=Decimal(definitions["pass_mark"]),
        measures_item=definitions["measures_item"],
        results_item=definitions["results_item"],
        state=Framework.State.PUBLISHED,
    )

    def create(model, rows: Iterable[dict]) -> list:
        return model.objects.bulk_create(model(framework=framework, **row) for row in rows)

    instruments = {
        each.code: each
        for each in create(
            Instrument,
            (
                {
                    "position": position,
                    "code": row["code"],
                    "name": row["name"],
                    "weight": Decimal(row["weight"]),
                }
                for position, row in enumerate(definitions["instruments"])
            ),
        )
    }
    indicators = {
        each.number: each
        for each in create(
            Indicator,
            ({**row, "instrument": instruments[row["instrument"]]} for row in definitions["indicators"]),
        )
    }
    sub_indicators = {
        each.code: each
        for each in create(
            SubIndicator,
            (
                {**row, "position": position, "indicator": indicators[row["indicator"]]}
                for position, row in enumerate(definitions["sub_indicators"])
            ),
        )
    }
    create(
        Item,
        (
            {
                "position": position,
                "code": row["code"],
                "title": row["title"],
                "indicator": indicators[row["indicator"]],
                "sub_indicator": sub_indicators.get(row["sub_indicator"]),
            }
            for position, row in enumerate(definitions["items"])
        ),
    )
    create(
        Level,
        (
            {
                **row,
                "position": position,
                "min_total": Decimal(row["min_total"]),
                "min_each": None if row["min_each"] is None else Decimal(row["min_each"]),
            }
            for position, row in enumerate(definitions["levels"])
        ),
    )
    create(Area, definitions["areas"])


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
