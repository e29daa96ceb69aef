"""The form of a year's scores: one field for each indicator of the year, and what was announced."""

from decimal import Decimal

from django import forms

from assessments.models import Assessment

from .fields import ScoreField


class ScoresForm(forms.Form):
    """Each field carries along what it showed: only what was changed since is stored, over nobody's newer value."""

    official_total = ScoreField(label="คะแนนรวมที่ประกาศ", required=False)
    official_level = forms.ChoiceField(label="ระดับที่ประกาศ", required=False)
    province_rank = forms.IntegerField(
        label="ลำดับในจังหวัด",
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "score", "size": "5"}
        ),
        error_messages={
            "invalid": "กรอกลำดับเป็นเลขจำนวนเต็ม เช่น 3",
            "min_value": "ลำดับเริ่มจาก 1",
            "max_value": "ลำดับต้องไม่เกิน %(limit_value)s",
        },
    )

    def __init__(self, *args, assessment: Assessment, **kwargs):
        self.scores = assessment.scores_by_number()
        self.indicators = list(assessment.framework.indicators.all())
        super().__init__(*args, initial=self._stored(assessment), **kwargs)
        labels = [each.label for each in assessment.framework.levels.all()]
        if assessment.official_level and assessment.official_level not in labels:
            labels.append(assessment.official_level)
        self.fields["official_level"].choices = [("", "ยังไม่ประกาศ"), *((label, label) for label in labels)]
        fields = {
            f"score_{each.number}": ScoreField(label=f"{each.number}. {each.name}", required=False)
            for each in self.indicators
        }
        self.fields = {**fields, **self.fields}
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self):
        """Tell at each changed field where somebody else has stored another value since the page was shown."""
        for name in self.changed_data:
            field, bound = self.fields[name], self[name]
            stored = self.get_initial_for_field(field, name)
            known = stored not in (None, "")
            told = {bound.html_name, bound.html_initial_name} <= self.data.keys()
            if name not in self.cleaned_data or not told:
                continue
            newer = field.has_changed(stored if known else None, self.data[bound.html_initial_name])
            if newer and field.has_changed(stored if known else None, self.data[bound.html_name]):
                shown = str(field.prepare_value(stored)) if known else ""
                self.add_error(
                    name,
                    f"ระหว่างนี้มีผู้อื่นบันทึกช่องนี้เป็น “{shown or 'ว่าง'}” หากต้องการใช้ค่าของท่านให้กดบันทึกอีกครั้ง",
                )
                self.data = self.data.copy()
                self.data[bound.html_initial_name] = shown

    def _stored(self, assessment: Assessment) -> dict:
        stored = {f"score_{number}": value for number, value in self.scores.items()}
        stored |= {name: getattr(assessment, name) for name in self.base_fields}
        return stored

    def typed_scores(self) -> dict[int, Decimal]:
        """Return the known scores by indicator number: the valid ones of those typed, or else the stored ones."""
        if not self.is_bound:
            return self.scores
        return {number: value for number, value in self.cleaned_scores().items() if value is not None}

    def cleaned_scores(self) -> dict[int, Decimal | None]:
        """Return the valid typed scores by indicator number, None for those left empty; absent fields say nothing."""
        self.is_valid()
        fields = {each.number: f"score_{each.number}" for each in self.indicators}
        return {
            number: self.cleaned_data[name]
            for number, name in fields.items()
            if name in self.cleaned_data and name in self.data
        }

    def changed_scores(self) -> dict[int, Decimal | None]:
        """Return the scores that were changed on the page, None for those emptied."""
        return {
            number: value
            for number, value in self.cleaned_scores().items()
            if f"score_{number}" in self.changed_data
        }

    def changed_announced(self) -> dict[str, object]:
        """Return what was changed of the announced total, level and rank."""
        return {name: self.cleaned_data[name] for name in self.base_fields if name in self.changed_data}

    @property
    def announced(self) -> list[forms.BoundField]:
        """The fields of what was announced, in the page's order."""
        return [self[name] for name in self.base_fields]

    def typed_total(self) -> Decimal | None:
        """Return the announced total, typed or stored."""
        if not self.is_bound:
            return self.initial["official_total"]
        self.is_valid()
        return self.cleaned_data.get("official_total")

    def typed_level(self) -> str:
        """Return the announced level, chosen or stored."""
        if not self.is_bound:
            return self.initial["official_level"]
        self.is_valid()
        return self.cleaned_data.get("official_level", "")
