"""Definitions ↔ rows: how the value of a year is read from the database and laid over what is stored there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args

from django.core.exceptions import ValidationError
from django.db import models

from assessments.frameworks.crosswalk.models import IndicatorLink, ItemLink
from assessments.records.bulk import save_rows
from assessments.scoring import crosswalk

from .definitions import (
    KEYS,
    CrosswalkPart,
    DefinitionPart,
    Definitions,
    EntryPart,
    IndicatorEntry,
    ItemEntry,
    Key,
    Kind,
)
from .models import Area, Framework, Indicator, Instrument, Item, Level, SubIndicator
from .validation import NAMES

Entry = TypeVar("Entry", bound=EntryPart)
Renamed = Mapping[Kind, Mapping[Key, Key]]  # kind → {old key: new key}

MODELS: dict[Kind, type[models.Model]] = {  # parents before their parts
    "instruments": Instrument,
    "indicators": Indicator,
    "sub_indicators": SubIndicator,
    "items": Item,
    "levels": Level,
    "areas": Area,
}
PARENTS: dict[Kind, dict[str, Kind]] = {
    "indicators": {"instrument": "instruments"},
    "sub_indicators": {"indicator": "indicators"},
    "items": {"indicator": "indicators", "sub_indicator": "sub_indicators"},
}
LINKS: dict[Kind, type[models.Model]] = {"indicators": IndicatorLink, "items": ItemLink}
OWN = ("pass_mark", "measures_item", "results_item", "note")
PARKED_NUMBER, PARKED_CODE = 20_000, "\x01"  # no key of a year can be one of these


# ---- Reading


def read_definitions(framework: Framework) -> Definitions:
    """Return the stored definitions of a year as one value; a fixed number of queries."""
    rows = {kind: list(getattr(framework, kind).all()) for kind in MODELS}
    keys = {kind: {row.pk: getattr(row, KEYS[kind]) for row in found} for kind, found in rows.items()}

    def value_of(kind: Kind, row: models.Model, name: str) -> object:
        parent = PARENTS.get(kind, {}).get(name)
        return keys[parent].get(getattr(row, f"{name}_id")) if parent else getattr(row, name)

    parts: dict[str, Any] = {
        kind: tuple(
            part_of(kind)(**{name: value_of(kind, row, name) for name in part_of(kind).model_fields})
            for row in found
        )
        for kind, found in rows.items()
    }
    walk = CrosswalkPart(
        total_comparable=framework.total_comparable,
        total_reason=framework.total_reason,
        indicators=_read_entries(framework.indicator_links, "number", IndicatorEntry),
        items=_read_entries(framework.item_links, "code", ItemEntry),
    )
    own: dict[str, Any] = {name: getattr(framework, name) for name in OWN}
    return Definitions(fiscal_year=framework.fiscal_year, **own, **parts, crosswalk=walk)


def part_of(kind: Kind) -> type[DefinitionPart]:
    """Return the class of one part of a kind."""
    part: type[DefinitionPart] = get_args(Definitions.model_fields[kind].annotation)[0]
    return part


def _read_entries(links: models.Manager[Any], key: str, entry: type[Entry]) -> tuple[Entry, ...]:
    found = links.values_list(f"before__{key}", f"after__{key}", "comparable", "reason")
    return tuple(
        entry(before=each.before, after=each.after, comparable=each.comparable, reason=each.reason)
        for each in crosswalk.from_pairs(found)
    )


# ---- Storing


@dataclass
class Rows:
    """The rows of one kind: one for each part, in order, stored or not yet; and those that no part is for."""

    kept: list[tuple[DefinitionPart, models.Model]]
    removed: list[models.Model] = field(default_factory=list)


def store(framework: Framework, definitions: Definitions, renamed: Renamed) -> None:
    """Lay definitions over the rows of a locked year. They must have no blocking problem.

    Raises ValidationError naming the parts that something else needs and that were left out.
    """
    rows = {kind: _matched(framework, definitions, kind, renamed.get(kind, {})) for kind in MODELS}
    if faults := [fault for kind, each in rows.items() for fault in _needed(kind, each.removed)]:
        raise ValidationError(faults)
    for links in (framework.indicator_links, framework.item_links):
        links.all().delete()
    for kind, each in rows.items():
        _park(kind, each)
    stored: dict[Kind, dict[Key, models.Model]] = {}
    for kind, each in rows.items():
        stored[kind] = _store_parts(kind, each, stored)
    for kind, each in reversed(rows.items()):
        if each.removed:
            MODELS[kind]._default_manager.filter(pk__in=[row.pk for row in each.removed]).delete()
    for kind, model in LINKS.items():
        _store_entries(framework, definitions, kind, model, stored[kind])
    _store_own(framework, definitions)
    _follow_written(framework, renamed)


def _matched(framework: Framework, definitions: Definitions, kind: Kind, new_keys: Mapping[Key, Key]) -> Rows:
    """Find for each part the row that it had: that of the same key, or of the key that it was renamed from."""
    name = KEYS[kind]
    stored = {getattr(row, name): row for row in getattr(framework, kind).all()}
    renamed = {new: stored.pop(old) for old, new in new_keys.items() if old in stored and old != new}
    found = stored | renamed  # a renamed row takes the key from the one that had it
    left = [row for key, row in stored.items() if key in renamed]
    kept = [
        (part, found.pop(getattr(part, name), None) or MODELS[kind](framework=framework))
        for part in getattr(definitions, kind)
    ]
    return Rows(kept, [*left, *found.values()])


def _needed(kind: Kind, removed: list[models.Model]) -> list[str]:
    """Say what still needs rows that are about to go: whatever protects them from outside the definitions."""
    if not removed:
        return []
    faults = []
    named = {row.pk: getattr(row, KEYS[kind]) for row in removed}
    for relation in MODELS[kind]._meta.related_objects:
        if relation.on_delete is not models.PROTECT or relation.related_model in MODELS.values():
            continue
        name = relation.field.name
        using = relation.related_model._base_manager.filter(**{f"{name}__in": removed}).order_by()
        for pk, count in using.values_list(name).annotate(models.Count("pk")):
            what = relation.related_model._meta.verbose_name_plural
            faults.append(f"ลบ{NAMES[kind]} {named[pk]} ไม่ได้ เพราะมี{what} {count:,} รายการใช้อยู่")
    return faults


def _park(kind: Kind, rows: Rows) -> None:
    """Free the keys that rows give up, so that others can take them in any order."""
    name = KEYS[kind]
    giving = [row for part, row in rows.kept if row.pk and getattr(row, name) != getattr(part, name)]
    giving += rows.removed
    for place, row in enumerate(giving):
        setattr(row, name, PARKED_NUMBER + place if name == "number" else f"{PARKED_CODE}{place}")
    if giving:
        MODELS[kind]._default_manager.bulk_update(giving, [name])


def _store_parts(
    kind: Kind, rows: Rows, stored: dict[Kind, dict[Key, models.Model]]
) -> dict[Key, models.Model]:
    parents = PARENTS.get(kind, {})
    positioned = any(each.name == "position" for each in MODELS[kind]._meta.fields)
    fields, changed = set(), []
    for place, (part, row) in enumerate(rows.kept):
        values: dict[str, Any] = {"position": place} if positioned else {}
        for name, value in part:
            parent = stored[parents[name]].get(value) if name in parents else None
            values[f"{name}_id" if name in parents else name] = (
                parent and parent.pk if name in parents else value
            )
        differing = {name for name, value in values.items() if getattr(row, name) != value}
        for name in differing:
            setattr(row, name, values[name])
        if row.pk and differing:
            changed.append(row)
            fields |= {name.removesuffix("_id") for name in differing}
    MODELS[kind]._default_manager.bulk_create(row for _, row in rows.kept if row.pk is None)
    if changed:
        MODELS[kind]._default_manager.bulk_update(changed, sorted(fields))
    return {getattr(part, KEYS[kind]): row for part, row in rows.kept}


def _store_entries(
    framework: Framework,
    definitions: Definitions,
    kind: Kind,
    model: type[models.Model],
    after: Mapping[Key, models.Model],
) -> None:
    entries = getattr(definitions.crosswalk, kind)
    if not entries:
        return
    years = MODELS[kind]._default_manager.filter(framework__fiscal_year=framework.fiscal_year - 1)
    before = {getattr(row, KEYS[kind]): row for row in years}
    model._default_manager.bulk_create(
        model(
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


def _store_own(framework: Framework, definitions: Definitions) -> None:
    for name in OWN:
        setattr(framework, name, getattr(definitions, name))
    framework.total_comparable = definitions.crosswalk.total_comparable
    framework.total_reason = definitions.crosswalk.total_reason
    framework.save(update_fields=[*OWN, "total_comparable", "total_reason"])


def _follow_written(framework: Framework, renamed: Renamed) -> None:
    """Let the kept spelling of scores follow the new keys of their parts (see `Assessment.written`)."""
    written: dict[Kind, str] = {"indicators": "score", "items": "item"}
    keys = {
        f"{name}:{old}": f"{name}:{new}"
        for kind, name in written.items()
        for old, new in renamed.get(kind, {}).items()
    }
    if not keys:
        return
    years = list(framework.assessments.exclude(written={}))
    for year in years:
        year.written = {keys.get(key, key): text for key, text in year.written.items()}
    save_rows(years, ["written"])
