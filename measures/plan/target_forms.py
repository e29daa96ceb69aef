"""What a measure answers, as a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms

from assessments.models import Assessment, Indicator, Item

from .models import Measure
from .targets import judged_scores


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
        self.fields["items"].choices = [(found_item.code, str(found_item)) for found_item in self.found_items]

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
