"""Forms of evidence: what it is called and when it is of, a web address, the list's filter."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError

from assessments.editing.fields import PrintedLine, PrintedText, ThaiCharField, ThaiDateField, offer
from assessments.models import Assessment, Item
from measures.plan.models import Measure
from measures.plan.texts import GONE, MAX_LENGTH, NO_REASON

from .file_types import DOCX, PDF, XLSX
from .models import Evidence
from .web_addresses import web_address

DAY = "วันที่ของสิ่งที่หลักฐานแสดง เป็น พ.ศ. เช่น 1/4/2567 หรือ 1 เมษายน 2567"
KINDS = {
    "picture": ("ภาพ", lambda rows: rows.pictures()),
    "pdf": ("PDF", lambda rows: rows.filter(media_type=PDF.media_type)),
    "office": ("Word และ Excel", lambda rows: rows.filter(media_type__in=[DOCX.media_type, XLSX.media_type])),
    "address": ("ที่อยู่เว็บ", lambda rows: rows.exclude(address="")),
}
MAX_FILES = 20  # at once
UNUSED, OTHER_YEARS = "unused", "other"


class AddressField(ThaiCharField):
    """A web address that a visitor can open."""

    def to_python(self, value):
        return web_address(str(value)) if value not in self.empty_values else self.empty_value


class EvidenceForm(forms.Form):
    """What is said of a file."""

    title = PrintedLine(
        label="ชื่อหลักฐาน",
        max_length=300,
        help_text="บอกว่าเป็นอะไร เช่น ภาพการอบรมจริยธรรมพนักงาน",
        error_messages={"required": "กรอกชื่อหลักฐาน ให้ผู้อ่านรู้ว่าเป็นอะไร"},
    )
    dated = ThaiDateField(label="ลงวันที่", required=False, help_text=DAY)


class AddressForm(EvidenceForm):
    """A web address and what is said of it."""

    field_order = ["title", "address", "click_path", "dated"]

    address = AddressField(
        label="ที่อยู่เว็บ",
        help_text="คัดลอกทั้งบรรทัดจากช่องที่อยู่ของเบราว์เซอร์",
        widget=forms.URLInput({"placeholder": "https://", "autocomplete": "off"}),
        error_messages={"required": "ใส่ที่อยู่เว็บ"},
    )
    click_path = PrintedText(
        label="เส้นทางการเข้าถึงบนเว็บไซต์",
        required=False,
        max_length=2_000,
        help_text="เขียนว่าจากหน้าแรกกดอะไรบ้าง เช่น หน้าแรก > การเปิดเผยข้อมูล > ITA > O12 แผนดำเนินงาน",
        widget=forms.Textarea({"rows": 2}),
    )


def form_of(evidence: Evidence, data=None) -> EvidenceForm:
    """Return the form over what is stored."""
    form = AddressForm if evidence.address else EvidenceForm
    return form(data, initial={name: getattr(evidence, name) for name in form.base_fields})


def use_key(use: Measure | Item) -> str:
    """Return how addresses and forms name what uses evidence: "measure-3", "item-12"."""
    return f"{'measure' if isinstance(use, Measure) else 'item'}-{use.pk}"


def use_choices(assessment: Assessment) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the measures and items of a year as the grouped choices of a select."""
    items = assessment.framework.items.all()
    groups = [
        ("มาตรการ", [(use_key(measure), str(measure)) for measure in assessment.measures.all()]),
        ("ข้อของเกณฑ์", [(use_key(item), f"{item.code} {item.title}"[:100]) for item in items]),
    ]
    return [group for group in groups if group[1]]


class EvidenceFilter(forms.Form):
    """What the list shows; what is not understood shows everything."""

    kind = forms.ChoiceField(
        label="ชนิด", required=False, choices=[("", "ทุกชนิด"), *((key, label) for key, (label, _) in KINDS.items())]
    )

    def __init__(self, data, *, assessment: Assessment):
        super().__init__(data)
        uses = use_choices(assessment)
        of_years = [("", "หลักฐานของปีนี้ทั้งหมด"), (UNUSED, "ที่ยังไม่ได้ใช้ในปีนี้"), (OTHER_YEARS, "หลักฐานของปีอื่น")]
        self.fields["used"] = forms.ChoiceField(label="ใช้กับ", required=False, choices=[*of_years, *uses])
        self.is_valid()
        self.wanted_use, self.wanted_kind = (self.cleaned_data.get(name, "") for name in ("used", "kind"))
        labels = {key: label for _, choices in uses for key, label in choices}
        self.chosen_use = self.wanted_use if self.wanted_use in labels else ""  # a measure or an item
        self.chosen_label = labels.get(self.wanted_use, "")


class OnSiteForm(forms.Form):
    """What is recorded of one measure where it happens: a new state, a picture, a line; each of them may be left out.

    The picture comes from the camera or from among those that were taken before.
    """

    measure = forms.ChoiceField(
        label="มาตรการ", widget=forms.RadioSelect, error_messages={"required": "เลือกมาตรการ", "invalid_choice": GONE}
    )
    status = forms.ChoiceField(
        label="สถานะ",
        required=False,
        choices=Measure.Status.choices,
        widget=forms.RadioSelect,
        help_text="ไม่เลือก สถานะจะคงเดิม",
    )
    camera = forms.FileField(
        label="ถ่ายภาพ",
        required=False,
        widget=forms.FileInput({"accept": "image/*", "capture": "environment"}),
    )
    picture = forms.FileField(
        label="หรือเลือกภาพที่มีอยู่", required=False, widget=forms.FileInput({"accept": "image/jpeg,image/png"})
    )
    note = PrintedLine(
        label="ทำอะไรไปแล้ว",
        required=False,
        max_length=MAX_LENGTH,
        widget=forms.TextInput({"enterkeyhint": "send", "autocomplete": "off"}),
    )

    def __init__(self, *args, measures: Sequence[Measure], **kwargs):
        super().__init__(*args, **kwargs)
        self.measures = {str(row.pk): row for row in measures}
        offer(self, "measure", ((pk, str(row)) for pk, row in self.measures.items()))

    def clean(self):
        if self.cleaned_data.get("status") == Measure.Status.CANCELLED and not self.cleaned_data.get("note"):
            self.add_error("note", NO_REASON)
        if not any(self.cleaned_data.get(name) for name in ("status", "camera", "picture", "note")) and not self.errors:
            raise ValidationError("เลือกสถานะ ถ่ายภาพ หรือเขียนว่าทำอะไรไปแล้ว อย่างน้อยหนึ่งอย่าง")
        return super().clean()

    @property
    def chosen(self) -> Measure:
        return self.measures[self.cleaned_data["measure"]]
