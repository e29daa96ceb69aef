"""What an authority should do, for each instrument and its indicators below the bar.

An indicator's number means nothing in another year, so the advice goes by words of its name. It is general: the
officer makes it particular.
"""

from .facts import Facts, Written, count

# The first word that stands in the name decides: "การแก้ไขปัญหาการทุจริต" before "การทุจริต".
ADVICE = {
    "ปฏิบัติหน้าที่": "กำหนดขั้นตอนและระยะเวลาของแต่ละงานให้ชัดเจน กำกับให้บุคลากรปฏิบัติต่อผู้มาติดต่อทุกคนอย่างเสมอภาค "
    "และย้ำเตือนการงดรับของขวัญหรือประโยชน์อื่นใดจากการปฏิบัติหน้าที่",
    "งบประมาณ": "เผยแพร่แผนและผลการใช้จ่ายงบประมาณให้บุคลากรรับทราบทั่วกัน ควบคุมการเบิกจ่ายและการจัดซื้อจัดจ้างให้ถูกต้องและคุ้มค่า "
    "รวมทั้งเปิดช่องทางให้สอบถามและทักท้วงการใช้งบประมาณได้",
    "อำนาจ": "กำหนดหลักเกณฑ์การมอบหมายงาน การประเมินผลการปฏิบัติงาน และการพัฒนาบุคลากรให้ชัดเจน "
    "แจ้งให้บุคลากรทราบล่วงหน้า และเปิดโอกาสให้ขอคำชี้แจงได้",
    "ทรัพย์สิน": "จัดทำแนวปฏิบัติและขั้นตอนการยืมทรัพย์สินของราชการที่เข้าใจง่าย แจ้งเวียนให้บุคลากรทราบ "
    "จัดทำทะเบียนคุมการยืมและการคืน และตรวจสอบการใช้ทรัพย์สินเป็นประจำ",
    "แก้ไขปัญหาการทุจริต": "ให้ผู้บริหารแสดงเจตนารมณ์ต่อต้านการทุจริตอย่างต่อเนื่อง ทบทวนแผนป้องกันการทุจริตให้ปฏิบัติได้จริง "
    "จัดช่องทางร้องเรียนที่คุ้มครองผู้แจ้ง และนำข้อสังเกตจากการตรวจสอบมาปรับปรุงงาน",
    "คุณภาพ": "ประกาศมาตรฐานขั้นตอนและระยะเวลาการให้บริการ ให้บริการอย่างเสมอภาคและตรงไปตรงมา "
    "และนำผลความพึงพอใจของผู้รับบริการมาทบทวนการปฏิบัติงาน",
    "สื่อสาร": "เผยแพร่ข้อมูลที่ประชาชนควรรู้ให้เข้าใจง่ายและเข้าถึงได้หลายช่องทาง "
    "จัดผู้รับผิดชอบตอบข้อสอบถาม และชี้แจงข้อกังวลของประชาชนให้ชัดเจนโดยไม่ชักช้า",
    "ปรับปรุง": "ลดขั้นตอนและพัฒนาวิธีให้บริการ รวมทั้งบริการผ่านระบบออนไลน์ "
    "เปิดรับข้อเสนอแนะจากประชาชน และแจ้งให้ทราบว่าได้ปรับปรุงในเรื่องใดแล้ว",
    "เปิดเผยข้อมูล": "มอบหมายผู้รับผิดชอบข้อมูลแต่ละรายการ ตรวจสอบข้อมูลบนเว็บไซต์ให้ครบถ้วน ถูกต้อง และเป็นปัจจุบัน "
    "และทดสอบการเข้าถึงข้อมูลก่อนถึงกำหนดการประเมิน",
    "ป้องกันการทุจริต": "ประเมินความเสี่ยงการทุจริตและจัดการความเสี่ยงที่พบ จัดทำแผนและรายงานผลการป้องกันการทุจริตตามกำหนด "
    "และเผยแพร่หลักฐานการดำเนินการบนเว็บไซต์ให้ตรวจสอบได้",
}
ADVICE["แก้ปัญหาการทุจริต"] = ADVICE["แก้ไขปัญหาการทุจริต"]
GENERAL = "ทบทวนการดำเนินงานที่เกี่ยวข้อง กำหนดผู้รับผิดชอบและระยะเวลาปรับปรุง และติดตามผลเป็นระยะ"
KEEP = {
    "IIT": "สื่อสารแนวปฏิบัติแก่บุคลากรทุกระดับอย่างต่อเนื่อง",
    "EIT": "รับฟังความคิดเห็นของผู้รับบริการอย่างสม่ำเสมอ",
    "OIT": "ตรวจสอบข้อมูลบนเว็บไซต์ให้ครบถ้วนและเป็นปัจจุบันอยู่เสมอ",
}


def advice(name: str) -> str:
    """Return what an authority should do about an indicator of this name."""
    return next((text for word, text in ADVICE.items() if word in name), GENERAL)


def proposal(facts: Facts, year: int, part: str) -> Written:
    """What should be done about one instrument; nothing where none of its indicators has a score."""
    of = facts.result(year)
    instrument = next((rule for rule in of.rules.instruments if rule.code == part), None)
    judged = [number for number in instrument.indicators if number in of.judged] if instrument else []
    if not instrument or not judged:
        return None
    weak = [number for number in judged if number in facts.weak(year)]
    who, lead = facts.municipality, f"ตาม{instrument.name} ({instrument.code})"
    if not weak:
        keep = KEEP.get(part, "ติดตามผลเป็นระยะ")
        known = count(len(judged)) + ("ที่มีคะแนน" if len(judged) < len(instrument.indicators) else "")
        text = f"{lead} ไม่มีตัวชี้วัดที่ได้คะแนนต่ำกว่าเกณฑ์ {facts.bar} จากทั้งหมด {known} {who}ควรรักษามาตรฐานเดิมและ{keep}"
    elif len(weak) == 1:
        [only] = weak
        text = f"{lead} {who}ควรพัฒนา{of.scored(only)} โดย{advice(of.indicator(only))}"
    else:
        lines = [f"- {of.scored(number)} โดย{advice(of.indicator(number))}" for number in weak]
        text = "\n".join([f"{lead} {who}ควรพัฒนา {count(len(weak))} ดังนี้", *lines])
    figures = [("หน่วยงาน", who), facts.bar_figure, *of.figures(instrument.indicators)]
    return text, figures
