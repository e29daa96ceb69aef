"""What a text of a measure may be, wherever it is typed."""

from django.core.exceptions import ValidationError

from ita_portal.thai import tidy_lines

MAX_LENGTH = 20_000
TOO_LONG = "ยาวเกินไป เขียนได้ไม่เกิน 20,000 ตัวอักษร (ขณะนี้ %(show_value)s ตัวอักษร) ให้ตัดให้สั้นลงหรือแยกเป็นหลายมาตรการ"
NO_TITLE = "กรอกชื่อมาตรการก่อนบันทึก"
GONE = "มาตรการนี้เพิ่งถูกลบไป ให้เปิดหน้ามาตรการใหม่"
GONE_WHILE_TYPING = "มาตรการนี้เพิ่งถูกลบไป ให้คัดลอกข้อความไว้แล้วเปิดหน้ามาตรการใหม่"


def clean_text(field: str, value: str) -> str:
    """Return a typed text as it is stored; the same rules as the form of a measure."""
    text = tidy_lines(value)
    if field == "title" and not text.strip():
        raise ValidationError(NO_TITLE)
    if len(text) > MAX_LENGTH:
        raise ValidationError(TOO_LONG, params={"show_value": len(text)})
    return text
