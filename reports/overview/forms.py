"""What the address of a page says: filters and order, validated; what no page offers is left aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from assessments.editing.fields import ScoreField, offer
from assessments.models import Municipality
from ita_portal.thai import sort_key

from .conditions import CHANGES, LOOKED_AT, NO_LEVEL, OTHER_LEVEL, authorities, of_level, scored_below, states
from .definitions import OverviewYear


class FilterForm(forms.Form):
    """The filters of every page about a year of all authorities; a field that cannot narrow is left out."""

    province = forms.ChoiceField(label="จังหวัด", required=False)
    district = forms.ChoiceField(label="อำเภอ", required=False)
    kind = forms.ChoiceField(label="ประเภท", required=False)
    level = forms.ChoiceField(label="ระดับ", required=False)
    state = forms.ChoiceField(label="สถานะ", required=False)
    change = forms.ChoiceField(label="เทียบปีก่อน", required=False)
    look = forms.ChoiceField(label="การตรวจดู", required=False)
    indicator = forms.TypedChoiceField(label="คะแนนตัวชี้วัด", required=False, coerce=int, empty_value=None)
    below = ScoreField(label="ต่ำกว่า", required=False)

    def __init__(self, *args: Any, user, year: OverviewYear, **kwargs: Any):
        super().__init__(*args, **kwargs)
        places = list(Municipality.objects.for_user(user).order_by().values_list("province", "district").distinct())
        provinces = {province for province, _ in places}
        chosen = self.data.get("province") if len(provinces) > 1 else next(iter(provinces), "")
        districts = {district for province, district in places if province == chosen and district}
        self._offer("province", "ทุกจังหวัด", _named(provinces), drop=len(provinces) < 2)
        self._offer("district", "ทุกอำเภอ", _named(districts), drop=not districts)
        self._offer("kind", "ทุกประเภท", Municipality.Kind.choices)
        levels = [*((label, label) for label in year.labels), (OTHER_LEVEL, "ระดับอื่น"), (NO_LEVEL, "ยังไม่มีระดับ")]
        self._offer("level", "ทุกระดับ", levels)
        self._offer("state", "ทุกสถานะ", ((key, label) for key, (label, _) in states(year).items()))
        changes = ((key, label) for key, (label, _) in CHANGES.items())
        self._offer("change", "ทั้งหมด", changes, drop=bool(year.not_comparable_because))
        self._offer("look", "ทั้งหมด", ((key, label) for key, (label, _) in LOOKED_AT.items()))
        names = year.rules.indicator_names
        self._offer("indicator", "ตัวชี้วัดใดก็ได้", ((number, f"{number} {names[number]}") for number in year.rules.numbers))

    def _offer(self, name: str, every: str, choices: Iterable[tuple[Any, str]], *, drop: bool = False) -> None:
        if drop:
            del self.fields[name]
        else:
            offer(self, name, [("", every), *choices])


def _named(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(names, key=sort_key)]


@dataclass(frozen=True)
class Chosen:
    """The valid filters of an address, and what they leave of the authorities that a user may see."""

    user: Any
    year: OverviewYear
    values: dict[str, Any]

    def rows(self, *, leaving_out: str = "") -> QuerySet[Municipality]:
        """Return what all filters leave, or all but one of them."""
        values = {name: value for name, value in self.values.items() if name != leaving_out}
        rows = authorities(self.user, self.year)
        rows = rows.filter(**{name: values[name] for name in ("province", "district", "kind") if name in values})
        return rows.filter(*self._conditions(values))

    def _conditions(self, values: dict[str, Any]) -> Iterable[Q]:
        if "level" in values:
            yield of_level(self.year, values["level"])
        if "state" in values:
            yield states(self.year)[values["state"]][1]
        if "change" in values:
            yield CHANGES[values["change"]][1]
        if "look" in values:
            yield LOOKED_AT[values["look"]][1]
        if isinstance(bar := values.get("below"), Decimal):
            yield scored_below(self.year, bar, values.get("indicator"))


def chosen_of(form: FilterForm, user, year: OverviewYear) -> Chosen:
    """Return the filters that were understood; the form tells of the others."""
    form.is_valid()
    return Chosen(user, year, {name: value for name, value in form.cleaned_data.items() if value not in ("", None)})
