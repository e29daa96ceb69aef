"""The authorities that the project ships."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.records.bulk import save_rows
from assessments.tabular.csv_text import csv_rows
from assessments.tabular.table import LIMITS, SheetRefused
from ita_portal.thai import normalise

from .models import Municipality, former_codes

DATA = Path(__file__).parent.parent / "data" / "local_authorities.csv"
MUNICIPALITY_COLUMNS = ("code", "name", "kind", "district", "province")


@dataclass(frozen=True)
class Loaded:
    """What a file changes, each row as a line to read; `former` are rows under a code that an authority had once."""

    rows: int
    added: list[str]
    changed: list[str]
    former: list[str]


@transaction.atomic
def load_municipalities(path: Path | None = None, *, dry_run: bool = False) -> Loaded:
    """Create or update the municipalities of a CSV file (UTF-8, columns `MUNICIPALITY_COLUMNS`, others are ignored).

    Without a file the shipped list fills in what is missing: who exists may have been corrected since. A row under a
    code that an authority had formerly is left alone: it is that authority, under the code it has now.
    Raises ValidationError with every fault, by row; a refused file changes nothing, and neither does a `dry_run`.
    """
    given = _read_municipalities(path or DATA)
    known = {municipality.code: municipality for municipality in Municipality.objects.select_for_update()}
    now = former_codes()
    added = [row for row in given if row.code not in known and row.code not in now]
    former = [f"{row.code} {row.name} → {now[row.code]}" for row in given if row.code not in known and row.code in now]
    fields = MUNICIPALITY_COLUMNS[1:]
    changed, told = [], []
    for row in given if path is not None else []:
        stored = known.get(row.code)
        if stored and any(getattr(stored, field) != getattr(row, field) for field in fields):
            told.append(f"{row.code} {stored.name} → {row.name}")
            for field in fields:
                setattr(stored, field, getattr(row, field))
            changed.append(stored)
    if not dry_run:
        save_rows(added)
        save_rows(changed, fields)
    return Loaded(len(given), [f"{row.code} {row.name}" for row in added], told, former)


def _read_municipalities(path: Path) -> list[Municipality]:
    try:
        rows = list(csv_rows(path.read_bytes().decode("utf-8-sig"), ",", LIMITS))
    except (UnicodeDecodeError, SheetRefused) as error:
        raise ValidationError("อ่านไฟล์ไม่ได้ ต้องเป็น CSV ที่เข้ารหัสแบบ UTF-8") from error
    places = {name: place for place, name in rows[0].texts.items()} if rows else {}
    if missing := [name for name in MUNICIPALITY_COLUMNS if name not in places]:
        raise ValidationError(f"ไฟล์ไม่มีคอลัมน์ {', '.join(missing)}")
    municipalities = [
        Municipality(**{name: normalise(row.texts.get(places[name], "")).strip() for name in MUNICIPALITY_COLUMNS})
        for row in rows[1:]
    ]
    faults = []
    seen = Counter(municipality.code for municipality in municipalities)
    for row, municipality in zip(rows[1:], municipalities, strict=True):
        try:
            municipality.clean_fields()
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                faults += [f"แถวที่ {row.number} คอลัมน์ {field}: {message}" for message in messages]
        if seen[municipality.code] > 1:
            faults.append(f"แถวที่ {row.number} คอลัมน์ code: รหัส {municipality.code} ซ้ำในไฟล์")
    if faults:
        raise ValidationError(faults)
    return municipalities
