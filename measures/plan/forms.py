"""The forms of a measure: its texts, what it answers, and a pasted block of many."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import F, Value

from assessments.editing.fields import PrintedText
from assessments.models import Area, Assessment, Indicator, Item
from ita_portal.thai import sort_key

from .models import FURTHER_FIELDS, TEXT_FIELDS, Measure
from .targets import judged_scores
from .texts import MAX_LENGTH, NO_TITLE, TOO_LONG

ROWS = {"title": 2, "steps": 8, "responsible": 2, "period": 1, "follow_up": 3, "output": 5, "outcome": 4}
ROWS |= {"goal": 2, "success": 2, "budget": 1, "remark": 2}
LAST = 2**62  # behind every key
NUMBERING = "ขึ้นข้อใหม่ด้วยการขึ้นบรรทัดใหม่ ใส่เลขข้อเอง เช่น ๑. ข้อย่อยเว้นวรรคสองเคาะหน้าบรรทัด"
NO_AREA = ("", "ยังไม่จัดประเด็น")


class MeasureTextField(PrintedText):
    default_validators = [MaxLengthValidator(MAX_LENGTH, TOO_LONG)]


class MeasureForm(forms.ModelForm):
    """Texts keep their numbering and indentation; nothing but the title is required.

    The responsible unit is one line with suggestions; `several_lines`, or a line break in it, makes it a
    text area.
    """

    class Meta:
        model = Measure
        fields = ["area", *TEXT_FIELDS]
        field_classes = dict.fromkeys(TEXT_FIELDS, MeasureTextField)
        widgets = {name: forms.Textarea({"rows": rows}) for name, rows in ROWS.items()}
        help_texts = {
            "title": "จะทำอะไร เขียนสั้น ๆ ให้ผู้อ่านเข้าใจทันที",
            "steps": NUMBERING,
            "follow_up": "ใครติดตาม เมื่อใด และรายงานต่อใคร",
            "goal": "ผลที่ต้องการให้เกิดขึ้น เช่น จำนวนผู้รับบริการ",
            "success": "สิ่งที่ใช้บอกว่ามาตรการสำเร็จ เช่น ร้อยละของเรื่องร้องเรียนที่แก้ไขแล้ว",
            "budget": "จำนวนเงินและแหล่งที่มา หรือเขียนว่าไม่ใช้งบประมาณ",
            "output": "ทำอะไรแล้วบ้าง หากยังไม่เริ่มให้เว้นว่างไว้ กลับมากรอกภายหลังได้",
            "outcome": "เกิดผลดีอย่างไรต่อประชาชนหรือหน่วยงาน",
        }
        error_messages = {"title": {"required": NO_TITLE}}

    def __init__(self, *args, assessment: Assessment, several_lines: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        areas = assessment.framework.areas.all()
        if areas:
            area = cast(forms.ModelChoiceField, self.fields["area"])
            area.queryset = areas
            area.choices = [NO_AREA, *((row.pk, str(row)) for row in areas)]
        else:
            del self.fields["area"]
        year = assessment.fiscal_year % 100
        self.fields["period"].help_text = f"เช่น ต.ค. {year - 1:02} - ก.ย. {year:02}"
        responsible = self.fields["responsible"]
        value = self.data.get("responsible") or self.get_initial_for_field(responsible, "responsible")
        self.further_open = any(self[name].value() or self[name].errors for name in FURTHER_FIELDS)
        self.suggests_units = not several_lines and "\n" not in (value or "")
        if self.suggests_units:
            responsible.widget = forms.TextInput({"list": "units", "autocomplete": "off", "data-printed": True})
            responsible.help_text = "พิมพ์หรือเลือกจากรายชื่อกอง/สำนัก"


def unit_names(assessment: Assessment) -> list[str]:
    """Return what to suggest as responsible: the municipality's units and what this year's measures name."""
    units = assessment.municipality.units.order_by().annotate(place=F("pk")).values_list("place", "name")
    named = assessment.measures.order_by().annotate(place=Value(LAST)).values_list("place", "responsible")
    placed = sorted(units.union(named.distinct(), all=True), key=lambda row: (row[0], sort_key(row[1])))
    return [name for name in dict.fromkeys(name for _, name in placed) if name and "\n" not in name]


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
    """Which of the year's indicators and items a measure answers: numbers and codes, as `set_targets` takes them."""

    def __init__(self, data=None, *, assessment: Assessment, measure: Measure):
        super().__init__(data, initial=_aimed_at(measure))
        self.pass_mark = assessment.framework.pass_mark
        self.judged = judged_scores(assessment)
        self.year_indicators = list(assessment.framework.indicators.all())
        self.year_items = list(assessment.framework.items.all())
        self.fields["indicators"] = forms.TypedMultipleChoiceField(
            label="ตัวชี้วัดที่มาตรการนี้ตอบ",
            required=False,
            coerce=int,
            choices=[(str(indicator.number), str(indicator)) for indicator in self.year_indicators],
        )
        self.fields["items"] = forms.MultipleChoiceField(
            label="ข้อที่มาตรการนี้ตอบ", required=False, choices=[(item.code, str(item)) for item in self.year_items]
        )

    @property
    def aimable(self) -> list[Aimable]:
        """The indicators with their scores and items, as they are chosen in the form."""
        scores = self.judged.scores
        numbers, codes = (frozenset(self[name].value() or ()) for name in ("indicators", "items"))
        return [
            Aimable(
                indicator,
                scores.get(indicator.number),
                indicator.number in scores and scores[indicator.number] < self.pass_mark,
                items := [item for item in self.year_items if item.indicator_id == indicator.pk],
                str(indicator.number) in numbers,
                codes.intersection(item.code for item in items),
            )
            for indicator in self.year_indicators
        ]


def _aimed_at(measure: Measure) -> dict[str, list[str]]:
    targets = measure.targets.select_related("indicator", "item") if measure.pk else ()
    items = [target.item for target in targets if target.item]
    return {
        "indicators": [str(n) for n in sorted(aim.indicator.number for aim in targets if aim.indicator)],
        "items": [item.code for item in sorted(items, key=lambda item: (item.position, item.pk))],
    }


class PasteForm(forms.Form):
    """A block and where it goes; `step` says whether to look or to store."""

    block = forms.CharField(widget=forms.Textarea({"rows": 8}), strip=False, required=False, label="ข้อมูลที่คัดลอก")
    at = forms.IntegerField(required=False, label="วางลงที่")
    start = forms.ChoiceField(required=False, choices=[(name, name) for name in TEXT_FIELDS])
    repeated = forms.BooleanField(required=False, label="เพิ่มแถวที่มีอยู่แล้วซ้ำด้วย")

    def __init__(self, *args, areas: Sequence[Area], measures: Sequence[Measure], **kwargs):
        super().__init__(*args, **kwargs)
        if areas:
            self.fields["area"] = forms.ChoiceField(
                label="ประเด็นของแถวที่ไม่ได้ระบุ",
                required=False,
                choices=[NO_AREA, *((str(area.number), str(area)) for area in areas)],
            )
        over = [(measure.pk, f"ทับตั้งแต่ “{str(measure)[:60]}” ลงไป") for measure in measures]
        self.fields["at"].widget = forms.Select(choices=[("", "เพิ่มเป็นมาตรการใหม่"), *over])
