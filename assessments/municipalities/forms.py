"""The search over municipalities."""

from collections.abc import Iterable

from django import forms

from assessments.editing.fields import ThaiCharField
from ita_portal.thai import ascii_digits


class MunicipalitySearch(forms.Form):
    q = ThaiCharField(
        label="ค้นหาหน่วยงาน",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "ชื่อ อำเภอ จังหวัด หรือรหัส 8 หลัก"}),
    )

    def __init__(self, *args, provinces: Iterable[str], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", "ทุกจังหวัด"), *((name, name) for name in provinces)]
        self.fields["province"] = forms.ChoiceField(label="จังหวัด", required=False, choices=choices)

    def clean_q(self) -> str:
        return ascii_digits(self.cleaned_data["q"])
