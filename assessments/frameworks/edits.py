"""Changes to a year's definitions: value in, value out, with the crosswalk to the year before kept along.

Knows nothing of Django. `kind` names a field of `Definitions`; a key is what names a part there (`KEYS`). Every
function raises ValueError, in Thai, for a key that the year does not have or already has.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter

from assessments.scoring.crosswalk import CrosswalkEntry

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
    SubIndicatorPart,
)
from .validation import LINKED, NAMES, keys_of

MERGED, SPLIT = "รวมจากหลายส่วนของปีก่อน", "แยกเป็นหลายส่วน"
REGROUPED = "จัดใหม่จากหลายส่วนของปีก่อน"
ENTRIES: dict[Kind, type[EntryPart]] = {"indicators": IndicatorEntry, "items": ItemEntry}
# What names a part of a kind elsewhere in the year: (kind, field).
CHILDREN: dict[Kind, tuple[tuple[Kind, str], ...]] = {
    "instruments": (("indicators", "instrument"),),
    "indicators": (("sub_indicators", "indicator"), ("items", "indicator")),
    "sub_indicators": (("items", "sub_indicator"),),
}


def add(
    definitions: Definitions, kind: Kind, part: DefinitionPart, *, after: Key | None = None
) -> Definitions:
    """Return the year with one more part, behind the part `after` or at the end; an indicator or item is "new"."""
    parts = list(getattr(definitions, kind))
    place = len(parts) if after is None else _place(definitions, kind, after) + 1
    parts.insert(place, part)
    return _new(_with(definitions, kind, parts), kind, _key(kind, part))


def change(definitions: Definitions, kind: Kind, key: Key, part: DefinitionPart) -> Definitions:
    """Return the year with another text, weight or parent for a part; its key must stay (see `renumber`).

    Items under a sub-indicator that goes to another indicator go along.
    """
    if _key(kind, part) != key:
        raise ValueError(f"{NAMES[kind]} {key} เปลี่ยนเลขหรือรหัสที่นี่ไม่ได้ ให้ใช้การเปลี่ยนรหัส")
    parts = list(getattr(definitions, kind))
    parts[_place(definitions, kind, key)] = part
    changed = _with(definitions, kind, parts)
    if not isinstance(part, SubIndicatorPart):
        return changed
    moved = {"indicator": part.indicator}
    items = [item.model_copy(update=moved) if item.sub_indicator == key else item for item in changed.items]
    return _with(changed, "items", items)


def renumber(definitions: Definitions, kind: Kind, keys: Mapping[Key, Key]) -> Definitions:
    """Return the year with new keys (old → new), all at once, so that two may be swapped.

    Whatever names the parts follows: items, sub-indicators, the crosswalk, measures_item and results_item. Pass the
    same mapping to `save_definitions` as `renamed={kind: keys}`, so that scores stay with their part.
    """
    for key in keys:
        _place(definitions, kind, key)
    field = KEYS[kind]
    parts = [
        part.model_copy(update={field: keys.get(_key(kind, part), _key(kind, part))})
        for part in getattr(definitions, kind)
    ]
    return _follow(_with(definitions, kind, parts), kind, keys)


def closing_gaps(definitions: Definitions, kind: Kind) -> dict[Key, Key]:
    """Return the keys for `renumber` that number the parts through in their order.

    Indicators and areas 1, 2, 3…; codes O1, O2… for each leading letter by itself, 9.1, 9.2… under their indicator.
    Only keys that change are in it; a code without a number at its end stays.
    """
    found: dict[Key, Key] = {}
    last: dict[str, int] = {}
    for part in getattr(definitions, kind):
        key = _key(kind, part)
        match = re.fullmatch(r"(.*?)(\d+)", str(key))
        if match is None:
            continue
        prefix = f"{part.indicator}." if kind == "sub_indicators" else match[1]
        last[prefix] = last.get(prefix, 0) + 1
        text = f"{prefix}{last[prefix]}"
        found[key] = int(text) if isinstance(key, int) else text
    return {old: new for old, new in found.items() if old != new}


def move(definitions: Definitions, kind: Kind, key: Key, place: int) -> Definitions:
    """Return the year with a part at another place (from 0); indicators and areas always stand by number."""
    parts = list(getattr(definitions, kind))
    parts.insert(place, parts.pop(_place(definitions, kind, key)))
    return _with(definitions, kind, parts)


def retire(definitions: Definitions, kind: Kind, key: Key, *, reason: str = "") -> Definitions:
    """Return the year without a part and what belongs to it: an indicator's sub-indicators and items too.

    Items of a retired sub-indicator stay, under the indicator itself. An instrument with indicators is refused.
    """
    place = _place(definitions, kind, key)
    if kind == "instruments" and any(indicator.instrument == key for indicator in definitions.indicators):
        raise ValueError(f"เครื่องมือ {key} ยังมีตัวชี้วัด ให้ย้ายหรือยกเลิกตัวชี้วัดก่อน")
    if kind == "indicators":
        for child in ("items", "sub_indicators"):
            for part in getattr(definitions, child):
                if part.indicator == key:
                    definitions = retire(definitions, child, part.code, reason=reason)
    if kind == "sub_indicators":
        definitions = _follow(definitions, kind, {key: None})
    parts = [part for each, part in enumerate(getattr(definitions, kind)) if each != place]
    return _dropped(_with(definitions, kind, parts), kind, {key}, reason)


def merge(
    definitions: Definitions,
    kind: Kind,
    keys: Sequence[Key],
    part: DefinitionPart,
    *,
    comparable: bool = False,
    reason: str = "",
) -> Definitions:
    """Return the year with `part` in the place of several parts of one kind; it may have the key of one of them.

    What belonged to the parts belongs to the new one. Not comparable unless said so.
    """
    keys = list(dict.fromkeys(keys))
    if len(keys) < 2:
        raise ValueError(f"เลือก{NAMES[kind].removesuffix('ที่')}ที่จะรวมอย่างน้อยสองส่วน")
    first = min(_place(definitions, kind, key) for key in keys)
    parts = [
        part if place == first else old
        for place, old in enumerate(getattr(definitions, kind))
        if place == first or _key(kind, old) not in keys
    ]
    new = _key(kind, part)
    merged = _follow(_with(definitions, kind, parts), kind, dict.fromkeys(keys, new), entries=False)
    return _regrouped(merged, kind, keys, [new], comparable, reason)


def split(
    definitions: Definitions,
    kind: Kind,
    key: Key,
    parts: Sequence[DefinitionPart],
    *,
    comparable: bool = False,
    reason: str = "",
) -> Definitions:
    """Return the year with several parts in the place of one; one of them may keep its key.

    What belonged to the part goes to the one that keeps its key, else to the first. Not comparable unless said so.
    """
    if len(parts) < 2:
        raise ValueError(f"กำหนดส่วนที่แยกจาก{NAMES[kind]} {key} อย่างน้อยสองส่วน")
    place = _place(definitions, kind, key)
    old = list(getattr(definitions, kind))
    found = _with(definitions, kind, [*old[:place], *parts, *old[place + 1 :]])
    new = [_key(kind, part) for part in parts]
    if key not in new:
        found = _follow(found, kind, {key: new[0]}, entries=False)
    return _regrouped(found, kind, [key], new, comparable, reason)


def relate(
    definitions: Definitions,
    kind: Kind,
    before: Sequence[Key],
    after: Sequence[Key],
    *,
    comparable: bool,
    reason: str = "",
) -> Definitions:
    """Return the year with one crosswalk entry for these indicators or items (of the year before, of this year).

    Parts that shared an entry with them and are not named become "retired" and "new".
    """
    for key in after:
        _place(definitions, kind, key)
    entries, place = [], None
    for entry in getattr(definitions.crosswalk, kind):
        left = CrosswalkEntry(
            tuple(key for key in entry.before if key not in before),
            tuple(key for key in entry.after if key not in after),
            entry.comparable,
            entry.reason,
        )
        if (left.before, left.after) == (entry.before, entry.after):
            entries.append(entry)
            continue
        place = len(entries) if place is None else place
        entries += [ENTRIES[kind](before=(key,), after=(), comparable=False) for key in left.before]
        entries += [ENTRIES[kind](before=(), after=(key,), comparable=False) for key in left.after]
    new = ENTRIES[kind](before=tuple(before), after=tuple(after), comparable=comparable, reason=reason)
    if before or after:
        entries.insert(len(entries) if place is None else place, new)
    return _walk(definitions, kind, entries)


def next_year(definitions: Definitions) -> Definitions:
    """Return the same definitions for the fiscal year after, everything the same as before and comparable."""
    indicators, items = keys_of(definitions, "indicators"), keys_of(definitions, "items")
    crosswalk = CrosswalkPart(
        indicators=tuple(IndicatorEntry(before=(key,), after=(key,), comparable=True) for key in indicators),
        items=tuple(ItemEntry(before=(key,), after=(key,), comparable=True) for key in items),
    )
    return definitions.model_copy(update={"fiscal_year": definitions.fiscal_year + 1, "crosswalk": crosswalk})


# ---- Parts


def _key(kind: Kind, part: DefinitionPart) -> Key:
    key: Key = getattr(part, KEYS[kind])
    return key


def _place(definitions: Definitions, kind: Kind, key: Key) -> int:
    keys = keys_of(definitions, kind)
    if key not in keys:
        raise ValueError(f"ปี {definitions.fiscal_year} ไม่มี{NAMES[kind]} {key}")
    return keys.index(key)


def _with(definitions: Definitions, kind: Kind, parts: Iterable[DefinitionPart]) -> Definitions:
    """Return the year with these parts, in the order that the kind demands; refuse a key that stands twice."""
    parts = list(parts)
    keys = [_key(kind, part) for part in parts]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"ปี {definitions.fiscal_year} มี{NAMES[kind]} {key} อยู่แล้ว")
    if KEYS[kind] == "number":
        parts.sort(key=attrgetter("number"))
    return definitions.model_copy(update={kind: tuple(parts)})


def _follow(
    definitions: Definitions, kind: Kind, keys: Mapping[Key, Key | None], *, entries: bool = True
) -> Definitions:
    """Return the year where all that names one of the keys names what it became."""
    for child, field in CHILDREN.get(kind, ()):
        parts = [
            part.model_copy(update={field: keys.get(getattr(part, field), getattr(part, field))})
            for part in getattr(definitions, child)
        ]
        definitions = _with(definitions, child, parts)
    if kind == "items":
        named = {field: getattr(definitions, field) for field in ("measures_item", "results_item")}
        definitions = definitions.model_copy(
            update={field: keys.get(code, code) for field, code in named.items()}
        )
    if kind not in LINKED or not entries:
        return definitions
    return _mapped(definitions, kind, lambda key: keys.get(key, key))


# ---- Crosswalk


def _walk(definitions: Definitions, kind: Kind, entries: Iterable[DefinitionPart]) -> Definitions:
    crosswalk = definitions.crosswalk.model_copy(update={kind: tuple(entries)})
    return definitions.model_copy(update={"crosswalk": crosswalk})


def _mapped(definitions: Definitions, kind: Kind, new: Callable[[Key], Key | None]) -> Definitions:
    return _walk(
        definitions,
        kind,
        (
            entry.model_copy(update={"after": tuple(new(key) for key in entry.after)})
            for entry in getattr(definitions.crosswalk, kind)
        ),
    )


def _new(definitions: Definitions, kind: Kind, key: Key) -> Definitions:
    """Tell that a part is new, unless nobody has said anything yet about parts of its kind."""
    if kind not in LINKED or not (entries := getattr(definitions.crosswalk, kind)):
        return definitions
    return _walk(definitions, kind, [*entries, ENTRIES[kind](before=(), after=(key,), comparable=False)])


def _dropped(definitions: Definitions, kind: Kind, keys: set[Key], reason: str) -> Definitions:
    """Tell that parts are no more: what they came from is retired, unless other parts come from it too."""
    if kind == "items":
        for field in ("measures_item", "results_item"):
            if getattr(definitions, field) in keys:
                definitions = definitions.model_copy(update={field: ""})
    if kind not in LINKED:
        return definitions
    entries = []
    for entry in getattr(definitions.crosswalk, kind):
        after = tuple(key for key in entry.after if key not in keys)
        if after == entry.after:
            entries.append(entry)
        elif after:
            entries.append(entry.model_copy(update={"after": after}))
        else:
            entries += [
                ENTRIES[kind](before=(key,), after=(), comparable=False, reason=reason)
                for key in entry.before
            ]
    return _walk(definitions, kind, entries)


def _regrouped(
    definitions: Definitions,
    kind: Kind,
    old: Sequence[Key],
    new: Sequence[Key],
    comparable: bool,
    reason: str,
) -> Definitions:
    """Give the new parts one entry, with all that the old ones came from."""
    if kind not in LINKED:
        return definitions
    entries = getattr(definitions.crosswalk, kind)
    touched = [entry for entry in entries if set(entry.after) & set(old)]
    if not touched:
        return definitions
    before = tuple(key for entry in touched for key in entry.before)
    others = [key for entry in touched for key in entry.after if key not in old]
    after = tuple(dict.fromkeys([*others, *new]))
    if not before:
        fresh = [ENTRIES[kind](before=(), after=(key,), comparable=False) for key in after]
    else:
        relation = MERGED if len(after) == 1 else SPLIT if len(before) == 1 else REGROUPED
        shown = reason or ("" if comparable else relation)
        fresh = [ENTRIES[kind](before=before, after=after, comparable=comparable, reason=shown)]
    place = entries.index(touched[0])
    rest = [entry for entry in entries if entry not in touched]
    return _walk(definitions, kind, [*rest[:place], *fresh, *rest[place:]])
