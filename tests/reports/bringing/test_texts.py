"""Texts of 2567 brought up to 2568: what is replaced, what is left and marked, what is left without a word."""

import pytest

from reports.bringing import Figure, Passage, bring_text
from reports.bringing.texts import (
    ADDRESS,
    AHEAD,
    COUNTED,
    DATE,
    DEFINED,
    LAW,
    NOT_YET,
    NUMBER,
    RANGE,
    RENUMBERED,
    SEVERAL,
    UNKNOWN,
)

PASSAGE = Passage(
    2567,
    2568,
    figures=(
        Figure(2567, "total", "90.65", "93.10"),
        Figure(2567, "level", "ผ่าน", "ผ่านดี"),
        Figure(2567, "rank", "12", "7"),
        Figure(2567, "measures", "24", "31"),
        Figure(2567, 4, "74.54", "88.20"),
        Figure(2567, 8, "78.89", ""),
        Figure(2567, 10, "100.00", "95.00"),
        Figure(2566, 9, "100.00", "90.00"),
        Figure(2566, "total", "94.22", "90.65"),
        Figure(2566, "level", "ผ่านดี", "ผ่าน"),
        Figure(2567, 2, "80.00", "81.00"),
        Figure(2567, 3, "80.00", "82.00"),
    ),
    levels=("ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "ต้องปรับปรุง"),
    indicators={2567: {n: n for n in range(1, 10)} | {10: None}},
)


def brought(text):
    """Return the text brought up, and (was, now, why) of each mark."""
    result, marks = bring_text(text, PASSAGE)
    return result, [(each.was, each.now, each.why) for each in marks]


REPLACED = {
    "ปีงบประมาณ พ.ศ. ๒๕๖๗": "ปีงบประมาณ พ.ศ. ๒๕๖๘",
    "ประจำปีงบประมาณ พ.ศ.๒๕๖๗ ทั้งนี้": "ประจำปีงบประมาณ พ.ศ.๒๕๖๘ ทั้งนี้",
    "ปี 2567 เทียบกับปี 2566": "ปี 2568 เทียบกับปี 2567",
    "ปีงบประมาณ ๒๕๖๖-๒๕๖๗": "ปีงบประมาณ ๒๕๖๗-๒๕๖๘",
    "พ.ศ. 2566 – พ.ศ. 2567": "พ.ศ. 2567 – พ.ศ. 2568",
    "๑ ตุลาคม ๒๕๖๖ - ๓๐ กันยายน ๒๕๖๗": "๑ ตุลาคม ๒๕๖๗ - ๓๐ กันยายน ๒๕๖๘",
    "31 มี.ค. 2567": "31 มี.ค. 2568",
    "ต.ค. ๖๖ - ก.ย. ๖๗": "ต.ค. ๖๗ - ก.ย. ๖๘",
    "ภายในเดือนมกราคม ๒๕๖๗": "ภายในเดือนมกราคม ๒๕๖๘",
    "ปีงบฯ ๖๗": "ปีงบฯ ๖๘",
    "ITA2567": "ITA2568",
    "ได้คะแนน ๙๐.๖๕ คะแนน": "ได้คะแนน ๙๓.๑๐ คะแนน",
    "อยู่ในระดับ “ผ่าน”": "อยู่ในระดับ “ผ่านดี”",
    "ได้ ๙๐.๖๕ คะแนน อยู่ในระดับ “ผ่าน” ซึ่งต้องรักษาไว้": "ได้ ๙๓.๑๐ คะแนน อยู่ในระดับ “ผ่านดี” ซึ่งต้องรักษาไว้",
    "สูงกว่าเกณฑ์ และได้ระดับผ่าน": "สูงกว่าเกณฑ์ และได้ระดับผ่านดี",
    "ผลการประเมินระดับผ่านและ": "ผลการประเมินระดับผ่านดีและ",
    "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สิน (๗๔.๕๔คะแนน)": "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สิน (๘๘.๒๐คะแนน)",
    "ลำดับที่ ๑๒ ของจังหวัด": "ลำดับที่ ๗ ของจังหวัด",
    "กำหนดไว้ ๒๔ มาตรการ": "กำหนดไว้ ๓๑ มาตรการ",
    "ตัวชี้วัดที่ 3 ได้ 80.00 คะแนน": "ตัวชี้วัดที่ 3 ได้ 82.00 คะแนน",
    "ปี 2566 ได้ 100.00": "ปี 2567 ได้ 90.00",
}


@pytest.mark.parametrize("text", REPLACED)
def test_years_and_known_figures_are_replaced_and_marked(text):
    result, marks = brought(text)
    assert result == REPLACED[text]
    assert marks and {why for _, _, why in marks} == {""}


DOUBTFUL = {
    "พระราชบัญญัติงบประมาณรายจ่ายประจำปีงบประมาณ พ.ศ. ๒๕๖๗": ("๒๕๖๗", LAW),
    "ระเบียบกระทรวงมหาดไทยว่าด้วยการเงิน พ.ศ. ๒๕๖๖": ("๒๕๖๖", LAW),
    "เทศบัญญัติ เรื่อง ตลาด พ.ศ. 2567": ("2567", LAW),
    "ประชุมเมื่อวันที่ ๑๑ กุมภาพันธ์ ๒๕๖๗": ("๒๕๖๗", DATE),
    "วันที่ 12/1/2567": ("12/1/2567", DATE),
    "แผนพัฒนาท้องถิ่น (พ.ศ. ๒๕๖๖-๒๕๗๐)": ("๒๕๖๖-๒๕๗๐", RANGE),
    "หนังสือ ที่ ทส ๑/๒๕๖๗": ("๒๕๖๗", NUMBER),
    "เป้าหมายของปีงบประมาณ พ.ศ. ๒๕๖๘": ("๒๕๖๘", AHEAD),
    "https://a.go.th/ita/2567/o1": ("https://a.go.th/ita/2567/o1", ADDRESS),
    "ตัวชี้วัดที่ ๘ ได้ ๗๘.๘๙ คะแนน": ("๗๘.๘๙", NOT_YET),
    "คะแนน 80.00": ("80.00", SEVERAL),
    "เพิ่มขึ้น ๑.๗๒ คะแนน": ("๑.๗๒", UNKNOWN),
    "ต่ำกว่าเกณฑ์ ๒ ตัวชี้วัด จาก ๑๐ ตัวชี้วัด": ("๒", COUNTED),
    "ระดับ “ผ่านดี” กำหนดให้ทุกตัวชี้วัดได้คะแนนตั้งแต่ ๘๕ คะแนนขึ้นไป": ("ผ่านดี", DEFINED),
    "ระดับผ่าน หมายถึง คะแนนรวมไม่ต่ำกว่า ๘๕": ("ผ่าน", DEFINED),
    "ระดับผ่านดี คือ ได้ทั้งคะแนนรวมและทุกตัวชี้วัด": ("ผ่านดี", DEFINED),
    "คะแนนตั้งแต่ ๘๕ ขึ้นไป อยู่ในระดับผ่าน": ("ผ่าน", DEFINED),
    "๘๕ – ๙๔ คะแนน ระดับผ่านดี": ("ผ่านดี", DEFINED),
    "ตามเกณฑ์ระดับ “ผ่านดี”": ("ผ่านดี", DEFINED),
    "ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต": ("๑๐", RENUMBERED),
}


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_is_in_doubt_stays_and_is_marked(text):
    spot, why = DOUBTFUL[text]
    assert brought(text) == (text, [(spot, spot, why)])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "พ.ร.บ. ข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐",
        "พระราชบัญญัติประกอบรัฐธรรมนูญ พ.ศ. ๒๕๖๑",
        "จำนวน ๒,๕๖๗ บาท",
        "ผู้รับบริการ 2567 คน",
        "เงิน 2567.50 บาท",
        "โทร. ๐๕๔-๒๕๖๗๑๑",
        "โทร 054-2567",
        "โทรศัพท์ ๒๕๖๗",
        "มาตรา ๒๕๖๗",
        "ยุทธศาสตร์ชาติ (พ.ศ. ๒๕๖๑-๒๕๘๐)",
        "เกณฑ์ ๘๕ คะแนน จากคะแนนเต็ม ๑๐๐ คะแนน",
        "เวลา 08.30 น.",
        "ระดับผ่านเกณฑ์",
        "ปี ๒๕๖๕",
        "https://a.go.th/o1",
    ],
)
def test_what_is_no_year_and_no_known_figure_stays_without_a_mark(text):
    assert brought(text) == (text, [])


def test_a_year_after_the_name_of_a_law_with_its_own_year_is_replaced():
    text = "ตาม พ.ร.บ. ข้อมูลข่าวสาร พ.ศ. ๒๕๔๐ ผลของปีงบประมาณ พ.ศ. ๒๕๖๗"
    assert brought(text) == (text.replace("๒๕๖๗", "๒๕๖๘"), [("๒๕๖๗", "๒๕๖๘", "")])


def test_mark_shows_its_line_around_it():
    text = "บรรทัดแรก\n" + "ก" * 50 + " ปี ๒๕๖๗ " + "ข" * 50 + "\nบรรทัดท้าย"
    _, [mark] = bring_text(text, PASSAGE)
    assert mark.context == "…" + "ก" * 30 + " ปี ๒๕๖๘ " + "ข" * 33 + "…"


def test_a_text_is_brought_over_several_years():
    assert bring_text("ปี ๒๕๖๔ และ ๒๕๖๕", Passage(2565, 2568))[0] == "ปี ๒๕๖๗ และ ๒๕๖๘"
