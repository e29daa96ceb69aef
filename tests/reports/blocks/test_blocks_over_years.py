"""Blocks over several years, charts and progress: figures as they are, what does not compare marked."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessments.models import Area
from measures.models import Measure
from reports.builder import services
from reports.models import Document
from reports.output.content import document_content, year_document
from reports.output.render import render_pdf
from tests.reports.extract import extracted, squeeze
from tests.reports.samples import make_document

pytestmark = pytest.mark.one_database  # what is printed does not depend on it

REASON = "ถามคนละเรื่องกับปีก่อน"


@pytest.fixture
def years(make_year, relate):
    """Three years: indicator 2 of 2568 does not compare with 2567, whose 3 and 4 became 3."""
    pairs = [(number, number, True, "") for number in range(1, 11) if number not in (2, 3, 4)]
    relate(2568, *pairs, (2, 2, False, REASON), (3, 3, False, ""), (4, 3, False, ""), (None, 4, False, ""))
    make_year(2566, {number: f"8{number % 10}.00" for number in range(1, 11)}, official_total=Decimal("85.10"))
    make_year(2567, {number: f"9{number % 10}.50" for number in range(1, 11)}, official_total=Decimal("94.20"))
    return make_year(
        2568,
        {number: f"9{number % 10}.00" for number in range(1, 11)},
        official_total=Decimal("93.95"),
        official_level="ผ่านดี",
    )


def block(year, **section) -> dict:
    """Return the content of the one block of the year's document."""
    Document.objects.filter(assessment=year).delete()
    make_document(year, [{"heading": "", **section}])
    [content] = document_content(year_document(year)).blocks
    return content


def texts(row: list[dict]) -> list[str]:
    return ["\n".join(line["marker"] + line["text"] for line in cell["lines"]) for cell in row]


def test_years_block_marks_what_does_not_compare_and_says_why(years):
    table = block(years, type="years", from_year=2566, to_year=2568)
    assert table["headings"][2:] == ["พ.ศ. ๒๕๖๖", "พ.ศ. ๒๕๖๗", "พ.ศ. ๒๕๖๘", "ผลต่าง ๒๕๖๖–๒๕๖๘"]
    rows = [texts(row) for row in table["rows"]]
    assert rows[0] == ["๑", "การปฏิบัติหน้าที่", "๘๑.๐๐", "๙๑.๕๐", "๙๑.๐๐", "+๑๐.๐๐"]
    assert rows[1][2:] == ["๘๒.๐๐*", "๙๒.๕๐*", "๙๒.๐๐", "เทียบไม่ได้"]
    assert rows[2][2:] == ["ที่ ๓: ๘๓.๐๐*\nที่ ๔: ๘๔.๐๐*", "ที่ ๓: ๙๓.๕๐*\nที่ ๔: ๙๔.๕๐*", "๙๓.๐๐", "เทียบไม่ได้"]
    assert rows[3][2:] == ["-", "-", "๙๔.๐๐", "เทียบไม่ได้"]
    total, level = (texts(row) for row in table["totals"])
    assert total == ["คะแนนรวม", "๘๕.๑๐*", "๙๔.๒๐*", "๙๓.๙๕", "เทียบไม่ได้"]
    assert level == ["ระดับที่ประกาศ", "-", "-", "ผ่านดี", ""]
    notes = texts([{"lines": table["notes"]}])[0]
    assert f"ปี ๒๕๖๗ ตัวชี้วัดที่ ๒: {REASON}" in notes.split("\n")


def test_indicator_bars_stand_only_beside_what_compares(years):
    drawn = block(years, type="chart", chart="indicators", from_year=2567, to_year=2568)
    bars = [[(bar["tone"], bar["length"]) for bar in row[1]["bars"]] for row in drawn["rows"]]
    assert bars[0] == [(0, "91.50"), (1, "91.00")]
    assert bars[1:4] == [[(1, "92.00")], [(1, "93.00")], [(1, "94.00")]]
    assert texts(drawn["rows"][0]) == ["๑. การปฏิบัติหน้าที่", "", "๙๑.๕๐", "๙๑.๐๐"]
    assert texts([{"lines": drawn["notes"]}])[0].split("\n")[0] == f"ตัวชี้วัดที่ ๒ ไม่มีแท่งของปี ๒๕๖๗: {REASON}"


