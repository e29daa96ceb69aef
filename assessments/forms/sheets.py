"""Forms of the spreadsheet pages: the upload, and what to put into a template or an export."""

from django import forms
from django.core.exceptions import ValidationError

from assessments.sheets.table import LIMITS

MAX_BYTES = LIMITS.upload
FORMATS = [("xlsx", "Excel (.xlsx)"), ("csv", "CSV (.csv)")]


class SheetUploadForm(forms.Form):
    file = forms.FileField(
        label="แฟ้มข้อมูล (.xlsx หรือ .csv)",
        help_text=f"ไม่เกิน {MAX_BYTES / 1e6:.0f} MB ยังไม่มีข้อมูลใดเปลี่ยนจนกว่าท่านจะยืนยันในขั้นถัดไป",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "เลือกแฟ้มก่อน แล้วกดตรวจแฟ้ม",
            "empty": "แฟ้มว่างเปล่า ตรวจว่าบันทึกแฟ้มแล้ว และเลือกแฟ้มอีกครั้ง",
            "invalid": "แนบแฟ้มไม่สำเร็จ เลือกแฟ้มอีกครั้ง",
            "max_length": "ชื่อแฟ้มยาวเกินไป เปลี่ยนชื่อแฟ้มให้สั้นลง แล้วเลือกแฟ้มอีกครั้ง",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(
                f"แฟ้มใหญ่ {file.size / 1e6:.1f} MB เกินที่รับได้ {MAX_BYTES / 1e6:.0f} MB ระบบจึงไม่ได้อ่านแฟ้มนี้ "
                "แบ่งข้อมูลเป็นหลายแฟ้ม หรือบันทึกเป็น .xlsx แล้วเลือกแฟ้มอีกครั้ง"
            )
        return file
