"""What is wrong with a year's definitions, told in plain Thai and at its place."""

from decimal import Decimal

import pytest

from assessments.frameworks import edits
from assessments.frameworks.definitions import AreaPart, CodeEntry, CrosswalkPart, NumberEntry
from assessments.frameworks.validation import advice, problems

from .test_edits import NEW, OLD, YEARS


def changed(kind: str, place: int, **fields):
    parts = list(getattr(NEW, kind))
    parts[place] = parts[place].model_copy(update=fields)
    return NEW.model_copy(update={kind: tuple(parts)})


def walked(**fields):
    return NEW.model_copy(update={"crosswalk": NEW.crosswalk.model_copy(update=fields)})


def same(key, **fields):
    kind = NumberEntry if isinstance(key, int) else CodeEntry
    return kind(**({"before": (key,), "after": (key,), "comparable": True} | fields))


ENTRIES = NEW.crosswalk.indicators


def test_shipped_years_are_whole():
    assert {year: problems(definitions, YEARS.get(year - 1)) for year, definitions in YEARS.items()} == {
        year: [] for year in YEARS
    }


@pytest.mark.parametrize(
    ("year", "path", "message", "blocking"),
    [
        (
            changed("instruments", 0, weight=Decimal(31)),
            ("instruments",),
            "น้ำหนักของเครื่องมือทั้งหมดรวมกันได้ 101.00 ต้องรวมกันได้ 100 พอดี",
            False,
        ),
        (
            changed("indicators", 0, instrument="XIT"),
            ("indicators", 0, "instrument"),
            "ตัวชี้วัดที่ 1 อยู่ในเครื่องมือ XIT ซึ่งไม่มีในปีนี้",
            True,
        ),
        (changed("items", 1, code="O1"), ("items", 1, "code"), "ข้อ O1 ซ้ำ ให้ใช้รหัสที่ไม่ซ้ำกันในปีเดียวกัน", True),
        (
            changed("items", 0, sub_indicator="10.1"),
            ("items", 0, "sub_indicator"),
            "ข้อ O1: ตัวชี้วัดย่อย 10.1 ไม่ได้อยู่ใต้ตัวชี้วัดที่ 9",
            False,
        ),
        (
            changed("items", 0, sub_indicator="9.9"),
            ("items", 0, "sub_indicator"),
            "ข้อ O1 อยู่ใต้ตัวชี้วัดย่อย 9.9 ซึ่งไม่มีในปีนี้",
            True,
        ),
        (
            changed("levels", 4, min_total=Decimal(1)),
            ("levels", 4, "min_total"),
            "ระดับสุดท้าย “ต้องปรับปรุงโดยด่วน” ต้องเริ่มที่คะแนนรวม 0 เพื่อให้ทุกคะแนนมีระดับ",
            False,
        ),
        (
            changed("levels", 3, min_total=Decimal(90)),
            ("levels", 3, "min_total"),
            "ระดับ “ต้องปรับปรุง” ต้องมาก่อน “ผ่าน” หรือต้องกำหนดคะแนนให้ต่ำกว่า "
            "ให้เรียงระดับจากสูงไปต่ำ ระดับที่คะแนนรวมเท่ากันต้องต่างกันที่คะแนนขั้นต่ำขององค์ประกอบ",
            False,
        ),
        (
            changed("levels", 0, scope=""),
            ("levels", 0, "scope"),
            "ระดับ “ผ่านดีเยี่ยม”: คะแนนขั้นต่ำขององค์ประกอบต้องระบุพร้อมองค์ประกอบที่ใช้",
            True,
        ),
        (
            edits.retire(NEW, "areas", 3),
            ("areas", 2, "number"),
            "ประเด็นต้องเป็นเลข 1 ถึง 6 ไม่ข้าม แต่ลำดับที่ 3 เป็นเลข 4",
            False,
        ),
        (
            NEW.model_copy(update={"measures_item": "O99"}),
            ("measures_item",),
            "ข้อของมาตรการ O99 ไม่มีในรายการข้อของปีนี้ ให้เลือกใหม่หรือเว้นว่าง",
            False,
        ),
        (walked(indicators=ENTRIES[:9]), ("crosswalk", "indicators"), "การเทียบยังไม่กล่าวถึงตัวชี้วัดที่ 10 ของปี 2568", False),
        (
            walked(areas=NEW.crosswalk.areas[:6]),
            ("crosswalk", "areas"),
            "การเทียบยังไม่กล่าวถึงประเด็นที่ 7 ของปี 2568",
            False,
        ),
        (
            walked(indicators=(*ENTRIES[:9], same(10, comparable=False))),
            ("crosswalk", "indicators", 9, "reason"),
            "การเทียบ 10 → 10 ให้บอกเหตุผลที่เทียบไม่ได้",
            False,
        ),
        (
            walked(items=(same("O1"), same("O2", before=("O1", "O2")))),
            ("crosswalk", "items", 1, "before"),
            "ข้อ O1 ของปี 2568 อยู่ในการเทียบมากกว่าหนึ่งแถว ให้เหลือแถวเดียว",
            True,
        ),
        (
            walked(items=(same("O1", before=("O99",)),)),
            ("crosswalk", "items", 0, "before"),
            "การเทียบอ้างถึงข้อ O99 ซึ่งปี 2568 ไม่มี",
            True,
        ),
        (
            walked(items=(same("O1", before=()),)),
            ("crosswalk", "items", 0, "comparable"),
            "ส่วนที่เพิ่มใหม่หรือยกเลิกไม่มีคู่ให้เทียบ ต้องเป็น “เทียบไม่ได้”",
            True,
        ),
        *(
            (
                walked(total_comparable=decided),
                ("crosswalk", "total_reason"),
                f"ให้บอกเหตุผลที่กำหนดว่าคะแนนรวมเทียบกับปีก่อน{word}",
                False,
            )
            for decided, word in ((True, "ได้"), (False, "ไม่ได้"))
        ),
    ],
)
def test_problem_is_told_at_its_place(year, path, message, blocking):
    first = problems(year, OLD)[0]
    assert (first.path, first.message, first.blocking) == (path, message, blocking)