def test_instrument_bars_are_the_means_of_each_year(years):
    drawn = block(years, type="chart", chart="instruments", from_year=2566, to_year=2568)
    iit, _, oit = drawn["groups"]
    assert [texts(row)[2] for row in iit["rows"]] == ["๘๓.๐๐*", "๙๓.๕๐*", "๙๓.๐๐"]
    assert [texts(row) for row in oit["rows"]][-1] == ["พ.ศ. ๒๕๖๘", "", "๙๔.๕๐"]
    assert [bar["length"] for row in oit["rows"] for bar in row[1]["bars"]] == ["84.50", "95.00", "94.50"]


def test_lines_break_between_years_that_do_not_compare(years):
    drawn = block(years, type="chart", chart="lines", from_year=2566, to_year=2568)
    assert texts(drawn["rows"][0]) == ["คะแนนรวม", "๘๕.๑๐", "๙๔.๒๐", "๙๓.๙๕"]
    iit = drawn["plot"]["lines"][1]
    assert (len(iit["points"]), len(iit["segments"])) == (3, 1)
    assert [tick["text"] for tick in drawn["plot"]["ticks"]] == ["๑๐๐", "๙๕", "๙๐", "๘๕", "๘๐"]
    assert drawn["plot"]["labels"] == ["๒๕๖๖", "๒๕๖๗", "๒๕๖๘"]


def test_progress_counts_measures_by_area_and_status(years):
    first, second = Area.objects.filter(framework=years.framework)[:2]
    for position, (area, status) in enumerate(
        [(first, "done"), (first, "done"), (first, "in_progress"), (second, "not_started"), (None, "done")]
    ):
        Measure.objects.create(assessment=years, area=area, status=status, position=position, title="ก")
    table = block(years, type="progress")
    assert table["headings"][1:] == ["ยังไม่เริ่ม", "กำลังดำเนินการ", "แล้วเสร็จ", "ยกเลิก", "รวม"]
    assert [texts(row)[1:] for row in (*table["rows"], *table["totals"])] == [
        ["-", "๑", "๒", "-", "๓"],
        ["๑", "-", "-", "-", "๑"],
        ["-", "-", "๑", "-", "๑"],
        ["๑", "๑", "๓", "-", "๕"],
    ]


@pytest.mark.parametrize(("first", "last"), [(2568, 2568), (2568, 2567), (2563, 2568)])
def test_span_of_no_two_to_five_years_is_refused(years, staff, first, last):
    document = make_document(years, [])
    section = {"type": "years", "heading": "", "from_year": first, "to_year": last}
    with pytest.raises(ValidationError, match="ปีหลังต้องมาหลังปีก่อน และรวมแล้วไม่เกิน 5 ปี"):
        services.add_block(by=staff, document=document, section=section)


def test_charts_are_read_with_a_fixed_number_of_queries(years, django_assert_max_num_queries):
    span = {"heading": "", "from_year": 2566, "to_year": 2568}
    charts = [{"type": "chart", "chart": chart, **span} for chart in ("lines", "instruments")]
    make_document(years, [*charts * 4, {"type": "years", **span, "from_year": 2564}])
    document = year_document(years)
    with django_assert_max_num_queries(11):
        document_content(document)


def test_figures_of_charts_can_be_read_and_copied(years):
    make_document(
        years,
        [
            {"type": "chart", "heading": "แผนภูมิน้ำหนึ่ง", "chart": chart, "from_year": 2566, "to_year": 2568}
            for chart in ("indicators", "instruments", "lines")
        ],
    )
    wanted = ["แผนภูมิน้ำหนึ่ง", "๘๑.๐๐", "๘๕.๑๐", "๙๓.๙๕", "๙๓.๕๐*", "การปฏิบัติหน้าที่"]
    for name, text in extracted(render_pdf(document_content(year_document(years)))).items():
        assert [part for part in wanted if squeeze(part) not in text] == [], name
