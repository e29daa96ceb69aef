"""The score grid: the printed results of domain.md beside the year before."""

from decimal import Decimal

from assessments.scores import grid
from assessments.scoring.comparison import compare
from assessments.scoring.crosswalk import Crosswalk, CrosswalkEntry
from tests.conftest import SCORES_2566, SCORES_2567


def decimals(scores):
    return {number: Decimal(value) for number, value in scores.items()}


SAME = tuple(CrosswalkEntry((number,), (number,), comparable=True) for number in range(1, 11))


def printed_2566(frameworks, official="94.22", entries=SAME, **fields) -> grid.LastYear:
    """The year 2566 beside 2567, related by these entries."""
    before, after = frameworks[2566].rules(), frameworks[2567].rules()
    compared = compare(Crosswalk(2566, 2567, entries, **fields), before, after)
    return grid.LastYear(compared, before, decimals(SCORES_2566), official and Decimal(official), "ผ่านดี")


def test_grid_of_a_whole_year(frameworks):
    rules = frameworks[2567].rules()
    built = grid.build(rules, decimals(SCORES_2567), printed_2566(frameworks), Decimal("90.65"))
    assert [(group.code, group.before, group.now, group.change) for group in built.groups] == [
        ("IIT", Decimal("93.43"), Decimal("88.57"), Decimal("-4.86")),
        ("EIT", Decimal("91.45"), Decimal("86.94"), Decimal("-4.51")),
        ("OIT", Decimal("96.88"), Decimal("95.00"), Decimal("-1.88")),
    ]
    assert (built.before, built.result.total, built.change) == (Decimal("94.22"), Decimal("90.65"), Decimal("-3.57"))
    assert [line.number for group in built.groups for line in group.lines] == list(range(1, 11))
    assert built.groups[0].lines[3].change == Decimal("-16.96")
    assert not built.disagrees


def test_grid_without_a_year_before(frameworks):
    built = grid.build(frameworks[2567].rules(), decimals(SCORES_2567), None, None)
    assert {line.before for group in built.groups for line in group.lines} == {None}
    assert (built.before, built.change, built.disagrees) == (None, None, False)


def test_grid_computes_the_total_of_an_unannounced_year_before(frameworks):
    assert printed_2566(frameworks, official=None).total == Decimal("94.21")


def test_grid_warns_beyond_the_tolerance(frameworks):
    rules = frameworks[2567].rules()
    assert not grid.build(rules, decimals(SCORES_2567), None, Decimal("90.67")).disagrees
    built = grid.build(rules, decimals(SCORES_2567), None, Decimal("90.68"))
    assert built.disagrees
    assert built.difference == Decimal("0.03")


def test_grid_tells_what_does_not_compare(frameworks):
    """Indicators 1 and 2 became 1, 3 became 2, 6 does not compare, 4 was dropped."""
    entries = (
        CrosswalkEntry((1, 2), (1,), comparable=False, reason="รวมข้อคำถาม"),
        CrosswalkEntry((3,), (2,), comparable=True),
        CrosswalkEntry((), (3,), comparable=False),
        CrosswalkEntry((4,), (), comparable=False),
        CrosswalkEntry((), (4,), comparable=False),
        CrosswalkEntry((6,), (6,), comparable=False, reason="เปลี่ยนข้อคำถาม"),
        *(CrosswalkEntry((number,), (number,), comparable=True) for number in (5, 7, 8, 9, 10)),
    )
    before = printed_2566(frameworks, entries=entries, total_comparable=False, total_reason="น้ำหนักเปลี่ยน")
    built = grid.build(frameworks[2567].rules(), decimals(SCORES_2567), before, Decimal("90.65"))
    iit, eit, _ = built.groups
    assert [(line.before, line.change) for line in iit.lines] == [
        (None, None),
        (Decimal("93.83"), Decimal("-1.71")),
        (None, None),
        (None, None),
        (Decimal("92.71"), Decimal("-2.73")),
    ]
    assert iit.lines[0].listed == ((1, Decimal("97.75")), (2, Decimal("91.36")))
    assert [line.change_why for line in iit.lines[:3]] == [
        "ตัวชี้วัดที่ 1 เทียบกับปีก่อนไม่ได้: รวมข้อคำถาม",
        "ตัวชี้วัดที่ 2 (ปี 2566 คือตัวชี้วัดที่ 3): 92.12 ของปี 2567 ลบ 93.83 ของปี 2566 = -1.71",
        "ตัวชี้วัดที่ 3 เทียบกับปีก่อนไม่ได้: ปี 2566 ไม่มีตัวชี้วัดนี้",
    ]
    assert (eit.lines[0].before, eit.lines[0].change, eit.lines[0].not_comparable_because) == (
        Decimal("93.47"),
        None,
        "เปลี่ยนข้อคำถาม",
    )
    assert [(group.change, bool(group.not_comparable_because)) for group in built.groups] == [
        (None, True),
        (None, True),
        (Decimal("-1.88"), False),
    ]
    assert built.retired == (("การใช้ทรัพย์สินของราชการ", 4, Decimal("91.50")),)
    assert (built.change, built.whys["change"]) == (None, "คะแนนรวม เทียบกับปีก่อนไม่ได้: น้ำหนักเปลี่ยน")


def test_grid_explains_the_change_that_it_shows(frameworks):
    built = grid.build(frameworks[2567].rules(), decimals(SCORES_2567), printed_2566(frameworks), Decimal("91.65"))
    assert built.change == Decimal("-2.57")
    assert built.whys["change"] == "คะแนนรวม: 91.65 ของปี 2567 ลบ 94.22 ของปี 2566 = -2.57"
