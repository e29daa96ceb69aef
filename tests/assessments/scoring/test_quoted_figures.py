"""Which figures of a year's result a text quotes, whichever digits it is written with."""

from decimal import Decimal

import pytest

from assessments.scoring.comparison import ComparedIndicator, Comparison
from assessments.scoring.quoted_figures import figures, may_quote, quoted
from assessments.scoring.totals import InstrumentRule, Rules, YearResult

RULES = Rules(
    2568,
    (InstrumentRule("IIT", "ใน", Decimal(60), (1, 2)), InstrumentRule("OIT", "เปิด", Decimal(40), (3,))),
    {1: "หนึ่ง", 2: "สอง", 3: "สาม"},
    (),
)
SCORES = {1: Decimal("90.00"), 2: Decimal("91.01"), 3: Decimal("80.50")}
BEFORE = YearResult(RULES, {1: Decimal("94.38"), 2: Decimal("91.01"), 3: Decimal("70.00")}, Decimal("88.00"))
AFTER = YearResult(RULES, SCORES, Decimal("86.50"), "ผ่านดี", rank=3, measures=12)
COMPARED = Comparison(
    2567,
    2568,
    (
        ComparedIndicator(1, "หนึ่ง", (1,), True, ""),
        ComparedIndicator(2, "สอง", (2,), True, ""),
        ComparedIndicator(3, "สาม", (3,), True, "เทียบไม่ได้"),
    ),
    {},
    "",
)


@pytest.mark.parametrize(
    "text, labels",
    [
        ("คะแนนรวม ๘๖.๕๐ คะแนน", ["คะแนนรวม"]),
        ("อยู่ในระดับ “ผ่านดี”", ["ระดับ"]),
        ("ช่องทางผ่านดีเกินคาด", []),
        ("ลำดับที่ ๓ ของจังหวัด", ["ลำดับในจังหวัด"]),
        ("รวม 12 มาตรการ", ["จำนวนมาตรการ"]),
        ("รวม 112 มาตรการ", []),
        ("IIT เฉลี่ย 90.51 คะแนน", ["ค่าเฉลี่ย IIT"]),
        ("ได้ 80.50 ทั้ง OIT และตัวชี้วัดที่ 3", ["ค่าเฉลี่ย OIT", "ตัวชี้วัดที่ 3"]),
        ("ลดลง ๔.๓๘ จากปีก่อน", ["ผลต่างตัวชี้วัดที่ 1"]),
        ("คะแนนรวม (-1.50)", ["ผลต่างคะแนนรวม"]),
        ("เพิ่มขึ้น 10.50 คะแนน", []),  # of what does not compare
        ("งบประมาณ 186.50 ล้านบาท หรือ 86.505", []),
        ("ไม่มีตัวเลข", []),
        ("2 วัน", []),
    ],
)
def test_figures_that_a_text_quotes(text, labels):
    known = figures(AFTER, BEFORE, COMPARED)
    assert [figure.label for figure in quoted(text, known)] == labels
    assert may_quote(text) or not labels


def test_changes_keep_their_sign_and_none_is_no_figure():
    known = {figure.subject: figure.text for figure in figures(AFTER, BEFORE, COMPARED)}
    assert known["indicator change", 1] == "-4.38"
    assert ("indicator change", 2) not in known


def test_year_of_which_nothing_is_known_has_no_figures():
    assert figures(YearResult(RULES), BEFORE, COMPARED) == []


def test_text_without_anything_like_a_figure_cannot_quote_one():
    assert not may_quote("อบรม ๒ วัน ปีละ 1 ครั้ง")
