"""The authorities that the project ships."""

import csv
from collections import Counter
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.records.bulk import save_rows
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
