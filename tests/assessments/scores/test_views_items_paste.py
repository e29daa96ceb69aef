"""Scores of items pasted from the table of results."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Assessment
from assessments.scores.services import save_item_scores
from tests.reports.page_forms import form_data
from tests.undo import undo

TABLE = """ลำดับ\tข้อ\tประเด็นการตรวจ\tคะแนน
ตัวชี้วัดย่อยที่ ๙.๑ ข้อมูลพื้นฐาน
1\tข้อ O๑\tโครงสร้าง\t๑๐๐
2\to 2\tข้อมูลผู้บริหาร\t0
3\tO03.\tอำนาจหน้าที่\t100.00
4\tO4\tแผน\t
5\tO5\tการติดต่อ\t-"""


@pytest.fixture
def year_2562(make_year):
    return make_year(2562, {})


@pytest.fixture
def url(year_2562):
    return reverse("items_paste", args=[2562, "99990001"])


def stored(year) -> dict[str, Decimal]:
    return {item_score.item.code: item_score.value for item_score in year.item_scores.select_related("item")}


def landed(answer) -> list[tuple]:
    return [(row.key, row.value, row.fault) for row in answer.context["plan"]]


def test_table_of_results_is_seen_stored_and_taken_back(sign_in, staff, year_2562, url):
    save_item_scores(by=staff, assessment=year_2562, scores={"O4": Decimal(0)})
    client, before = sign_in(staff), stored(year_2562)
    seen = client.post(url, {"step": "preview", "block": TABLE})
    assert landed(seen) == [
        ("O1", Decimal(100), ""),
        ("O2", Decimal(0), ""),
        ("O3", Decimal(100), ""),
        ("O4", None, ""),
        ("O5", None, ""),
    ]
    assert stored(year_2562) == before
    done = client.post(url, form_data(seen) | {"step": "confirm"}, follow=True)
    assert done.redirect_chain == [(reverse("items", args=[2562, "99990001"]), 302)]
    assert "วางคะแนน 3 ข้อแล้ว" in done.content.decode()
    assert stored(year_2562) == before | {"O1": Decimal(100), "O2": Decimal(0), "O3": Decimal(100)}
    undo(client, done)
    assert stored(year_2562) == before


def test_rows_are_refused_with_their_reason(sign_in, staff, year_2562, url):
    block = "O1\t50\nO99\t100\nO2\t101\nรวม\t90\nO3\tไม่ผ่าน\nO4\t100\nข้อ O4\t0\nI1\t81.5"
    seen = sign_in(staff).post(url, {"step": "preview", "block": block})
    assert [(row.label.split(" ")[0], row.fault) for row in seen.context["plan"]] == [
        ("O1", "“50” ไม่ใช่คะแนนของข้อนี้ ซึ่งได้ 100 หรือ 0"),
        ("O99", "เกณฑ์ของปีนี้ไม่มีข้อ O99"),
        ("O2", "“101” เกิน 100 กรอกคะแนน 0 ถึง 100 เช่น 90.64"),
        ("รวม", "แถวนี้ไม่มีรหัสข้อ"),
        ("O3", "“ไม่ผ่าน” ไม่ใช่คะแนน กรอกตัวเลข 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง เช่น 90.64"),
        ("O4", ""),
        ("O4", "มีคะแนนของข้อนี้ในแถวก่อนหน้าแล้ว"),
        ("I1", ""),
    ]
    assert seen.context["changes"] == {"O4": Decimal(100), "I1": Decimal("81.5")}
    assert "ไม่รับ 6 แถว" in seen.content.decode()


def test_codes_are_told_from_a_title_in_the_same_cell(sign_in, staff, year_2562, url):
    seen = sign_in(staff).post(url, {"step": "preview", "block": "O1 โครงสร้าง 2 ส่วน\t100\nO12\t0\nข้อที่ O1000\t0"})
    assert landed(seen)[:2] == [("O1", Decimal(100), ""), ("O12", Decimal(0), "")]
    assert landed(seen)[2][2] == "แถวนี้ไม่มีรหัสข้อ"


@pytest.mark.parametrize("block", ["", "100\n0", "O1\nO2", "O1\tก", "100\tO1"])
def test_block_without_codes_and_scores_is_told(sign_in, staff, year_2562, url, block):
    answer = sign_in(staff).post(url, {"step": "confirm", "block": block})
    assert answer.status_code == 422
    assert "ไม่พบรหัสข้อกับคะแนนในข้อมูลที่วาง" in answer.content.decode()


def test_item_that_was_scored_since_the_preview_is_shown_again(sign_in, staff, year_2562, url):
    client = sign_in(staff)
    seen = client.post(url, {"step": "preview", "block": "O1\t100"})
    save_item_scores(by=staff, assessment=year_2562, scores={"O1": Decimal(0)})
    again = client.post(url, form_data(seen) | {"step": "confirm"})
    assert (again.status_code, stored(year_2562)) == (422, {"O1": Decimal(0)})
    assert client.post(url, form_data(again) | {"step": "confirm"}).status_code == 302
    assert stored(year_2562) == {"O1": Decimal(100)}


def test_submitted_year_takes_none(sign_in, staff, year_2562, url):
    client = sign_in(staff)
    seen = client.post(url, {"step": "preview", "block": "O1\t100"})
    Assessment.objects.update(state=Assessment.State.SUBMITTED)
    assert client.post(url, form_data(seen) | {"step": "confirm"}).status_code == 409
    assert stored(year_2562) == {}


def test_another_municipality_takes_none(sign_in, foreign_staff, year_2562, url):
    assert sign_in(foreign_staff).post(url, {"step": "confirm", "block": "O1\t100"}).status_code == 404
    assert stored(year_2562) == {}
