"""Blocks of a document's form with texts that are hard to print, and what a reader must find of them."""

from datetime import date

from measures.evidence.services import add_address, attach

NAMES = "น้ำ ก๋วยเตี๋ยว ที่ทำการ ญี่ปุ่น กตัญญู ฐานุศาสตร์ ฤดู ฦๅชา ฯลฯ ต่าง ๆ"
MARKUP = "<script>alert('x')</script> & <b>ตัวหนา</b>"
UNBROKEN = "คำยาวไม่เว้นวรรค" * 12
ADDRESS = "https://www.example.go.th/ita/%E0%B8%A3%E0%B8%B2%E0%B8%A2?item=o27&year=2567&" + "a1-" * 60 + "รายงานผล"
WAY = f"หน้าแรก > การเปิดเผยข้อมูลสาธารณะ (ITA) > {NAMES}"

COVER = {"type": "cover", "heading": "", "picture": "none", "foot": [f"ปั๊มน้ำ {NAMES}", MARKUP, UNBROKEN]}
TOC = {"type": "toc", "heading": "สารบัญ"}
SIGNATURES = {
    "type": "signatures",
    "heading": "",
    "layout": "side_by_side",
    "with_date": True,
    "signers": [
        {"action": "ผู้จัดทำ", "name": "", "position": "นักวิเคราะห์ญี่ปุ่น"},
        {"action": "ผู้ตรวจ", "name": MARKUP, "position": "ปลัดเทศบาล ปฏิบัติหน้าที่\nนายกเทศมนตรีที่ปั๊มน้ำ"},
        {"action": "", "name": "", "position": ""},
    ],
}
EVIDENCE = {"type": "evidence_list", "heading": "รายการหลักฐาน", "grouped_by": "measure", "with_items": True}
ANNOUNCEMENT = {
    "type": "announcement",
    "heading": "",
    "issuer": "ประกาศเทศบาลเมืองทดสอบ",
    "subject": ["มาตรการที่กู้น้ำ", "ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"],
    "paragraphs": [NAMES, MARKUP, f"๑. {UNBROKEN}", "จึงประกาศให้ทราบโดยทั่วกัน"],
    "date": "2024-04-01",
    "name": "",
    "position": "นายกเทศมนตรีเมืองทดสอบ",
}
OFFICIAL = [COVER, TOC, SIGNATURES, EVIDENCE, ANNOUNCEMENT]


def text(heading: str, *paragraphs: str) -> dict:
    return {"type": "text", "heading": heading, "paragraphs": list(paragraphs)}


def prove(by, year, title: str = "หลักฐาน", *, measures=(), items=(), address=ADDRESS, dated=date(2024, 4, 1)):
    """Store a web address as evidence that these measures and items use."""
    evidence = add_address(by=by, assessment=year, title=title, address=address, click_path=WAY, dated=dated)
    for measure in measures:
        attach(by=by, evidence=evidence, assessment=measure.assessment, use=measure)
    for item in items:
        attach(by=by, evidence=evidence, assessment=year, use=item)
    return evidence
