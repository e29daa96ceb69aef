"""Tables as they are copied from Word, Excel and the portal's own documents, read into measures."""

from types import SimpleNamespace

import pytest

from measures.models import Measure
from measures.plan.headings import USUAL, headed
from measures.plan.paste import plan_of
from reports.documents.looks import READY

TITLES = ("กระบวนการปฏิบัติงานที่โปร่งใส", "การให้บริการและระบบ E-Service", "ช่องทางการประชาสัมพันธ์")
AREAS = [SimpleNamespace(number=number, title=title, pk=number) for number, title in enumerate(TITLES, start=1)]


def tabbed(*rows: tuple[str, ...]) -> str:
    return "\n".join("\t".join(f'"{cell}"' if "\n" in cell else cell for cell in row) for row in rows)


def landed(*rows, area=None, **options) -> list[tuple]:
    plan = plan_of(tabbed(*rows), areas=AREAS, area=area, **options)
    return [
        (row.area.number if row.area else None, row.texts.get("title", ""), row.texts.get("responsible", ""))
        for row in plan.rows
        if not row.faults
    ]


HEAD = ("ที่", "มาตรการ/แนวทาง", "วิธีการดำเนินการ", "ผู้รับผิดชอบ\n(กอง)")


def test_titles_above_the_headings_are_passed_over():
    rows = [
        ("มาตรการส่งเสริมคุณธรรม", "", "", ""),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๘", "", "", ""),
        HEAD,
        ("1", "คู่มือ", "ประชุม", "กองคลัง"),
    ]
    assert landed(*rows) == [(None, "คู่มือ", "กองคลัง")]


def test_row_of_an_area_gives_it_to_the_rows_below():
    rows = [
        HEAD,
        ("ประเด็นที่ ๑ กระบวนการปฏิบัติงานที่โปร่งใส", "", "", ""),
        ("1", "ก", "", "กองคลัง"),
        ("๒. การให้บริการและระบบ E-Service", "", "", ""),
        ("2", "ข", "", "กองช่าง"),
        ("3", "ค", "", ""),
        HEAD,  # again on the next page
        ("ประเด็นที่ 9 อื่น", "", "", ""),
        ("4", "ง", "", ""),
    ]
    assert landed(*rows) == [(1, "ก", "กองคลัง"), (2, "ข", "กองช่าง"), (2, "ค", "")]
    [refused] = plan_of(tabbed(*rows), areas=AREAS, area=None).refused
    assert "ไม่มีประเด็น “ประเด็นที่ 9 อื่น”" in " ".join(refused.faults.values())


def test_area_that_is_merged_over_its_row_is_one_too():
    area = ("ประเด็นที่ 3",) * 4
    assert landed(HEAD, area, ("1", "ก", "", "")) == [(3, "ก", "")]


def test_title_decides_where_number_and_title_differ():
    assert landed(HEAD, (f"ประเด็นที่ 1 {TITLES[2]}", "", "", ""), ("1", "ก", "", "")) == [(3, "ก", "")]


def test_measure_alone_in_its_row_is_no_area():
    assert landed(HEAD, ("", "1. จัดทำคู่มือ", "", ""), area=AREAS[1]) == [(2, "1. จัดทำคู่มือ", "")]


def test_measure_alone_that_ends_in_the_words_of_an_area_is_none():
    title = f"ปรับปรุง{TITLES[1]}"
    assert landed(HEAD, ("", title, "", "")) == [(None, title, "")]


def test_headings_of_two_rows_are_read_together():
    rows = [
        ("ลำดับ", "โครงการ/กิจกรรม", "ผลการดำเนินงาน", "", "ผู้รับผิดชอบ"),
        ("", "", "ผลผลิต (Output)", "ผลลัพธ์ (Outcome)", ""),
        ("1", "คู่มือ", "1 เล่ม", "ใช้ทุกกอง", "กองคลัง"),
    ]
    plan = plan_of(tabbed(*rows), areas=AREAS, area=None)
    assert plan.columns == ["", "title", "output", "outcome", "responsible"]
    assert [row.texts["outcome"] for row in plan.rows] == ["ใช้ทุกกอง"]


def test_column_that_only_numbers_the_rows_is_skipped_without_headings():
    assert landed(("๑.", "ก", "ประชุม", "กองคลัง"), ("๒.", "ข", "", "")) == [(None, "ก", "กองคลัง"), (None, "ข", "")]


@pytest.mark.parametrize(("field", "name"), [(field, name) for field, names in USUAL.items() for name in names])
def test_usual_names_of_columns_are_known(field, name):
    other = "มาตรการ" if field != "title" else "ผู้รับผิดชอบ"
    assert headed([name, other, "ระยะเวลา" if field != "period" else "ขั้นตอน"])[0] == field


@pytest.mark.parametrize("heading", ["ขั้นตอน หรือ วิธีปฏิบัติงาน", "ขั้นตอนและวิธีการปฏิบัติ"])
def test_heading_like_a_known_one_is_offered(heading):
    assert headed(["มาตรการ", heading, "ผู้รับผิดชอบ", "สีที่ชอบ"]) == ["title", "steps", "responsible", ""]


@pytest.mark.parametrize("look", READY, ids=lambda look: look.key)
def test_tables_of_the_portals_own_looks_are_read_whole(look):
    """As they are printed: headings, an area a row, measures with every column."""
    columns = look.look["columns"]
    fields = [column["field"] for column in columns]
    row = tuple("ประเด็นที่ 2" if field == "area" else f"ข้อความ {field}" for field in fields)
    rows = [tuple(column["heading"] for column in columns), ("ประเด็นที่ ๒", *[""] * (len(fields) - 1)), row]
    plan = plan_of(tabbed(*rows), areas=AREAS, area=None)
    assert plan.columns == fields
    [landing] = plan.rows
    assert (landing.area.number, landing.faults) == (2, {})
    assert landing.texts == {field: f"ข้อความ {field}" for field in fields if field != "area"}


def test_rows_that_are_there_already_are_told_and_left_out():
    stored = [Measure(title="คู่มือ  การปฏิบัติงาน", area_id=1)]
    rows = [HEAD, ("ประเด็นที่ 1", "", "", ""), ("1", "คู่มือ การปฏิบัติงาน", "", ""), ("2", "ใหม่", "", "")]
    plan = plan_of(tabbed(*rows), areas=AREAS, area=None, stored=stored)
    assert [row.texts["title"] for row in plan.accepted] == ["ใหม่"]
    assert [row.texts["title"] for row in plan.repeats] == ["คู่มือ การปฏิบัติงาน"]
    again = plan_of(tabbed(*rows), areas=AREAS, area=None, stored=stored, repeated=True)
    assert len(again.accepted) == 2
    elsewhere = [rows[0], ("ประเด็นที่ 2", "", "", ""), rows[2]]
    assert len(plan_of(tabbed(*elsewhere), areas=AREAS, area=None, stored=stored).accepted) == 1
