"""When a drafted sentence is stale: its figures changed with its words, and nobody mended it by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.drafting.rules import draft
from reports.drafting.standing import GONE, standing

from .situations import HIGH, facts, result

OLD = facts(result(2567, HIGH, "90.12", "ผ่าน"))
NEW = facts(result(2567, HIGH, "91.00", "ผ่าน"))
DRAFTED = draft(OLD, "result", 2567)


def told(state) -> list[str]:
    return [str(difference) for difference in state.differences]


def test_changed_figure_is_told_old_and_new():
    state = standing(NEW, DRAFTED, f"ก่อน {DRAFTED.text} หลัง")
    assert told(state) == ["คะแนนรวม ปี 2567 90.12 → 91.00"]
    assert (state.is_stale, state.untouched) == (True, True)
    assert state.fresh == draft(NEW, "result", 2567)


def test_unchanged_data_are_no_news():
    assert not standing(OLD, DRAFTED, DRAFTED.text).is_stale


def test_figure_that_leaves_the_words_alone_is_no_news():
    """The level of indicator 10 is not part of the sentence on those below the bar."""
    drafted = draft(OLD, "below", 2567)
    better = facts(result(2567, HIGH.replace("100.00", "99.00"), "90.12", "ผ่าน"))
    assert not standing(better, drafted, drafted.text).is_stale


def test_other_numerals_are_no_news():
    arabic = replace(OLD, thai_numerals=False)
    assert not standing(arabic, DRAFTED, DRAFTED.text).is_stale


def test_reworded_sentence_is_stale_while_the_old_figure_stands():
    state = standing(NEW, DRAFTED, "เราได้ ๙๐.๑๒ คะแนน")
    assert told(state) == ["คะแนนรวม ปี 2567 90.12 → 91.00"]
    assert not state.untouched


@pytest.mark.parametrize("text", ["เราได้ ๙๑.๐๐ คะแนน", "", draft(NEW, "result", 2567).text])
def test_sentence_that_was_mended_or_removed_is_not_asked_about(text):
    assert not standing(NEW, DRAFTED, text).is_stale


def test_result_that_was_not_known_is_told():
    unknown = draft(facts(result(2567)), "result", 2567)
    assert told(standing(OLD, unknown, unknown.text)) == ["คะแนนรวม ปี 2567 ยังไม่มี → 90.12", "ระดับ ปี 2567 ยังไม่มี → ผ่าน"]


def test_rule_that_has_nothing_to_say_any_more_loses_its_figures():
    drafted = draft(OLD, "weaknesses", 2567)
    state = standing(facts(result(2567)), drafted, drafted.text)
    assert state.fresh is None
    assert told(state)[0] == f"เกณฑ์จุดแข็ง/จุดอ่อน 85 → {GONE}"


def test_changed_bar_is_told():
    drafted = draft(OLD, "below", 2567)
    state = standing(replace(OLD, cut_off=Decimal(95)), drafted, drafted.text)
    assert told(state) == ["เกณฑ์จุดแข็ง/จุดอ่อน 85 → 95"]
