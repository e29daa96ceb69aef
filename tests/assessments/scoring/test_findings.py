"""Strengths and weaknesses by rules that are shown."""

from decimal import Decimal

from assessments.scoring import findings
from assessments.scoring.spread import Spread

from .test_totals import KHELANG_2566, KHELANG_2567, new_levels, rules

RULES = rules(new_levels())
NO_MEDIANS = findings.Medians("ทดสอบ", 2, {})


def findings_of(**fields):
    given = {"scores": KHELANG_2567, "before": KHELANG_2566, "cut_off": Decimal(85), "province": NO_MEDIANS}
    return findings.findings(RULES, **(given | fields))


def test_rules_mark_the_printed_year():
    cut_off, extremes, change, median = findings_of().rules
    assert (list(cut_off.weak), list(cut_off.strong)) == ([4, 8], [1, 2, 3, 5, 6, 7, 9, 10])
    assert cut_off.weak[4] == "ได้ 74.54 ต่ำกว่าเกณฑ์ 85.00 อยู่ 10.46"
    assert (list(extremes.weak), list(extremes.strong)) == ([4, 7, 8], [2, 3, 10])
    assert extremes.weak[7] == "ได้ 89.81 ต่ำเป็นอันดับที่ 3 จาก 10"
    assert change.weak == {4: "ลดลงมากที่สุด: 91.50 → 74.54 (-16.96)"}
    assert change.strong == {10: "เพิ่มขึ้นมากที่สุด: 93.75 → 100.00 (+6.25)"}
    assert (median.weak, median.strong) == ({}, {})
    assert median.sentence == (
        "ข้อมูลน้อยเกินไป: ระบบมีคะแนนปี 2567 ของจังหวัดทดสอบ 2 หน่วยงาน ต้องมีอย่างน้อย 5 หน่วยงานจึงหาค่ากลางได้"
    )


def test_indicators_with_most_marks_come_first():
    first, second, third, *_ = findings_of().indicators
    assert (first.number, first.rank, [mark.rule for mark in first.weak]) == (
        4,
        10,
        ["เกณฑ์จุดแข็ง/จุดอ่อน", "ต่ำสุดและสูงสุด 3 อันดับ", "เทียบกับปีก่อน"],
    )
    assert (second.number, third.number) == (8, 7)


def test_cut_off_of_the_document_decides():
    assert list(findings_of(cut_off=Decimal(75)).rules[0].weak) == [4]


def test_medians_need_enough_municipalities():
    def medians(**scores):
        spreads = {int(key[1:]): Spread.of(map(Decimal, values)) for key, values in scores.items()}
        return findings.medians("ทดสอบ", spreads)

    four = ["80", "85", "90", "95"]
    assert medians(n1=four) == findings.Medians("ทดสอบ", 4, {})
    assert medians(n1=[*four, "95.01"], n2=["1"]) == findings.Medians("ทดสอบ", 5, {1: Decimal("90.00")})
    assert medians(n1=[*four, "90.01", "100"]).values == {1: Decimal("90.01")}  # (90.00 + 90.01) ÷ 2, half up
    assert medians() == findings.Medians("ทดสอบ", 0, {})


def test_median_marks_below_and_above():
    rule = findings_of(
        province=findings.Medians("ทดสอบ", 5, {4: Decimal("80.00"), 10: Decimal("100.00"), 1: Decimal(90)})
    )
    assert rule.rules[3].weak == {4: "ได้ 74.54 ต่ำกว่ามัธยฐานของจังหวัดทดสอบ 80.00 (-5.46)"}
    assert rule.rules[3].strong == {1: "ได้ 90.64 สูงกว่ามัธยฐานของจังหวัดทดสอบ 90.00 (+0.64)"}


def test_score_beside_the_median_is_neither_below_nor_above():
    near = {4: Decimal("75.04"), 1: Decimal("90.14")}  # exactly half a point away
    assert findings_of(province=findings.Medians("ทดสอบ", 5, near)).rules[3].weak == {}
    assert findings_of(province=findings.Medians("ทดสอบ", 5, near)).rules[3].strong == {}
    apart = findings_of(province=findings.Medians("ทดสอบ", 5, {4: Decimal("75.05"), 1: Decimal("90.13")})).rules[3]
    assert (list(apart.weak), list(apart.strong)) == ([4], [1])


def test_first_year_says_that_nothing_compares():
    rule = findings_of(before={}).rules[2]
    assert (rule.weak, rule.strong, rule.sentence) == ({}, {}, "ยังเทียบไม่ได้ เพราะไม่มีคะแนนของปี 2566")


def test_no_fall_is_no_weakness():
    rule = findings_of(before=dict.fromkeys(range(1, 11), Decimal(10))).rules[2]
    assert rule.weak == {}
    assert "ไม่มีตัวชี้วัดที่ลดลง" in rule.sentence


def test_equal_scores_have_no_lowest():
    rule = findings_of(scores=dict.fromkeys(range(1, 11), Decimal(90))).rules[1]
    assert (rule.weak, rule.strong) == ({}, {})


def test_ties_share_their_place():
    scores = dict.fromkeys(range(1, 6), Decimal(80)) | dict.fromkeys(range(6, 11), Decimal(90))
    assert list(findings_of(scores=scores).rules[1].weak) == [1, 2, 3, 4, 5]


def test_no_scores_no_findings():
    assert findings_of(scores={}).indicators == ()
