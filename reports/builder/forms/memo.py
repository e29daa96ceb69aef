"""The memo (บันทึกข้อความ) that is printed before the document."""

from django import forms

from assessments.editing.fields import PrintedLine
from reports.blocks.forms.keeping import IsoDateField, KeepingForm, LinesField, day_of, text_field


class MemoForm(KeepingForm):
    """The single fields of a memo; its sections and signatories are formsets beside it."""

    printed = forms.BooleanField(label="พิมพ์บันทึกข้อความนำหน้าเอกสาร", required=False)
    agency = PrintedLine(label="ส่วนราชการ", required=False)
    number = PrintedLine(label="ที่", required=False, help_text="เว้นว่างไว้เพื่อเขียนด้วยมือได้")
    date = IsoDateField(label="วันที่", required=False, help_text="วัน/เดือน/ปี พ.ศ. เช่น 1/4/2567 เว้นว่างได้")
    subjects = text_field("เรื่อง", rows=3, kind=LinesField, help_text="หนึ่งบรรทัดเป็นหนึ่งเรื่อง ถ้ามีหลายเรื่องระบบใส่เลขข้อให้")
    to = PrintedLine(label="เรียน", required=False)
    closing = PrintedLine(label="คำลงท้าย", required=False)

    def __init__(self, data=None, *, memo: dict, printed: bool):
        self.memo = memo
        super().__init__(data, initial={**memo, "printed": printed, "date": day_of(memo["date"])})

    def fields_of_memo(self) -> dict:
        """Return the memo without its parts, as stored."""
        return self.kept_fields(self.memo)


class PartForm(KeepingForm):
    """A repeated part. A stored part stays while it is untouched; one that is emptied or ticked goes."""

    remove = forms.BooleanField(label="นำออก", required=False)
    blank: dict[str, str | list[str]] = {}

    def value(self) -> dict | None:
        """Return the part as stored in the memo; None for one that is not to be printed."""
        if not self.cleaned_data or self.cleaned_data["remove"]:  # no data: a spare row left as it was
            return None
        stored = {name: self.initial.get(name, blank) for name, blank in self.blank.items()}
        if self.initial and all(map(self.untouched, stored)):
            return stored
        typed = self.kept_fields(stored)
        return typed if any(typed.values()) else None


class SectionForm(PartForm):
    """A heading with its paragraphs."""

    blank = {"heading": "", "paragraphs": []}

    heading = PrintedLine(label="หัวข้อ", required=False)
    paragraphs = text_field("เนื้อความ", rows=4, kind=LinesField, help_text="หนึ่งบรรทัดเป็นหนึ่งย่อหน้า")


class SignatoryForm(PartForm):
    """Somebody who signs, with the heading of the opinion above."""

    blank = {"opinion": "", "name": "", "position": ""}

    opinion = PrintedLine(label="หัวความเห็น", required=False, help_text="เช่น ความเห็นของปลัด เว้นว่างสำหรับผู้เสนอเรื่อง")
    name = PrintedLine(label="ชื่อ", required=False, help_text="เว้นว่างจะพิมพ์เส้นประ")
    position = PrintedLine(label="ตำแหน่ง", required=False)


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
SignatoryFormSet = forms.formset_factory(SignatoryForm, formset=PartFormSet, extra=1, max_num=20, absolute_max=20)
