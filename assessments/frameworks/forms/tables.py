"""Tables of parts in a page: a row a part, blank rows for new ones, rows taken away and put in order by number."""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from assessments.editing.fields import ScoreField, ThaiCharField
from ita_portal.ids import id_of
from ita_portal.thai import ascii_digits

MORE = "more"  # the button that asks for more blank rows
BLANK_ROWS = 3
_PLAIN = re.compile(r"[0-9A-Za-z.]+")
_NEW = "new_"


class CodeField(ThaiCharField):
    """A short code; Thai digits in it become ASCII ones."""

    def __init__(self, **kwargs):
        super().__init__(max_length=10, **kwargs)
        self.widget.attrs |= {"class": "code", "autocomplete": "off", "spellcheck": "false"}

    def to_python(self, value):
        return ascii_digits(super().to_python(value))


class NumberField(forms.IntegerField):
    """A whole number of 1-99, Thai or ASCII digits."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        kwargs.setdefault("max_value", 99)
        super().__init__(min_value=1, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "class": "number", "autocomplete": "off"}


class PercentField(ScoreField):
    """A number of 0-100 that is no score: a weight, a bound."""

    default_error_messages = {"required": "กรอกตัวเลข 0 ถึง 100"}
    noun = "ร้อยละ"


class RowForm(forms.Form):
    """A row: of the stored part `key`, or of one to add (None), which counts for nothing while it stays as shown."""

    order = NumberField(label="ลำดับ", required=False, max_value=999)
    remove = forms.BooleanField(label="ลบ", required=False)

    unique = ""  # the field whose value names the part within its year
    ordered = True

    def __init__(self, data=None, *, key: Hashable | None, name: str, initial: Mapping, prefix: str):
        super().__init__(
            data, initial=initial, prefix=prefix, empty_permitted=key is None, use_required_attribute=False
        )
        self.key, self.name = key, name
        if key is None:
            del self.fields["remove"]
        if not self.ordered:
            del self.fields["order"]
        for field in self.fields.values():
            field.column = field.label
            field.label = f"{field.label} ({name})"
            field.widget.attrs["aria-label"] = field.label

    @property
    def removed(self) -> bool:
        return self.is_bound and "remove" in self.fields and bool(self["remove"].data)

    @property
    def blank(self) -> bool:
        return self.key is None and not self.has_changed()

    @property
    def kept(self) -> bool:
        return not self.removed and not self.blank

    def full_clean(self):
        """What is wrong in a row that goes does not matter."""
        super().full_clean()
        if self.removed:
            self._errors = ErrorDict()

    def cells(self) -> list[forms.BoundField]:
        """The fields as the table shows them: order first, remove last."""
        names = [name for name in self.fields if name not in ("order", "remove")]
        return [self[name] for name in ("order", *names, "remove") if name in self.fields]


class TableForm:
    """Rows of one kind of part, as one form among those of a page (`Guard` treats it as a form).

    `parts` holds what each stored part shows, by its key, in order. A stored row that a posted page lacks, since
    somebody added it meanwhile, stands as it is stored: only `remove` takes away. `taken` are values of the
    `unique` field that belong to parts outside of the table.
    """

    def __init__(
        self,
        row_class: type[RowForm],
        data,
        *,
        kind: str,
        parts: Mapping[Hashable, Mapping],
        name: str,
        new: Mapping | None = None,
        taken: Iterable = (),
        blank: int = BLANK_ROWS,
        **options,
    ):
        self.blank = blank
        self.row_class, self.data, self.kind, self.name = row_class, data, kind, name
        self.options, self.new, self.taken = options, new or {}, set(taken)
        self.non_field_errors: list[str] = []
        stored = {token(key): (key, shown) for key, shown in parts.items()}
        self.rows = [
            self._stored_row(each, key, shown, place)
            for place, (each, (key, shown)) in enumerate(stored.items(), start=1)
        ]
        self.rows += [self._new_row(each) for each in self._new_tokens(stored)]

    @property
    def columns(self) -> list[str]:
        rows = [row for row in self.rows if row.key is not None] or self.rows
        return [bound.field.column for bound in rows[0].cells()] if rows else []

    @property
    def only_new(self) -> bool:
        return all(row.key is None for row in self.rows)

    def _stored_row(self, each: str, key, shown: Mapping, place: int) -> RowForm:
        initial = {**shown, "order": place} if self.row_class.ordered else shown
        make = {"key": key, "name": f"{self.name} {key}", "initial": initial, "prefix": f"{self.kind}-{each}"}
        if self.data is None or each in self._posted():
            return self.row_class(self.data, **make, **self.options)
        fresh = self.row_class(None, **make, **self.options)
        as_stored = {
            bound.html_name: bound.value() for bound in fresh if bound.value() not in (None, False, "")
        }
        return self.row_class(as_stored, **make, **self.options)

    def _new_row(self, each: str) -> RowForm:
        name = f"แถวใหม่ {each.removeprefix(_NEW)}" if each.startswith(_NEW) else "แถวที่มีผู้ลบหรือเปลี่ยนรหัสแล้ว"
        make = {"key": None, "name": name, "initial": self.new, "prefix": f"{self.kind}-{each}"}
        return self.row_class(self.data, **make, **self.options)

    def _posted(self) -> list[str]:
        """The rows that a posted page has, by the token in their fields' names."""
        pattern = re.compile(rf"{self.kind}-([0-9A-Za-z._]+)-[a-z_]+")
        found = [match[1] for name in self.data or () if (match := pattern.fullmatch(name))]
        return list(dict.fromkeys(found))

    def _new_tokens(self, stored: Mapping) -> list[str]:
        """The rows beyond the stored ones: posted ones, and blank ones on a fresh page or where they were asked for."""
        posted = [
            each
            for each in self._posted()
            if each not in stored and not self.data.get(f"{self.kind}-{each}-remove")
        ]
        if self.data is not None and self.data.get(MORE) != self.kind:
            return posted
        last = max((id_of(each[len(_NEW) :]) for each in posted), default=0)
        return posted + [f"{_NEW}{last + number}" for number in range(1, self.blank + 1)]

    # ---- What a page's forms have

    def __iter__(self) -> Iterator[forms.BoundField]:
        for row in self.rows:
            yield from row

    @property
    def errors(self) -> list:
        return [*self.non_field_errors, *(row.errors for row in self.rows if row.errors)]

    def is_valid(self) -> bool:
        self.non_field_errors = []
        if all([row.is_valid() for row in self.rows]):
            self._check_unique()
        return not self.errors

    def _check_unique(self) -> None:
        seen = set(self.taken)
        for row in self.kept:
            value = row.cleaned_data[self.row_class.unique]
            if value in seen:
                label = row.fields[self.row_class.unique].column
                row.add_error(self.row_class.unique, f"{label} “{value}” ซ้ำกับ{self.name}อื่นของปีนี้ ให้ใช้ค่าอื่น")
            seen.add(value)

    # ---- What was typed

    @property
    def kept(self) -> list[RowForm]:
        """The rows that make up the table after the save, in their order; equal numbers keep the page's order."""
        rows = [row for row in self.rows if row.kept]
        if self.row_class.ordered:
            rows.sort(key=lambda row: row.cleaned_data.get("order") or 1000)
        return rows

    @property
    def removed(self) -> dict[Hashable, RowForm]:
        return {row.key: row for row in self.rows if row.removed}

    def renamed(self) -> dict:
        """Return the new name of each stored part that got one."""
        name = self.row_class.unique
        return {
            row.key: row.cleaned_data[name]
            for row in self.kept
            if row.key is not None and row.cleaned_data[name] != row.key
        }


def token(key: Hashable) -> str:
    """Return what names a part in the names of its fields: the key itself where it is plain."""
    text = str(key)
    return text if _PLAIN.fullmatch(text) else f"d_{sha256(text.encode()).hexdigest()[:10]}"


def pardon(form: forms.BaseForm | TableForm) -> None:
    """Show what was typed without judging it."""
    for row in form.rows if isinstance(form, TableForm) else [form]:
        row._errors = ErrorDict()


def faults(parts: Iterable[forms.BaseForm | TableForm]) -> list[tuple[str, str, str]]:
    """Return what is wrong with a page's forms: anchor and label of the field ("" for none), and the message."""
    found = []
    for part in parts:
        if isinstance(part, TableForm):
            found += [("", "", message) for message in part.non_field_errors] + faults(part.rows)
            continue
        found += [("", getattr(part, "name", ""), message) for message in part.non_field_errors()]
        found += [
            (bound.id_for_label or bound.auto_id, bound.label, message)
            for bound in part
            for message in bound.errors
        ]
    return found


def refuse(row: RowForm, message: str) -> None:
    """Mark a row that cannot go."""
    row.add_error("remove", ValidationError(message))
