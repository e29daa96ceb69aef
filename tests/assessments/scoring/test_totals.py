"""Every worked example of the field's facts, by hand from printed results."""

from decimal import Decimal

import pytest

from assessments.scoring import totals
from assessments.scoring.totals import LevelRule

OLD_LEVELS = tuple(
    LevelRule(label, Decimal(bar), passes=bar >= 85)
    for label, bar in [("AA", 95), ("A", 85), ("B", 75), ("C", 65), ("D", 55), ("E", 50), ("F", 0)]
)


def new_levels(scope="indicator"):
    return (
        LevelRule("ผ่านดีเยี่ยม", Decimal(95), Decimal(95), scope, True),
        LevelRule("ผ่านดี", Decimal(85), Decimal(85), scope, True),
        LevelRule("ผ่าน", Decimal(85), passes=True),
        LevelRule("ต้องปรับปรุง", Decimal(70)),
        LevelRule("ต้องปรับปรุงโดยด่วน", Decimal(0)),
    )


def rules(levels, fiscal_year=2567):
    return totals.Rules(
        fiscal_year=fiscal_year,
        instruments=(
            totals.InstrumentRule("IIT", "ภายใน", Decimal(30), (1, 2, 3, 4, 5)),
            totals.InstrumentRule("EIT", "ภายนอก", Decimal(30), (6, 7, 8)),
            totals.InstrumentRule("OIT", "สาธารณะ", Decimal(40), (9, 10)),
        ),
        indicator_names={number: f"ชื่อ {number}" for number in range(1, 11)},
        levels=levels,
    )


def scores(text):
    return {number: Decimal(value) for number, value in enumerate(text.split(), start=1)}


KHELANG_2567 = scores("90.64 92.12 95.55 74.54 89.98 92.11 89.81 78.89 90.00 100.00")
KHELANG_2566 = scores("97.75 91.36 93.83 91.50 92.71 93.47 89.07 91.81 100 93.75")
KHAM_MUANG_2562 = scores("84.59 76.55 77.93 73.72 74.45 79.97 81.91 73.66 46.34 6.25")
SAN_PA_TONG_2564 = scores("93.90 93.21 95.98 93.23 95.24 88.77 91.33 88.43 81.20 31.25")


def test_instruments_are_plain_means_2567():
    means = totals.evaluate(rules(new_levels()), KHELANG_2567).instruments
    assert means == {"IIT": Decimal("88.57"), "EIT": Decimal("86.94"), "OIT": Decimal("95.00")}
    exact = [totals.instrument_mean(instrument, KHELANG_2567) for instrument in rules(new_levels()).instruments]
    assert [mean.quantize(Decimal("0.001")) for mean in exact] == [
        Decimal("88.566"),
        Decimal("86.937"),
        Decimal("95.000"),
    ]


@pytest.mark.parametrize(
    ("values", "levels", "total", "announced", "agrees", "level"),
    [
        (KHELANG_2567, new_levels(), "90.65", "90.65", True, "ผ่าน"),
        (KHELANG_2566, new_levels(), "94.21", "94.22", True, "ผ่านดี"),
        (KHAM_MUANG_2562, OLD_LEVELS, "57.31", "57.31", True, "D"),
        (SAN_PA_TONG_2564, OLD_LEVELS, "77.64", "77.88", False, "B"),
    ],
)
def test_total_and_level_of_printed_results(values, levels, total, announced, agrees, level):
    result = totals.evaluate(rules(levels), values)
    assert result.total == Decimal(total)
    assert totals.agrees(result.total, Decimal(announced)) is agrees
    assert result.level.label == level


def test_total_is_unknown_while_a_score_is_missing():
    partial = {number: value for number, value in KHELANG_2567.items() if number != 7}
    result = totals.evaluate(rules(new_levels()), partial)
    assert (result.total, result.level, result.missing) == (None, None, (7,))
    assert result.instruments == {"IIT": Decimal("88.57"), "EIT": None, "OIT": Decimal("95.00")}
    assert result.reason == "ยังคำนวณคะแนนรวมและระดับไม่ได้ เพราะยังไม่มีคะแนนของตัวชี้วัดที่ 7"
    assert totals.agrees(None, Decimal("90.65")) is None


def test_rounding_is_half_up():
    assert totals.rounded(Decimal("90.645")) == Decimal("90.65")
    assert totals.rounded(Decimal("90.6449")) == Decimal("90.64")


