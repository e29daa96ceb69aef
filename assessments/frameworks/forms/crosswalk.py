"""The page on which an administrator says what of a year compares with what of the year before."""

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.editing.fields import ThaiCharField
from assessments.frameworks.definitions import ENTRIES, TOTAL, CrosswalkPart, Definitions, Key, KeyedPart, Kind
from assessments.frameworks.labels import FIELDS, TOTAL_CHOICES, listed
from assessments.scoring import crosswalk
from assessments.scoring.crosswalk import CrosswalkEntry
from ita_portal.thai import ascii_digits

from .tables import token


class TotalForm(forms.Form):
    """Whether totals compare: as the two years are, or as an administrator decides, who then says why."""

    total_comparable = forms.TypedChoiceField(
        label="คะแนนรวมเทียบกับปีก่อน",
        required=False,
        coerce=lambda value: value == "True",
        empty_value=None,
        choices=[("" if value is None else value, label) for value, label in TOTAL_CHOICES.items()],
    )
    total_reason = ThaiCharField(
        label=FIELDS["total_reason"], required=False, max_length=300, help_text="กรอกเมื่อกำหนดเองว่าเทียบได้หรือเทียบไม่ได้"
    )

    def __init__(self, data, definitions: Definitions, before: Definitions):
        super().__init__(data, initial=definitions.crosswalk.model_dump(include=set(TOTAL)))
        reason = definitions.total_difference(before)
        so = f"เทียบไม่ได้ เพราะ{reason}" if reason else "เทียบได้ เพราะน้ำหนักและตัวชี้วัดเหมือนกัน"
        self.fields["total_comparable"].help_text = f"ตามน้ำหนักและตัวชี้วัดที่บันทึกไว้: {so}"

    def clean(self):
        typed = self.cleaned_data
        if typed.get("total_comparable") is not None and not typed.get("total_reason"):
            self.add_error("total_reason", "บอกเหตุผลที่กำหนดเอง หรือเลือก “ตามน้ำหนักและตัวชี้วัดของสองปี”")


class RetiredRow(forms.Form):
    """A part of the year before that this year no longer has."""

    reason = ThaiCharField(label="เหตุผล", required=False, max_length=300)

    mark = "retired_"  # before its key in the names of its fields

    def __init__(self, data, kind: Kind, key: Key, part: KeyedPart | None, initial: dict[str, Any]):
        prefix = f"{kind}-{self.mark}{token(key)}"
        super().__init__(data, initial=initial, prefix=prefix, use_required_attribute=False)
        self.key, self.label = key, f"{key} {part.called}" if part else f"{key}"
        for field in self.fields.values():
            field.label = field.widget.attrs["aria-label"] = f"{field.label} ({self.label})"


class LinkRow(RetiredRow):
    """A part of the year: from which parts of the year before it came."""

    before = ThaiCharField(label="มาจาก", required=False, max_length=300)
    comparable = forms.BooleanField(label="เทียบได้", required=False)
    field_order = ["before", "comparable", "reason"]

    mark = ""

    def __init__(self, *args, known: dict[str, Key]):
        super().__init__(*args)
        self.known = known
        self.fields["before"].widget.attrs |= {"class": "keys", "autocomplete": "off"}

    def clean_before(self) -> tuple[Key, ...]:
        """Return the keys of the year before; typed apart by commas or spaces."""
        typed = [key for key in re.split(r"[\s,]+", ascii_digits(self.cleaned_data["before"])) if key]
        unknown = [key for key in typed if key not in self.known]
        if unknown:
            raise ValidationError(f"ปีก่อนไม่มี {listed(unknown)} ให้ใช้รหัสตามเกณฑ์ของปีก่อน คั่นด้วยจุลภาค")
        return tuple(dict.fromkeys(self.known[key] for key in typed))


class CrosswalkForms(list[forms.Form]):
    """All forms of the page. Parts of the year before that no row names are retired."""

    def __init__(self, data, definitions: Definitions, before: Definitions):
        self.data, self.definitions, self.before = data, definitions, before
        self.total = TotalForm(data, definitions, before)
        self.rows = {kind: self._rows(kind) for kind in ENTRIES}
        self.retired = {kind: self._retired(kind) for kind in ENTRIES}
        super().__init__([self.total, *(row for kind in ENTRIES for row in [*self.rows[kind], *self.retired[kind]])])

    def _entries(self, kind: Kind) -> list[CrosswalkEntry[Any]]:
        """Return what is stored; where nobody has said anything, equal keys as a suggestion that compares nothing."""
        if stored := self.definitions.entries(kind):
            return [part.entry() for part in stored]
        keys = (self.before.keys_of(kind), self.definitions.keys_of(kind))
        suggested = crosswalk.unknown(self.before.fiscal_year, self.definitions.fiscal_year, *keys)
        return [replace(entry, reason="") for entry in suggested]

    def _rows(self, kind: Kind) -> list[LinkRow]:
        of_part = {key: entry for entry in self._entries(kind) for key in entry.after}
        known = {str(key): key for key in self.before.keys_of(kind)}
        rows = []
        for key, part in self.definitions.by_key(kind).items():
            entry = of_part.get(key, CrosswalkEntry((), (key,), comparable=False))
            initial = {"before": listed(entry.before), "comparable": entry.comparable, "reason": entry.reason}
            rows.append(LinkRow(self.data, kind, key, part, initial, known=known))
        return rows

    def _retired(self, kind: Kind) -> list[RetiredRow]:
        parts = self.before.by_key(kind)
        return [
            RetiredRow(self.data, kind, key, parts.get(key), {"reason": entry.reason})
            for entry in self._entries(kind)
            if not entry.after
            for key in entry.before
        ]

    def changed(self) -> Definitions:
        """Return the year with the crosswalk as typed; the forms must be valid."""
        walk = CrosswalkPart(**self.total.cleaned_data)
        year = self.definitions.model_copy(update={"crosswalk": walk})
        for kind, part in ENTRIES.items():
            year = year.with_entries(kind, (part(**vars(entry)) for entry in self._typed(kind)))
        return year

    def _typed(self, kind: Kind) -> list[CrosswalkEntry[Any]]:
        """Join the rows that share a part; such an entry says what the first row with a changed reason says."""
        rows = {row.key: row for row in self.rows[kind]}
        reasons = {row.key: row.cleaned_data["reason"] for row in self.retired[kind]}
        named = {key for row in rows.values() for key in row.cleaned_data["before"]}
        pairs = [
            (before, row.key, row.cleaned_data["comparable"], "")
            for row in rows.values()
            for before in row.cleaned_data["before"] or (None,)
        ]
        gone = [(key, None, False, "") for key in self.before.keys_of(kind) if key not in named]
        entries = []
        for entry in crosswalk.from_pairs([*pairs, *gone]):
            mine = [rows[key] for key in entry.after]
            said = [row for row in mine if "reason" in row.changed_data] or mine
            reason = said[0].cleaned_data["reason"] if said else reasons.get(entry.before[0], "")
            entries.append(replace(entry, reason=reason))
        return entries
