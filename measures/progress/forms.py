"""Forms of a measure's progress: where it stands, and what was done."""

from django import forms

from assessments.editing.fields import ThaiTextField
from measures.plan.forms import MeasureTextField
from measures.plan.models import RESULTS, Measure
from measures.plan.texts import MAX_LENGTH, NO_REASON


class ProgressForm(forms.ModelForm):
    """Status and results; the note has its own form, for it never holds what is stored."""

    class Meta:
        model = Measure
        fields = ["status", "status_reason", *RESULTS]
        field_classes = dict.fromkeys(("status_reason", *RESULTS), MeasureTextField)
        widgets = {
            "status": forms.RadioSelect,
            "status_reason": forms.Textarea({"rows": 2}),
            **{name: forms.Textarea({"rows": 3}) for name in RESULTS},
        }
        labels = {"output": "ผลการดำเนินงานเมื่อสิ้นปี", "outcome": "ผลลัพธ์เมื่อสิ้นปี"}
        help_texts = {
            "status_reason": "กรอกเมื่อเลือก “ยกเลิก”",
            "half_output": "ทำอะไรแล้วบ้างตั้งแต่ ต.ค. ถึง มี.ค.",
            "half_outcome": "เกิดผลดีอย่างไรต่อประชาชนหรือหน่วยงาน",
            "output": "ทำอะไรแล้วบ้างทั้งปี พิมพ์ในรายงานผล",
        }

    def clean(self):
        cancelled = self.cleaned_data.get("status") == Measure.Status.CANCELLED
        if cancelled and not (self.cleaned_data.get("status_reason") or "").strip():
            self.add_error("status_reason", NO_REASON)
        return super().clean()


class NoteForm(forms.Form):
    note = ThaiTextField(
        label="ทำอะไรไปแล้ว",
        required=False,
        max_length=MAX_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text="เขียนเท่าที่ทำในช่วงนี้ บันทึกแล้วแก้หรือลบไม่ได้ เขียนบันทึกใหม่เพิ่มได้",
    )
