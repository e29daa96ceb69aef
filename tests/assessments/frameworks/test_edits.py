"""Edits of a year's definitions: parts, what names them, and the crosswalk kept along."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.frameworks import edits
from assessments.frameworks.definitions import UNKNOWN_TITLE, AreaPart, CodeEntry, Definitions, IndicatorPart, ItemPart
from assessments.frameworks.edits import next_year
from assessments.frameworks.validation import problems

DATA = Path(__file__).parents[3] / "assessments/data/frameworks.json"
SHIPPED = {load["fiscal_year"]: Definitions.from_json(load) for load in json.loads(DATA.read_text("utf-8"))}
YEARS = {year: definitions for year, definitions in SHIPPED.items() if year < 2570}  # tests make 2570 themselves


def named(year: Definitions) -> Definitions:
    """Return the year without its items of unknown title: its codes have gaps then."""
    unknown = {part.code for part in year.items if part.title == UNKNOWN_TITLE}
    entries = [entry for entry in year.crosswalk.items if not unknown & {*entry.before, *entry.after}]
    items = [part for part in year.items if part.code not in unknown]
    return year.with_parts("items", items).with_entries("items", entries)


OLD = named(YEARS[2568])
NEW = edits.next_year(OLD)


def entry(year: Definitions, kind: str, key) -> tuple:
    [only] = [pair for pair in getattr(year.crosswalk, kind) if key in pair.after]
    return only.before, only.after, only.comparable, only.reason


def retired(year: Definitions, kind: str) -> list[tuple]:
    return [pair.before for pair in getattr(year.crosswalk, kind) if not pair.after]


def item(code: str, title: str = "ข้อใหม่", sub: str | None = "9.1", indicator: int = 9) -> ItemPart:
    return ItemPart(code=code, title=title, indicator=indicator, sub_indicator=sub)


def added(year: Definitions, kind: str, part) -> Definitions:
    """Return the year with a part at its end."""
    return edits.lay(year, kind, [*year.parts(kind), part])


def test_next_year_is_the_same_and_comparable_throughout():
    assert NEW.fiscal_year == 2569
    assert NEW.model_copy(update={"fiscal_year": 2568, "crosswalk": OLD.crosswalk}) == OLD
    assert [entry(NEW, "items", code) for code in OLD.keys_of("items")] == [
        ((code,), (code,), True, "") for code in OLD.keys_of("items")
    ]
    assert problems(NEW, OLD) == []


def test_added_item_stands_where_it_was_put_and_is_new():
    year = edits.lay(NEW, "items", [NEW.by_key("items")["O5"], item("O6", sub="9.2")])
    assert year.keys_of("items")[4:7] == ["O5", "O6", "O7"]
    assert entry(year, "items", "O6") == ((), ("O6",), False, "")
    assert problems(year, OLD) == []


def test_added_part_stays_unsaid_where_nobody_has_said_anything():
    first = OLD.model_copy(update={"crosswalk": type(OLD.crosswalk)()})
    assert added(first, "items", item("O6")).crosswalk.items == ()


def test_added_indicator_takes_its_place_by_number():
    part = IndicatorPart(number=11, name="ใหม่", instrument="OIT")
    gone = edits.renumber(NEW, "indicators", {10: 12})
    assert added(gone, "indicators", part).keys_of("indicators")[-3:] == [9, 11, 12]


def test_key_that_exists_is_refused():
    with pytest.raises(ValueError, match="ปี 2569 มีข้อ O5 อยู่แล้ว"):
        edits.regroup(NEW, "items", ["O1", "O2"], [item("O5")])
    with pytest.raises(ValueError, match="ปี 2569 ไม่มีข้อ O99"):
        edits.retire(NEW, "items", "O99")
    with pytest.raises(ValueError, match="ปี 2569 มีข้อ O2 อยู่แล้ว"):
        edits.renumber(NEW, "items", {"O1": "O2"})


def test_renumbered_items_are_followed_by_all_that_names_them():
    year = edits.renumber(NEW, "items", {"O27": "O28", "O28": "O27"})
    assert (NEW.measures_item, NEW.results_item) == ("O27", "O28")
    assert (year.measures_item, year.results_item) == ("O28", "O27")
    assert entry(year, "items", "O28") == (("O27",), ("O28",), True, "")
    assert year.keys_of("items")[-2:] == ["O28", "O27"]
    assert problems(year, OLD) == []


def test_renumbered_indicator_takes_its_parts_along():
    year = edits.renumber(NEW, "indicators", {9: 10, 10: 9})
    assert {
        sub_indicator.indicator for sub_indicator in year.sub_indicators if sub_indicator.code.startswith("9.")
    } == {10}
    assert entry(year, "indicators", 10) == ((9,), (10,), True, "")
    assert problems(year, OLD) == []


def test_gaps_are_closed_for_each_letter_by_itself():
    assert edits.closing_gaps(NEW, "items") == {f"O{number}": f"O{number - 1}" for number in range(7, 29)}
    closed = edits.renumber(NEW, "items", edits.closing_gaps(NEW, "items"))
    assert closed.keys_of("items") == [f"O{number}" for number in range(1, 28)]
    assert edits.closing_gaps(closed, "items") == {}
    assert edits.closing_gaps(NEW, "sub_indicators") == {}
    fewer = edits.retire(NEW, "areas", 3)
    assert edits.closing_gaps(fewer, "areas") == {4: 3, 5: 4, 6: 5, 7: 6}


def test_retired_item_is_told_and_no_longer_named():
    year = edits.retire(NEW, "items", "O27", reason="ยุบข้อ")
    assert [pair for pair in year.crosswalk.items if "O27" in pair.before] == [
        CodeEntry(before=("O27",), after=(), comparable=False, reason="ยุบข้อ")
    ]
    assert year.measures_item == ""
    assert problems(year, OLD) == []


def test_retired_indicator_takes_its_parts_along():
    year = edits.retire(NEW, "indicators", 10)
    assert [sub_indicator.code for sub_indicator in year.sub_indicators] == ["9.1", "9.2", "9.3", "9.4", "9.5"]
    assert year.keys_of("items")[-1] == "O20"
    assert retired(year, "items") == [(f"O{number}",) for number in range(21, 29)]
    assert retired(year, "indicators") == [(10,)]
    assert problems(year, OLD) == []


def test_items_of_a_retired_sub_indicator_stay_under_the_indicator():
    year = edits.retire(NEW, "sub_indicators", "9.1")
    assert [item_part.sub_indicator for item_part in year.items[:5]] == [None, None, None, None, "9.2"]
    assert retired(year, "items") == []


def test_instrument_with_indicators_is_not_retired():
    with pytest.raises(ValueError, match="เครื่องมือ OIT ยังมีตัวชี้วัด"):
        edits.retire(NEW, "instruments", "OIT")


def test_merged_items_become_one_that_does_not_compare():
    year = edits.regroup(NEW, "items", ["O17", "O19"], [item("O17", sub="9.5")])
    assert entry(year, "items", "O17") == (("O17", "O19"), ("O17",), False, edits.MERGED)
    assert year.keys_of("items")[15:18] == ["O17", "O18", "O20"]
    assert problems(year, OLD) == []


def test_new_item_merged_into_an_old_one_leaves_no_trace_of_itself():
    year = added(NEW, "items", item("O6"))
    merged = edits.regroup(year, "items", ["O1", "O6"], [item("O1")], comparable=True)
    assert entry(merged, "items", "O1") == (("O1",), ("O1",), True, "")


def test_merged_indicators_hand_over_their_parts():
    part = IndicatorPart(number=9, name="การเปิดเผยข้อมูลและป้องกันการทุจริต", instrument="OIT")
    year = edits.regroup(NEW, "indicators", [9, 10], [part], reason="รวมตัวชี้วัด")
    assert {item_part.indicator for item_part in year.items} == {9}
    assert entry(year, "indicators", 9) == ((9, 10), (9,), False, "รวมตัวชี้วัด")
    assert problems(year, OLD) == []


def test_split_item_becomes_several_that_do_not_compare():
    year = edits.regroup(NEW, "items", ["O5"], [item("O5", sub="9.2"), item("O6", sub="9.2")])
    assert entry(year, "items", "O6") == (("O5",), ("O5", "O6"), False, edits.SPLIT)
    assert year.keys_of("items")[4:6] == ["O5", "O6"]
    assert problems(year, OLD) == []
    fewer = edits.retire(year, "items", "O6")
    assert entry(fewer, "items", "O5") == (("O5",), ("O5",), False, edits.SPLIT)


def test_parts_that_are_laid_share_the_places_that_they_hold():
    parts = NEW.by_key("items")
    first = item("N1", sub="9.1")
    year = edits.lay(NEW, "items", [parts["O4"], first, parts["O2"]])
    assert year.keys_of("items")[:6] == ["O1", "O4", "O3", "N1", "O2", "O5"]
    assert edits.lay(NEW, "items", [first, parts["O1"]]).keys_of("items")[::27] == ["N1", "O1"]
    assert edits.lay(NEW, "items", []) == NEW


def test_crosswalk_follows_areas_that_come_go_and_change_their_number():
    year = added(NEW, "areas", AreaPart(number=8, title="ใหม่"))
    assert year.keys_of("areas") == list(range(1, 9))
    assert entry(year, "areas", 8) == ((), (8,), False, "")
    year = edits.renumber(edits.retire(year, "areas", 3, reason="ยุบ"), "areas", {8: 3})
    assert (entry(year, "areas", 3), entry(year, "areas", 4)) == (((), (3,), False, ""), ((4,), (4,), True, ""))
    assert retired(year, "areas") == [(3,)]
    assert problems(year, OLD) == []


codes = st.sampled_from(NEW.keys_of("items"))


@given(st.permutations(NEW.keys_of("items")))
def test_renumbering_there_and_back_is_the_same_year(shuffled):
    there = dict(zip(NEW.keys_of("items"), shuffled, strict=True))
    year = edits.renumber(NEW, "items", there)
    assert edits.renumber(year, "items", {new: old for old, new in there.items()}) == NEW


@given(st.lists(st.tuples(st.sampled_from("retire merge split add".split()), codes, codes), max_size=12))
def test_edits_never_break_the_year_or_its_crosswalk(steps):
    year, fresh = NEW, 100
    for did, one, other in steps:
        fresh += 2
        known = year.keys_of("items")
        if did == "add":
            year = added(year, "items", item(f"O{fresh}"))
        elif one not in known:
            continue
        elif did == "retire":
            year = edits.retire(year, "items", one)
        elif did == "split":
            year = edits.regroup(year, "items", [one], [item(f"O{fresh}"), item(f"O{fresh + 1}")])
        elif other in known and other != one:
            year = edits.regroup(year, "items", [one, other], [item(f"O{fresh}")])
    assert [problem for problem in problems(year, OLD) if problem.path[0] == "crosswalk"] == []
    assert {key for pair in year.crosswalk.items for key in pair.after} == set(year.keys_of("items"))
    assert {key for pair in year.crosswalk.items for key in pair.before} == set(OLD.keys_of("items"))


def test_shipped_2570_is_2569_carried_on_with_its_titles_a_year_later():
    made = next_year(SHIPPED[2569])
    items = [item.model_copy(update={"title": re.sub(r"25\d\d", _year_later, item.title)}) for item in made.items]
    assert SHIPPED[2570] == made.model_copy(update={"items": tuple(items), "note": SHIPPED[2570].note})
    assert SHIPPED[2569].areas == SHIPPED[2568].areas
    assert all("รอยืนยันกับประกาศ" in SHIPPED[year].note for year in (2569, 2570))


def _year_later(year: re.Match) -> str:
    return str(int(year[0]) + 1)


def test_codes_that_end_in_no_number_are_left_out_of_a_renumbering_and_told():
    year = added(NEW, "items", item("OX"))
    assert "OX" not in edits.closing_gaps(year, "items")
    assert (edits.unnumbered(year, "items"), edits.unnumbered(NEW, "items")) == (["OX"], [])


def test_items_of_unknown_title_are_not_taken_for_the_same_in_another_year():
    old, new = SHIPPED[2568], edits.in_year(SHIPPED[2569], 2569, SHIPPED[2568])
    assert [code for each in new.crosswalk.items for code in each.after if code in ("O6", "O7")] == []
    assert entry(edits.next_year(old), "items", "O6") == (("O6",), ("O6",), True, "")
