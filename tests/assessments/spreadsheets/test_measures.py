"""Measures' sheets carry what an officer fills in: status, results of half a year, what is answered, a note."""

import pytest

from assessments.models import Assessment
from assessments.spreadsheets.resources.kinds import all_kinds
from assessments.spreadsheets.services import export_rows, import_rows, undo_import
from measures.models import Measure, ProgressNote, Target
from reports.documents.looks import READY
from reports.output.content import document_content
from reports.output.excel import render_xlsx
from tests.reports.samples import make_document

HEADS = (
    "รหัสมาตรการ,มาตรการ,ตัวชี้วัดที่ตอบ,ข้อที่ตอบ,สถานะ,เหตุผลที่ยกเลิก,ผลการดำเนินงานรอบ 6 เดือน,ผลลัพธ์รอบ 6 เดือน,บันทึกความก้าวหน้าล่าสุด"
)


@pytest.fixture
def measure(year, staff) -> Measure:
    measure = year.measures.create(title="อบรมบุคลากร")
    measure.targets.create(indicator=year.framework.indicators.get(number=1))
    return measure


@pytest.fixture
def sheet(upload, bring_in, staff):
    """Return a function that takes rows of the year 2567 in; only looks at them where `look`."""

    def take(*rows: str, look: bool = False, heads: str = HEADS):
        raw = "\n".join([heads, *rows]).encode()
        return (upload if look else bring_in)(staff, "measures", raw=raw, fiscal_year=2567)

    return take


def answers(measure: Measure) -> list:
    return sorted(
        str(target.indicator.number if target.indicator else target.item.code) for target in measure.targets.all()
    )


def test_progress_and_answers_come_in(measure, sheet, told, staff):
    batch = sheet(
        f'{measure.pk},,"ตัวชี้วัดที่ ๘ และ 4","O35, o34",กำลังดำเนินการ,,"- อบรมแล้ว\n- ๒ ครั้ง",เข้าใจมากขึ้น,เริ่มแล้ว',
        ",จัดทำคู่มือ,2,,แล้วเสร็จ,,,,",
    )
    assert told(batch)[0] == (
        "changed",
        (
            ("ตัวชี้วัดที่ตอบ", "1", "4, 8"),
            ("ข้อที่ตอบ", "-", "O34, O35"),
            ("สถานะ", "ยังไม่เริ่ม", "กำลังดำเนินการ"),
            ("ผลการดำเนินงานรอบ 6 เดือน", "-", "- อบรมแล้ว\n- ๒ ครั้ง"),
            ("ผลลัพธ์รอบ 6 เดือน", "-", "เข้าใจมากขึ้น"),
            ("บันทึกความก้าวหน้าล่าสุด", "-", "เริ่มแล้ว"),
        ),
    )
    measure.refresh_from_db()
    new = Measure.objects.get(title="จัดทำคู่มือ")
    assert (measure.status, measure.half_output, measure.half_outcome) == (
        "in_progress",
        "- อบรมแล้ว\n- ๒ ครั้ง",
        "เข้าใจมากขึ้น",
    )
    assert (answers(measure), answers(new)) == (["4", "8", "O34", "O35"], ["2"])
    assert [(note.measure, note.status, note.text, note.by) for note in ProgressNote.objects.order_by("measure")] == [
        (measure, "in_progress", "เริ่มแล้ว", staff),
        (new, "done", "เปลี่ยนสถานะเป็น “แล้วเสร็จ”", staff),
    ]


def test_note_that_is_the_latest_is_not_added_again_and_none_is_ever_changed(measure, sheet, counts, staff):
    measure.notes.create(status="not_started", text="เตรียมงาน", by=staff)
    assert counts(sheet(f"{measure.pk},,,,,,,,เตรียมงาน", look=True)) == (0, 0, 1, 0)
    assert counts(sheet(f"{measure.pk},,,,,,,,-", look=True)) == (0, 0, 1, 0)
    sheet(f"{measure.pk},,,,,,,,ทำต่อ")
    assert list(measure.notes.order_by("pk").values_list("text", flat=True)) == ["เตรียมงาน", "ทำต่อ"]


def test_dash_takes_answers_away_and_blank_leaves_them(measure, sheet, counts):
    assert counts(sheet(f"{measure.pk},,,,,,,,", look=True)) == (0, 0, 1, 0)
    sheet(f"{measure.pk},,-,O34,,,,,")
    assert answers(measure) == ["O34"]


