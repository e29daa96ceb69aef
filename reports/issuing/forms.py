"""What is to be verified: a code, or a file of which only the fingerprint arrives."""

from django import forms

MAX_MB = 50


class CodeForm(forms.Form):
    code = forms.CharField(
        label="รหัสตรวจสอบ",
        max_length=100,
        help_text="อยู่ท้ายกระดาษทุกหน้า เช่น ITA-2345-6789-ABCD พิมพ์ตัวเล็กหรือไม่ใส่ขีดก็ได้",
        error_messages={"required": "กรอกรหัสตรวจสอบก่อน", "max_length": "รหัสตรวจสอบมี 12 ตัว ข้อความที่กรอกยาวเกินไป"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class VerifiedFileForm(forms.Form):
    file = forms.FileField(
        label="ไฟล์ PDF",
        allow_empty_file=True,
        help_text=f"ไม่เกิน {MAX_MB} MB ระบบคำนวณลายนิ้วมือของไฟล์แล้วทิ้งทันที ไม่เก็บไฟล์ไว้",
        error_messages={"required": "เลือกไฟล์ที่จะตรวจสอบก่อน"},
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )
