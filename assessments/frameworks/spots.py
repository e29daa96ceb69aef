"""Where a problem of a year's definitions can be mended."""

from django.urls import reverse

from assessments.frameworks.definitions import ENTRIES, KEYS, Definitions
from assessments.frameworks.forms.tables import token

PLACED = {"indicator": "place", "sub_indicator": "place"}  # fields that the page of the items shows as one


def spot(definitions: Definitions, path: tuple) -> str:
    """Return the address of the form field that a problem's path leads to, or of the page with it."""
    year, kind = definitions.fiscal_year, path[0]
    if kind == "crosswalk":
        return reverse("framework_crosswalk_edit", args=[year]) + _in_crosswalk(definitions, path[1:])
    if kind not in KEYS:
        return reverse("framework_edit", args=[year, "basics"]) + f"#id_{kind}"
    if kind in ("sub_indicators", "items"):
        if len(path) < 2:
            return reverse("framework", args=[year]) + "#indicators"
        number = definitions.parts(kind)[path[1]].indicator
        return reverse("framework_items", args=[year, number]) + _field(definitions, path)
    return reverse("framework_edit", args=[year, kind]) + _field(definitions, path)


def _field(definitions: Definitions, path: tuple) -> str:
    if len(path) < 3:
        return ""
    kind, place, field = path[:3]
    field = PLACED.get(field, field) if kind == "items" else field
    return f"#id_{kind}-{token(definitions.keys_of(kind)[place])}-{field}"


def _in_crosswalk(definitions: Definitions, path: tuple) -> str:
    if path[0] not in ENTRIES:
        return f"#id_{path[0]}"
    if len(path) < 3:
        return f"#{path[0]}"
    kind, place, field = path[:3]
    entry = definitions.entries(kind)[place]
    if entry.after:
        return f"#id_{kind}-{token(entry.after[0])}-{'before' if field == 'after' else field}"
    return f"#id_{kind}-retired_{token(entry.before[0])}-reason" if entry.before else f"#{kind}"
