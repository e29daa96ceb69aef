"""The document's settings and columns, and the choice of a starting form."""

from django import forms

from assessments.forms.fields import ScoreField, ThaiCharField
from reports.models import Document
from reports.starting import HEADINGS

from .keeping import KeepingForm, from_lines, text_field, to_lines

STARTING_FORMS = (
    (
        Document.Kind.RESULTS,
        "รายงานผลการดำเนินการ",
        "คำนำ ตารางมาตรการพร้อมผล ผลลัพธ์ และการเปรียบเทียบคะแนนกับปีก่อน",
    ),
    (Document.Kind.PLAN, "มาตรการ (แผน)", "ผลการวิเคราะห์ของปีก่อนแยกตามเครื่องมือประเมิน และตารางมาตรการ"),
    (
        Document.Kind.ANALYSIS,
        "รายงานการวิเคราะห์",
        "ลำดับคะแนน การเปรียบเทียบ ประเด็นที่ต้องพัฒนาของตัวชี้วัดที่ต่ำกว่าเกณฑ์ และตารางมาตรการ",
    ),
)


class CreateForm(forms.Form):
    kind = forms.ChoiceField(
        label="แบบเริ่มต้น",
        choices=[(kind, label) for kind, label, _ in STARTING_FORMS],
        error_messages={"required": "เลือกแบบเริ่มต้นหนึ่งแบบ", "invalid_choice": "เลือกแบบเริ่มต้นจากรายการ"},
    )


class SettingsForm(KeepingForm):
    """How the whole document looks."""

    title = text_field("ชื่อเอกสาร", rows=4, help_text="หนึ่งบรรทัดพิมพ์เป็นหนึ่งบรรทัด กลางหน้ากระดาษ")
    prepared_by = ThaiCharField(
        label="จัดทำโดย", required=False, max_length=300, help_text="ชื่อกองหรือหน่วยงาน ไม่ต้องระบุชื่อบุคคล"
    )
    kind = forms.ChoiceField(label="ชนิดเอกสาร", choices=Document.Kind.choices)
    numerals = forms.ChoiceField(
        label="ตัวเลขที่ระบบพิมพ์",
        choices=Document.Numerals.choices,
        help_text="ใช้กับคะแนน ลำดับ และปีที่ระบบพิมพ์ให้ ข้อความที่พิมพ์เองจะพิมพ์ตามที่พิมพ์",
    )
    orientation = forms.ChoiceField(label="แนวกระดาษ", choices=Document.Orientation.choices)
    areas_as = forms.ChoiceField(label="การพิมพ์ประเด็นของมาตรการ", choices=Document.AreasAs.choices)
    area_prefix = ThaiCharField(
        label="คำนำหน้าประเด็น",
        required=False,
        max_length=50,
        help_text="เช่น “ประเด็นที่” จะพิมพ์ ประเด็นที่ ๑ … เว้นว่างจะพิมพ์ ๑. …",
    )
    cut_off = ScoreField(label="เกณฑ์จุดแข็ง/จุดอ่อน", help_text="ตัวชี้วัดที่ได้ต่ำกว่านี้นับเป็นจุดที่ต้องพัฒนา ปกติใช้ 85")

    def __init__(self, *args, document: Document, **kwargs):
        self.document = document
        shown = {name: getattr(document, name) for name in self.base_fields}
        super().__init__(*args, initial={**shown, "title": from_lines(document.title)}, **kwargs)

    def settings(self) -> dict:
        """Return the document's fields as the service takes them."""
        kept = {
            name: self.kept(name, getattr(self.document, name)) for name in self.fields if name != "title"
        }
        return {**kept, "title": self.kept("title", self.document.title, to_lines)}


class ColumnForm(KeepingForm):
    """One of the fields that a measure has: printed or not, under which heading, at which place."""

    field = forms.ChoiceField(choices=list(HEADINGS.items()), widget=forms.HiddenInput)
    printed = forms.BooleanField(label="พิมพ์", required=False)
    order = forms.IntegerField(
        label="ลำดับ",
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    heading = text_field("หัวคอลัมน์")

    @property
    def name(self) -> str:
        return HEADINGS[self.initial["field"]]


class BaseColumnFormSet(forms.BaseFormSet):
    """All eight fields: the printed ones first, in their order."""

    def __init__(self, *args, columns: list[dict], **kwargs):
        self.stored = columns
        known = {each["field"] for each in columns}
        rest = [{"field": field, "heading": text} for field, text in HEADINGS.items() if field not in known]
        initial = [
            {**each, "printed": place <= len(columns), "order": place}
            for place, each in enumerate([*columns, *rest], start=1)
        ]
        super().__init__(*args, initial=initial, prefix="columns", **kwargs)

    def clean(self):
        if not any(self.errors) and not self.columns():
            raise forms.ValidationError("เลือกพิมพ์อย่างน้อยหนึ่งคอลัมน์")

    def columns(self) -> list[dict]:
        """Return the printed columns by their numbers; equal ones keep their place, missing ones go last."""
        printed = [form for form in self.forms if form.cleaned_data.get("printed")]
        printed.sort(key=lambda form: form.cleaned_data["order"] or 99)
        return [
            {"field": form.initial["field"], "heading": form.kept("heading", form.initial["heading"])}
            for form in printed
        ]


ColumnFormSet = forms.formset_factory(ColumnForm, formset=BaseColumnFormSet, extra=0)
