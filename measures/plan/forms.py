"""The form of one measure."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import F, Value

from assessments.editing.fields import ThaiTextField
from assessments.models import Assessment
from ita_portal.thai import sort_key

from .models import TEXT_FIELDS, Measure
from .texts import MAX_LENGTH, NO_TITLE, TOO_LONG

ROWS = {"title": 2, "steps": 8, "responsible": 2, "period": 1, "follow_up": 3, "output": 5, "outcome": 4}
LAST = 2**62  # behind every key
NUMBERING = "ขึ้นข้อใหม่ด้วยการขึ้นบรรทัดใหม่ ใส่เลขข้อเอง เช่น ๑. ข้อย่อยเว้นวรรคสองเคาะหน้าบรรทัด"


class MeasureForm(forms.ModelForm):
    """Texts keep their numbering and indentation; nothing but the title is required.

    The responsible unit is one line with suggestions; `several_lines`, or a line break in it, makes it a
    text area.
    """

    class Meta:
        model = Measure
        fields = ["area", *TEXT_FIELDS]
        field_classes = dict.fromkeys(TEXT_FIELDS, ThaiTextField)
        widgets = {name: forms.Textarea({"rows": rows}) for name, rows in ROWS.items()}
        help_texts = {
            "title": "จะทำอะไร เขียนสั้น ๆ ให้ผู้อ่านเข้าใจทันที",
            "steps": NUMBERING,
            "follow_up": "ใครติดตาม เมื่อใด และรายงานต่อใคร",
            "output": "ทำอะไรแล้วบ้าง หากยังไม่เริ่มให้เว้นว่างไว้ กลับมากรอกภายหลังได้",
            "outcome": "เกิดผลดีอย่างไรต่อประชาชนหรือหน่วยงาน",
        }
        error_messages = {"title": {"required": NO_TITLE}}

    def __init__(self, *args, assessment: Assessment, several_lines: bool = False, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        areas = assessment.framework.areas.all()
        if areas:
            self.fields["area"].queryset = areas
            self.fields["area"].choices = [("", "ยังไม่จัดประเด็น"), *((area.pk, str(area)) for area in areas)]
        else:
            del self.fields["area"]
        for name in TEXT_FIELDS:
            self.fields[name].validators.append(MaxLengthValidator(MAX_LENGTH, TOO_LONG))
        year = assessment.fiscal_year % 100
        self.fields["period"].help_text = f"เช่น ต.ค. {year - 1:02} - ก.ย. {year:02}"
        responsible = self.fields["responsible"]
        value = self.data.get("responsible") or self.get_initial_for_field(responsible, "responsible")
        self.suggests_units = not several_lines and "\n" not in (value or "")
        if self.suggests_units:
            responsible.widget = forms.TextInput({"list": "units", "autocomplete": "off"})
            responsible.help_text = "พิมพ์หรือเลือกจากรายชื่อกอง/สำนัก"


def unit_names(assessment: Assessment) -> list[str]:
    """Return what to suggest as responsible: the municipality's units and what this year's measures name."""
    units = assessment.municipality.units.order_by().annotate(place=F("pk")).values_list("place", "name")
    named = assessment.measures.order_by().annotate(place=Value(LAST)).values_list("place", "responsible")
    found = sorted(units.union(named.distinct(), all=True), key=lambda row: (row[0], sort_key(row[1])))
    return [name for name in dict.fromkeys(name for _, name in found) if name and "\n" not in name]
