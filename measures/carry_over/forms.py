"""The decision on a measure of last year, as a form."""

from django import forms

from assessments.editing.fields import ThaiTextField, offer

from .choices import LastMeasure
from .models import Carry

# Who keeps a measure, whose texts stand beside it, says that they are true of this year.
DECISIONS = [(Carry.Decision.KEEP, "ทำต่อตามข้อความนี้"), *Carry.Decision.choices[1:]]


class CarryForm(forms.Form):
    """The decision on one measure of last year; blank is none."""

    decision = forms.ChoiceField(label="ปีนี้", required=False, choices=DECISIONS, widget=forms.RadioSelect)
    reason = ThaiTextField(
        label="เหตุผล",
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 2}),
        help_text="ต้องกรอกเมื่อไม่ทำต่อ",
    )
    effect = forms.ChoiceField(label="ได้ผลหรือไม่", required=False, choices=Carry.Effect.choices)

    area = forms.TypedChoiceField(label="ประเด็นปีนี้", required=False, coerce=int, empty_value=None)

    def __init__(self, data=None, *, last: LastMeasure, keeps_rest: bool = False):
        measure, carry = last.measure, last.carry
        initial = {name: getattr(carry, name) for name in ("decision", "reason", "effect")} if carry else {}
        super().__init__(data, prefix=f"m{measure.pk}", initial=initial)
        self.measure = measure
        self.had_decision = carry is not None
        self.keeps_rest = keeps_rest
        if last.offer:
            offer(self, "area", last.offer.choices)
            self.fields["area"].help_text = last.offer.why
        else:
            del self.fields["area"]

    @property
    def is_rest(self) -> bool:
        """Whether nobody decided, here or before, and the button keeps all that is so."""
        return self.keeps_rest and not self.had_decision and not self["decision"].data

    def clean(self):
        cleaned = super().clean()
        if self.is_rest and "decision" in cleaned:
            cleaned["decision"] = Carry.Decision.KEEP
        decision, reason = cleaned.get("decision"), (cleaned.get("reason") or "").strip()
        if decision == Carry.Decision.DROP and "reason" in cleaned and not reason:
            self.add_error("reason", "บอกเหตุผลที่ไม่ทำต่อ")
        typed = reason or cleaned.get("effect") or cleaned.get("area")
        if not decision and "decision" in cleaned and (typed or self.had_decision):
            self.add_error("decision", "เลือกว่าปีนี้จะทำต่อ ปรับปรุง หรือไม่ทำต่อ")
        return cleaned
