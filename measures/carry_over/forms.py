"""The decision on a measure of last year, as a form."""

from django import forms

from assessments.editing.fields import ThaiTextField
from measures.plan.models import Measure

from .models import Carry


class CarryForm(forms.Form):
    """The decision on one measure of last year; blank is none."""

    decision = forms.ChoiceField(label="ปีนี้", required=False, choices=Carry.Decision.choices, widget=forms.RadioSelect)
    reason = ThaiTextField(
        label="เหตุผล",
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 2}),
        help_text="ต้องกรอกเมื่อไม่ทำต่อ",
    )
    effect = forms.ChoiceField(label="ได้ผลหรือไม่", required=False, choices=Carry.Effect.choices)

    def __init__(self, data=None, *, measure: Measure, carry: Carry | None):
        initial = {name: getattr(carry, name) for name in ("decision", "reason", "effect")} if carry else {}
        super().__init__(data, prefix=f"m{measure.pk}", initial=initial)
        self.measure = measure
        self.had_decision = carry is not None

    def clean(self):
        cleaned = super().clean()
        decision, reason = cleaned.get("decision"), (cleaned.get("reason") or "").strip()
        if decision == Carry.Decision.DROP and "reason" in cleaned and not reason:
            self.add_error("reason", "บอกเหตุผลที่ไม่ทำต่อ")
        if not decision and "decision" in cleaned and (reason or cleaned.get("effect") or self.had_decision):
            self.add_error("decision", "เลือกว่าปีนี้จะทำต่อ ปรับปรุง หรือไม่ทำต่อ")
        return cleaned
