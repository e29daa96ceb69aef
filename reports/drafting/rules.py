"""The rules of drafting by name: topic, what a rule looks at in words for the officer, and who writes it.

Knows nothing of Django.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ita_portal.thai import thai_digits

from . import comparing, opening, proposals, result
from .facts import Facts, Written

TOPICS = {
    "introduction": "บทนำ",
    "result": "ผลการประเมิน",
    "comparison": "เปรียบเทียบกับปีก่อน",
    "strengths": "จุดแข็ง",
    "weaknesses": "จุดที่ควรพัฒนา",
    "proposals": "ข้อเสนอตามเครื่องมือประเมิน",
    "progress": "ความก้าวหน้าของมาตรการ",
    "closing": "บทลงท้าย",
}


@dataclass(frozen=True)
class DraftingRule:
    """`why` takes {year}, {before}, {part} and {bar}; `parts` says that there is a sentence for each instrument."""

    topic: str
    name: str
    why: str
    write: Callable[[Facts, int, str], Written]
    parts: bool = False


@dataclass(frozen=True)
class Sentence:
    """A drafted sentence, perhaps of several lines; figures stand with ASCII digits whatever the text has."""

    rule: str
    year: int  # whose result it speaks of
    part: str  # the instrument's code, or nothing
    text: str
    figures: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """Return what names the sentence within a document."""
        return ":".join(filter(None, (self.rule, str(self.year), self.part)))

    @property
    def topic(self) -> str:
        return RULES.get(self.rule, FORGOTTEN).topic

    @property
    def name(self) -> str:
        return RULES.get(self.rule, FORGOTTEN).name.format(part=self.part)

    @property
    def why(self) -> str:
        """Tell the officer how the sentence came about."""
        why = RULES.get(self.rule, FORGOTTEN).why
        return why.format(year=self.year, before=self.year - 1, part=self.part, bar=BAR)


BAR = "เทียบกับเกณฑ์จุดแข็ง/จุดอ่อนที่ตั้งไว้ในเอกสาร"
FORGOTTEN = DraftingRule("", "ข้อความที่ร่างไว้", "", lambda facts, year, part: None)  # of an older portal
RULES: Mapping[str, DraftingRule] = {
    "introduction": DraftingRule("introduction", "บทนำ", "ใช้ชื่อหน่วยงาน ปีงบประมาณ และชนิดของเอกสาร", opening.introduction),
    "result": DraftingRule(
        "result", "คะแนนรวมและระดับ", "ใช้คะแนนรวมและระดับที่กรอกตามประกาศของปี {year} ระบบไม่คำนวณใหม่", result.result
    ),
    "below": DraftingRule(
        "result", "ตัวชี้วัดที่ต่ำกว่าเกณฑ์", "ใช้คะแนนรายตัวชี้วัดของปี {year} {bar} ตัวชี้วัดที่ยังไม่มีคะแนนบอกไว้ท้ายประโยค", result.below
    ),
    "change_of_total": DraftingRule(
        "comparison",
        "คะแนนรวมเทียบกับปีก่อน",
        "ใช้คะแนนรวมที่ประกาศของปี {before} และปี {year} เมื่อเกณฑ์กำหนดว่าเทียบกันได้",
        comparing.change_of_total,
    ),
    "change_of_level": DraftingRule(
        "comparison",
        "ระดับเทียบกับปีก่อน",
        "ใช้ระดับที่ประกาศของปี {before} และปี {year} หากระดับลดลงทั้งที่คะแนนรวมถึงเกณฑ์ จะบอกตัวที่ต่ำกว่าเกณฑ์ของระดับเดิม",
        comparing.change_of_level,
    ),
    "changes": DraftingRule(
        "comparison",
        "จำนวนตัวชี้วัดที่เพิ่มและลด",
        "นับตัวชี้วัดที่คะแนนปี {year} มากกว่า น้อยกว่า หรือเท่ากับปี {before} เฉพาะตัวชี้วัดที่เกณฑ์กำหนดว่าเทียบกันได้",
        comparing.changes,
    ),
    "largest_rise": DraftingRule(
        "comparison",
        "ตัวชี้วัดที่เพิ่มมากที่สุด",
        "ใช้ผลต่างของคะแนนปี {year} กับปี {before} ที่เพิ่มขึ้นมากที่สุด ตัวชี้วัดที่เพิ่มเท่ากันบอกทุกตัว",
        comparing.largest_rise,
    ),
    "largest_fall": DraftingRule(
        "comparison",
        "ตัวชี้วัดที่ลดมากที่สุด",
        "ใช้ผลต่างของคะแนนปี {year} กับปี {before} ที่ลดลงมากที่สุด ตัวชี้วัดที่ลดเท่ากันบอกทุกตัว",
        comparing.largest_fall,
    ),
    "apart": DraftingRule(
        "comparison", "ตัวชี้วัดที่เทียบไม่ได้", "ใช้การเทียบเกณฑ์ปี {before} กับปี {year} ที่ผู้ดูแลระบบกำหนด พร้อมเหตุผล", comparing.apart
    ),
    "strengths": DraftingRule(
        "strengths", "จุดแข็ง", "ใช้คะแนนรายตัวชี้วัดของปี {year} {bar} ตั้งแต่เกณฑ์ขึ้นไปเป็นจุดแข็ง เรียงจากคะแนนมาก", result.strengths
    ),
    "weaknesses": DraftingRule(
        "weaknesses",
        "จุดที่ควรพัฒนา",
        "ใช้คะแนนรายตัวชี้วัดของปี {year} {bar} ต่ำกว่าเกณฑ์เป็นจุดที่ควรพัฒนา เรียงจากที่ห่างเกณฑ์มาก",
        result.weaknesses,
    ),
    "proposal": DraftingRule(
        "proposals",
        "ข้อเสนอ {part}",
        "เลือกตัวชี้วัดของ {part} ปี {year} ที่ต่ำกว่าเกณฑ์ {bar} แล้วใช้ข้อเสนอทั่วไปตามเรื่องของตัวชี้วัด ควรปรับให้ตรงกับหน่วยงาน",
        proposals.proposal,
        parts=True,
    ),
    "progress": DraftingRule(
        "progress", "ความก้าวหน้าของมาตรการ", "นับมาตรการของปีตามสถานะที่บันทึกไว้ในหน้ามาตรการ", opening.progress
    ),
    "closing": DraftingRule(
        "closing", "บทลงท้าย", "ใช้ถ้อยคำลงท้ายตามชนิดของเอกสาร และจำนวนที่ยังต้องดำเนินการ", opening.closing
    ),
}


def draft(facts: Facts, rule: str, year: int, part: str = "") -> Sentence | None:
    """Return what a rule says today; None where it has nothing to say, or is no rule any more."""
    written = RULES.get(rule, FORGOTTEN).write(facts, year, part)
    if written is None:
        return None
    text, figures = written
    return Sentence(rule, year, part, thai_digits(text) if facts.thai_numerals else text, tuple(figures))


def drafts(facts: Facts) -> list[Sentence]:
    """Return every sentence that can be drafted for a document, by topic."""
    year = facts.subject_year
    parts = [instrument.code for instrument in facts.result(year).rules.instruments]
    sentences = [
        sentence
        for name, rule in RULES.items()
        for part in (parts if rule.parts else [""])
        if (sentence := draft(facts, name, year, part))
    ]
    return sorted(sentences, key=lambda sentence: list(TOPICS).index(sentence.topic))


def paragraphs_of(sentences: Iterable[Sentence]) -> list[str]:
    """Return sentences as paragraphs: those of a topic run on, but one of several lines stands by itself."""
    paragraphs: list[str] = []
    last = ""
    for sentence in sentences:
        topic = sentence.topic if "\n" not in sentence.text and not RULES[sentence.rule].parts else ""
        if topic and topic == last:
            paragraphs[-1] += f" {sentence.text}"
        else:
            paragraphs += sentence.text.split("\n")
        last = topic
    return paragraphs
