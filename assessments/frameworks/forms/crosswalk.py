"""The page on which an administrator says what of a year compares with what of the year before."""

import re
from collections.abc import Hashable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.editing.fields import ThaiCharField
from assessments.frameworks.definitions import (
    KEYS,
    CrosswalkPart,
    Definitions,
    EntryPart,
    IndicatorEntry,
    ItemEntry,
    Kind,
)
from assessments.scoring import crosswalk
from assessments.scoring.crosswalk import CrosswalkEntry
from ita_portal.thai import ascii_digits

from .tables import token

REASON: dict[str, Any] = {"label": "เหตุผล", "required": False, "max_length": 300}
KINDS: dict[Kind, tuple[str, type[EntryPart]]] = {
    "indicators": ("ตัวชี้วัด", IndicatorEntry),
    "items": ("ข้อ", ItemEntry),
}


class TotalForm(forms.Form):
    total_comparable = forms.BooleanField(label="คะแนนรวมเทียบกับปีก่อนได้", required=False)
    total_reason = ThaiCharField(**REASON | {"label": "เหตุผลของคะแนนรวม"})


class LinkRow(forms.Form):
    """A part of the year: from which parts of the year before it came."""

    before = ThaiCharField(label="มาจาก", required=False, max_length=300)
    comparable = forms.BooleanField(label="เทียบได้", required=False)
    reason = ThaiCharField(**REASON)

    def __init__(self, data, *, key: Hashable, label: str, known: dict[str, Hashable], **kwargs):
        super().__init__(data, use_required_attribute=False, **kwargs)
        self.key, self.label, self.known = key, label, known
        for field in self.fields.values():
            field.label = f"{field.label} ({label})"
            field.widget.attrs["aria-label"] = field.label
        if "before" in self.fields:
            self.fields["before"].widget.attrs |= {"class": "keys", "autocomplete": "off"}

    def clean_before(self) -> tuple:
        """Return the keys of the year before; typed apart by commas or spaces."""
        typed = [each for each in re.split(r"[\s,]+", ascii_digits(self.cleaned_data["before"])) if each]
        unknown = [each for each in typed if each not in self.known]
        if unknown:
            raise ValidationError(f"ปีก่อนไม่มี {', '.join(unknown)} ให้ใช้รหัสตามเกณฑ์ของปีก่อน คั่นด้วยจุลภาค")
        return tuple(dict.fromkeys(self.known[each] for each in typed))


class RetiredRow(LinkRow):
    """A part of the year before that this year no longer has."""

    before = comparable = None


class CrosswalkForms:
    """All forms of the page. Parts of the year before that no row names are retired."""

    def __init__(self, data, definitions: Definitions, before: Definitions):
        self.definitions, self.before = definitions, before
        walk = definitions.crosswalk
        self.total = TotalForm(data, initial=walk.model_dump(include={"total_comparable", "total_reason"}))
        self.rows = {kind: self._rows(data, kind) for kind in KINDS}
        self.retired = {kind: self._retired(data, kind) for kind in KINDS}

    @property
    def forms(self) -> list[forms.Form]:
        return [self.total, *(row for kind in KINDS for row in [*self.rows[kind], *self.retired[kind]])]

    def entries(self, kind: Kind) -> tuple[CrosswalkEntry, ...]:
        """Return what is stored; where nobody has said anything, equal keys as a suggestion that compares nothing."""
        stored = getattr(self.definitions.crosswalk, kind)
        if stored:
            return tuple(
                CrosswalkEntry(each.before, each.after, each.comparable, each.reason) for each in stored
            )
        keys = [[getattr(each, KEYS[kind]) for each in getattr(year, kind)] for year in self._years]
        found = crosswalk.unknown(self.before.fiscal_year, self.definitions.fiscal_year, *keys)
        return tuple(CrosswalkEntry(each.before, each.after, each.comparable) for each in found)

    @property
    def _years(self) -> tuple[Definitions, Definitions]:
        return self.before, self.definitions

    def _known(self, kind: Kind) -> dict[str, Hashable]:
        return {
            str(getattr(each, KEYS[kind])): getattr(each, KEYS[kind]) for each in getattr(self.before, kind)
        }

    def _rows(self, data, kind: Kind) -> list[LinkRow]:
        of_part = {key: entry for entry in self.entries(kind) for key in entry.after}
        known, rows = self._known(kind), []
        for part in getattr(self.definitions, kind):
            key = getattr(part, KEYS[kind])
            entry = of_part.get(key, CrosswalkEntry((), (key,), comparable=False))
            rows.append(
                LinkRow(
                    data,
                    key=key,
                    label=_label(kind, part),
                    known=known,
                    prefix=f"{kind}-{token(key)}",
                    initial={
                        "before": ", ".join(map(str, entry.before)),
                        "comparable": entry.comparable,
                        "reason": entry.reason,
                    },
                )
            )
        return rows

    def _retired(self, data, kind: Kind) -> list[RetiredRow]:
        parts = {getattr(each, KEYS[kind]): each for each in getattr(self.before, kind)}
        return [
            RetiredRow(
                data,
                key=key,
                label=_label(kind, parts[key]) if key in parts else f"{key}",
                known={},
                prefix=f"{kind}-retired_{token(key)}",
                initial={"reason": entry.reason},
            )
            for entry in self.entries(kind)
            if not entry.after
            for key in entry.before
        ]

    def changed(self) -> Definitions:
        """Return the year with the crosswalk as typed; the forms must be valid."""
        typed = {
            kind: tuple(
                entry_class(
                    before=each.before, after=each.after, comparable=each.comparable, reason=each.reason
                )
                for each in self._typed(kind)
            )
            for kind, (_, entry_class) in KINDS.items()
        }
        walk = CrosswalkPart(**self.total.cleaned_data, **typed)
        return self.definitions.model_copy(update={"crosswalk": walk})

    def _typed(self, kind: Kind) -> list[CrosswalkEntry]:
        """Join the rows that share a part; such an entry says what the first row with a changed reason says."""
        rows = {row.key: row for row in self.rows[kind]}
        reasons = {row.key: row.cleaned_data["reason"] for row in self.retired[kind]}
        named = {key for row in rows.values() for key in row.cleaned_data["before"]}
        pairs = [
            (before, row.key, row.cleaned_data["comparable"], "")
            for row in rows.values()
            for before in row.cleaned_data["before"] or (None,)
        ]
        gone = [(key, None, False, "") for key in self._known(kind).values() if key not in named]
        found = []
        for entry in crosswalk.from_pairs([*pairs, *gone]):
            mine = [rows[key] for key in entry.after]
            said = [row for row in mine if "reason" in row.changed_data] or mine
            reason = said[0].cleaned_data["reason"] if said else reasons.get(entry.before[0], "")
            found.append(CrosswalkEntry(entry.before, entry.after, entry.comparable, reason))
        return found


def _label(kind: Kind, part) -> str:
    return f"{part.code} {part.title}" if kind == "items" else f"{part.number} {part.name}"
