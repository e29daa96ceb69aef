"""The form of a year's item scores: a choice for what is met or not, a score for the rest."""

from decimal import Decimal

from django import forms

from assessments.editing.conflicts import FieldByFieldForm
from assessments.editing.fields import ScoreField
from assessments.frameworks.models import Item
from assessments.scoring.items import CHECKED, MET, UNMET
from ita_portal.thai import two_decimals

CHOICES = [("", "ยังไม่ทราบ"), ("100.00", "ได้ 100"), ("0.00", "ได้ 0")]


class CheckField(forms.TypedChoiceField):
    """Whether an item is met: 100, 0 or not yet known. A stored score that is neither stays a choice."""

    widget = forms.RadioSelect

    def __init__(self, *, stored: Decimal | None, **kwargs):
        choices = list(CHOICES)
        if stored is not None and stored not in (MET, UNMET):
            choices.append((two_decimals(stored), f"ได้ {two_decimals(stored)}"))
        super().__init__(
            choices=choices,
            coerce=Decimal,
            empty_value=None,
            error_messages={"invalid_choice": "เลือก ได้ 100, ได้ 0 หรือ ยังไม่ทราบ"},
            **kwargs,
        )

    def has_changed(self, initial, data) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def prepare_value(self, value):
        return two_decimals(value) if isinstance(value, Decimal) else value or ""


class ItemsForm(FieldByFieldForm):
    def __init__(self, data=None, *, items: list[Item]):
        self.items = items
        initial = {self.name_of(item): item.value for item in items}
        super().__init__(data, initial=initial)
        for item in items:
            self.fields[self.name_of(item)] = self._field(item)
        self.carry_shown()

    @staticmethod
    def name_of(item: Item) -> str:
        return f"item_{item.pk}"

    @staticmethod
    def _field(item: Item) -> forms.Field:
        label = f"{item.code} {item.title}"
        if item.indicator.instrument.code == CHECKED:
            return CheckField(label=label, required=False, stored=item.value)
        return ScoreField(label=label, required=False)

    def changed_scores(self) -> dict[str, Decimal | None]:
        """Return the scores that were changed on the page by item code, None for those no longer known."""
        names = {item.code: self.name_of(item) for item in self.items}
        return {
            code: self.cleaned_data[name]
            for code, name in names.items()
            if name in self.data and name in self.cleaned_data and name in self.changed_data
        }
