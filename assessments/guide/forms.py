"""The search over the guide."""

from django import forms

from assessments.editing.fields import ThaiCharField


class GuideSearch(forms.Form):
    q = ThaiCharField(
        label="ค้นหาในคู่มือ",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "เช่น ลบ นำกลับมา"}),
    )
