"""The form of a year's item scores: a choice for what is met or not, a score for the rest."""

from decimal import Decimal

from django import forms

from assessments.editing.conflicts import FieldByFieldForm
from assessments.editing.fields import ScoreField
from assessments.frameworks.models import Item
from assessments.scoring.items import CHECKED, MET, UNMET
from ita_portal.thai import two_decimals

CHOICES = [("", "ยังไม่ทราบ"), ("100.00", "ได้ 100"), ("0.00", "ได้ 0")]


def is_checked(item: Item) -> bool:
    """Tell whether an item is met or not, so that it gets 100 or 0."""
    return item.indicator.instrument.code == CHECKED


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
        if is_checked(item):
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

    def unknown_as_met(self) -> dict[str, Decimal]:
        """Return 100 by code for the checked items of the posted page that nobody, here or meanwhile, gave a score."""
        changed = self.changed_scores()
        return {
            item.code: MET
            for item in self.items
            if is_checked(item) and self.name_of(item) in self.data and changed.get(item.code, item.value) is None
        }

    def unknown(self) -> list[Item]:
        """Return the items that the page shows without a score, in its order."""
        return [item for item in self.items if self[self.name_of(item)].value() in (None, "")]

    def place_of(self, item: Item) -> str:
        """Return the id of what takes the focus at an item: of a choice its first one, not yet known."""
        return self[self.name_of(item)].subwidgets[0].id_for_label
