from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Assessment
from tests.reports.samples import make_document, make_measures


def address(fiscal_year, municipality):
    return reverse("year", args=[fiscal_year, municipality.code])


@pytest.fixture
def reading(sign_in, approver):
    return sign_in(approver)


def test_overview_tells_the_result_and_its_reason(reading, year):
    overview = reading.get(address(2567, year.municipality)).context["overview"]
    assert (overview.total, overview.level, overview.computed_total) == ("90.65", "ผ่าน", "90.65")
    assert (overview.disagrees, overview.computed_level) == (False, "ผ่าน")
    assert (overview.change.text, overview.change.sign, overview.change.word) == ("-3.57", "▼", "ลดลง")
    assert overview.reason == (
        "คะแนนรวม 90.65 ถึงเกณฑ์ 85.00 ของระดับ “ผ่านดี” แต่ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ "
        "ได้ 74.54 ต่ำกว่า 85.00 จึงอยู่ในระดับ “ผ่าน”"
    )


def test_overview_shows_ten_indicators_beside_last_year(reading, year):
    bars = reading.get(address(2567, year.municipality)).context["overview"].bars
    assert [bar.number for bar in bars] == list(range(1, 11))
    assert [bar.number for bar in bars if bar.weak] == [4, 8]
    assert (bars[1].score, bars[1].before, bars[1].change.text, bars[1].change.sign) == ("92.12", "91.36", "+0.76", "▲")


def test_overview_marks_weak_by_the_cut_off_of_the_document(reading, year):
    document = make_document(year)
    document.cut_off = Decimal(75)
    document.save()
    overview = reading.get(address(2567, year.municipality)).context["overview"]
    assert ([bar.number for bar in overview.bars if bar.weak], overview.cut_off) == ([4], "75.00")


def test_overview_warns_where_the_announced_total_disagrees(reading, year):
    Assessment.objects.filter(pk=year.pk).update(official_total=Decimal("90.89"))
    page = reading.get(address(2567, year.municipality))
    assert page.context["overview"].disagrees is True
    assert "คะแนนที่ประกาศ 90.89 ไม่ตรงกับ 90.65 ที่ระบบคำนวณ" in page.content.decode()


def test_overview_of_a_year_without_scores_says_what_is_missing(reading, make_year, municipality):
    make_year(2568)
    overview = reading.get(address(2568, municipality)).context["overview"]
    assert (overview.total, overview.change, overview.has_previous) == ("", None, False)
    assert overview.reason.startswith("ยังคำนวณคะแนนรวมและระดับไม่ได้")
    assert [bar.score for bar in overview.bars] == [""] * 10


def test_overview_compares_computed_totals_where_none_was_announced(reading, year):
    Assessment.objects.update(official_total=None)
    overview = reading.get(address(2567, year.municipality)).context["overview"]
    assert (overview.change.text, overview.change_is_computed) == ("-3.56", True)


def test_overview_counts_measures_by_area(reading, year):
    make_measures(year, 9)
    page = reading.get(address(2567, year.municipality))
    overview = page.context["overview"]
    assert ([area.count for area in overview.areas], len(overview.measures)) == ([2, 2, 1, 1, 1, 1, 1], 9)
    assert f'href="{reverse("measures", args=[2567, year.municipality.code])}#area-7"' in page.content.decode()


def test_unopened_year_offers_to_start_to_those_who_edit(sign_in, staff, municipality, frameworks):
    page = sign_in(staff).get(address(2567, municipality)).content.decode()
    assert f'action="{reverse("open_year", args=[2567, municipality.code])}"' in page
    assert "เริ่มทำปีนี้</button>" in page


def test_unopened_year_offers_nothing_to_readers(reading, municipality, frameworks):
    page = reading.get(address(2567, municipality))
    assert page.status_code == 200
    assert "เริ่มทำปีนี้</button>" not in page.content.decode()


def test_undefined_year_is_404(reading, municipality, frameworks):
    assert reading.get(address(2600, municipality)).status_code == 404


def test_foreign_year_is_404(sign_in, foreign_auditor, year):
    client = sign_in(foreign_auditor)
    assert [client.get(address(other, year.municipality)).status_code for other in (2567, 2565)] == [404, 404]


def test_overview_reads_with_few_queries_however_much_there_is(
    reading, year, django_assert_max_num_queries, django_assert_num_queries
):
    make_document(year)
    make_measures(year, 7)
    with django_assert_max_num_queries(20) as counted:
        reading.get(address(2567, year.municipality))
    make_measures(year, 63)
    with django_assert_num_queries(len(counted)):
        reading.get(address(2567, year.municipality))
