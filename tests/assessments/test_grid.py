"""The score grid: the printed results of domain.md beside the year before."""

from decimal import Decimal

from assessments import grid
from tests.conftest import SCORES_2566, SCORES_2567


def decimals(scores):
    return {number: Decimal(value) for number, value in scores.items()}


def test_grid_of_a_whole_year(frameworks):
    rules = frameworks[2567].rules()
    before = grid.last_year(frameworks[2566].rules(), decimals(SCORES_2566), Decimal("94.22"), "ผ่านดี")
    found = grid.build(rules, decimals(SCORES_2567), before, Decimal("90.65"))
    assert [(each.code, each.before, each.now, each.change) for each in found.groups] == [
        ("IIT", Decimal("93.43"), Decimal("88.57"), Decimal("-4.86")),
        ("EIT", Decimal("91.45"), Decimal("86.94"), Decimal("-4.51")),
        ("OIT", Decimal("96.88"), Decimal("95.00"), Decimal("-1.88")),
    ]
    assert (found.before, found.result.total, found.change) == (
        Decimal("94.22"),
        Decimal("90.65"),
        Decimal("-3.57"),
    )
    assert [line.number for group in found.groups for line in group.lines] == list(range(1, 11))
    assert found.groups[0].lines[3].change == Decimal("-16.96")
    assert not found.disagrees


def test_grid_without_a_year_before(frameworks):
    found = grid.build(frameworks[2567].rules(), decimals(SCORES_2567), None, None)
    assert {line.before for group in found.groups for line in group.lines} == {None}
    assert (found.before, found.change, found.disagrees) == (None, None, False)


def test_grid_computes_the_total_of_an_unannounced_year_before(frameworks):
    before = grid.last_year(frameworks[2566].rules(), decimals(SCORES_2566), None, "")
    assert before.total == Decimal("94.21")


def test_grid_warns_beyond_the_tolerance(frameworks):
    rules = frameworks[2567].rules()
    assert not grid.build(rules, decimals(SCORES_2567), None, Decimal("90.67")).disagrees
    found = grid.build(rules, decimals(SCORES_2567), None, Decimal("90.68"))
    assert found.disagrees
    assert found.difference == Decimal("0.03")


def test_grid_explains_the_change_that_it_shows(frameworks):
    before = grid.last_year(frameworks[2566].rules(), decimals(SCORES_2566), Decimal("94.22"), "ผ่านดี")
    found = grid.build(frameworks[2567].rules(), decimals(SCORES_2567), before, Decimal("91.65"))
    assert found.change == Decimal("-2.57")
    assert found.whys["change"] == "คะแนนรวม: 91.65 ของปี 2567 ลบ 94.22 ของปี 2566 = -2.57"
