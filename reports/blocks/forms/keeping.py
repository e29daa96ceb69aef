"""Forms over stored JSON that give back exactly what is stored wherever the user changed nothing."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.editing.fields import PrintedText, ThaiDateField
from reports.documents.widths import LEAST


class LinesField(PrintedText):
    """Paragraphs, a line each; blank lines are left out."""

    def to_python(self, value):
        return [line for line in super().to_python(value).split("\n") if line.strip()]

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value


class IsoDateField(ThaiDateField):
    """A day that is kept as ISO text, "" for none; what it shows at first is `day_of` that text."""

    def to_python(self, value):
        day = super().to_python(value)
        return day.isoformat() if day else ""


class WidthField(forms.IntegerField):
    """A width in per cent; empty, which is kept as 0, for one that the portal fits."""

    default_error_messages = {
        "invalid": "กรอกความกว้างเป็นจำนวนเต็ม เช่น 25 หรือเว้นว่างเพื่อให้ระบบจัด",
        "min_value": f"คอลัมน์หนึ่งกว้างอย่างน้อยร้อยละ {LEAST}",
        "max_value": "คอลัมน์หนึ่งกว้างได้ไม่เกินร้อยละ 100",
    }

    def __init__(self, **options):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 4})
        super().__init__(required=False, max_value=100, min_value=LEAST, widget=widget, **options)

    def to_python(self, value):
        return super().to_python("" if value == 0 else value)

    def clean(self, value):
        return super().clean(value) or 0

    def prepare_value(self, value):
        return value or ""


def day_of(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


def text_field(label: str, rows: int = 1, *, kind: type[PrintedText] = PrintedText, **options) -> PrintedText:
    """Return an optional textarea field of the given height."""
    field = kind(label=label, required=False, **options)
    field.widget.attrs["rows"] = rows
    return field


def keyed_rows(rows: list[dict], kind: str) -> dict[str, dict]:
    """Name rows by what they are and the how-many-th of its kind, never by their place: 1-IIT, 1-OIT, 2-IIT."""
    seen: Counter = Counter()
    keyed = {}
    for row in rows:
        seen[row[kind]] += 1
        keyed[f"{seen[row[kind]]}-{row[kind]}"] = row
    return keyed


class KeepingForm(forms.Form):
    """A form whose fields show stored values as text; a field that was not touched keeps its stored value.

    What a field shows may say less than what is stored (a line break inside a paragraph, trailing blanks):
    reading it back would lose that, so it is only read back after a change.
    """

    def posted_keys(self, *names: str) -> list[str]:
        """Return the keys of the rows for which the page posts something, among them rows no longer stored."""
        posted = (name.partition("-") for name, text in self.data.items() if str(text).strip())
        return list(dict.fromkeys(key for name, _, key in posted if name in names and key))

    def further_rows(
        self, known: Collection[str], first: Iterable[object], pattern: str, *names: str
    ) -> Iterator[tuple[str, str]]:
        """Give key and kind of rows beyond those known: the first of each kind, and what the page posts."""
        for key in dict.fromkeys([*(f"1-{kind}" for kind in first), *self.posted_keys(*names)]):
            if key not in known and (named := re.fullmatch(rf"[1-9][0-9]?-({pattern})", key)):
                yield key, named[1]

    def untouched(self, name: str) -> bool:
        """Tell whether a field of this valid form still says what it showed."""
        field = self.fields[name]
        try:
            shown = field.clean(field.prepare_value(self.get_initial_for_field(field, name)))
        except ValidationError:
            return False
        return self.cleaned_data[name] == shown

    def kept(self, name: str, stored: Any) -> Any:
        """Return the stored value of an untouched field, else what was typed."""
        return stored if self.untouched(name) else self.cleaned_data[name]

    def typed_rows(self, table: Iterable[tuple[str, bool, dict]], *names: str) -> list[dict]:
        """Return rows, given as (key, is stored, row), as they were typed; new or emptied ones that say nothing go."""
        rows = []
        for key, is_stored, row in table:
            typed = {name: self.kept(f"{name}-{key}", row[name]) for name in names}
            if any(typed.values()) or (is_stored and all(self.untouched(f"{name}-{key}") for name in names)):
                rows.append({**row, **typed})
        return rows

    def kept_fields(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of the fields that have the names of stored ones."""
        return {name: self.kept(name, stored[name]) for name in self.fields if name in stored}
