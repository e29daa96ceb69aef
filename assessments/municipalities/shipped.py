"""The authorities that the project ships."""

from collections import Counter
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.records.bulk import save_rows
from assessments.tabular.csv_text import csv_rows
from assessments.tabular.table import LIMITS, SheetRefused
from ita_portal.thai import normalise

from .models import Municipality

DATA = Path(__file__).parent.parent / "data" / "local_authorities.csv"
MUNICIPALITY_COLUMNS = ("code", "name", "kind", "district", "province")


@transaction.atomic
def load_municipalities(path: Path | None = None) -> int:
    """Create or update the municipalities of a CSV file (UTF-8, columns `MUNICIPALITY_COLUMNS`, others are ignored).

    Without a file the shipped list fills in what is missing: who exists may have been corrected since.
    Returns the number of rows. Raises ValidationError with every fault, by row; a refused file changes nothing.
    """
    municipalities = _read_municipalities(path or DATA)
    fields = MUNICIPALITY_COLUMNS[1:]
    known = {municipality.code: municipality for municipality in Municipality.objects.select_for_update()}
    save_rows(municipality for municipality in municipalities if municipality.code not in known)
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
