"""Headings that are made of names claim nothing; one word of a claim in them, and they wait."""

from time import process_time

import pytest

from reports.rollover.names import MOST_LETTERS, Names

NAMES = Names(["ความสำเร็จ", "ผลสำเร็จ", "ที่", "เทศบาลตำบลนาดี", "กองกิจการพิเศษ"], (2567, 2568))


@pytest.mark.parametrize(
    "text",
    [
        "๑. ความเป็นมา",
        "๓. ผลการประเมินหลังดำเนินการตามมาตรการ",
        "ตารางเปรียบเทียบผลการประเมิน ปีงบประมาณ พ.ศ. ๒๕๖๗ กับ พ.ศ. ๒๕๖๘",
        "๔. แนวทางสำหรับปีงบประมาณ พ.ศ. ๒๕๖๘",
        "กองยุทธศาสตร์และงบประมาณ เทศบาลตำบลนาดี",
        "กองกิจการพิเศษ",
        "ผู้อำนวยการกองคลัง",
        "จึงเรียนมาเพื่อโปรดทราบและพิจารณา",
        "ขั้นตอนและวิธีการ",
        "ผลผลิต (Output)",
        "ผลสำเร็จ",
        "ปัญหา อุปสรรค และข้อเสนอแนะ",
    ],
)
def test_names_claim_nothing_where_names_stand(text):
    assert NAMES.holds(text, "heading")


@pytest.mark.parametrize(
    "text",
    [
        "ผลการประเมินที่ดีขึ้น",
        "ผลการดำเนินการครบทุกมาตรการ",
        "ผลสำเร็จตามเป้าหมาย",
        "๓. ผลสำเร็จและปัญหาที่ยังคงอยู่",
        "ผลการประเมิน ปีงบประมาณ พ.ศ. ๒๕๖๕",
        "มาตรการ ๑๕ มาตรการ",
        "หน่วยงานดำเนินการตามแผน",
        "เผยแพร่รายงานบนเว็บไซต์",
        "แผนที่มาตรการ",
        "๙๑.๕๐ คะแนน",
        "ผลการประเมินระดับผ่านดี",
        "หน่วยงานคุณธรรมระดับจังหวัด ปี ๒๕๖๘",
        "๙.๕ คะแนน",
    ],
)
def test_a_word_of_a_claim_makes_a_heading_wait(text):
    assert not NAMES.holds(text, "heading")


@pytest.mark.parametrize("key", ["paragraphs", "text", "issues", "remark"])
def test_a_name_may_be_the_answer_to_a_question(key):
    assert not NAMES.holds("กองคลัง", key)


@pytest.mark.parametrize("key", ["text", "remark", "goal"])
def test_a_word_of_the_portals_own_may_be_an_answer_too(key):
    assert NAMES.holds("กองกิจการพิเศษ", "paragraphs")
    assert not NAMES.holds("กองกิจการพิเศษ", key)


def test_laws_are_names_wherever_they_stand():
    assert NAMES.holds("๑. พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐", "paragraphs")
    assert NAMES.holds("ระเบียบว่าด้วยการพัสดุ (ฉบับที่ ๒) พ.ศ. ๒๕๖๐ และที่แก้ไขเพิ่มเติม", "paragraphs")
    assert not NAMES.holds("พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐ ซึ่งทำได้ครบ", "paragraphs")


def test_the_longest_heading_takes_no_time():
    began = process_time()
    assert not NAMES.holds("กองงานการ" * 100_000, "heading")
    NAMES.holds(("การงาน" * MOST_LETTERS)[:MOST_LETTERS], "heading")
    assert process_time() - began < 2
