"""Forms of a measure's progress, of what it answers, and of the decisions on last year's measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.validators import MaxLengthValidator

from assessments.forms.fields import ThaiTextField
from assessments.models import Assessment, Indicator, Item

from .forms import MAX_LENGTH, TOO_LONG
from .models import Carry, Measure
from .services.progress import RESULTS
from .targets import judged_scores


class ProgressForm(forms.ModelForm):
    """Status and results; the note has its own form, for it never holds what is stored."""

    class Meta:
        model = Measure
        fields = ["status", "status_reason", *RESULTS]
        field_classes = dict.fromkeys(("status_reason", *RESULTS), ThaiTextField)
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for name in ("status_reason", *RESULTS):
            self.fields[name].validators.append(MaxLengthValidator(MAX_LENGTH, TOO_LONG))

    def clean(self):
        cancelled = self.cleaned_data.get("status") == Measure.Status.CANCELLED
        if cancelled and not (self.cleaned_data.get("status_reason") or "").strip():
            self.add_error("status_reason", "บอกเหตุผลที่ยกเลิกมาตรการนี้")
        return super().clean()


class NoteForm(forms.Form):
    note = ThaiTextField(
        label="ทำอะไรไปแล้ว",
        required=False,
        max_length=MAX_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text="เขียนเท่าที่ทำในช่วงนี้ บันทึกแล้วแก้หรือลบไม่ได้ เขียนบันทึกใหม่เพิ่มได้",
    )


@dataclass(frozen=True)
class Aimable:
    """An indicator as the form offers it; `score` is what measures of the year answer."""

    indicator: Indicator
    score: Decimal | None
    weak: bool
    items: Sequence[Item]
    chosen: bool
    chosen_items: frozenset[str]


class TargetForm(forms.Form):
    """Which of the year's indicators and items a measure answers: numbers and codes."""

    indicators = forms.MultipleChoiceField(label="ตัวชี้วัดที่มาตรการนี้ตอบ", required=False)
    items = forms.MultipleChoiceField(label="ข้อที่มาตรการนี้ตอบ", required=False)

    def __init__(self, *args, assessment: Assessment, measure: Measure, **kwargs):
        if "initial" not in kwargs:
            kwargs["initial"] = self._stored(measure)
        super().__init__(*args, label_suffix="", **kwargs)
        self.assessment = assessment
        self.judged = judged_scores(assessment)
        self.found = list(assessment.framework.indicators.all())
        self.found_items = list(assessment.framework.items.all())
        self.fields["indicators"].choices = [(str(each.number), str(each)) for each in self.found]
        self.fields["items"].choices = [(each.code, str(each)) for each in self.found_items]

    @staticmethod
    def _stored(measure: Measure) -> dict[str, list[str]]:
        targets = measure.targets.select_related("indicator", "item") if measure.pk else ()
        return {
            "indicators": [str(n) for n in sorted(t.indicator.number for t in targets if t.indicator)],
            "items": [t.item.code for t in sorted(targets, key=_place) if t.item],
        }

    def cleaned_targets(self) -> dict[str, list]:
        """Return what `set_targets` takes."""
        return {
            "indicators": [int(each) for each in self.cleaned_data["indicators"]],
            "items": self.cleaned_data["items"],
        }

    @property
    def aimable(self) -> list[Aimable]:
        """The indicators with their scores and items, as they are chosen in the form."""
        scores = self.judged.scores
        pass_mark = self.assessment.framework.pass_mark
        numbers, codes = (frozenset(self[name].value() or ()) for name in ("indicators", "items"))
        return [
            Aimable(
                each,
                scores.get(each.number),
                each.number in scores and scores[each.number] < pass_mark,
                items := [item for item in self.found_items if item.indicator_id == each.pk],
                str(each.number) in numbers,
                codes.intersection(item.code for item in items),
            )
            for each in self.found
        ]


def _place(target) -> tuple[int, int]:
    return (target.item.position, target.item.pk) if target.item else (0, 0)


class CarryForm(forms.Form):
    """The decision on one measure of last year; blank is none."""

    decision = forms.ChoiceField(
        label="ปีนี้", required=False, choices=Carry.Decision.choices, widget=forms.RadioSelect
    )
    reason = ThaiTextField(
        label="เหตุผล",
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 2}),
        help_text="ต้องกรอกเมื่อไม่ทำต่อ",
    )
    effect = forms.ChoiceField(label="ได้ผลหรือไม่", required=False, choices=Carry.Effect.choices)

    def __init__(self, *args, measure: Measure, carry: Carry | None, **kwargs):
        self.measure = measure
        initial = {}
        if carry:
            initial = {name: getattr(carry, name) for name in ("decision", "reason", "effect")}
        super().__init__(*args, prefix=f"m{measure.pk}", initial=initial, label_suffix="", **kwargs)
        self.had_decision = carry is not None

    def clean(self):
        cleaned = super().clean()
        decision, reason = cleaned.get("decision"), (cleaned.get("reason") or "").strip()
        if decision == Carry.Decision.DROP and "reason" in cleaned and not reason:
            self.add_error("reason", "บอกเหตุผลที่ไม่ทำต่อ")
        if not decision and "decision" in cleaned and (reason or cleaned.get("effect") or self.had_decision):
            self.add_error("decision", "เลือกว่าปีนี้จะทำต่อ ปรับปรุง หรือไม่ทำต่อ")
        return cleaned
