"""What is typed to find something by its name."""

from django import forms

from assessments.editing.fields import ThaiCharField
from assessments.municipalities.models import MOST_WORDS
from ita_portal.thai import ascii_digits


class FindForm(forms.Form):
    q = ThaiCharField(label="ค้นหา", required=False, max_length=100)
    at = forms.RegexField(r"^[0-9]{4}/[0-9]{8}\Z", required=False)  # the year of the page that asks

    def words(self) -> list[str]:
        return ascii_digits(self.cleaned_data.get("q", "")).split()[:MOST_WORDS]

    def year_at(self) -> tuple[int, str] | None:
        year, _, code = self.cleaned_data.get("at", "").partition("/")
        return (int(year), code) if code else None
