"""What a page tells on the first visits, until who reads it puts it away for good."""

# By the name of an address: what cannot be seen on the page although it saves the most work.
HINTS = {
    "scores": "คัดลอกคอลัมน์คะแนนจาก Excel แล้ววางลงในช่องแรกได้ทันที ระบบแสดงตัวอย่างก่อนบันทึก",
    "items": "กดปุ่มเดียวให้ทุกข้อที่ยังไม่ทราบผลได้ 100 แล้วแก้เฉพาะข้อที่ต่างออกไป",
    "measures": "คัดลอกตารางมาตรการจาก Word หรือ Excel แล้ววางลงในช่องแรกของตารางได้ ไม่ต้องพิมพ์ใหม่",
    "progress": "เปิดหน้านี้จากโทรศัพท์ แล้วถ่ายภาพกิจกรรมแนบเป็นหลักฐานได้",
    "evidence": "ลากไฟล์หลายไฟล์มาวางในหน้านี้พร้อมกันได้ หลักฐานหนึ่งชิ้นใช้ได้กับหลายมาตรการและหลายข้อ",
    "documents": "คัดลอกเอกสารของปีก่อนได้ทั้งฉบับ ระบบขอให้ยืนยันข้อความของปีก่อนทีละข้อความ",
    "document": "แก้ไขส่วนของเอกสารแล้วดูหน้าที่จะพิมพ์จริงได้ทันที ไม่ต้องดาวน์โหลดมาตรวจ",
}


def hint_of(name: str, seen: list[str]) -> str:
    """Return the hint of the page with that name, "" without one or where it was put away."""
    return "" if name in seen else HINTS.get(name, "")
