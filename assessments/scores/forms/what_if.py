"""The form of the what-if page: it lives in the address and is never stored."""

from decimal import Decimal
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from assessments.editing.fields import ScoreField
from assessments.scoring.totals import Rules, Scores
from ita_portal.thai import two_decimals


class WhatIfForm(forms.Form):
    """A value to try for each indicator; what the address leaves out is the year's own score."""

    def __init__(self, query: QueryDict, *, rules: Rules, scores: Scores):
        own = {f"score_{number}": value for number, value in scores.items()}
        super().__init__({**own, **query.dict()})
        self.numbers = rules.numbers
        for number in rules.numbers:
            label = f"{number}. {rules.indicator_names[number]}"
            self.fields[f"score_{number}"] = ScoreField(label=label, required=False)
        self.full_clean()

    def tried(self) -> dict[int, Decimal]:
        """Return the values that can be read, by indicator number."""
        values = {number: self.cleaned_data.get(f"score_{number}") for number in self.numbers}
        return {number: value for number, value in values.items() if value is not None}


def address_of(scores: Scores) -> str:
    """Return the query that opens the page with these values."""
    return "?" + urlencode({f"score_{number}": two_decimals(value) for number, value in sorted(scores.items())})
