"""The upload of a package."""

from django import forms
from django.core.exceptions import ValidationError

from .reading import MAX_BYTES


class UploadForm(forms.Form):
    file = forms.FileField(
        label="แฟ้มแพ็กเกจ (JSON)",
        help_text=f"ไม่เกิน {MAX_BYTES / 1e6:.0f} MB",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": "เลือกแฟ้มแพ็กเกจก่อน",
            "empty": "แฟ้มว่างเปล่า เลือกแฟ้มที่ส่งออกจากระบบนี้",
            "invalid": "แนบแฟ้มไม่สำเร็จ เลือกแฟ้มอีกครั้ง",
        },
    )
    replace = forms.BooleanField(
        label="แทนที่ของเดิม",
        required=False,
        help_text="หากปีนั้นมีมาตรการ เอกสาร หรือผลคะแนนที่ต่างจากในแฟ้มอยู่แล้ว ของเดิมจะถูกแทนที่ทั้งหมด",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(
                f"แฟ้มใหญ่ {file.size / 1e6:.1f} MB เกินที่รับได้ {MAX_BYTES / 1e6:.0f} MB ระบบจึงไม่ได้อ่านแฟ้มนี้"
            )
        return file
