"""What-if arithmetic: what the printed year 2567 lacks for the next level, and properties that always hold."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring import totals, what_if

from .test_explanation import all_scores, score
from .test_totals import KHAM_MUANG_2562, KHELANG_2567, OLD_LEVELS, new_levels, rules

RULES = rules(new_levels())
KINDS = st.sampled_from([rules(new_levels()), rules(new_levels("instrument")), rules(OLD_LEVELS)])


def test_next_level_of_2567_needs_two_indicators():
    goal = what_if.next_level(RULES, KHELANG_2567)
    assert (goal.label, goal.total_gap, goal.total) == ("ผ่านดี", Decimal(0), Decimal("91.89"))
    assert [(shortfall.component, shortfall.lacks) for shortfall in goal.shortfalls] == [
        ("ตัวชี้วัดที่ 4 ชื่อ 4", Decimal("10.46")),
        ("ตัวชี้วัดที่ 8 ชื่อ 8", Decimal("6.11")),
    ]
    assert goal.sentence == (
        "ต้องเพิ่มอีก 10.46 คะแนนที่ตัวชี้วัดที่ 4 ชื่อ 4 และ 6.11 คะแนนที่ตัวชี้วัดที่ 8 ชื่อ 8 จึงจะได้ระดับ “ผ่านดี” (คะแนนรวมจะเป็น 91.89)"
    )


def test_next_level_by_total_takes_the_dearest_points():
    """57.3064 lacks 7.6936 for C: indicators 9 and 10 bring 0.20 for each of their points."""
    goal = what_if.next_level(rules(OLD_LEVELS), KHAM_MUANG_2562)
    assert (goal.label, goal.total_gap) == ("C", Decimal("7.69"))
    assert [(step.number, step.add, step.to) for step in goal.steps] == [(10, Decimal("38.47"), Decimal("44.72"))]
    assert goal.total == Decimal("65.00")


def test_next_level_by_instrument_spreads_over_its_indicators():
    scores = KHELANG_2567 | {7: Decimal("80.00")}
    goal = what_if.next_level(rules(new_levels("instrument")), scores)
    assert [(shortfall.component, shortfall.score, shortfall.lacks) for shortfall in goal.shortfalls] == [
        ("EIT", Decimal("83.67"), Decimal("1.34"))
    ]
    assert [(step.number, step.add) for step in goal.steps] == [(8, Decimal("4.00"))]


def test_top_level_and_missing_scores_have_no_next():
    assert what_if.next_level(RULES, dict.fromkeys(range(1, 11), Decimal(99))) is None
    assert what_if.next_level(RULES, {1: Decimal(90)}) is None
    assert [improvement.number for improvement in what_if.improvements(RULES, {1: Decimal(90)})] == [1]


def test_chances_put_what_the_next_level_needs_first():
    chances = what_if.improvements(RULES, KHELANG_2567)
    assert [(chance.number, chance.worth, chance.target, chance.gain, chance.needed) for chance in chances[:3]] == [
        (8, Decimal("0.1"), Decimal(85), Decimal("0.61"), True),
        (4, Decimal("0.06"), Decimal(85), Decimal("0.63"), True),
        (9, Decimal("0.2"), Decimal(100), Decimal("2.00"), False),
    ]
    assert [chance.number for chance in chances[3:]] == [7, 6, 5, 1, 2, 3]


@given(KINDS, all_scores)
def test_steps_reach_the_next_level(kind, scores):
    above = what_if.next_rule(kind, scores)
    goal = what_if.next_level(kind, scores)
    if above is None:
        assert totals.evaluate(kind, scores).level.label == kind.levels[0].label
        return
    labels = [level.label for level in kind.levels]
    reached = totals.evaluate(kind, goal.scores).level.label
    assert labels.index(reached) <= labels.index(above.label)
    assert all(scores[number] <= value <= 100 for number, value in goal.scores.items())
    assert goal.steps


@given(KINDS, all_scores)
def test_no_step_is_wasted(kind, scores):
    """One hundredth less at any step, and the level is missed: but for the hundredth that rounding up costs."""
    goal = what_if.next_level(kind, scores)
    for step in goal.steps if goal else ():
        cent = Decimal("0.02")
        if step.add > cent:
            less = {**goal.scores, step.number: step.to - cent}
            labels = [level.label for level in kind.levels]
            rounding = totals.total(kind, less) == goal.total  # the total hides so little
            reached = labels.index(totals.evaluate(kind, less).level.label)
            assert rounding or reached > labels.index(goal.label)


@given(all_scores, st.integers(1, 10), score)
def test_raising_a_score_never_lowers_total_or_level(scores, number, value):
    raised = {**scores, number: max(value, scores[number])}
    before, after = totals.evaluate(RULES, scores), totals.evaluate(RULES, raised)
    assert after.total >= before.total
    labels = [level.label for level in RULES.levels]
    assert labels.index(after.level.label) <= labels.index(before.level.label)


@pytest.mark.parametrize("number", range(1, 11))
def test_worth_is_what_a_point_adds(number):
    instrument = next(rule for rule in RULES.instruments if number in rule.indicators)
    low, high = dict.fromkeys(range(1, 11), Decimal(50)), dict.fromkeys(range(1, 11), Decimal(50))
    high[number] += 10
    assert totals.total(RULES, high) - totals.total(RULES, low) == what_if.worth(instrument) * 10
