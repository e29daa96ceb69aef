"""Forms and formsets of the admin site: what a year's definitions must fulfil, pictures, accounts."""

from decimal import Decimal
from itertools import pairwise
from pathlib import PurePath

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet, ModelChoiceIterator

from assessments.models import Municipality, User

MAX_PIXELS = 16_000_000
SUFFIXES = {"PNG": ".png", "JPEG": ".jpg"}


class ReadOnce(ModelChoiceIterator):
    """Choices that all rows of a formset share: one query, however many rows."""

    def __iter__(self):
        if not self.field.read:
            self.field.read.extend(super().__iter__())
        return iter(self.field.read)


class PartOfYearField(forms.ModelChoiceField):
    """A choice among parts of the same year; `read` stays shared when the form class is copied."""

    iterator = ReadOnce

    def __init__(self, *args, **kwargs):
        self.read = []
        super().__init__(*args, **kwargs)


class RowsFormSet(BaseInlineFormSet):
    """An inline whose rows are checked together, once each of them is valid by itself."""

    def clean(self):
        super().clean()
        if not any(self.errors):
            self.check_rows([form.cleaned_data for form in self.forms if self._kept(form)])

    def _kept(self, form) -> bool:
        return bool(form.cleaned_data) and not self._should_delete_form(form)

    def check_rows(self, rows: list[dict]) -> None:
        """Raise ValidationError in Thai."""


class InstrumentFormSet(RowsFormSet):
    def check_rows(self, rows):
        total = sum((row["weight"] for row in rows), Decimal(0))
        if rows and total != 100:
            raise ValidationError(f"น้ำหนักของเครื่องมือทั้งหมดรวมกันได้ {total:.2f} ต้องรวมกันได้ 100 พอดี")


class LevelFormSet(RowsFormSet):
    def check_rows(self, rows):
        rows = sorted(
            rows, key=lambda row: row["position"] or 0
        )  # the sort is stable, as the order by key is
        faults = [
            f"ระดับ “{lower['label']}” ต้องมาก่อน “{upper['label']}” หรือต้องกำหนดคะแนนให้ต่ำกว่า "
            "ให้เรียงระดับจากสูงไปต่ำ ระดับที่คะแนนรวมเท่ากันต้องต่างกันที่คะแนนขั้นต่ำขององค์ประกอบ"
            for upper, lower in pairwise(rows)
            if _bars(upper) <= _bars(lower)
        ]
        if rows and rows[-1]["min_total"] != 0:
            faults.append(f"ระดับสุดท้าย “{rows[-1]['label']}” ต้องเริ่มที่คะแนนรวม 0 เพื่อให้ทุกคะแนนมีระดับ")
        elif rows and rows[-1]["min_each"] is not None:
            faults.append(f"ระดับสุดท้าย “{rows[-1]['label']}” ต้องไม่กำหนดคะแนนขั้นต่ำขององค์ประกอบ")
        if faults:
            raise ValidationError(faults)


def _bars(row: dict) -> tuple[Decimal, Decimal]:
    return row["min_total"], Decimal(-1) if row["min_each"] is None else row["min_each"]


class ItemFormSet(RowsFormSet):
    def check_rows(self, rows):
        faults = [
            f"ข้อ {row['code']}: ตัวชี้วัดย่อย {sub.code} ไม่ได้อยู่ใต้ตัวชี้วัดที่ {row['indicator'].number}"
            for row in rows
            if (sub := row["sub_indicator"]) and sub.indicator_id != row["indicator"].pk
        ]
        if faults:
            raise ValidationError(faults)


class PictureInput(forms.ClearableFileInput):
    """Shows the stored picture from the portal's own address: uploads have no public one."""

    template_name = "assessments/admin/picture_input.html"


class MunicipalityForm(forms.ModelForm):
    class Meta:
        model = Municipality
        fields = ("code", "name", "kind", "district", "province", "address", "emblem", "seal")
        widgets = {"emblem": PictureInput, "seal": PictureInput}

    def clean_emblem(self):
        return real_picture(self.cleaned_data["emblem"])

    def clean_seal(self):
        return real_picture(self.cleaned_data["seal"])


def real_picture(file):
    """Return an uploaded picture named after what it really is; refuse other formats by their content."""
    image = getattr(file, "image", None)  # set by the form field for a new upload only
    if image is None:
        return file
    if image.format not in SUFFIXES:
        raise ValidationError("เนื้อไฟล์ไม่ใช่ภาพ PNG หรือ JPEG ให้เปิดภาพแล้วบันทึกใหม่เป็น PNG หรือ JPEG")
    if image.width * image.height > MAX_PIXELS:
        raise ValidationError(f"ภาพมีขนาด {image.width}×{image.height} จุด ใหญ่เกินไป ให้ย่อภาพก่อน")
    file.name = PurePath(file.name).stem + SUFFIXES[image.format]
    return file


class AccountForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"

    def clean(self):
        cleaned = super().clean()
        unit = cleaned.get("unit")
        if unit and unit.municipality != cleaned.get("municipality"):
            self.add_error("unit", "กอง/สำนักนี้ไม่ใช่ของหน่วยงานที่เลือก ให้เว้นว่างหรือเลือกใหม่หลังบันทึกหน่วยงาน")
        return cleaned


class PasswordForm(AdminPasswordChangeForm):
    """Sets a password; an account that shall not sign in is switched off instead of losing its password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)


class NewAccountForm(UserCreationForm):
    class Meta:
        model = User
        fields = ("username", "role", "position", "municipality", "province", "email")
