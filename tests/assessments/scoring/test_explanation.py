"""Explanations: the printed results word for word, and figures that always lead to the result."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring import explanation, totals
from assessments.scoring.items import IndicatorItems, SubIndicatorItems, from_items

from .test_totals import KHELANG_2566, KHELANG_2567, OLD_LEVELS, SAN_PA_TONG_2564, new_levels, rules

RULES = rules(new_levels())
score = st.decimals(min_value=0, max_value=100, places=2)
all_scores = st.fixed_dictionaries({number: score for number in range(1, 11)})


def test_instrument_names_values_and_rule():
    assert explanation.instrument(RULES, RULES.instruments[0], KHELANG_2567) == (
        "IIT ปี 2567 = (90.64 + 92.12 + 95.55 + 74.54 + 89.98) ÷ 5 = 88.57 (ค่าเฉลี่ยของตัวชี้วัดที่ 1-5 ตามเกณฑ์ปี 2567)"
    )
    assert explanation.instrument(RULES, RULES.instruments[2], {9: Decimal(90)}) == (
        "OIT ปี 2567 ยังคำนวณไม่ได้ เพราะยังไม่มีคะแนนของตัวชี้วัดที่ 10"
    )


def test_instrument_without_indicators_says_so():
    empty = totals.InstrumentRule("XIT", "", Decimal(10), ())
    assert explanation.instrument(RULES, empty, {}) == ("XIT ปี 2567 คำนวณไม่ได้ เพราะเกณฑ์ปี 2567 ไม่มีตัวชี้วัดของ XIT")


def test_total_names_weights_and_means():
    assert explanation.total(RULES, KHELANG_2567) == (
        "คะแนนรวม = 30% × 88.566 + 30% × 86.937 + 40% × 95.000 = 90.65 (น้ำหนักตามเกณฑ์ปี 2567 ปัดเศษครั้งเดียวหลังรวม)"
    )


def test_total_that_cannot_be_computed_says_why():
    partial = {number: value for number, value in KHELANG_2567.items() if number != 7}
    assert explanation.total(RULES, partial).endswith("ยังไม่มีคะแนนของตัวชี้วัดที่ 7")


def test_level_names_the_component_and_the_bars():
    text = explanation.level(RULES, KHELANG_2567)
    assert "ตัวชี้วัดที่ 4 ชื่อ 4 ได้ 74.54 ต่ำกว่า 85.00" in text
    assert text.endswith(
        "(เกณฑ์ระดับปี 2567: ผ่านดีเยี่ยม ตั้งแต่ 95.00 และทุกตัวชี้วัดตั้งแต่ 95.00 · ผ่านดี ตั้งแต่ 85.00 "
        "และทุกตัวชี้วัดตั้งแต่ 85.00 · ผ่าน ตั้งแต่ 85.00 · ต้องปรับปรุง ตั้งแต่ 70.00 · ต้องปรับปรุงโดยด่วน ตั้งแต่ 0.00)"
    )


@pytest.mark.parametrize(
    ("levels", "scores", "official", "expected"),
    [
        (
            new_levels(),
            KHELANG_2566,
            "94.22",
            "ปัดเศษครั้งเดียวหลังรวมได้ 94.21 ปัดเศษแต่ละส่วนก่อนรวมได้ 28.03 + 27.44 + 38.75 = 94.22 ที่ประกาศคือ 94.22 ตรงกับวิธีที่สอง",
        ),
        (
            OLD_LEVELS,
            SAN_PA_TONG_2564,
            "77.88",
            "ปัดเศษครั้งเดียวหลังรวมได้ 77.64 ปัดเศษแต่ละส่วนก่อนรวมได้ 28.29 + 26.85 + 22.49 = 77.63 "
            "ที่ประกาศคือ 77.88 ต่างจากวิธีแรก +0.24 โปรดตรวจตัวเลขที่กรอก",
        ),
        (
            new_levels(),
            KHELANG_2567,
            "90.65",
            "ปัดเศษครั้งเดียวหลังรวมได้ 90.65 ปัดเศษแต่ละส่วนก่อนรวมได้ 26.57 + 26.08 + 38.00 = 90.65 "
            "ที่ประกาศคือ 90.65 ตรงกันทั้งสองวิธี",
        ),
    ],
)
def test_agreement_shows_both_ways_of_rounding(levels, scores, official, expected):
    assert explanation.agreement(rules(levels), scores, Decimal(official)) == expected


def test_agreement_says_which_total_is_unknown():
    assert explanation.agreement(RULES, KHELANG_2567, None) == "ยังเทียบกันไม่ได้ เพราะยังไม่มีคะแนนรวมที่ประกาศ"
    assert explanation.agreement(RULES, {}, Decimal(90)) == "ยังเทียบกันไม่ได้ เพราะยังคำนวณคะแนนรวมไม่ได้"


def test_change_subtracts_the_year_before():
    assert explanation.change("ตัวชี้วัดที่ 4", 2567, Decimal("91.50"), Decimal("74.54")) == (
        "ตัวชี้วัดที่ 4: 74.54 ของปี 2567 ลบ 91.50 ของปี 2566 = -16.96"
    )
    assert explanation.change("IIT", 2567, None, Decimal(1)).endswith("ไม่มีคะแนนของปี 2566")
    assert explanation.change("IIT", 2567, Decimal(1), None).endswith("ไม่มีคะแนนของปี 2567")


def test_rank_counts_those_above():
    first, *_, last = totals.ranking(KHELANG_2567)
    assert explanation.rank(first, KHELANG_2567).startswith("ตัวชี้วัดที่ 10 ได้ 100.00 ไม่มีตัวชี้วัดใดได้มากกว่า จึงอยู่อันดับที่ 1 จาก 10")
    assert "ตัวชี้วัดที่ 4 ได้ 74.54 มีตัวชี้วัดที่ได้มากกว่า 9 ตัว จึงอยู่อันดับที่ 10 จาก 10" in explanation.rank(last, KHELANG_2567)


def half_up(value: Fraction) -> Decimal:
    cents = (value * 100 + Fraction(1, 2)).__floor__()
    return (Decimal(cents) / 100).quantize(Decimal("0.01"))


@given(all_scores)
def test_figures_of_the_total_lead_to_the_total(scores):
    """A reader with a calculator comes to the printed total."""
    formula, result = re.match(r"คะแนนรวม = (.+) = ([\d.]+) \(", explanation.total(RULES, scores)).groups()
    value = Fraction(0)
    for term in formula.split(" + "):
        weight, factor = term.split("% × ")
        numbers = [Fraction(number) for number in re.findall(r"[\d.]+", factor)]
        value += Fraction(weight) * (numbers[0] / numbers[1] if "÷" in factor else numbers[0]) / 100
    assert half_up(value) == Decimal(result) == totals.total(RULES, scores)


@given(all_scores)
def test_figures_of_an_instrument_lead_to_its_mean(scores):
    for instrument in RULES.instruments:
        values, count, result = re.search(
            r"= \((.+)\) ÷ (\d+) = ([\d.]+)", explanation.instrument(RULES, instrument, scores)
        ).groups()
        assert half_up(sum(map(Fraction, values.split(" + "))) / int(count)) == Decimal(result)


@given(st.lists(st.lists(score, min_size=1, max_size=7), min_size=1, max_size=5))
def test_figures_of_items_lead_to_the_indicator(values):
    subs = tuple(
        SubIndicatorItems(f"9.{place}", "", tuple(f"O{place}-{number}" for number in range(len(marks))))
        for place, marks in enumerate(values)
    )
    scores = {
        code: value
        for sub, marks in zip(subs, values, strict=True)
        for code, value in zip(sub.items, marks, strict=True)
    }
    text = explanation.from_items(from_items(IndicatorItems(9, subs), scores, None), 2562)
    means, count, result = re.search(r"= \((.+)\) ÷ (\d+) = ([\d.]+) โดย", text).groups()
    total = Fraction(0)
    for term in means.split(" + "):
        numbers = [Fraction(number) for number in re.findall(r"[\d.]+", term)]
        total += numbers[0] / numbers[1] if "÷" in term else numbers[0]
    assert half_up(total / int(count)) == Decimal(result)
