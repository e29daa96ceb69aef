"""The rows of a year's calendar: emptied ones are removed, the last ones are free."""

from django import forms

from assessments.editing.fields import ThaiCharField, ThaiDateField
from assessments.frameworks.deadline import Deadline
from assessments.frameworks.models import Framework

from .services import VALUES, DeadlineData, check_titles

FREE_ROWS = 3
SURE = [("", "กำหนดแล้ว"), ("True", "ประมาณจากปีก่อน")]


class DeadlineForm(forms.Form):
    title = ThaiCharField(label="เรื่อง", max_length=200, required=False)
    due = ThaiDateField(label="ภายในวันที่", required=False)
    is_estimated = forms.BooleanField(label="สถานะของวันที่", required=False, widget=forms.Select(choices=SURE))
    step = forms.ChoiceField(label="ถือว่าทำแล้วเมื่อ", choices=Deadline.Step.choices, required=False)
    note = ThaiCharField(label="คำอธิบาย", max_length=1_000, required=False)

    def clean(self):
        typed = self.cleaned_data
        if typed.get("title") and "due" in typed and not typed["due"]:
            self.add_error("due", "กรอกวันที่ของเรื่องนี้ เช่น 30/4/2567")
        if "title" in typed and not typed["title"] and (typed.get("due") or typed.get("note")):
            self.add_error("title", "กรอกชื่อเรื่อง หรือล้างทั้งแถวเพื่อลบ")
        return typed


class BaseDeadlines(forms.BaseFormSet):
    def clean(self):
        check_titles([title for form in self.forms if (title := getattr(form, "cleaned_data", {}).get("title"))])

    def rows(self) -> list[DeadlineData]:
        return [DeadlineData(**form.cleaned_data) for form in self.forms if form.cleaned_data.get("title")]


DeadlineFormSet = forms.formset_factory(DeadlineForm, formset=BaseDeadlines, extra=FREE_ROWS, max_num=60)


def deadline_formset(data, framework: Framework) -> forms.BaseFormSet:
    stored = framework.deadlines.values("title", *VALUES)
    return DeadlineFormSet(data, initial=list(stored), prefix="deadlines")
