"""Two states of a year side by side, in Thai; and a year as pages show it."""

from decimal import Decimal

import pytest

from assessments.frameworks import edits
from assessments.frameworks.crosswalk.rows import rows
from assessments.frameworks.definitions import ItemPart, LevelPart
from assessments.frameworks.diff import changes
from assessments.frameworks.outline import outline

from .pages import judged
from .test_edits import YEARS, added, named

YEAR = named(YEARS[2569])


def told(new, old=YEAR) -> list[tuple]:
    return [(change.section, change.what, change.before, change.after) for change in changes(old, new)]


def test_nothing_is_told_of_equal_years():
    assert told(YEAR) == []


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ({"pass_mark": Decimal(80)}, ("ข้อมูลทั่วไป", "เกณฑ์ผ่าน", "85.00", "80.00")),
        ({"note": "ก"}, ("ข้อมูลทั่วไป", "หมายเหตุ", YEAR.note, "ก")),
        (
            {"instruments": (YEAR.instruments[0].model_copy(update={"weight": Decimal(20)}), *YEAR.instruments[1:])},
            ("เครื่องมือประเมิน", "เครื่องมือ IIT น้ำหนัก", "30.00", "20.00"),
        ),
        (
            {"levels": (YEAR.levels[0].model_copy(update={"scope": "instrument"}), *YEAR.levels[1:])},
            ("ระดับผลการประเมิน", "ระดับ ผ่านดีเยี่ยม องค์ประกอบที่ใช้", "ทุกตัวชี้วัด", "ทุกเครื่องมือ"),
        ),
        (
            {"levels": (*YEAR.levels[:-1], YEAR.levels[-1].model_copy(update={"label": "ก"}))},
            ("ระดับผลการประเมิน", "ระดับ ก ระดับ", "ต้องปรับปรุงโดยด่วน", "ก"),
        ),
        (
            {"items": (YEAR.items[1], YEAR.items[0], *YEAR.items[2:])},
            (
                "ข้อ",
                "ลำดับ",
                ", ".join(item.code for item in YEAR.items),
                ", ".join(item.code for item in (YEAR.items[1], YEAR.items[0], *YEAR.items[2:])),
            ),
        ),
    ],
)
def test_a_change_is_told_where_it_is(update, expected):
    assert told(YEAR.model_copy(update=update)) == [expected]


def test_parts_that_come_and_go_are_told_by_name():
    value = YEAR.model_copy(update={"items": (*YEAR.items[1:], ItemPart(code="O99", title="ใหม่", indicator=9))})
    assert told(value) == [("ข้อ", "ข้อ O99", "", "เพิ่ม: ใหม่"), ("ข้อ", "ข้อ O1", YEAR.items[0].title, "ลบ")]


def test_another_code_of_the_same_item_is_no_removal():
    value = YEAR.model_copy(update={"items": (YEAR.items[0].model_copy(update={"code": "O99"}), *YEAR.items[1:])})
    assert told(value) == [("ข้อ", "ข้อ O99 รหัส", "O1", "O99")]


def test_another_judgement_of_the_crosswalk_is_told():
    old = edits.next_year(YEAR)
    new = judged(old, "indicators", 1, reason="เปลี่ยนคำถาม")
    assert told(new, old) == [("การเทียบกับปีก่อน", "ตัวชี้วัดที่ 1 → 1", "เทียบได้", "เทียบไม่ได้ (เปลี่ยนคำถาม)")]


# ---- Crosswalk in words


def relations(value, kind: str = "items") -> list[tuple]:
    return [
        (row.relation, [key for key, _ in row.before], [key for key, _ in row.after])
        for row in rows(value, YEAR, kind)
        if not row.plain
    ]


def test_relations_are_named():
    value = edits.next_year(YEAR)
    value = edits.regroup(value, "items", ["O1", "O2"], [ItemPart(code="O1", title="ก", indicator=9)], reason="ก")
    value = edits.retire(value, "items", "O3", reason="ข")
    value = added(value, "items", ItemPart(code="N1", title="ใหม่", indicator=9))
    halves = [ItemPart(code=code, title=code, indicator=9) for code in ("O5", "S2")]
    value = edits.regroup(value, "items", ["O5"], halves, reason="ค")
    value = edits.lay(value, "items", [value.items[1].model_copy(update={"title": "ชื่ออื่น"})])
    value = edits.renumber(value, "items", {"O8": "O6"})
    assert relations(value) == [
        ("รวม", ["O1", "O2"], ["O1"]),
        ("เปลี่ยนชื่อ", ["O4"], ["O4"]),
        ("แยก", ["O5"], ["O5", "S2"]),
        ("เปลี่ยนรหัส", ["O8"], ["O6"]),
        ("ใหม่", [], ["N1"]),
        ("ยกเลิก", ["O3"], []),
    ]


def test_same_parts_are_plain():
    assert relations(edits.next_year(YEAR), "indicators") == []


# ---- Outline


def test_items_stand_under_their_sub_indicators():
    _, [ninth, _] = outline(YEAR).instruments[2]
    assert (ninth.part.number, ninth.item_count) == (9, 17)
    assert [sub_indicator.code for sub_indicator, _ in ninth.groups] == ["9.1", "9.2", "9.3", "9.4", "9.5"]
    assert sum(len(items) for _, items in ninth.groups) == 17


def test_items_of_no_sub_indicator_stand_first():
    value = YEAR.model_copy(update={"items": (*YEAR.items, ItemPart(code="X", title="ก", indicator=9))})
    _, [ninth, _] = outline(value).instruments[2]
    sub_indicator, items = ninth.groups[0]
    assert (sub_indicator, [item.code for item in items]) == (None, ["X"])


def test_rules_are_said_in_words():
    levels = (
        LevelPart(label="ก", min_total=Decimal(95), min_each=Decimal(90), scope="instrument"),
        LevelPart(label="ข", min_total=Decimal(0)),
    )
    assert [rule for _, rule in outline(YEAR.model_copy(update={"levels": levels})).levels] == [
        "คะแนนรวม 95.00 ขึ้นไป และทุกเครื่องมือได้ 90.00 ขึ้นไป",
        "คะแนนรวม 0.00 ขึ้นไป",
    ]