def test_cancelling_needs_its_reason_which_goes_when_the_measure_goes_on(measure, sheet, told):
    def refusal(row: str) -> list:
        return [reason[::2] for reason in told(sheet(row, look=True))[0][1]]

    assert refusal(f"{measure.pk},,,,ยกเลิก,,,,") == [("เหตุผลที่ยกเลิก", "บอกเหตุผลที่ยกเลิกมาตรการนี้")]
    assert refusal(f"{measure.pk},,,,,งบไม่พอ,,,")[0][0] == "เหตุผลที่ยกเลิก"
    sheet(f"{measure.pk},,,,ยกเลิก,งบไม่พอ,,,")
    measure.refresh_from_db()
    assert (measure.status, measure.status_reason, measure.notes.get().text) == ("cancelled", "งบไม่พอ", "งบไม่พอ")
    batch = sheet(f"{measure.pk},,,,กำลังดำเนินการ,งบไม่พอ,,,")
    measure.refresh_from_db()
    assert (measure.status, measure.status_reason) == ("in_progress", "")
    assert ("เหตุผลที่ยกเลิก", "งบไม่พอ", "-") in told(batch)[0][1]


def test_what_the_year_does_not_have_is_refused_by_column(measure, sheet, told):
    [(state, reasons)] = told(sheet(f'{measure.pk},,"1, 11",O99,ทำอยู่,,,,', look=True))
    assert (state, [(header, reason.split(" เลือกจาก")[0]) for header, _, reason in reasons]) == (
        "refused",
        [
            ("สถานะ", "“ทำอยู่” ไม่อยู่ในรายการ"),
            ("ตัวชี้วัดที่ตอบ", "เกณฑ์ปี 2567 ไม่มีตัวชี้วัดที่ 11"),
            ("ข้อที่ตอบ", "เกณฑ์ปี 2567 ไม่มีข้อ O99"),
        ],
    )


def test_undo_takes_answers_and_notes_back(measure, sheet, staff):
    batch = sheet(f"{measure.pk},,2,O34,กำลังดำเนินการ,,ทำ,,")
    undo_import(by=staff, batch=batch)
    measure.refresh_from_db()
    assert (answers(measure), measure.status, measure.half_output) == (["1"], "not_started", "")
    assert (ProgressNote.objects.count(), Target.objects.count()) == (0, 1)


def test_row_of_dashes_is_no_measure(year, sheet, counts):
    assert counts(sheet(",-,-,,,,-,-,", look=True)) == (0, 0, 1, 0)


@pytest.mark.parametrize("look", READY, ids=lambda look: look.key)
def test_plan_that_the_portal_printed_comes_in_whole(year, bring_in, upload, counts, staff, look):
    """Its title, headings and rows "ประเด็นที่ …" as they are in the workbook; a second time it is there already."""
    areas = {area.number: area for area in year.framework.areas.all()}
    measures = [
        Measure(assessment=year, area=areas[n], title=f"จัดทำคู่มือที่ {n}", steps="๑. ร่าง\n๒. แจก") for n in (1, 1, 3)
    ]
    for position, measure in enumerate(measures):
        measure.title, measure.position = f"{measure.title}.{position}", position
    Measure.objects.bulk_create(measures)
    document = make_document(year, [{"type": "measures", "heading": ""}], kind="plan")
    for name, value in look.look.items():
        setattr(document, name, value)
    raw = render_xlsx(document_content(document))
    batch = upload(staff, "measures", raw=raw, fiscal_year=2567)
    assert (counts(batch), batch.already) == ((0, 0, 0, 0), 3)
    Measure.objects.all().delete()
    bring_in(staff, "measures", raw=raw, fiscal_year=2567)
    came = list(year.measures.order_by("position").values_list("area__number", "title"))
    numbers = (None,) * 3 if look.look["areas_as"] == "none" else (1, 1, 3)
    assert came == [(number, measure.title) for number, measure in zip(numbers, measures, strict=True)]
    if any(column["field"] == "steps" for column in look.look["columns"]):
        assert {*year.measures.values_list("steps", flat=True)} == {"๑. ร่าง\n๒. แจก"}