def test_empty_year_lacks_everything_but_can_be_stored():
    empty = type(NEW)(fiscal_year=2570, pass_mark=Decimal(85))
    assert [(problem.path, problem.blocking) for problem in problems(empty, NEW)] == [
        (("instruments",), False),
        (("indicators",), False),
        (("levels",), False),
    ]


def test_crosswalk_that_nobody_has_made_is_advised_not_demanded():
    year = NEW.model_copy(update={"crosswalk": CrosswalkPart()})
    assert problems(year, OLD) == []
    assert [problem.path for problem in advice(year, OLD)] == [
        ("crosswalk", "indicators"),
        ("crosswalk", "indicators"),
        ("crosswalk", "items"),
        ("crosswalk", "items"),
        ("crosswalk", "areas"),
        ("crosswalk", "areas"),
        *(("items", place, "title") for place in (11, 13, 17)),  # which name a year
        ("items",),
    ]


def test_pass_mark_beside_the_levels_is_advised():
    year = NEW.model_copy(update={"pass_mark": Decimal(80)})
    assert advice(year, OLD)[-1].message == "เกณฑ์ผ่านคือ 80.00 แต่ระดับต่ำสุดที่ถือว่าผ่าน “ผ่าน” เริ่มที่ 85.00"


def test_title_that_still_names_the_year_of_the_copied_definitions_is_advised():
    items = (OLD.items[0].model_copy(update={"title": "รายงานประจำปีงบประมาณ พ.ศ. ๒๕๖๘"}), *OLD.items[1:])
    old = OLD.model_copy(update={"items": items})
    copied = edits.next_year(old)
    assert ("items", 0, "title") in stale(copied, old)
    renamed = items[0].model_copy(update={"title": "รายงานประจำปีงบประมาณ พ.ศ. ๒๕๖๙"})
    mended = copied.model_copy(update={"items": (renamed, *items[1:])})
    assert stale(copied, old) - stale(mended, old) == {("items", 0, "title")}


def stale(year, before) -> set[tuple]:
    return {problem.path for problem in advice(year, before) if "ยังระบุปี" in problem.message}


def test_number_that_is_left_out_is_advised():
    areas = tuple(AreaPart(number=number, title=f"ประเด็น {number}") for number in (1, 2, 4))
    messages = [problem.message for problem in advice(NEW.model_copy(update={"areas": areas}), OLD)]
    assert "เลขประเด็นข้าม 3" in messages


def told(year, before=OLD) -> list[str]:
    return [problem.message for problem in advice(year, before)]


def test_codes_that_are_left_out_are_advised():
    assert "รหัสข้อข้าม O6 ตัวชี้วัดข้างเคียงจะคำนวณจากคะแนนรายข้อไม่ได้ จนกว่าจะเพิ่มข้อที่ขาดหรือเรียงรหัสใหม่" in told(NEW)
    subs = tuple(part for part in NEW.sub_indicators if part.code != "9.2")
    assert "รหัสตัวชี้วัดย่อยข้าม 9.2" in told(NEW.with_parts("sub_indicators", subs))
    indicators = tuple(part for part in NEW.indicators if part.number != 4)
    assert "เลขตัวชี้วัดข้าม 4" in told(NEW.with_parts("indicators", indicators))
    assert not [message for message in told(YEARS[2569], YEARS[2568]) if "ข้าม" in message]


def test_item_under_the_indicator_of_another_instrument_is_advised():
    moved = changed("items", 2, indicator=1, sub_indicator=None)
    [problem] = [each for each in advice(moved, OLD) if "ขึ้นต้น" in each.message]
    assert problem.path == ("items", 2, "indicator")
    assert problem.message == "ข้อ O3 ขึ้นต้นอย่างข้อของ OIT แต่อยู่ใต้ตัวชี้วัดที่ 1 ของ IIT"
    assert not [message for year in YEARS.values() for message in told(year, None) if "ขึ้นต้น" in message]


def test_title_that_names_only_years_long_past_is_advised_whatever_stands_before():
    """2571 made of the file of 2569: no year before it, or one with other titles."""
    year = edits.in_year(YEARS[2569], 2571, None)
    titles = [message for message in told(year, None) if "ยังระบุปี" in message]
    assert [message.split(" “")[0] for message in titles] == ["ข้อ O11 ยังระบุปี 2569", "ข้อ O12 ยังระบุปี 2568"]
    assert not [message for message in told(YEARS[2569], None) if "ยังระบุปี" in message]


def test_items_of_unknown_title_are_advised():
    assert "ยังไม่ทราบชื่อของข้อ O6, O7 กรอกคะแนนตามรหัสได้ ให้เติมชื่อเมื่อทราบ" in told(YEARS[2569], YEARS[2568])
    assert not [message for message in told(NEW) if "ไม่ทราบชื่อ" in message]
