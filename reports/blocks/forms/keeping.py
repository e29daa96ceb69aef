"""Forms over stored JSON that give back exactly what is stored wherever the user changed nothing."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.editing.fields import ThaiTextField


def to_lines(text: str) -> list[str]:
    """Return the paragraphs of a textarea: a line each, blank lines left out."""
    return [line for line in text.split("\n") if line.strip()]


def from_lines(lines: list[str]) -> str:
    return "\n".join(lines)


def text_field(label: str, rows: int = 1, **options) -> ThaiTextField:
    """Return an optional textarea field of the given height."""
    field = ThaiTextField(label=label, required=False, **options)
    field.widget.attrs["rows"] = rows
    return field


def row_keys(kinds: Iterable[object]) -> list[str]:
    """Name rows by what they are and the how-many-th of its kind, never by their place: 1-IIT, 1-OIT, 2-IIT."""
    seen: Counter = Counter()
    keys = []
    for kind in kinds:
        seen[kind] += 1
        keys.append(f"{seen[kind]}-{kind}")
    return keys


class KeepingForm(forms.Form):
    """A form whose fields show stored values as text; a field that was not touched keeps its stored value.

    What a field shows may say less than what is stored (a line break inside a paragraph, trailing blanks):
    reading it back would lose that, so it is only read back after a change.
    """

    def posted_keys(self, *names: str) -> list[str]:
        """Return the keys of the rows for which the page posts something, among them rows no longer stored."""
        posted = (name.partition("-") for name, text in self.data.items() if str(text).strip())
        return list(dict.fromkeys(key for name, _, key in posted if name in names and key))

    def untouched(self, name: str) -> bool:
        """Tell whether a field of this valid form still says what it showed."""
        field = self.fields[name]
        try:
            shown = field.clean(field.prepare_value(self.get_initial_for_field(field, name)))
        except ValidationError:
            return False
        return self.cleaned_data[name] == shown

    def kept(self, name: str, stored: Any, read: Callable[[Any], Any] = lambda value: value) -> Any:
        """Return the stored value of an untouched field, else what `read` makes of what was typed."""
        return stored if self.untouched(name) else read(self.cleaned_data[name])
