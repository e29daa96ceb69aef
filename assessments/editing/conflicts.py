"""Edit conflicts: nobody overwrites unseen what somebody else has stored since the page was shown.

One rule, `overwrites`, asked of a whole page (`Guard`), of each field of a form (`FieldByFieldForm`) or of one text.
What is stored is read under the lock that holds it until the save. What a page showed it posts back: each text
itself, or a `fingerprint` of all it showed.
"""

import hashlib
import json
import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

SHOWN = "shown"  # the hidden field of templates/_shown.html
EMPTY = "(เว้นว่าง)"
UNTICKED_TICKED = [("", "ไม่ได้เลือก"), ("on", "เลือกไว้")]
PREVIEW_DIFFERS = "ผลที่จะบันทึกต่างจากตัวอย่างที่ท่านเห็น ตรวจตัวอย่างใหม่ด้านล่างแล้วกดยืนยันอีกครั้ง"


class Conflict(ValidationError):
    """Somebody else has stored another text since; `stored` is what is there now."""

    def __init__(self, stored: str):
        super().__init__("มีผู้อื่นแก้ไขช่องนี้ระหว่างที่ท่านกรอก ให้เลือกว่าจะใช้ข้อความใด", code="conflict")
        self.stored = stored


def overwrites(stored: Any, *, shown: Any, typed: Any, differ: Callable[[Any, Any], bool] = operator.ne) -> bool:
    """Tell whether storing `typed` wipes out unseen what was stored since; posting the same twice does not."""
    return differ(stored, shown) and differ(stored, typed)


def fingerprint(shown: Any) -> str:
    """Return what stands for a JSON value that was shown: another one means that it would be shown otherwise now."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True)
class Difference:
    """A field beside what is stored of it now; `anchor` leads to it where it says something else."""

    label: str
    anchor: str
    stored: str


class Guard:
    """The forms of a page, and whether the page still showed what is stored when it was posted.

    `make(data)` returns the page's forms over what is stored, bound to `data`, or as a fresh page shows them
    for None. A page posts the fingerprint of what it showed; another one, or none, is a conflict wherever the
    typed texts also differ from what is stored. The answer to a conflict keeps what was typed, shows what is
    stored beside it and carries the new fingerprint, so that saving again overwrites knowingly.
    A page that adds something has nothing to overwrite: `is_new`.
    """

    def __init__(self, data, make: Callable[[object], list], *, is_new: bool = False):
        fresh = make(None)
        self.is_bound = data is not None
        self.forms = make(data) if self.is_bound else fresh
        stored = {bound.html_name: bound for bound in _bound_fields(fresh)}
        self.fingerprint = fingerprint({name: _text(bound) for name, bound in stored.items()})
        stale = self.is_bound and not is_new and data.get(SHOWN) != self.fingerprint
        self.same: list[Difference] = []  # the other fields, so that a person sees the whole row
        self.differences = list(self._compare(stored)) if stale else []

    def stay_open(self, data) -> None:
        """Go on from what the page first showed: a button has only changed the page, nothing is stored."""
        self.fingerprint, self.differences = data.get(SHOWN), []

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
                yield Difference(str(bound.label), "", _display(bound))
            elif mine is not None and not _same(mine, bound):
                yield _told(mine, _display(bound))
            elif mine is not None:
                self.same.append(Difference(str(bound.label), "", _display(bound)))
        yield from (_told(mine, EMPTY) for mine in typed.values() if _text(mine))


def _bound_fields(parts: Iterable) -> Iterator[forms.BoundField]:
    """Go through the fields of forms and formsets."""
    for part in parts:
        for form in part.forms if isinstance(part, forms.BaseFormSet) else [part]:
            yield from form


def _told(bound: forms.BoundField, stored: str) -> Difference:
    """Let the field's place on the page show what is stored now, by templates/_stored_now.html."""
    field: Any = bound.field
    field.stored_now = stored
    return Difference(str(bound.label), bound.id_for_label, stored)


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
        no, yes = (label for _, label in getattr(bound.field.widget, "choices", UNTICKED_TICKED))
        return str(yes if text else no)
    choices = getattr(bound.field, "choices", ())
    if isinstance(bound.value(), (list, tuple)):
        chosen = set(map(str, bound.value()))
        return ", ".join(str(label) for key, label in choices if str(key) in chosen) or EMPTY
    return next((str(label) for key, label in choices if str(key) == text), text) or EMPTY


class FieldByFieldForm(forms.Form):
    """A form whose fields each stand alone, as scores do: two people may save different ones, the same one is told.

    Each field carries along what it showed: only what was changed since is stored, over nobody's newer value.
    What `initial` says must be held until the save (`assessments.years.fetch.read_or_held_year`).
    """

    def carry_shown(self) -> None:
        """Make every field carry along what it shows."""
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self):
        """Tell at each changed field where somebody else has stored another value since the page was shown."""
        for name in self.changed_data:
            field, bound = self.fields[name], self[name]
            stored = self.get_initial_for_field(field, name)
            known = stored not in (None, "")
            told = {bound.html_name, bound.html_initial_name} <= self.data.keys()
            if name not in self.cleaned_data or not told:
                continue
            shown, typed = self.data[bound.html_initial_name], self.data[bound.html_name]
            if overwrites(stored if known else None, shown=shown, typed=typed, differ=field.has_changed):
                newer = str(field.prepare_value(stored)) if known else ""
                self.add_error(name, f"ระหว่างนี้มีผู้อื่นบันทึกช่องนี้เป็น “{newer or 'ว่าง'}” หากต้องการใช้ค่าของท่านให้กดบันทึกอีกครั้ง")
                self.data = self.data.copy()
                self.data[bound.html_initial_name] = newer
