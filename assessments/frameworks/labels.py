"""What the kinds of a year's parts and their fields are called. Knows nothing of Django."""

from collections.abc import Iterable

from .definitions import Key, Kind

CALLED: dict[Kind, str] = {  # one part, before its key
    "instruments": "เครื่องมือ",
    "indicators": "ตัวชี้วัดที่",
    "sub_indicators": "ตัวชี้วัดย่อย",
    "items": "ข้อ",
    "levels": "ระดับ",
    "areas": "ประเด็นที่",
}
NAMES = {kind: called.removesuffix("ที่") for kind, called in CALLED.items()}
HEADINGS: dict[Kind, str] = NAMES | {
    "instruments": "เครื่องมือประเมิน",
    "levels": "ระดับผลการประเมิน",
    "areas": "ประเด็นของมาตรการ",
}
FIELDS = {
    "pass_mark": "เกณฑ์ผ่าน",
    "measures_item": "ข้อของมาตรการ",
    "results_item": "ข้อของรายงานผล",
    "note": "หมายเหตุ",
    "code": "รหัส",
    "number": "เลข",
    "name": "ชื่อ",
    "title": "ชื่อ",
    "weight": "น้ำหนัก",
    "instrument": "เครื่องมือ",
    "description": "คำอธิบาย",
    "indicator": "ตัวชี้วัด",
    "sub_indicator": "ตัวชี้วัดย่อย",
    "label": "ระดับ",
    "min_total": "คะแนนรวมตั้งแต่",
    "min_each": "ทุกองค์ประกอบตั้งแต่",
    "scope": "องค์ประกอบที่ใช้",
    "passes": "ถือว่าผ่าน",
    "total_comparable": "การเทียบคะแนนรวม",
    "total_reason": "เหตุผลของคะแนนรวม",
}
SCOPES = {"": "คะแนนรวมเท่านั้น", "indicator": "ทุกตัวชี้วัด", "instrument": "ทุกเครื่องมือ"}
TOTAL_CHOICES = {None: "ตามน้ำหนักและตัวชี้วัดของสองปี", True: "เทียบได้", False: "เทียบไม่ได้"}
YES_NO = {True: "ใช่", False: "ไม่ใช่"}


def listed(keys: Iterable[Key]) -> str:
    return ", ".join(map(str, keys))
