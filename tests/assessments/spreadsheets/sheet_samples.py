"""Small spreadsheets of results as an officer makes them, for the tests of screens and jobs."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

HEADS = ["รหัสหน่วยงาน", "หน่วยงาน", "ปีงบประมาณ", "คะแนนรวมที่ประกาศ", "ระดับที่ประกาศ", "ตัวชี้วัดที่ 1", "ตัวชี้วัดที่ 2"]
OWN = "99990001"
GOOD = [OWN, "เทศบาลเมืองทดสอบ", "๒๕๖๗", "๙๑.๐๐", "ผ่าน", "91.25 ", "92.12"]
TOO_MUCH = [OWN, "เทศบาลเมืองทดสอบ", "2566", "101", "ผ่าน", "", ""]


def xlsx(*rows: list, heads: list[str] = HEADS) -> bytes:
    book = Workbook()
    for row in ([], ["ผลการประเมิน ITA"], heads, *rows):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    book.close()
    return file.getvalue()


def upload(content: bytes, name: str = "ผลคะแนน.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
