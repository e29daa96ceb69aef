"""Names of parts, columns and offices: a heading that is made of nothing else claims nothing of a year."""

import re
from collections.abc import Collection

from assessments.editing.kept_text import RUN, SENTENCE, bare

# The keys under which names stand; in a paragraph or a cell the same words may answer a question.
NAMING = frozenset(
    "heading headings remark_heading title caption prepared_by agency to subjects subject closing position opinion "
    "action issuer area_prefix total_label".split()
)
# No verbs: "เผยแพร่รายงานบนเว็บไซต์" and "ดำเนินการตามแผน" are claims, "การเผยแพร่รายงาน" is a name.
WORDS = """
ความเป็นมา บทนำ คำนำ บทสรุป สรุปผล สรุป หลักการ เหตุผล วัตถุประสงค์ ภาคผนวก เอกสารแนบ แนบท้าย รายละเอียด ข้อมูลทั่วไป
รายงาน ตาราง แผนภูมิ เปรียบเทียบ การวิเคราะห์ สภาพปัญหา ปัญหา อุปสรรค ข้อเสนอแนะ ข้อเสนอ ข้อสังเกต หมายเหตุ
แนวทางแก้ไข แนวทางพัฒนา แนวทาง
ผล การประเมิน การดำเนินการ การดำเนินงาน การปฏิบัติ หลังดำเนินการ การแก้ไข การพัฒนา การปรับปรุง การเผยแพร่ ผลผลิต ผลลัพธ์ output outcome
แผน มาตรการ โครงการ กิจกรรม ขั้นตอน วิธีการ วิธีปฏิบัติ ระยะเวลา ช่วงเวลา ผู้รับผิดชอบ ผู้เกี่ยวข้อง การติดตาม การกำกับ การกำหนด เป้าหมาย
คะแนน ระดับ ตัวชี้วัด รายตัวชี้วัด ประเด็น เครื่องมือประเมิน คุณธรรมและความโปร่งใส ความโปร่งใส การส่งเสริม ภายใน หน่วยงาน ita iit eit oit
และ หรือ กับ ของ ตาม สำหรับ ใน ประจำ หลัง ก่อน โดย การ ปีงบประมาณ ปี พศ รายปี
ผู้จัดทำ จัดทำโดย คณะทำงาน คณะกรรมการ ผู้อำนวยการ หัวหน้า รองปลัด ปลัด รองนายก นายก นายกเทศมนตรี ความเห็น คำสั่ง เรียน
ขออนุมัติเผยแพร่ ขอรายงาน บนเว็บไซต์ จึงเรียนมาเพื่อ โปรดทราบ โปรดพิจารณา และพิจารณา เทศบาล ตำบล เมือง นคร จังหวัด องค์การบริหารส่วน
กอง สำนัก ฝ่าย งาน หน่วย ส่วน คลัง ช่าง การศึกษา ศาสนา วัฒนธรรม สาธารณสุข สิ่งแวดล้อม สวัสดิการ สังคม ยุทธศาสตร์ งบประมาณ วิชาการ แผนงาน
นโยบาย การเจ้าหน้าที่ นิติการ ตรวจสอบภายใน งานประชาสัมพันธ์ พัสดุ ทะเบียน การประปา งานป้องกัน บรรเทาสาธารณภัย
""".split()
MOST_LETTERS = 200
# Of a heading: "๑.", "(๑๐)", "๑.๑"; "๙๑.๕๐ คะแนน", "๙.๕ คะแนน" and "๑๐ มาตรการ" are claims.
_NUMBER = re.compile(r"^[\s(]*(?:[0-9๐-๙]{1,2}[.)]+|[0-9๐-๙](?:\.[0-9๐-๙])+[.)]*)(?![0-9๐-๙.]|\s*คะแนน)\s*")
_LAW = re.compile(
    r"(?:พระราชบัญญัติ|พระราชกฤษฎีกา|พระราชกำหนด|ระเบียบ|รัฐธรรมนูญ)\S* (?:\(ฉบับที่ [0-9๐-๙]+\) )?พ\.ศ\. ?[0-9๐-๙]{4}"
    r"(?: และที่แก้ไขเพิ่มเติม)?"
)


class Names:
    """What is known to be a name: the texts with which the portal itself would begin a document, and usual words.

    `years` are the fiscal years that a heading may name.
    """

    def __init__(self, own_words: Collection[str], years: Collection[int] = ()):
        self.own = {*map(bare, own_words)} - {""}
        # "ที่", "ข้อ" would make sentences, and "ผลสำเร็จ" together with "ตาม" and "เป้าหมาย" a claim.
        longer = (word.lower() for word in self.own if len(word) >= RUN and "สำเร็จ" not in word)
        self.words = tuple({*longer, *WORDS, *map(str, years)})

    def holds(self, text: str, key: str) -> bool:
        """Tell whether a text, which stands under this key, names something and says nothing."""
        unnumbered = _NUMBER.sub("", text)
        letters = bare(unnumbered)
        if key not in NAMING and key != "paragraphs" and len(letters) < SENTENCE:
            return False  # "จุดแข็ง" as a remark or in a cell is an answer; in prose it is a heading typed by hand
        if {bare(text), letters} & self.own or _LAW.fullmatch(unnumbered.strip()):
            return True
        return key in NAMING and len(letters) <= MOST_LETTERS and self._makes(letters.lower())

    def _makes(self, letters: str) -> bool:
        """Tell whether words, one after another, make all of it."""
        ends = {0}
        for place in range(len(letters)):
            if place in ends:
                ends |= {place + len(word) for word in self.words if letters.startswith(word, place)}
        return len(letters) in ends
