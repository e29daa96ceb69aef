"""A half-year report says how the measures stood on 31 March; what was done later is not in it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from assessments.models import Assessment
from measures.models import Measure
from measures.plan.services import add_measure
from measures.progress.half_year import stood_at_half_year
from measures.progress.services import record_progress
from reports.builder.services import create_document
from reports.documents.unconfirmed import SIGN
from reports.drafting.stored import offered_sentences
from reports.output.content import document_content
from reports.package import block_data

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

COLUMNS = ("title", "status", "half_output", "half_outcome", "output")
NOTHING = "ไม่มีการบันทึกผล ณ วันที่ ๓๑ มีนาคม ๒๕๖๗"


@pytest.fixture
def on(monkeypatch):
    """Return a function that sets the clock, in Thai time."""

    def set_clock(*moment: int) -> None:
        now = datetime(*moment, tzinfo=ZoneInfo("Asia/Bangkok"))
        monkeypatch.setattr(timezone, "now", lambda: now)

    return set_clock


@pytest.fixture
def measures(year, staff, on) -> dict[str, Measure]:
    """Measures of 2567: made in November, worked on before and after 31 March, and one made in May."""
    on(2023, 11, 1)
    made = {title: add_measure(by=staff, assessment=year, title=title) for title in "กขคง"}
    on(2024, 3, 31, 23, 59, 59)
    record_progress(by=staff, measure=made["ก"], status="in_progress", half_output="ประชุมแล้ว", output="ร่าง")
    record_progress(by=staff, measure=made["ข"], status="cancelled", reason="ไม่มีงบ")
    on(2024, 4, 1)
    record_progress(by=staff, measure=made["ก"], status="done", half_outcome="สะดวกขึ้น", output="เสร็จ")
    record_progress(by=staff, measure=made["ข"], status="in_progress")
    record_progress(by=staff, measure=made["ค"], status="done", output="ครบ", outcome="ดี")
    on(2024, 5, 2)
    made["จ"] = add_measure(by=staff, assessment=year, title="จ")
    return made


@pytest.fixture
def document(year, staff, measures):
    document = create_document(by=staff, year=year, kind="half_year")
    document.columns = [{"field": field, "heading": field} for field in COLUMNS]
    document.save()
    return document


def text(cell) -> str:
    return "|".join(line["marker"] + line["text"] for line in cell["lines"])


def block(document, kind: str) -> dict:
    places = [known.type for known in document.blocks.all()]
    return document_content(document).blocks[places.index(kind)]


def rows(document) -> list[list[str]]:
    groups = block(document, "measures")["groups"]
    return [[text(cell) for cell in row["cells"]] for group in groups for row in group["rows"]]


def test_measures_stand_as_on_31_march(document):
    later = "(บันทึกหลังวันที่ ๓๑ มีนาคม ๒๕๖๗)"
    assert rows(document) == [
        ["ก", "กำลังดำเนินการ", "ประชุมแล้ว", f"สะดวกขึ้น {later}", "ร่าง"],
        ["ข", "ยกเลิก|ไม่มีงบ", NOTHING, NOTHING, NOTHING],
        ["ค", "ยังไม่เริ่ม", NOTHING, NOTHING, NOTHING],
        ["ง", "ยังไม่เริ่ม", NOTHING, NOTHING, NOTHING],
        ["จ", "ไม่มีการบันทึกสถานะ ณ วันที่ ๓๑ มีนาคม ๒๕๖๗", NOTHING, NOTHING, NOTHING],
    ]


def test_day_is_written_in_the_numerals_of_the_document(document):
    document.numerals = "arabic"
    assert rows(document)[2][2] == "ไม่มีการบันทึกผล ณ วันที่ 31 มีนาคม 2567"


def test_counts_and_the_drafted_sentence_are_those_of_that_day(document):
    table = block(document, "progress")
    assert table["headings"][1:] == ["ยังไม่เริ่ม", "กำลังดำเนินการ", "แล้วเสร็จ", "ยกเลิก", "ไม่มีการบันทึก", "รวม"]
    assert [text(cell) for cell in table["totals"][0]] == ["รวม", "๒", "๑", "-", "๑", "๑", "๕"]
    assert sum(table["widths"]) == 100
    [progress] = [sentence.text for sentence in offered_sentences(document) if sentence.rule == "progress"]
    assert progress.startswith("ณ วันที่ ๓๑ มีนาคม ๒๕๖๗ จากมาตรการทั้งหมด ๔ มาตรการ")
    assert "แล้วเสร็จ" not in progress
    assert progress in str([block_data(known) for known in document.blocks.all()])


def test_other_documents_say_how_the_measures_are_now(year, staff, document):
    report = create_document(by=staff, year=year, kind="results")
    report.columns = document.columns
    report.save()
    assert rows(report)[0] == ["ก", "แล้วเสร็จ", "ประชุมแล้ว", "สะดวกขึ้น", "เสร็จ"]
    assert NOTHING not in str(document_content(report).blocks)


def test_deleted_measures_do_not_count(year, measures, django_assert_num_queries):
    Measure.objects.filter(title="ก").update(deleted_at=timezone.now())
    with django_assert_num_queries(1):
        stood = stood_at_half_year(year)
    assert stood.keys() == {measures[title].pk for title in "ขคง"}


def test_what_stood_there_of_last_year_is_no_result_of_the_half_year(year, staff, on):
    """An imported sheet of last year, which somebody overwrote in June, cannot be confirmed any more."""
    told = "ฝึกเจ้าหน้าที่ ๒ รุ่น ผู้เข้าร่วม ๘๐ คน"
    before = Assessment.objects.get(framework__fiscal_year=2566, municipality=year.municipality)
    Measure.objects.create(assessment=before, title="ก", output=told)
    on(2024, 1, 15)
    row = add_measure(by=staff, assessment=year, title="ก", output=told)
    on(2024, 6, 1)
    record_progress(by=staff, measure=row, output="เปิดศูนย์ใหม่", half_output=told, status="done")
    document = create_document(by=staff, year=year, kind="half_year")
    document.columns = [{"field": field, "heading": field} for field in COLUMNS]
    document.save()
    [[_, _, half_output, _, output]] = rows(document)
    assert output == NOTHING
    assert half_output.startswith(f"{told} {SIGN}") and half_output.endswith("(บันทึกหลังวันที่ ๓๑ มีนาคม ๒๕๖๗)")
