"""Trend, comparison and map: figures, what breaks, who sees what, bounded addresses, queries."""

import re
from decimal import Decimal
from io import BytesIO
from urllib.parse import quote, urlencode

import pytest
from django.urls import reverse
from pypdf import PdfReader

from assessments.models import Framework, Municipality
from assessments.records.bulk import save_rows
from assessments.statistics.counting import settle_changes
from reports.comparing.choices import seek
from reports.comparing.compare import MOST, side_by_side
from reports.comparing.provinces import districts_of, map_of
from reports.comparing.report import content_of, order_of
from reports.comparing.tiles import COLUMNS, HEIGHT, tiles
from reports.comparing.trend import trend_of
from tests.markup import flat

MOST_QUERIES = 15


@pytest.fixture
def neighbours(municipality, make_year) -> list[Municipality]:
    """Eight authorities of the province of `municipality` in two districts, with totals of 2566 and 2567."""
    rows = [
        Municipality(
            code=f"9998{n:04}",
            name=f"เทศบาลตำบลที่{n}",
            kind="subdistrict",
            district=f"อำเภอ{n % 2}",
            province=municipality.province,
        )
        for n in range(8)
    ]
    save_rows(rows)
    for n, row in enumerate(rows):
        for year, more in ((2566, 0), (2567, 2)):
            make_year(year, {1: str(70 + n), 4: "84.99"}, of=row, official_total=Decimal(80 + n + more))
    return rows


def address(name: str, *args, **query) -> str:
    return f"{reverse(name, args=args)}?{urlencode(query, doseq=True)}"


# ---- Trend


def test_trend_tells_median_quartiles_and_share_passed(national_auditor, neighbours):
    trend = trend_of(national_auditor, neighbours[0].province, "", None)
    by_year = {year.fiscal_year: year for year in trend.years}
    assert list(by_year) == [2566, 2567]
    assert by_year[2567].values == [Decimal("85.50"), Decimal("83.75"), Decimal("87.25")]
    assert [year.share for year in trend.years] == [Decimal("37.50"), Decimal("62.50")]


def test_an_authority_stands_beside_its_province_and_its_kind(national_auditor, neighbours, year):
    trend = trend_of(national_auditor, "", "", neighbours[7])
    assert trend.names == [
        "ทต.ที่7",
        "มัธยฐานของหน่วยงานทุกประเภท จังหวัดทดสอบ",
        "มัธยฐานของเทศบาลตำบล ทั้งประเทศ",
    ]
    # The town of the fixture, 90.65, is one more of the province and none of the kind.
    assert trend.years[-1].values == [Decimal("89.00"), Decimal("86.00"), Decimal("85.50")]


def test_lines_break_where_years_do_not_compare(national_auditor, neighbours, frameworks):
    joined = trend_of(national_auditor, "", "", None)
    assert [len(line["segments"]) for line in joined.chart["plot"]["lines"]] == [1, 1, 1]
    Framework.objects.filter(fiscal_year=2567).update(total_comparable=False, total_reason="วิธีคิดเปลี่ยน")
    broken = trend_of(national_auditor, "", "", None)
    assert [len(line["segments"]) for line in broken.chart["plot"]["lines"]] == [0, 0, 0]
    assert [(year.fiscal_year, year.broken) for year in broken.breaks] == [(2567, "วิธีคิดเปลี่ยน")]


def test_page_of_the_trend_draws_the_chart_of_the_documents(sign_in, national_auditor, neighbours):
    html = sign_in(national_auditor).get(address("trend", code=neighbours[0].code)).content.decode()
    assert "แผนภูมิเส้นของทต.ที่0" in html
    assert html.count("<td>2567</td>") == 1
    assert "82.00" in html


def test_a_group_of_few_is_hidden_from_who_may_not_see_it(
    foreign_province_auditor, national_auditor, neighbours, make_year, other_municipality
):
    few = trend_of(foreign_province_auditor, neighbours[0].province, "town", None)
    assert few.years == []
    for row in neighbours[4:]:
        row.province = "จังหวัดใหม่"
        row.save()
    assert trend_of(foreign_province_auditor, "จังหวัดใหม่", "", None).years == []
    assert trend_of(national_auditor, "จังหวัดใหม่", "", None).years[-1].values[0] == Decimal("87.50")


