"""The report of a year of chosen authorities: what it says, of whom, how it is printed, and its bound."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Municipality
from reports.output.render import render_pdf
from reports.overview import report, views
from reports.overview.definitions import read_year
from reports.overview.forms import FilterForm, chosen_of
from tests.reports.extract import missing

pytestmark = pytest.mark.usefixtures("year")
HIGH = {number: Decimal(95) for number in range(1, 11)}


@pytest.fixture
def neighbours(make_year) -> list[Municipality]:
    """One with a result that nobody but its auditors sees, one without any."""
    rows = [
        Municipality.objects.create(
            code=f"9999001{n}", name=f"เทศบาลตำบลข้างเคียง {n}", kind="subdistrict", province="ทดสอบ"
        )
        for n in (1, 2)
    ]
    make_year(2567, HIGH, of=rows[0], official_total=Decimal("95.00"), official_level="ผ่านดีเยี่ยม")
    return rows


def content(user, **filters):
    year = read_year(2567)
    form = FilterForm(filters, user=user, year=year)
    return report.content_of(form, chosen_of(form, user, year))


def texts(block: dict) -> list[list[str]]:
    rows = block.get("rows") or [row["cells"] for group in block["groups"] for row in group["rows"]]
    return [["\n".join(line["text"] for line in cell["lines"]) for cell in row] for row in rows]


def test_report_tells_figures_levels_authorities_indicators_and_who_is_missing(national_auditor, neighbours):
    made = content(national_auditor, province="ทดสอบ")
    figures, levels, agencies, indicators, without = made.blocks
    assert made.title[-1] == "จังหวัดทดสอบ"
    assert texts(figures)[:4] == [
        ["หน่วยงานทั้งหมด", "๓ แห่ง"],
        ["มีคะแนนรวมที่ประกาศ", "๒ แห่ง"],
        ["คะแนนรวมตั้งแต่ ๘๕.๐๐ ขึ้นไป", "๒ แห่ง ร้อยละ ๑๐๐.๐๐ ของที่มีผล"],
        ["มัธยฐาน", "๙๒.๘๓"],
    ]
    assert sum(int(row[2]) for row in texts(levels)) == 3
    assert [row[1] for row in texts(agencies)] == ["เทศบาลตำบลข้างเคียง 1", "เทศบาลเมืองทดสอบ"]
    assert texts(agencies)[0][2:6] == ["๒๘.๕๐", "๒๘.๕๐", "๓๘.๐๐", "๙๕.๐๐"]
    assert (len(texts(indicators)), texts(indicators)[0][1]) == (10, "๒")
    assert [row[0] for row in texts(without)] == ["เทศบาลตำบลข้างเคียง 2"]


def test_auditor_of_another_province_is_told_of_none(foreign_province_auditor, neighbours):
    assert "ข้างเคียง" not in str(content(foreign_province_auditor).blocks)


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_file_is_printed_once_for_what_the_filters_leave(sign_in, province_auditor, neighbours, ending, begins):
    client, address = sign_in(province_auditor), reverse(f"overview_{ending}", args=[2567])
    answer = client.get(address)
    assert (answer.status_code, answer.content[: len(begins)]) == (200, begins)
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.get(f"{address}?kind=town").content != answer.content


def test_report_of_too_many_asks_for_a_province(sign_in, national_auditor, neighbours, monkeypatch):
    monkeypatch.setattr(views, "MOST_IN_REPORT", 2)
    answer = sign_in(national_auditor).get(reverse("overview_pdf", args=[2567]), follow=True)
    assert answer.redirect_chain == [(reverse("overview", args=[2567]), 302)]
    assert "รายงานพิมพ์ได้ไม่เกิน 2 หน่วยงาน" in answer.content.decode()


def test_report_takes_the_same_few_queries(national_auditor, neighbours, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        content(national_auditor)


def test_printed_text_is_whole(national_auditor, neighbours):
    told = [*content(national_auditor).title, "๓. ผลของแต่ละหน่วยงาน", "เทศบาลตำบลข้างเคียง 2", "ผ่านดีเยี่ยม"]
    assert not any(missing(render_pdf(content(national_auditor), None), told).values())
