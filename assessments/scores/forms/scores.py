"""The form of a year's scores: one field for each indicator of the year, and what was announced."""

from decimal import Decimal

from django import forms

from assessments.editing.conflicts import FieldByFieldForm
from assessments.editing.fields import ScoreField, offer
from assessments.years.models import Assessment


def _count_field(label: str, noun: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "score", "size": "5"}),
        error_messages={
            "invalid": f"กรอก{noun}เป็นเลขจำนวนเต็ม เช่น 3",
            "min_value": f"{noun}เริ่มจาก 1",
            "max_value": f"{noun}ต้องไม่เกิน %(limit_value)s",
        },
    )


class ScoresForm(FieldByFieldForm):
    official_total = ScoreField(label="คะแนนรวมที่ประกาศ", required=False)
    official_level = forms.ChoiceField(label="ระดับที่ประกาศ", required=False)
    province_rank = _count_field("ลำดับในจังหวัด", "ลำดับ")
    province_count = _count_field("จำนวนหน่วยงานที่จัดลำดับ", "จำนวนหน่วยงาน")

    def __init__(self, data=None, *, assessment: Assessment):
        self.scores = assessment.scores_by_number()
        self.indicators = list(assessment.framework.indicators.all())
        announced = {name: getattr(assessment, name) for name in self.base_fields}
        scores = {f"score_{number}": value for number, value in self.scores.items()}
        super().__init__(data, initial=announced | scores)
        labels = [level.label for level in assessment.framework.levels.all()]
        if assessment.official_level and assessment.official_level not in labels:
            labels.append(assessment.official_level)
        offer(self, "official_level", [("", "ยังไม่ประกาศ"), *((label, label) for label in labels)])
        fields = {
            f"score_{indicator.number}": ScoreField(label=f"{indicator.number}. {indicator.name}", required=False)
            for indicator in self.indicators
        }
        self.fields = {**fields, **self.fields}
        self.carry_shown()

    def typed_scores(self) -> dict[int, Decimal]:
        """Return the known scores by indicator number: the valid ones of those typed, or else the stored ones."""
        if not self.is_bound:
            return self.scores
        return {number: value for number, value in self.cleaned_scores().items() if value is not None}

    def cleaned_scores(self) -> dict[int, Decimal | None]:
        """Return the valid typed scores by indicator number, None for those left empty; absent fields say nothing."""
        self.is_valid()
        names = {indicator.number: f"score_{indicator.number}" for indicator in self.indicators}
        typed = self.cleaned_data.keys() & self.data.keys()
        return {number: self.cleaned_data[name] for number, name in names.items() if name in typed}

    def changed_scores(self) -> dict[int, Decimal | None]:
        """Return the scores that were changed on the page, None for those emptied."""
        scores = self.cleaned_scores()
        return {number: value for number, value in scores.items() if f"score_{number}" in self.changed_data}

    def changed_announced(self) -> dict[str, object]:
        """Return what was changed of the announced total, level and rank."""
        return {name: self.cleaned_data[name] for name in self.base_fields if name in self.changed_data}

    def left_to_enter(self) -> str:
        """Say what the result still lacks once all scores are there; "" for nothing."""
        complete = len(self.typed_scores()) == len(self.indicators)
        return " ต่อไปกรอกคะแนนรวมและระดับที่ประกาศ" if complete and self.typed("official_total") is None else ""

    @property
    def announced(self) -> list[forms.BoundField]:
        """The fields of what was announced, in the page's order."""
        return [self[name] for name in self.base_fields]

    def typed(self, name: str):
        """Return a value of what was announced: the valid typed one, or else the stored one."""
        if not self.is_bound:
            return self.initial[name]
        self.is_valid()
        return self.cleaned_data.get(name)