def test_province_auditors_begin_with_their_province_and_see_no_other_authority(
    sign_in, foreign_province_auditor, neighbours
):
    client = sign_in(foreign_province_auditor)
    html = client.get(address("trend", province=neighbours[0].province)).content.decode()
    assert "จังหวัดอื่น" in html
    assert f"จังหวัด{neighbours[0].province}" not in flat(html)
    html = client.get(address("trend", code=neighbours[0].code)).content.decode()
    assert "ไม่พบหน่วยงานนี้" in html
    assert neighbours[0].name not in html


def test_words_that_mean_several_are_offered(sign_in, national_auditor, neighbours):
    page = sign_in(national_auditor).get(address("trend", code="เทศบาลตำบลที่", kind="subdistrict"))
    assert [authority for authority, _ in page.context["offers"]] == neighbours
    follow = page.context["offers"][3][1]
    assert sign_in(national_auditor).get(follow).context["sought"].authority == neighbours[3]


def test_words_that_mean_very_many_say_so(national_auditor, db):
    save_rows(
        Municipality(code=f"9997{n:04}", name=f"อบต.นา{n}", kind="sao", district="ก", province="ข") for n in range(20)
    )
    assert "มากกว่า 12 แห่ง" in seek(national_auditor, "นา").fault


# ---- Comparison


def test_columns_stand_beside_medians_of_what_they_share(national_auditor, neighbours, frameworks, year):
    compared = side_by_side(national_auditor, frameworks[2567], neighbours[:2])
    assert [median.name for median in compared.medians] == [
        "มัธยฐาน หน่วยงานทุกประเภท ทั้งประเทศ",
        "มัธยฐาน เทศบาลตำบล ทั้งประเทศ",
        "มัธยฐาน หน่วยงานทุกประเภท จังหวัดทดสอบ",
    ]
    total, first = compared.rows[0], compared.rows[1]
    assert total.scores == [(Decimal("82.00"), True), (Decimal("83.00"), True)]
    assert total.medians == [Decimal("86.00"), Decimal("85.50"), Decimal("86.00")]
    assert first.medians[1] == Decimal("73.50")
    assert [column.change for column in compared.columns] == [Decimal("2.00"), Decimal("2.00")]
    mixed = side_by_side(national_auditor, frameworks[2567], [neighbours[0], year.municipality])
    assert len(mixed.medians) == 2


def test_no_change_is_told_where_years_do_not_compare(national_auditor, neighbours, frameworks):
    Framework.objects.filter(fiscal_year=2567).update(total_comparable=False, total_reason="วิธีคิดเปลี่ยน")
    compared = side_by_side(national_auditor, Framework.objects.get(fiscal_year=2567), neighbours[:1])
    assert (compared.columns[0].change, compared.not_comparable_because) == (None, "วิธีคิดเปลี่ยน")


def test_an_authority_is_added_by_its_name_and_six_are_the_most(sign_in, national_auditor, neighbours):
    client = sign_in(national_auditor)
    codes = [row.code for row in neighbours]
    answer = client.get(address("compare", 2567, code=codes[:5], add="เทศบาลตำบลที่5"))
    assert answer.url == address("compare", 2567, code=codes[:6])
    full = client.get(address("compare", 2567, code=codes[:6], add="เทศบาลตำบลที่6"))
    assert "ไม่เกิน 6 หน่วยงาน" in full.content.decode()
    page = client.get(address("compare", 2567, code=codes))
    assert len(page.context["compared"].columns) == MOST
    assert page.context["left_out"] == 2


@pytest.mark.parametrize("code", ["x", "9" * 500, "1' or 1", "\x00", "๙๙๙๙๐๐๐๑"])
def test_strange_codes_compare_nobody(sign_in, national_auditor, frameworks, code):
    page = sign_in(national_auditor).get(address("compare", 2567, code=code))
    assert page.status_code == 200
    assert page.context["compared"] is None


