"""The name of a style."""

from django import forms

from assessments.editing.fields import ThaiCharField


class StyleForm(forms.Form):
    """Under which name a look is kept, and whether one of that name gives way."""

    name = ThaiCharField(
        label="ชื่อรูปแบบ",
        max_length=100,
        error_messages={"required": "ตั้งชื่อรูปแบบ", "max_length": "ชื่อรูปแบบยาวได้ไม่เกิน 100 ตัวอักษร"},
    )
    replace = forms.BooleanField(label="แทนที่รูปแบบเดิมที่ใช้ชื่อนี้", required=False)
