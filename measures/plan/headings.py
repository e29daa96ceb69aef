"""How municipalities head the columns of their tables of measures: for pasting, importing and nothing else."""

import re
from collections.abc import Sequence

from assessments.tabular.names import NearNames
from assessments.tabular.texts import header_key

from .models import TEXT_FIELDS
from .order import FIELDS

IGNORED, AREA = "", "area"
USUAL: dict[str, tuple[str, ...]] = {
    AREA: ("ประเด็น", "ประเด็นที่", "ประเด็นการประเมิน", "มิติ", "มิติที่", "ด้าน", "ตัวชี้วัด/ประเด็น"),
    "title": (
        "มาตรการ",
        "ชื่อมาตรการ",
        "มาตรการ/แนวทาง",
        "มาตรการ/แนวทางการปฏิบัติ",
        "มาตรการ/กิจกรรม",
        "มาตรการ/โครงการ/กิจกรรม",
        "โครงการ/กิจกรรม",
        "โครงการ/กิจกรรม/มาตรการ",
        "โครงการ",
        "กิจกรรม",
        "แนวทาง",
        "แนวทางการพัฒนา",
        "แนวทางการปรับปรุง",
        "วิธีการนำผลวิเคราะห์ไปสู่การปฏิบัติ",
    ),
    "steps": (
        "ขั้นตอน",
        "ขั้นตอน/วิธีปฏิบัติ",
        "ขั้นตอน/วิธีการปฏิบัติ",
        "ขั้นตอน/วิธีการดำเนินการ",
        "ขั้นตอนหรือวิธีการปฏิบัติ",
        "ขั้นตอนการดำเนินงาน",
        "วิธีดำเนินการ",
        "วิธีการดำเนินการ",
        "วิธีการดำเนินงาน",
        "วิธีการ",
        "แนวทางการดำเนินการ",
        "แนวทางการดำเนินงาน",
    ),
    "responsible": (
        "ผู้รับผิดชอบ",
        "ผู้รับผิดชอบ/ผู้เกี่ยวข้อง",
        "หน่วยงานที่รับผิดชอบ",
        "หน่วยงานรับผิดชอบ",
        "หน่วยงาน",
        "ส่วนงานที่รับผิดชอบ",
        "กอง/สำนัก",
    ),
    "period": (
        "ระยะเวลา",
        "ระยะเวลาดำเนินการ",
        "ระยะเวลาการดำเนินการ",
        "ช่วงระยะเวลาในการดำเนินการ",
        "กำหนดเวลา",
        "กำหนดแล้วเสร็จ",
    ),
    "follow_up": ("การติดตาม", "การติดตามผล", "การกำกับติดตาม", "การกำกับติดตามผล", "การติดตามและประเมินผล"),
    "output": ("ผลการดำเนินงาน", "ผลการดำเนินการ", "ผลการปฏิบัติ", "ผลผลิต", "ผลที่ได้", "output"),
    "outcome": ("ผลลัพธ์", "ผลลัพธ์/ความสำเร็จ", "ผลสำเร็จ", "ความสำเร็จ", "outcome"),
    "goal": ("เป้าหมาย", "เป้าหมายโครงการ", "เป้าหมาย/ผลผลิต", "ค่าเป้าหมาย", "วัตถุประสงค์/เป้าหมาย"),
    "success": (
        "ตัวชี้วัดความสำเร็จ",
        "ตัวชี้วัดผลสำเร็จ",
        "ตัวชี้วัดความสำเร็จของโครงการ",
        "ตัวชี้วัดความสำเร็จของมาตรการ",
        "ตัวชี้วัดโครงการ",
        "เกณฑ์ความสำเร็จ",
    ),
    "budget": ("งบประมาณ", "งบประมาณ/แหล่งงบประมาณ", "งบประมาณที่ใช้", "วงเงินงบประมาณ", "งบประมาณโครงการ"),
    "remark": ("หมายเหตุ", "ข้อสังเกต/หมายเหตุ"),
    IGNORED: ("ลำดับ", "ลำดับที่", "ที่", "ข้อ", "สถานะ"),
}
_PARENTHESES = re.compile(r"\([^()]{0,60}\)")


def heading_key(text: str) -> str:
    """Return what two ways of writing a heading have in common: no spaces, line breaks or words in parentheses."""
    return header_key(_PARENTHESES.sub("", text[:300]))


_NAMES = {
    heading_key(name): field
    for field, names in (*USUAL.items(), *((name, (str(FIELDS[name].verbose_name),)) for name in TEXT_FIELDS))
    for name in names
}
_NEAR = NearNames(_NAMES)


def headed(cells: Sequence[str]) -> list[str] | None:
    """Return the field of each column that a row of headings names, IGNORED for others; None for a row that is none.

    A heading that nobody knows takes the field of the one most like it, where no column has that: it is offered.
    """
    keys = [heading_key(cell) for cell in cells]
    names = [_NAMES.get(key) for key in keys]
    known = {name for name in names if name}
    if "title" not in known and len(known) < 2:
        return None
    columns: list[str] = []
    for key, name in zip(keys, names, strict=True):
        if name is None and key:
            name = next((field for near in _NEAR.near(key, 1) if (field := _NAMES[near]) not in known), IGNORED)
        columns.append(name if name and name not in columns else IGNORED)
    return columns
