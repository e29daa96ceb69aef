"""Saves that know what their form showed: nobody overwrites unseen what was stored in the meantime."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

SHOWN = "shown"  # the hidden field of templates/_shown.html
EMPTY = "(เว้นว่าง)"


@dataclass(frozen=True)
class Difference:
    """A field that says something else than what is stored now; `anchor` is "" where the page lacks the field."""

    label: str
    anchor: str
    stored: str


class Guard:
    """The forms of a page, and whether the page still showed what is stored when it was posted.

    `make(data)` returns the page's forms over what is stored, bound to `data`, or as a fresh page shows them
    for None. What it reads must be locked until the save (`assessments.editing.saving.atomic_post`). A page posts the
    digest of what it showed; another digest, or none, is a conflict wherever the typed texts also differ from
    what is stored: posting the same twice is none. The answer to a conflict keeps what was typed, shows what
    is stored beside it and carries the new digest, so that saving again overwrites knowingly.
    A page that adds something has nothing to overwrite: `is_new`.
    """

    def __init__(self, data, make: Callable[[object], list], *, is_new: bool = False):
        fresh = make(None)
        self.is_bound = data is not None
        self.forms = make(data) if self.is_bound else fresh
        stored = {bound.html_name: bound for bound in _bound_fields(fresh)}
        self.digest = _digest({name: _text(bound) for name, bound in stored.items()})
        stale = self.is_bound and not is_new and data.get(SHOWN) != self.digest
        self.differences = list(self._compare(stored)) if stale else []

    @property
    def conflict(self) -> bool:
        return bool(self.differences)

    @property
    def may_save(self) -> bool:
        valid = self.is_bound and all([form.is_valid() for form in self.forms])
        return valid and not self.conflict

    @property
    def status(self) -> int:
        """The HTTP status of the page as it stands: what could be saved has been answered otherwise."""
        if self.conflict:
            return 409
        return 422 if self.is_bound and not self.may_save else 200

    def _compare(self, stored: dict[str, forms.BoundField]) -> Iterator[Difference]:
        typed = {bound.html_name: bound for bound in _bound_fields(self.forms)}
        for name, bound in stored.items():
            mine = typed.pop(name, None)
            if mine is None and _text(bound):
                yield Difference(bound.label, "", _display(bound))
            elif mine is not None and not _same(mine, bound):
                mine.field.stored_now = _display(bound)  # templates/_stored_now.html
                yield Difference(mine.label, mine.id_for_label, mine.field.stored_now)
        for mine in typed.values():
            if _text(mine):
                mine.field.stored_now = EMPTY
                yield Difference(mine.label, mine.id_for_label, EMPTY)


def _bound_fields(parts: Iterable) -> Iterator[forms.BoundField]:
    """Go through the fields of forms and formsets."""
    for part in parts:
        for form in part.forms if isinstance(part, forms.BaseFormSet) else [part]:
            yield from form


def _text(bound: forms.BoundField) -> str:
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return "on" if value else ""
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")


def _same(mine: forms.BoundField, stored: forms.BoundField) -> bool:
    """Tell whether two fields mean the same, however it is written."""
    if _text(mine) == _text(stored):
        return True
    try:
        return mine.field.clean(mine.value()) == stored.field.clean(stored.value())
    except ValidationError:
        return False


def _display(bound: forms.BoundField) -> str:
    text = _text(bound)
    if isinstance(bound.field, forms.BooleanField):
        return "เลือกไว้" if text else "ไม่ได้เลือก"
    choices = getattr(bound.field, "choices", ())
    if isinstance(bound.value(), (list, tuple)):
        chosen = {str(each) for each in bound.value()}
        return ", ".join(str(label) for key, label in choices if str(key) in chosen) or EMPTY
    return next((str(label) for key, label in choices if str(key) == text), text) or EMPTY


def _digest(texts: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()
