"""Two years side by side, for every way in which an indicator can become another."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.scoring.comparison import compare, total_difference
from assessments.scoring.crosswalk import Crosswalk, CrosswalkEntry, same, unknown
from assessments.scoring.totals import InstrumentRule, Rules


def rules(fiscal_year: int, **instruments: tuple[int, ...]) -> Rules:
    parts = tuple(InstrumentRule(code, code, Decimal(50), numbers) for code, numbers in instruments.items())
    names = {number: f"{fiscal_year}/{number}" for part in parts for number in part.indicators}
    return Rules(fiscal_year, parts, names, ())


def pair(before, after, comparable=True, reason=""):
    return CrosswalkEntry((before,), (after,), comparable, reason)


def weighted(fiscal_year: int, weights=(50, 50), **instruments) -> Rules:
    year = rules(fiscal_year, **({"IIT": (1,), "OIT": (2,)} | instruments))
    parts = (replace(part, weight=Decimal(weight)) for part, weight in zip(year.instruments, weights, strict=True))
    return replace(year, instruments=tuple(parts))


WEIGHTS = "น้ำหนักของเครื่องมือเปลี่ยน (IIT 50.00 → 40.00, OIT 50.00 → 60.00)"
INSTRUMENT = "ตัวชี้วัดของ IIT ปี 2570 ไม่ตรงหรือเทียบไม่ได้ทุกตัวกับปี 2569"


def row(walk_entries, number, before=None, after=None):
    before = before or rules(2569, IIT=(1, 2, 3))
    after = after or rules(2570, IIT=(1, 2, 3))
    return compare(Crosswalk(2569, 2570, tuple(walk_entries)), before, after).by_number[number]


OLD = {1: Decimal("80.00"), 2: Decimal("90.00"), 3: Decimal("70.00")}
NEW = {1: Decimal("85.00"), 2: Decimal("95.00"), 3: Decimal("75.00")}


def test_renumbered_indicator_stands_beside_what_it_was():
    line = row([pair(3, 1)], 1)
    assert (line.was(OLD), line.change(OLD, NEW), line.listed) == (Decimal(70), Decimal(15), ())


@pytest.mark.parametrize(
    ("entries", "number", "listed", "was", "reason"),
    [
        ([pair(1, 1, False, "เปลี่ยนข้อคำถาม")], 1, (), Decimal(80), "เปลี่ยนข้อคำถาม"),
        ([pair(1, 1, False)], 1, (), Decimal(80), "เกณฑ์ปี 2570 กำหนดว่าเทียบกับปี 2569 ไม่ได้"),
        ([CrosswalkEntry((2, 1), (1,), False, "รวมกัน")], 1, (1, 2), None, "รวมกัน"),
        (
            [CrosswalkEntry((1, 2), (1,), True, "นับเหมือนเดิม")],
            1,
            (1, 2),
            None,
            "มาจากตัวชี้วัดที่ 1, 2 ของปี 2569 จึงไม่มีคะแนนเดียวให้เทียบ",
        ),
        ([CrosswalkEntry((1,), (1, 2), False)], 2, (1,), None, "เป็นส่วนหนึ่งของตัวชี้วัดที่ 1 ของปี 2569"),
        ([CrosswalkEntry((), (3,), False)], 3, (), None, "ปี 2569 ไม่มีตัวชี้วัดนี้"),
        ([], 3, (), None, "ยังไม่ได้กำหนดการเทียบเกณฑ์ปี 2569 กับปี 2570"),
    ],
)
def test_what_does_not_compare_says_why(entries, number, listed, was, reason):
    line = row(entries, number)
    assert (line.listed, line.was(OLD), line.change(OLD, NEW), line.reason) == (listed, was, None, reason)


def test_retired_indicators_come_last_with_their_own_names():
    walk = Crosswalk(2569, 2570, (pair(1, 1), CrosswalkEntry((2,), (), False, "ยกเลิก"), pair(3, 2)))
    comparison = compare(walk, rules(2569, IIT=(1, 2, 3)), rules(2570, IIT=(1, 2)))
    assert [(compared.number, compared.name, compared.before) for compared in comparison.rows] == [
        (1, "2570/1", (1,)),
        (2, "2570/2", (3,)),
        (None, "2569/2", (2,)),
    ]
    assert comparison.retired[0].was(OLD) == Decimal(90)
    assert comparison.aligned(OLD) == {1: Decimal(80), 2: Decimal(70)}


@pytest.mark.parametrize(
    ("entries", "before", "after", "comparable"),
    [
        ([pair(1, 1), pair(2, 2)], {"IIT": (1, 2)}, {"IIT": (1, 2)}, True),
        ([pair(1, 2), pair(2, 1)], {"IIT": (1, 2)}, {"IIT": (1, 2)}, True),
        ([pair(1, 1), pair(2, 2, False)], {"IIT": (1, 2)}, {"IIT": (1, 2)}, False),
        ([pair(1, 1), CrosswalkEntry((2,), (), False)], {"IIT": (1, 2)}, {"IIT": (1,)}, False),
        ([pair(1, 1), CrosswalkEntry((), (2,), False)], {"IIT": (1,)}, {"IIT": (1, 2)}, False),
        ([pair(1, 1), pair(2, 2)], {"IIT": (1,), "EIT": (2,)}, {"IIT": (1, 2)}, False),
        ([pair(1, 1), pair(2, 2)], {"XIT": (1, 2)}, {"IIT": (1, 2)}, False),
        ([pair(1, 1)], {"IIT": (1,)}, {"IIT": (1, 2)}, False),
    ],
)
def test_mean_of_an_instrument_compares_only_over_the_same_indicators(entries, before, after, comparable):
    comparison = compare(Crosswalk(2569, 2570, tuple(entries)), rules(2569, **before), rules(2570, **after))
    assert (comparison.instruments["IIT"] == "") is comparable


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ((True, "ระดับเปลี่ยนชื่อ"), ""),
        ((False, "น้ำหนักเปลี่ยน"), "น้ำหนักเปลี่ยน"),
        ((False, ""), "เกณฑ์ปี 2570 กำหนดว่าคะแนนรวมเทียบกับปี 2569 ไม่ได้"),
    ],
)
def test_total_compares_unless_the_definitions_say_otherwise(given, reason):
    walk = Crosswalk(2569, 2570, same(2570, (1,)).indicators, (), *given)
    assert compare(walk, rules(2569, IIT=(1,)), rules(2570, IIT=(1,))).total == reason


@pytest.mark.parametrize(
    ("entries", "before", "after", "reason"),
    [
        ([pair(1, 1), pair(2, 2)], {}, {}, ""),
        ([pair(1, 2), pair(2, 1)], {}, {"IIT": (2,), "OIT": (1,)}, ""),  # renumbered only
        (
            [pair(1, 1), pair(2, 2)],
            {},
            {"weights": (40, 60)},
            WEIGHTS,
        ),
        (
            [pair(1, 1), CrosswalkEntry((2,), (2, 3), True)],
            {},
            {"OIT": (2, 3)},
            "ตัวชี้วัดรวม แยก เพิ่ม หรือยกเลิก (2 → 2, 3)",
        ),
        (
            [pair(1, 1), CrosswalkEntry((2, 3), (2,), True)],
            {"OIT": (2, 3)},
            {"weights": (40, 60)},
            "น้ำหนักของเครื่องมือเปลี่ยน (IIT 50.00 → 40.00, OIT 50.00 → 60.00) และตัวชี้วัดรวม แยก เพิ่ม หรือยกเลิก (2, 3 → 2)",
        ),
        (
            [pair(1, 1), pair(2, 2), CrosswalkEntry((), (3,), False)],
            {},
            {"OIT": (2, 3)},
            "ตัวชี้วัดรวม แยก เพิ่ม หรือยกเลิก (ไม่มี → 3)",
        ),
        ([pair(1, 1), pair(2, 2)], {"IIT": (1, 2), "OIT": ()}, {"IIT": (1,), "OIT": (2,)}, INSTRUMENT),
        ([pair(1, 1, False, "เปลี่ยนข้อคำถาม"), pair(2, 2)], {}, {}, INSTRUMENT),
        (unknown(2569, 2570, [1, 2], [1, 2]), {}, {}, "ยังไม่ได้กำหนดการเทียบเกณฑ์ปี 2569 กับปี 2570"),
    ],
)
def test_totals_compare_where_weights_and_indicators_are_the_same(entries, before, after, reason):
    walk = Crosswalk(2569, 2570, tuple(entries))
    assert total_difference(walk, weighted(2569, **before), weighted(2570, **after)) == reason