@pytest.mark.parametrize(("difference", "expected"), [("0.02", True), ("0.03", False), ("-0.02", True)])
def test_agreement_tolerates_two_hundredths(difference, expected):
    assert totals.agrees(Decimal("90.65"), Decimal("90.65") + Decimal(difference)) is expected


def test_level_names_the_component_that_keeps_the_higher_one_away():
    hint = totals.evaluate(rules(new_levels()), KHELANG_2567).level
    assert hint.reason == (
        "คะแนนรวม 90.65 ถึงเกณฑ์ 85.00 ของระดับ “ผ่านดี” แต่ตัวชี้วัดที่ 4 ชื่อ 4 ได้ 74.54 ต่ำกว่า 85.00 จึงอยู่ในระดับ “ผ่าน”"
    )


def test_level_by_instrument_ignores_a_weak_indicator():
    hint = totals.evaluate(rules(new_levels("instrument")), KHELANG_2567).level
    assert hint.label == "ผ่านดี"
    assert "ต่ำกว่า" not in hint.reason


def test_higher_total_can_carry_a_lower_level():
    before = scores("92 92 92 92 92 90 90 90 94 95")
    after = scores("98 98 98 98 98 84 92 92 98 98")
    results = [totals.evaluate(rules(new_levels()), year_scores) for year_scores in (before, after)]
    assert results[1].total > results[0].total
    assert [result.level.label for result in results] == ["ผ่านดี", "ผ่าน"]
    assert "แต่ตัวชี้วัดที่ 6 ชื่อ 6 ได้ 84.00 ต่ำกว่า" in results[1].level.reason


@pytest.mark.parametrize(
    ("total", "label"),
    [
        ("95", "AA"),
        ("94.99", "A"),
        ("85", "A"),
        ("84.99", "B"),
        ("65", "C"),
        ("55", "D"),
        ("50", "E"),
        ("49.99", "F"),
        ("0", "F"),
    ],
)
def test_old_levels_by_total_alone(total, label):
    assert totals.level_hint(rules(OLD_LEVELS), {}, Decimal(total)).label == label


@pytest.mark.parametrize(
    ("total", "label"), [("85", "ผ่านดี"), ("84.99", "ต้องปรับปรุง"), ("70", "ต้องปรับปรุง"), ("69.99", "ต้องปรับปรุงโดยด่วน")]
)
def test_new_levels_at_their_bars(total, label):
    assert totals.level_hint(rules(new_levels()), {}, Decimal(total)).label == label


def test_excellent_needs_every_component():
    assert totals.evaluate(rules(new_levels()), dict.fromkeys(range(1, 11), Decimal(95))).level.label == "ผ่านดีเยี่ยม"
    almost = dict.fromkeys(range(1, 11), Decimal(99)) | {5: Decimal("94.99")}
    assert totals.evaluate(rules(new_levels()), almost).level.label == "ผ่านดี"


def test_change_keeps_the_sign_of_later_minus_earlier():
    assert totals.change(KHELANG_2566[2], KHELANG_2567[2]) == Decimal("0.76")
    assert totals.change(Decimal("94.22"), Decimal("90.65")) == Decimal("-3.57")
    assert totals.change(None, Decimal("90.65")) is None


def test_ranking_shares_ranks_and_keeps_numbers_in_order():
    ranked = totals.ranking({1: Decimal(90), 2: Decimal(95), 3: Decimal(90), 4: Decimal(80)})
    assert [(standing.rank, standing.number) for standing in ranked] == [(1, 2), (2, 1), (2, 3), (4, 4)]


def test_strengths_and_weaknesses_split_at_the_cut_off():
    assert totals.weaknesses(KHELANG_2567, Decimal(85)) == [4, 8]
    assert totals.strengths(KHELANG_2567, Decimal(85)) == [1, 2, 3, 5, 6, 7, 9, 10]
    assert totals.strengths(KHAM_MUANG_2562, Decimal(80)) == [1, 7]
    assert totals.strengths({1: Decimal(85)}, Decimal(85)) == [1]


def test_shipped_definitions_give_the_printed_totals(frameworks):
    """The shipped data, not only hand-made rules, reproduce the printed results."""
    given = {2567: (KHELANG_2567, "90.65"), 2562: (KHAM_MUANG_2562, "57.31"), 2564: (SAN_PA_TONG_2564, "77.64")}
    computed = {year: totals.total(frameworks[year].rules(), values) for year, (values, _) in given.items()}
    assert computed == {year: Decimal(total) for year, (_, total) in given.items()}
