"""What the tests of the framework screens share."""

import re

from tests.reports.page_forms import form_data


def post(client, path: str, change: dict | None = None, drop=()):
    """Open a page and post its form as it stands, with changes and without the fields of `drop`."""
    data = form_data(client.get(path)) | (change or {})
    return client.post(path, {name: value for name, value in data.items() if name not in drop})


def faults(response) -> list[tuple[str, str]]:
    """Return what a refused page says on top: label and message."""
    return [(label, message) for _, label, message in response.context["faults"]]


def ids(response) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', response.content.decode()))


def entries(definitions, kind: str) -> list[tuple]:
    """Return the crosswalk's entries that are not plainly the same as before."""
    pairs = [(pair.before, pair.after, pair.comparable, pair.reason) for pair in getattr(definitions.crosswalk, kind)]
    return [entry for entry in pairs if entry[0] != entry[1] or not entry[2] or entry[3]]


def judged(definitions, kind: str, key, *, reason: str):
    """Return the year in which a part does not compare with what it came from."""
    entries = [
        entry.model_copy(update={"comparable": False, "reason": reason}) if key in entry.after else entry
        for entry in definitions.entries(kind)
    ]
    return definitions.with_entries(kind, entries)
