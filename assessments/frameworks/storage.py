"""Definitions ↔ rows: how the value of a year is read from the database and laid over what is stored there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from assessments.frameworks.crosswalk.models import AreaLink, IndicatorLink, ItemLink
from assessments.records.bulk import assign, save_rows
from assessments.scoring import crosswalk

from .definitions import (
    BASICS,
    ENTRIES,
    KEYS,
    PARENTS,
    PARTS,
    TOTAL,
    CrosswalkPart,
    Definitions,
    EntryPart,
    Key,
    KeyedPart,
    Kind,
)
from .labels import CALLED
from .models import Area, Framework, Indicator, Instrument, Item, Level, SubIndicator

Renamed = Mapping[Kind, Mapping[Key, Key]]  # kind → {old key: new key}

MODELS: dict[Kind, type[models.Model]] = {  # parents before their parts
    "instruments": Instrument,
    "indicators": Indicator,
    "sub_indicators": SubIndicator,
    "items": Item,
    "levels": Level,
    "areas": Area,
}
LINKS: dict[Kind, type[models.Model]] = {"indicators": IndicatorLink, "items": ItemLink, "areas": AreaLink}
PARKED_NUMBER, PARKED_CODE = 20_000, "\x01"  # no key of a year can be one of these


# ---- Reading


def read_definitions(framework: Framework) -> Definitions:
    """Return the stored definitions of a year as one value; a fixed number of queries."""
    values: dict[str, Any] = {name: getattr(framework, name) for name in ("fiscal_year", *BASICS)}
    keys: dict[Kind, dict[int, Key]] = {}
    for kind, part in PARTS.items():
        rows = getattr(framework, kind).all()
        keys[kind] = {row.pk: getattr(row, part.KEY) for row in rows}
        values[kind] = tuple(part(**{name: _value(row, name, keys) for name in part.model_fields}) for row in rows)
    walk: dict[str, Any] = {name: getattr(framework, name) for name in TOTAL}
    for kind, entry in ENTRIES.items():
        columns = (f"before__{KEYS[kind]}", f"after__{KEYS[kind]}", "comparable", "reason")
        pairs = _links(framework, kind).values_list(*columns)
        walk[kind] = tuple(entry(**vars(joined)) for joined in crosswalk.from_pairs(pairs))
    return Definitions(**values, crosswalk=CrosswalkPart(**walk))


def _value(row: models.Model, name: str, keys: Mapping[Kind, Mapping[int, Key]]) -> object:
    return keys[PARENTS[name]].get(getattr(row, f"{name}_id")) if name in PARENTS else getattr(row, name)


def _links(framework: Framework, kind: Kind) -> models.QuerySet[Any]:
    return LINKS[kind]._default_manager.filter(framework=framework)


# ---- Storing


@dataclass
class Rows:
    """The rows of one kind: one for each part, in order, stored or not yet; and those that no part is for."""

    kept: list[tuple[KeyedPart, models.Model]]
    removed: list[models.Model]


def store(framework: Framework, definitions: Definitions, renamed: Renamed) -> None:
    """Lay definitions over the rows of a locked year. They must have no blocking problem.

    Raises ValidationError naming the parts that something else needs and that were left out.
    """
    rows_by_kind = {kind: _matched(framework, definitions, kind, renamed.get(kind, {})) for kind in MODELS}
    if faults := [fault for kind, rows in rows_by_kind.items() for fault in _needed(kind, rows.removed)]:
        raise ValidationError(faults)
    for kind in LINKS:
        _links(framework, kind).delete()
    for kind, rows in rows_by_kind.items():
        _park(kind, rows)
    stored: dict[Kind, dict[Key, models.Model]] = {}
    for kind, rows in rows_by_kind.items():
        stored[kind] = _store_parts(kind, rows, stored)
    for kind, rows in reversed(rows_by_kind.items()):
        if rows.removed:
            MODELS[kind]._default_manager.filter(pk__in=[row.pk for row in rows.removed]).delete()
    for kind in LINKS:
        _store_entries(framework, definitions, kind, stored[kind])
    own = {name: getattr(definitions, name) for name in BASICS}
    own |= {name: getattr(definitions.crosswalk, name) for name in TOTAL}
    assign(framework, own)
    framework.save(update_fields=list(own))
    _follow_written(framework, renamed)


def _matched(framework: Framework, definitions: Definitions, kind: Kind, new_keys: Mapping[Key, Key]) -> Rows:
    """Find for each part the row that it had: that of the same key, or of the key that it was renamed from."""
    name = KEYS[kind]
    stored = {getattr(row, name): row for row in getattr(framework, kind).all()}
    renamed = {new: stored.pop(old) for old, new in new_keys.items() if old in stored and old != new}
    left = stored | renamed  # a renamed row takes the key from the one that had it
    ousted = [row for key, row in stored.items() if key in renamed]
    kept = [(part, left.pop(part.key, None) or MODELS[kind](framework=framework)) for part in definitions.parts(kind)]
    return Rows(kept, [*ousted, *left.values()])


def _needed(kind: Kind, removed: list[models.Model]) -> list[str]:
    """Say what still needs rows that are about to go: whatever protects them from outside the definitions."""
    faults: list[str] = []
    named = {row.pk: getattr(row, KEYS[kind]) for row in removed}
    for relation in MODELS[kind]._meta.related_objects if removed else ():
        if relation.on_delete is not models.PROTECT or relation.related_model in MODELS.values():
            continue
        name = relation.field.name
        using = relation.related_model._base_manager.filter(**{f"{name}__in": removed}).order_by()
        for pk, count in using.values_list(name).annotate(models.Count("pk")):
            what = relation.related_model._meta.verbose_name_plural
            faults.append(f"ลบ{CALLED[kind]} {named[pk]} ไม่ได้ เพราะมี{what} {count:,} รายการใช้อยู่")
    return faults


def _park(kind: Kind, rows: Rows) -> None:
    """Free the keys that rows give up, so that others can take them in any order."""
    name = KEYS[kind]
    giving = [row for part, row in rows.kept if row.pk and getattr(row, name) != part.key]
    giving += rows.removed
    for place, row in enumerate(giving):
        setattr(row, name, PARKED_NUMBER + place if name == "number" else f"{PARKED_CODE}{place}")
    if giving:
        MODELS[kind]._default_manager.bulk_update(giving, [name])


def _store_parts(kind: Kind, rows: Rows, stored: dict[Kind, dict[Key, models.Model]]) -> dict[Key, models.Model]:
    fields, changed = set(), []
    for place, (part, row) in enumerate(rows.kept):
        values: dict[str, Any] = {"position": place} if hasattr(row, "position") else {}
        for name, value in part:
            if name in PARENTS:
                parent = stored[PARENTS[name]].get(value)
                values[f"{name}_id"] = parent and parent.pk
            else:
                values[name] = value
        differing = assign(row, values)
        if row.pk and differing:
            changed.append(row)
            fields |= differing
    MODELS[kind]._default_manager.bulk_create(row for _, row in rows.kept if row.pk is None)
    if changed:
        MODELS[kind]._default_manager.bulk_update(changed, sorted(fields))
    return {part.key: row for part, row in rows.kept}


def _store_entries(
    framework: Framework, definitions: Definitions, kind: Kind, after: Mapping[Key, models.Model]
) -> None:
    if not (entries := definitions.entries(kind)):
        return
    earlier = MODELS[kind]._default_manager.filter(framework__fiscal_year=framework.fiscal_year - 1)
    before = {getattr(row, KEYS[kind]): row for row in earlier}
    LINKS[kind]._default_manager.bulk_create(
        LINKS[kind](
            framework=framework,
            before=before.get(old),
            after=None if new is None else after.get(new),
            comparable=entry.comparable,
            reason=entry.reason,
        )
        for entry in entries
        for old, new in _pairs(entry)
    )


def _pairs(entry: EntryPart) -> list[tuple[Key | None, Key | None]]:
    """Return the fewest pairs that hold an entry together: each earlier part with the first later one, and so on."""
    if not entry.before or not entry.after:
        return [(key, None) for key in entry.before] + [(None, key) for key in entry.after]
    first_before, first_after = entry.before[0], entry.after[0]
    return [*((key, first_after) for key in entry.before), *((first_before, key) for key in entry.after[1:])]


def _follow_written(framework: Framework, renamed: Renamed) -> None:
    """Let the kept spelling of scores follow the new keys of their parts (see `Assessment.written`)."""
    written: dict[Kind, str] = {"indicators": "score", "items": "item"}
    keys = {
        f"{name}:{old}": f"{name}:{new}" for kind, name in written.items() for old, new in renamed.get(kind, {}).items()
    }
    years = list(framework.assessments.exclude(written={})) if keys else []
    for year in years:
        year.written = {keys.get(key, key): text for key, text in year.written.items()}
    save_rows(years, ["written"])
