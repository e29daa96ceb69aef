"""Changes to a year's definitions: value in, value out, with the crosswalk to the year before kept along.

Knows nothing of Django. `kind` names a field of `Definitions`; a key is what names a part there (`KEYS`). A key that
the year does not have, or already has, is a ValueError in Thai.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .definitions import ENTRIES, REFERENCES, UNKNOWN_TITLE, CrosswalkPart, Definitions, EntryPart, Key, KeyedPart, Kind
from .labels import CALLED

MERGED, SPLIT = "รวมจากหลายส่วนของปีก่อน", "แยกเป็นหลายส่วน"
REGROUPED = "จัดใหม่จากหลายส่วนของปีก่อน"


def lay(definitions: Definitions, kind: Kind, parts: Sequence[KeyedPart]) -> Definitions:
    """Return the year with these parts as they are here and in this order; parts that are not among them stay.

    Those that the year has share the places that they hold together; a new one stands behind the one before it, the
    first at the end. A new part of the crosswalk's kinds is "new", unless nobody has said anything yet about its kind.
    """
    stored = definitions.by_key(kind)
    order, last = list(stored), None
    for part in parts:
        if part.key not in stored:
            order.insert(len(order) if last is None else order.index(last) + 1, part.key)
        last = part.key
    laid, following = {part.key for part in parts}, iter(parts)
    changed = _with(definitions, kind, (next(following) if key in laid else stored[key] for key in order))
    if not (entries := definitions.entries(kind)):
        return changed
    new = [_entry(kind, (), (part.key,)) for part in parts if part.key not in stored]
    return changed.with_entries(kind, [*entries, *new])


def renumber(definitions: Definitions, kind: Kind, keys: Mapping[Key, Key]) -> Definitions:
    """Return the year with new keys (old → new), all at once, so that two may be swapped.

    Whatever names the parts follows: items, sub-indicators, the crosswalk, measures_item and results_item. Pass the
    same mapping to `save_definitions` as `renamed={kind: keys}`, so that scores stay with their part.
    """
    for key in keys:
        _place(definitions, kind, key)
    parts = [_renamed(part, part.KEY, keys) for part in definitions.parts(kind)]
    entries = [
        entry.model_copy(update={"after": tuple(keys.get(key, key) for key in entry.after)})
        for entry in definitions.entries(kind)
    ]
    return _follow(_with(definitions, kind, parts), kind, keys).with_entries(kind, entries)


def closing_gaps(definitions: Definitions, kind: Kind) -> dict[Key, Key]:
    """Return the keys for `renumber` that number the parts through in their order.

    Indicators and areas 1, 2, 3…; codes O1, O2… for each leading letter by itself, 9.1, 9.2… under their indicator.
    Only keys that change are in it; a code without a number at its end stays.
    """
    new: dict[Key, Key] = {}
    last: dict[str, int] = {}
    for part in definitions.parts(kind):
        match = re.fullmatch(r"(.*?)(\d+)", str(part.key))
        if match is None:
            continue
        prefix = f"{part.indicator}." if kind == "sub_indicators" else match[1]
        last[prefix] = last.get(prefix, 0) + 1
        text = f"{prefix}{last[prefix]}"
        new[part.key] = int(text) if isinstance(part.key, int) else text
    return {old: key for old, key in new.items() if old != key}


def unnumbered(definitions: Definitions, kind: Kind) -> list[Key]:
    """Return the keys that `closing_gaps` leaves as they are because they do not end in a number."""
    return [key for key in definitions.keys_of(kind) if not re.search(r"\d$", str(key))]


def retire(definitions: Definitions, kind: Kind, key: Key, *, reason: str = "") -> Definitions:
    """Return the year without a part and what belongs to it: an indicator's sub-indicators and items too.

    Items of a retired sub-indicator stay, under the indicator itself. An instrument with indicators is refused.
    What the part came from is retired, unless other parts come from it too.
    """
    _place(definitions, kind, key)
    if kind == "instruments" and any(indicator.instrument == key for indicator in definitions.indicators):
        raise ValueError(f"เครื่องมือ {key} ยังมีตัวชี้วัด ให้ย้ายหรือยกเลิกตัวชี้วัดก่อน")
    if kind == "indicators":
        for child in ("sub_indicators", "items"):
            for part in definitions.parts(child):
                if part.indicator == key:
                    definitions = retire(definitions, child, part.key, reason=reason)
    entries: list[EntryPart] = []
    for entry in definitions.entries(kind):
        after = tuple(other for other in entry.after if other != key)
        if after or key not in entry.after:
            entries.append(entry.model_copy(update={"after": after}))
        else:
            entries += [_entry(kind, (before,), (), reason=reason) for before in entry.before]
    parts = [part for part in definitions.parts(kind) if part.key != key]
    return _follow(_with(definitions, kind, parts), kind, {key: None}).with_entries(kind, entries)


def regroup(
    definitions: Definitions,
    kind: Kind,
    keys: Sequence[Key],
    parts: Sequence[KeyedPart],
    *,
    comparable: bool = False,
    reason: str = "",
) -> Definitions:
    """Return the year with parts in the place of others: several merged into one, one split, which may keep its key.

    What belonged to a part belongs to the one that keeps its key, else to the first. The new parts share one entry
    with all that the old ones came from, not comparable unless said so.
    """
    first = min(_place(definitions, kind, key) for key in keys)
    stored, new = definitions.parts(kind), [part.key for part in parts]
    kept = [part for part in stored[first:] if part.key not in keys]
    changed = _with(definitions, kind, [*stored[:first], *parts, *kept])
    changed = _follow(changed, kind, {key: new[0] for key in keys if key not in new})
    entries = definitions.entries(kind)
    touched = [entry for entry in entries if set(entry.after) & set(keys)]
    if not touched:
        return changed
    before = tuple(key for entry in touched for key in entry.before)
    others = [key for entry in touched for key in entry.after if key not in keys]
    after = tuple(dict.fromkeys([*others, *new]))
    if before:
        relation = MERGED if len(after) == 1 else SPLIT if len(before) == 1 else REGROUPED
        shown = reason or ("" if comparable else relation)
        fresh = [_entry(kind, before, after, comparable=comparable, reason=shown)]
    else:
        fresh = [_entry(kind, (), (key,)) for key in after]
    place = entries.index(touched[0])
    rest = [entry for entry in entries if entry not in touched]
    return changed.with_entries(kind, [*rest[:place], *fresh, *rest[place:]])


def next_year(definitions: Definitions) -> Definitions:
    """Return the same definitions for the fiscal year after, everything the same as before and comparable."""
    return in_year(definitions, definitions.fiscal_year + 1, definitions)


def in_year(definitions: Definitions, fiscal_year: int, before: Definitions | None) -> Definitions:
    """Return the definitions as those of another year; what is called as in the year before it compares with that.

    Of indicators that is said only where all are called so: a crosswalk tells of all of them or of none.
    """
    year = definitions.model_copy(update={"fiscal_year": fiscal_year, "crosswalk": CrosswalkPart()})
    if before is None:
        return year
    for kind in ENTRIES:
        called = {part.key: part.called for part in before.parts(kind)}
        if before is not definitions:  # an unknown title tells nothing, but a copy is of the same item
            called = {key: name for key, name in called.items() if name != UNKNOWN_TITLE}
        same = [part.key for part in year.parts(kind) if called.get(part.key) == part.called]
        if kind == "items" or len(same) == len(called) == len(year.parts(kind)):
            year = year.with_entries(kind, [_entry(kind, (key,), (key,), comparable=True) for key in same])
    return year


def _entry(
    kind: Kind, before: tuple[Key, ...], after: tuple[Key, ...], *, comparable: bool = False, reason: str = ""
) -> EntryPart:
    return ENTRIES[kind](before=before, after=after, comparable=comparable, reason=reason)


def _renamed(part: KeyedPart, field: str, keys: Mapping[Key, Key | None]) -> KeyedPart:
    key = getattr(part, field)
    return part.model_copy(update={field: keys.get(key, key)})


def _place(definitions: Definitions, kind: Kind, key: Key) -> int:
    keys = definitions.keys_of(kind)
    if key not in keys:
        raise ValueError(f"ปี {definitions.fiscal_year} ไม่มี{CALLED[kind]} {key}")
    return keys.index(key)


def _with(definitions: Definitions, kind: Kind, parts: Iterable[Any]) -> Definitions:
    """Return the year with these parts, in the order that the kind demands; refuse a key that stands twice."""
    parts = list(parts)
    keys = [part.key for part in parts]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"ปี {definitions.fiscal_year} มี{CALLED[kind]} {key} อยู่แล้ว")
    if kind in ("indicators", "areas"):
        parts.sort(key=lambda part: part.key)
    elif kind == "levels":
        parts.sort(key=lambda part: part.bars, reverse=True)
    return definitions.with_parts(kind, parts)


def _follow(definitions: Definitions, kind: Kind, keys: Mapping[Key, Key | None]) -> Definitions:
    """Return the year where all that names one of the keys names what it became, None for nothing."""
    for child, field, parent in REFERENCES:
        if parent == kind:
            definitions = definitions.with_parts(
                child, (_renamed(part, field, keys) for part in definitions.parts(child))
            )
    if kind != "items":
        return definitions
    named = {field: getattr(definitions, field) for field in ("measures_item", "results_item")}
    return definitions.model_copy(update={field: keys.get(code, code) or "" for field, code in named.items()})
