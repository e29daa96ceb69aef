"""Changes to a year's definitions: value in, value out, with the crosswalk to the year before kept along.

Knows nothing of Django. `kind` names a field of `Definitions`; a key is what names a part there (`KEYS`). Every function
raises ValueError, in Thai, for a key that the year does not have or already has.
"""

from collections.abc import Mapping, Sequence

from .definitions import Definitions, Kind, Part

Key = int | str


def add(definitions: Definitions, kind: Kind, part: Part, *, after: Key | None = None) -> Definitions:
    """Return the year with one more part, behind the part `after` or at the end; an indicator or item is "new"."""
    raise NotImplementedError


def change(definitions: Definitions, kind: Kind, key: Key, part: Part) -> Definitions:
    """Return the year with another text, weight or parent for a part; its key must stay (see `renumber`)."""
    raise NotImplementedError


def renumber(definitions: Definitions, kind: Kind, keys: Mapping[Key, Key]) -> Definitions:
    """Return the year with new keys (old → new), all at once, so that two may be swapped.

    Whatever names the parts follows: items, sub-indicators, the crosswalk, measures_item and results_item. Pass the
    same mapping to `save_definitions` as `renamed={kind: keys}`, so that scores stay with their part.
    """
    raise NotImplementedError


def closing_gaps(definitions: Definitions, kind: Kind) -> dict[Key, Key]:
    """Return the keys for `renumber` that number the parts through in their order.

    Indicators and areas 1, 2, 3…; codes O1, O2… for each leading letter by itself, 9.1, 9.2… under their indicator.
    Only keys that change are in it.
    """
    raise NotImplementedError


def move(definitions: Definitions, kind: Kind, key: Key, place: int) -> Definitions:
    """Return the year with a part at another place (from 0) in the printed order."""
    raise NotImplementedError


def retire(definitions: Definitions, kind: Kind, key: Key, *, reason: str = "") -> Definitions:
    """Return the year without a part and what belongs to it: an indicator's sub-indicators and items too.

    Items of a retired sub-indicator stay, under the indicator itself. An instrument with indicators is refused.
    """
    raise NotImplementedError


def merge(
    definitions: Definitions,
    kind: Kind,
    keys: Sequence[Key],
    part: Part,
    *,
    comparable: bool = False,
    reason: str = "",
) -> Definitions:
    """Return the year with `part` in the place of several parts of one kind; it may have the key of one of them.

    What belonged to the parts belongs to the new one. Not comparable unless said so.
    """
    raise NotImplementedError


def split(
    definitions: Definitions,
    kind: Kind,
    key: Key,
    parts: Sequence[Part],
    *,
    comparable: bool = False,
    reason: str = "",
) -> Definitions:
    """Return the year with several parts in the place of one; one of them may keep its key.

    What belonged to the part goes to the one that keeps its key, else to the first. Not comparable unless said so.
    """
    raise NotImplementedError


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
    raise NotImplementedError


def next_year(definitions: Definitions) -> Definitions:
    """Return the same definitions for the fiscal year after, everything the same as before and comparable."""
    raise NotImplementedError
