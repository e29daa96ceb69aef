"""The memo (บันทึกข้อความ) that is printed before the document."""

from datetime import date

from django import forms

from assessments.editing.fields import ThaiCharField, ThaiDateField
from reports.blocks.forms.keeping import KeepingForm, from_lines, text_field, to_lines

LINES = ("agency", "number", "to", "closing")


class MemoForm(KeepingForm):
    """The single fields of a memo; its sections and signatories are formsets beside it."""

    printed = forms.BooleanField(label="พิมพ์บันทึกข้อความนำหน้าเอกสาร", required=False)
    agency = ThaiCharField(label="ส่วนราชการ", required=False)
    number = ThaiCharField(label="ที่", required=False, help_text="เว้นว่างไว้เพื่อเขียนด้วยมือได้")
    date = ThaiDateField(label="วันที่", required=False, help_text="วัน/เดือน/ปี พ.ศ. เช่น 1/4/2567 เว้นว่างได้")
    subjects = text_field("เรื่อง", rows=3, help_text="หนึ่งบรรทัดเป็นหนึ่งเรื่อง ถ้ามีหลายเรื่องระบบใส่เลขข้อให้")
    to = ThaiCharField(label="เรียน", required=False)
    closing = ThaiCharField(label="คำลงท้าย", required=False)

    def __init__(self, *args, memo: dict, printed: bool, **kwargs):
        self.memo = memo
        shown = {**{name: memo[name] for name in LINES}, "subjects": from_lines(memo["subjects"])}
        super().__init__(*args, initial={**shown, "printed": printed, "date": _day(memo["date"])}, **kwargs)

    def fields_of_memo(self) -> dict:
        """Return the memo without its parts, as stored."""
        return {
            **{name: self.kept(name, self.memo[name]) for name in LINES},
            "date": self.kept("date", self.memo["date"], lambda day: day.isoformat() if day else ""),
            "subjects": self.kept("subjects", self.memo["subjects"], to_lines),
        }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class PartForm(KeepingForm):
    """A repeated part. A stored part stays while it is untouched; one that is emptied or ticked goes."""

    remove = forms.BooleanField(label="นำออก", required=False)

    def value(self) -> dict | None:
        """Return the part as stored in the memo; None for one that is not to be printed."""
        stored = {name: self.initial.get(name, [] if name == "paragraphs" else "") for name in self.names}
        if not self.cleaned_data or self.cleaned_data["remove"]:  # no data: a spare row left as it was
            return None
        if self.initial and all(map(self.untouched, self.names)):
            return stored
        typed = {name: self.read(name, stored[name]) for name in self.names}
        return typed if any(typed.values()) else None

    def read(self, name: str, stored):
        """Return a field of the part as it is to be stored."""
        return self.kept(name, stored)


class SectionForm(PartForm):
    """A heading with its paragraphs."""

    names = ("heading", "paragraphs")

    heading = ThaiCharField(label="หัวข้อ", required=False)
    paragraphs = text_field("เนื้อความ", rows=4, help_text="หนึ่งบรรทัดเป็นหนึ่งย่อหน้า")

    def get_initial_for_field(self, field, field_name):
        value = super().get_initial_for_field(field, field_name)
        return from_lines(value) if field_name == "paragraphs" and value is not None else value

    def read(self, name, stored):
        return self.kept(name, stored, to_lines if name == "paragraphs" else lambda value: value)


class SignatoryForm(PartForm):
    """Somebody who signs, with the heading of the opinion above."""

    names = ("opinion", "name", "position")

    opinion = ThaiCharField(
        label="หัวความเห็น", required=False, help_text="เช่น ความเห็นของปลัด เว้นว่างสำหรับผู้เสนอเรื่อง"
    )
    name = ThaiCharField(label="ชื่อ", required=False, help_text="เว้นว่างจะพิมพ์เส้นประ")
    position = ThaiCharField(label="ตำแหน่ง", required=False)


class PartFormSet(forms.BaseFormSet):
    """Repeated parts with an empty row or two at the end, so that adding works without JavaScript."""

    default_error_messages = {
        "missing_management_form": "แบบฟอร์มส่งมาไม่ครบ ระบบจึงไม่ทราบจำนวนรายการ โปรดเปิดหน้านี้ใหม่แล้วกรอกอีกครั้ง",
        "too_many_forms": "มีรายการมากเกินไป ใส่ได้ไม่เกิน %(num)d รายการ",
    }

    def values(self) -> list[dict]:
        """Return the parts that are to be stored, in order."""
        return [value for form in self.forms if (value := form.value()) is not None]


SectionFormSet = forms.formset_factory(SectionForm, formset=PartFormSet, extra=1, max_num=50, absolute_max=50)
SignatoryFormSet = forms.formset_factory(
    SignatoryForm, formset=PartFormSet, extra=1, max_num=20, absolute_max=20
)
