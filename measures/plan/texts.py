"""What a text of a measure may be, wherever it is typed."""

from django.core.exceptions import ValidationError

from assessments.editing.fields import refuse_long
from ita_portal.entering import note
from ita_portal.thai import tidy_lines

from .order import FIELDS

MAX_LENGTH = 20_000
TOO_LONG = "ยาวเกินไป เขียนได้ไม่เกิน 20,000 ตัวอักษร (ขณะนี้ %(show_value)s ตัวอักษร) ให้ตัดให้สั้นลงหรือแยกเป็นหลายมาตรการ"
NO_TITLE = "กรอกชื่อมาตรการก่อนบันทึก"
NO_REASON = "บอกเหตุผลที่ยกเลิกมาตรการนี้"
NEEDED = {"title": NO_TITLE, "status_reason": NO_REASON}
GONE = "มาตรการนี้เพิ่งถูกลบไป ให้เปิดหน้ามาตรการใหม่"
GONE_WHILE_TYPING = "มาตรการนี้เพิ่งถูกลบไป ให้คัดลอกข้อความไว้แล้วเปิดหน้ามาตรการใหม่"


def clean_text(field: str, value: str, row: str = "") -> str:
    """Return a typed text as it is stored; the same rules as the form of a measure. `row` names one of many."""
    refuse_long(value, MAX_LENGTH)
    note(value, f"{row}“{FIELDS[field].verbose_name}”")
    text = tidy_lines(value)
    if field in NEEDED and not text.strip():
        raise ValidationError(NEEDED[field])
    if len(text) > MAX_LENGTH:
        raise ValidationError(TOO_LONG, params={"show_value": len(text)})
    return text