def test_authorities_of_others_are_not_compared(sign_in, foreign_province_auditor, neighbours):
    page = sign_in(foreign_province_auditor).get(address("compare", 2567, code=neighbours[0].code))
    assert neighbours[0].name not in page.content.decode()
    assert (
        sign_in(foreign_province_auditor).get(address("compare_pdf", 2567, code=neighbours[0].code)).status_code == 302
    )


def test_the_report_is_a_pdf_that_holds_the_figures(sign_in, national_auditor, neighbours):
    client = sign_in(national_auditor)
    path = address("compare_pdf", 2567, code=[row.code for row in neighbours[:6]])
    answer = client.get(path)
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert ("๘๗.๐๐" in text, "เทศบาลตำบลที่5" in text) == (True, True)
    assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_equal_figures_are_one_order_and_another_person_has_their_own(
    national_auditor, administrator, neighbours, frameworks
):
    first = side_by_side(national_auditor, frameworks[2567], neighbours[:3])
    assert (
        order_of(national_auditor, first).name
        == order_of(national_auditor, side_by_side(national_auditor, frameworks[2567], neighbours[:3])).name
    )
    assert order_of(national_auditor, first).name != order_of(administrator, first).name
    assert len(content_of(first).blocks) == 2


# ---- Map


def test_every_province_has_one_tile_of_its_own():
    places = list(tiles())
    assert (
        len(places) == 77 == len({name for name, _, _ in places}) == len({(row, column) for _, row, column in places})
    )
    assert all(row < HEIGHT and column < COLUMNS for _, row, column in places)


def test_tiles_tell_medians_and_lead_to_what_may_be_seen(
    sign_in, national_auditor, foreign_province_auditor, neighbours, frameworks
):
    for row in neighbours:
        row.province = "น่าน"
        row.save()
    nan = next(tile for tile in map_of(national_auditor, frameworks[2567], "").tiles if tile.place.name == "น่าน")
    assert (nan.place.spread.median, nan.place.share) == (Decimal("85.50"), Decimal("62.50"))
    assert (nan.place.band, nan.is_open) == (2, True)
    closed = next(t for t in map_of(foreign_province_auditor, frameworks[2567], "").tiles if t.place.name == "น่าน")
    assert (closed.place.spread.median, closed.is_open) == (Decimal("85.50"), False)
    html = sign_in(national_auditor).get(address("province_map", 2567, province="น่าน")).content.decode()
    assert f"/overview/2567/?province={quote('น่าน')}" in html
    assert re.search("อำเภอ1.*?86.00", html, re.DOTALL)
    html = sign_in(foreign_province_auditor).get(address("province_map", 2567, province="น่าน")).content.decode()
    assert "อำเภอ1" not in html


def test_districts_are_those_of_the_users_rows(national_auditor, foreign_province_auditor, neighbours, frameworks):
    districts = districts_of(national_auditor, frameworks[2567], neighbours[0].province, "subdistrict")
    assert [(place.name, place.count, place.spread.median) for place in districts] == [
        ("อำเภอ1", 4, Decimal("86.00")),
        ("อำเภอ0", 4, Decimal("85.00")),
    ]
    assert districts_of(foreign_province_auditor, frameworks[2567], neighbours[0].province, "") == []


# ---- Queries


@pytest.mark.parametrize("settled", [True, False])
@pytest.mark.parametrize(
    ("name", "args", "query", "count"),
    [
        ("trend", (), {}, 9),
        ("trend", (), {"code": "99980001"}, 15),
        ("compare", (2567,), {"code": ["99980000", "99980001", "99980002"]}, 12),
        ("province_map", (2567,), {"province": "ทดสอบ"}, 10),
    ],
)
def test_queries_of_pages(
    sign_in, national_auditor, neighbours, settled, name, args, query, count, django_assert_max_num_queries
):
    if settled:
        settle_changes()
    client = sign_in(national_auditor)
    with django_assert_max_num_queries(count if settled else count + 4) as counted:
        client.get(address(name, *args, **query))
    assert not settled or len(counted) <= MOST_QUERIES