def test_sheet_of_a_year_that_comes_back_once_adds_nothing(year, exported, upload, counts, staff):
    """As it was exported, and without its numbers or areas: then a title that stands in the year is there already."""
    for number, title in ((1, "ก"), (3, "ข"), (None, "ค")):
        Measure.objects.create(assessment=year, area=year.framework.areas.filter(number=number).first(), title=title)
    heads = [column.header for column in all_kinds()["measures"].columns()]
    rows = exported(staff, "measures")

    def file(*left_out: str) -> bytes:
        kept = [place for place, head in enumerate(heads) if head not in left_out]
        lines = [heads, *([str(cell if cell is not None else "") for cell in row] for row in rows)]
        return "\n".join(",".join(line[place] for place in kept) for line in lines).encode()

    def outcome(raw: bytes) -> tuple:
        batch = upload(staff, "measures", raw=raw, fiscal_year=2567)
        return counts(batch), batch.already, batch.writes

    assert outcome(file()) == ((0, 0, 3, 0), 0, 0)
    assert outcome(file("รหัสมาตรการ")) == ((0, 0, 0, 0), 3, 0)
    assert outcome(file("รหัสมาตรการ", "ประเด็นที่")) == ((0, 0, 0, 0), 3, 0)


def test_rows_of_areas_and_headings_with_words_aside_are_understood(year, sheet, told, counts):
    title = year.framework.areas.get(number=2).title
    rows = ["ประเด็นที่ ๑ อะไรก็ได้,,", "ก,,", f"๒. {title},,", "ข,,กองคลัง", "ค,ประเด็นที่ ๓ อื่น,กองช่าง", "ประเด็นที่ ๙๙,,", "ง,,"]
    batch = sheet(*rows, look=True, heads="มาตรการ (แนวทาง),ประเด็น,ผู้รับผิดชอบ (กอง)")
    assert counts(batch) == (3, 0, 0, 1)
    assert [dict((told[0], told[2]) for told in row.changes).get("ประเด็นที่") for row in import_rows(batch)[:3]] == [
        "1",
        "2",
        "3",
    ]
    assert told(batch)[3][1][0][2] == "เกณฑ์ปี 2567 ไม่มีประเด็นที่ 99"


def test_rows_for_new_measures_need_the_column_of_titles(year, sheet):
    """Areas alone would look as if all was there already."""
    batch = sheet("1,ก", look=True, heads="ประเด็นที่,มาตรกาน")
    [row] = import_rows(batch)
    assert (row.state, row.reasons[0][0]) == ("refused", "มาตรการ")
    assert batch.notices == ["ไม่ได้อ่านคอลัมน์ที่ไม่รู้จัก: “มาตรกาน” อาจหมายถึง “มาตรการ”"]


def test_equal_titles_of_a_long_file_do_not_get_in_its_own_way(year, sheet, counts, monkeypatch):
    """The second thousand of rows is compared with what was there before the import, as its preview was."""
    monkeypatch.setattr("assessments.spreadsheets.resources.base.CHUNK", 1)
    assert counts(sheet(",ก,,,,,,,", ",ก,,,,,,,")) == (2, 0, 0, 0)


def test_measures_take_as_many_queries_for_30_rows_as_for_3(
    year, staff, upload, exported, django_assert_max_num_queries
):
    for place in range(30):
        measure = year.measures.create(title=f"มาตรการ {place}", position=place)
        measure.targets.create(indicator=year.framework.indicators.get(number=1))
    raw = "\n".join([HEADS, *(f"{pk},,2,O34,แล้วเสร็จ,,ทำ,,ทำแล้ว" for pk in year.measures.values_list("pk", flat=True))])
    with django_assert_max_num_queries(24):
        assert upload(staff, "measures", raw=raw.encode(), fiscal_year=2567).changed == 30
    with django_assert_max_num_queries(8):
        assert len(exported(staff, "measures")) == 30


def test_new_year_is_begun_by_its_first_measure(municipality, frameworks, staff, sheet):
    sheet(",ก,1,O34,,,,,เริ่ม")
    measure = Assessment.objects.get(municipality=municipality).measures.get()
    assert (answers(measure), measure.notes.get().text) == (["1", "O34"], "เริ่ม")


def test_goal_success_budget_and_remark_come_in_by_their_headings_and_go_out(measure, sheet, staff, year):
    heads = "รหัสมาตรการ,มาตรการ,เป้าหมาย,ตัวชี้วัดความสำเร็จ,งบประมาณ,หมายเหตุ"
    sheet(f'{measure.pk},,ผู้รับบริการพอใจ,ร้อยละ ๘๐,"๑๐,๐๐๐ บาท",รอผล', heads=heads)
    measure.refresh_from_db()
    filled = (measure.goal, measure.success, measure.budget, measure.remark)
    assert filled == ("ผู้รับบริการพอใจ", "ร้อยละ ๘๐", "๑๐,๐๐๐ บาท", "รอผล")
    columns, [row] = export_rows(kind=all_kinds()["measures"], user=staff)
    out = dict(zip((column.header for column in columns), row, strict=True))
    assert tuple(out[head] for head in heads.split(",")[2:]) == filled
