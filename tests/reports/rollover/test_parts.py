"""Blocks and memos brought up by what their keys mean, whatever the type of the block."""

from reports.rollover.parts import bring_part
from reports.rollover.texts import YearShift

PASSAGE = YearShift(
    2567,
    2568,
    indicators={2566: {9: 9, 10: None}, 2567: {9: 10, 10: None}},
    items={2566: {"O1": "O1"}, 2567: {"O1": "O2", "O9": None}},
)


def brought(value):
    found = bring_part(value, PASSAGE)
    return found.value, [(mark["path"], mark["was"], mark["now"]) for mark in found.marks]


def test_item_block_follows_the_crosswalk_of_the_year_that_it_names():
    block = {"type": "item_scores", "year": 2567, "indicator": 9, "titles": {"O1": "ก", "O9": "ข", "X": ""}}
    value, marks = brought(block)
    assert value == {"type": "item_scores", "year": 2568, "indicator": 10, "titles": {"O2": "ก"}}
    assert marks == [("year", "2567", "2568"), ("titles", "O9 ข", ""), ("titles", "X", "")]
    earlier = {**block, "year": 2566, "titles": {"O1": "ก"}}
    assert brought(earlier)[0] == {**earlier, "year": 2567}


def test_block_of_a_retired_indicator_is_left_out():
    value, [mark] = brought(
        {"type": "item_scores", "heading": "หัวข้อ", "year": 2567, "indicator": 10, "titles": {}}
    )
    assert (value, mark) == (None, ("", "item_scores หัวข้อ", ""))


def test_rows_keep_their_order_and_their_marks_the_new_places():
    rows = [{"indicator": 10, "issues": "ก"}, {"indicator": 9, "issues": "ปี ๒๕๖๗"}]
    value, marks = brought({"type": "findings", "instrument": "OIT", "rows": rows})
    assert value["rows"] == [{"indicator": 10, "issues": "ปี ๒๕๖๘"}]
    assert marks == [("rows", "ก", ""), ("rows.0.issues", "๒๕๖๗", "๒๕๖๘")]


def test_lists_of_years_move():
    assert brought({"years": [2565, 2566, 2567]})[0] == {"years": [2566, 2567, 2568]}


def test_names_stay_and_are_marked_numbers_and_days_are_emptied():
    value, marks = brought(
        {"date": "2024-04-01", "number": "ก ๑", "signatories": [{"name": "ชื่อ"}, {"name": ""}]}
    )
    assert value == {"date": "", "number": "", "signatories": [{"name": "ชื่อ"}, {"name": ""}]}
    assert marks == [
        ("date", "1 เมษายน 2567", ""),
        ("number", "ก ๑", ""),
        ("signatories.0.name", "ชื่อ", "ชื่อ"),
    ]


def test_evidence_of_last_year_is_emptied_and_switches_stay():
    value, marks = brought(
        {"photos": [{"evidence": 3, "caption": "ปี ๒๕๖๗"}], "with_items": True, "memo": None}
    )
    assert value == {"photos": [], "with_items": True, "memo": None}
    assert marks == [("photos", "1 รายการ", "")]
