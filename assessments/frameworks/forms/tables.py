"""Tables of parts in a page: a row a part, blank rows for new ones, rows taken away and put in order by number."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any, ClassVar

from django import forms

from assessments.editing.fields import ScoreField, ThaiCharField
from assessments.frameworks import edits
from assessments.frameworks.definitions import KEYS, PARTS, Definitions, Key, KeyedPart, Kind
from assessments.frameworks.labels import FIELDS, NAMES
from ita_portal.ids import id_of
from ita_portal.thai import ascii_digits

MORE = "more"  # the button that asks for more blank rows
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
        super().__init__(**({"min_value": 1, "max_value": 99} | kwargs))
        self.widget.attrs |= {"inputmode": "numeric", "class": "number", "autocomplete": "off"}


class PercentField(ScoreField):
    """A number of 0-100 that is no score: a weight, a bound."""

    default_error_messages = {"required": "กรอกตัวเลข 0 ถึง 100"}
    noun = "ร้อยละ"


@dataclass
class Changed:
    """A year as it was typed, and the new keys of parts that got one, by kind (see `save_definitions`)."""

    definitions: Definitions
    renamed: dict[Kind, Mapping[Key, Key]] = field(default_factory=dict)


class RowForm(forms.Form):
    """A row: of the stored part `key`, or of one to add (None), which counts for nothing while it stays as shown."""

    order = NumberField(label="ลำดับ", required=False, max_value=999)
    remove = forms.BooleanField(label="ลบ", required=False)

    kind: ClassVar[Kind]
    ordered = True

    def __init__(
        self, data: Any, table: "TableForm", row_token: str, part: KeyedPart | None = None, place: int | None = None
    ):
        """`part` is what stands stored at this place of the table."""
        initial = {} if part is None else self.shown(part) | {"order": place}
        prefix = f"{table.kind}-{row_token}"
        super().__init__(
            data, initial=initial, prefix=prefix, empty_permitted=part is None, use_required_attribute=False
        )
        self.definitions, self.within = table.definitions, table.within
        self.key = None if part is None else part.key
        if part is not None:
            self.called = f"{table.name} {part.key}"
        elif row_token.startswith(_NEW):
            self.called = f"แถวใหม่ {row_token.removeprefix(_NEW)}"
        else:
            self.called = "แถวที่มีผู้ลบหรือเปลี่ยนรหัสแล้ว"
        if part is None:
            del self.fields["remove"]
        if not self.ordered:
            del self.fields["order"]
        self.columns = {name: shown.label or FIELDS[name] for name, shown in self.fields.items()}
        for name, shown in self.fields.items():
            shown.label = shown.widget.attrs["aria-label"] = f"{self.columns[name]} ({self.called})"

    @classmethod
    def shown(cls, part: KeyedPart) -> dict[str, Any]:
        """Return what the row of a stored part shows."""
        return part.model_dump()

    def part(self, origin: Any = None) -> KeyedPart:
        """Return the part as it was typed; `origin` is what it came of, if anything."""
        part = PARTS[self.kind]
        return part(**{name: self.cleaned_data[name] for name in part.model_fields})

    @property
    def removed(self) -> bool:
        return self.is_bound and "remove" in self.fields and bool(self["remove"].data)

    @property
    def kept(self) -> bool:
        return not self.removed and (self.key is not None or self.has_changed())

    def full_clean(self) -> None:
        """What is wrong in a row that goes does not matter."""
        super().full_clean()
        if self.removed:
            self.errors.clear()

    def cells(self) -> list[tuple[str, forms.BoundField]]:
        """The fields as the table shows them, each under its column: order first, remove last."""
        names = [name for name in self.fields if name not in ("order", "remove")]
        shown = [name for name in ("order", *names, "remove") if name in self.fields]
        return [(str(self.columns[name]), self[name]) for name in shown]


class TableForm:
    """Rows of one kind of part, as one form among those of a page (`Guard` treats it as a form).

    A stored row that a posted page lacks, since somebody added it meanwhile, stands as it is stored: only `remove`
    takes away.
    """

    blank = 3  # rows for new parts
    single = False  # one row, without more to ask for
    of_result = False  # new parts only, of whatever keys

    def __init__(self, row_class: type[RowForm], data: Any, definitions: Definitions, within: int | None = None):
        self.row_class, self.data, self.definitions, self.within = row_class, data, definitions, within
        self.kind = "result" if self.of_result else row_class.kind
        self.name = NAMES[row_class.kind]
        self.non_field_errors: list[str] = []
        parts = {} if self.of_result else definitions.by_key(row_class.kind)
        here = [part for part in parts.values() if within is None or part.indicator == within]
        self.taken = parts.keys() - {part.key for part in here}
        pattern = re.compile(rf"{self.kind}-([0-9A-Za-z._]+)-[a-z_]+")
        matches = [match for name in data or () if (match := pattern.fullmatch(name))]
        self.posted = list(dict.fromkeys(match[1] for match in matches))
        self.rows = [self._stored_row(part, place) for place, part in enumerate(here, start=1)]
        self.rows += [
            self.row_class(self.data, self, row_token)
            for row_token in self._new_tokens({token(part.key) for part in here})
        ]

    @property
    def columns(self) -> list[str]:
        rows = [row for row in self.rows if row.key is not None] or self.rows
        return [column for column, _ in rows[0].cells()] if rows else []

    @property
    def only_new(self) -> bool:
        return all(row.key is None for row in self.rows)

    def _stored_row(self, part: KeyedPart, place: int) -> RowForm:
        row_token = token(part.key)
        make = partial(self.row_class, table=self, row_token=row_token, part=part, place=place)
        if self.data is None or row_token in self.posted:
            return make(self.data)
        values = {bound.html_name: bound.value() for bound in make(None)}
        return make({name: value for name, value in values.items() if value not in (None, False, "")})

    def _new_tokens(self, stored: set[str]) -> list[str]:
        """The rows beyond the stored ones: posted ones, and blank ones on a fresh page or where they were asked for."""
        posted = [
            row_token
            for row_token in self.posted
            if row_token not in stored and not self.data.get(f"{self.kind}-{row_token}-remove")
        ]
        if self.data is not None and self.data.get(MORE) != self.kind:
            return posted
        last = max((id_of(row_token[len(_NEW) :]) for row_token in posted), default=0)
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
        name, seen = KEYS[self.row_class.kind], set(self.taken)
        for row in self.kept:
            value = row.cleaned_data[name]
            if value in seen:
                row.add_error(name, f"{row.columns[name]} “{value}” ซ้ำกับ{self.name}อื่นของปีนี้ ให้ใช้ค่าอื่น")
            seen.add(value)

    # ---- What was typed

    @property
    def kept(self) -> list[RowForm]:
        """The rows that make up the table after the save, in their order; equal numbers keep the page's order."""
        rows = [row for row in self.rows if row.kept]
        if self.row_class.ordered:
            rows.sort(key=lambda row: row.cleaned_data.get("order") or 1000)
        return rows

    def change(self, changed: Changed) -> None:
        """Take over the parts as typed; a part that cannot be removed becomes an error of its row."""
        kind = self.row_class.kind
        for row in self.rows:
            if row.removed and row.key is not None:
                try:
                    changed.definitions = edits.retire(changed.definitions, kind, row.key)
                except ValueError as error:
                    row.add_error("remove", str(error))
        if self.errors:
            return
        keys = {row.key: row.cleaned_data[KEYS[kind]] for row in self.kept if row.key is not None}
        if renamed := {old: new for old, new in keys.items() if old != new}:
            changed.definitions = edits.renumber(changed.definitions, kind, renamed)
            changed.renamed[kind] = renamed
        changed.definitions = edits.lay(changed.definitions, kind, [row.part() for row in self.kept])


def token(key: Key) -> str:
    """Return what names a part in the names of its fields: the key itself where it is plain."""
    text = str(key)
    return text if _PLAIN.fullmatch(text) else f"d_{sha256(text.encode()).hexdigest()[:10]}"


def pardon(parts: Iterable[forms.BaseForm | TableForm]) -> None:
    """Show what was typed without judging it."""
    for part in parts:
        for form in part.rows if isinstance(part, TableForm) else [part]:
            form.errors.clear()


def faults(parts: Iterable[forms.BaseForm | TableForm]) -> list[tuple[str, str, str]]:
    """Return what is wrong with a page's forms: anchor and label of the field ("" for none), and the message."""
    told: list[tuple[str, str, str]] = []
    for part in parts:
        if isinstance(part, TableForm):
            told += [("", "", message) for message in part.non_field_errors] + faults(part.rows)
            continue
        told += [("", getattr(part, "called", ""), str(message)) for message in part.non_field_errors()]
        told += [
            (bound.id_for_label or bound.auto_id, str(bound.label), str(message))
            for bound in part
            for message in bound.errors
        ]
    return told
