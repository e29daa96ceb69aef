"""The upload of a package."""

from django import forms
from django.core.exceptions import ValidationError

from .reading import MAX_BYTES


class UploadForm(forms.Form):
    file = forms.FileField(
        label="ไฟล์แลกเปลี่ยน (.json)",
        help_text=f"ไม่เกิน {MAX_BYTES / 1e6:.0f} MB",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": "เลือกไฟล์แลกเปลี่ยนก่อน",
            "empty": "ไฟล์ว่างเปล่า เลือกไฟล์ที่ส่งออกจากระบบนี้",
            "invalid": "แนบไฟล์ไม่สำเร็จ เลือกไฟล์อีกครั้ง",
        },
    )
    replace = forms.BooleanField(
        label="แทนที่ของเดิม",
        required=False,
        help_text="หากปีนั้นมีมาตรการ เอกสาร หรือผลคะแนนที่ต่างจากในไฟล์อยู่แล้ว ของเดิมจะถูกแทนที่ทั้งหมด",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(
                f"ไฟล์ใหญ่ {file.size / 1e6:.1f} MB เกินที่รับได้ {MAX_BYTES / 1e6:.0f} MB ระบบจึงไม่ได้อ่านไฟล์นี้"
            )
        return file
