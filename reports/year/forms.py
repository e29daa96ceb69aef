"""The form of a step: its note, and what the page showed."""

from django import forms

from assessments.editing.fields import ThaiTextField


class StepForm(forms.Form):
    """`action` is a name of workflow.ACTIONS; `seen` the key of the latest step that the page showed, 0 for none."""

    action = forms.CharField(max_length=20, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    note = ThaiTextField(label="ข้อความหรือเหตุผล", required=False)
