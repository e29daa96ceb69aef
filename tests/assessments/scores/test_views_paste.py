"""Scores pasted from a spreadsheet."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import IndicatorScore
from assessments.scores.services import save_scores
from tests.reports.page_forms import form_data
from tests.undo import undo

TEN = "\n".join(f"{number}1.5" for number in range(10)).replace("01.5", "1.5")


@pytest.fixture
def url(year):
    return reverse("scores_paste", args=[2567, year.municipality.code])


def scores_page(year) -> str:
    return reverse("scores", args=[2567, year.municipality.code])


def stored(year) -> dict:
    rows = IndicatorScore.objects.filter(assessment=year).values_list("indicator__number", "value")
    return dict(rows)


def landed(answer) -> list[tuple]:
    plan = answer.context["plan"]
    return [(line.key, line.value, line.fault) for line in plan]


def test_column_lands_in_order_is_seen_stored_and_taken_back(sign_in, staff, year, url):
    client, before = sign_in(staff), stored(year)
    seen = client.post(url, {"step": "preview", "block": TEN})
    assert [row[0] for row in landed(seen)] == list(range(1, 11))
    assert stored(year) == before
    done = client.post(url, form_data(seen) | {"step": "confirm"}, follow=True)
    assert done.redirect_chain == [(scores_page(year), 302)]
    assert stored(year) == {number: Decimal(f"{number - 1 or ''}1.5") for number in range(1, 11)}
    assert "วางคะแนน 10 ตัวชี้วัดแล้ว" in done.content.decode()
    back = undo(client, done)
    assert back.redirect_chain == [(scores_page(year), 302)]
    assert stored(year) == before
    assert "เลิกทำแล้ว" in back.content.decode()


def test_rows_with_numbers_land_by_them_and_faults_are_told_at_the_row(sign_in, staff, year, url):
    block = "ตัวชี้วัด\tชื่อ\tคะแนน\n๒. การใช้งบ\tก\t๘๐.๕\n1\tข\t101\n9\tค\t-\nรวม\t\t90\n2\tง\t5"
    seen = sign_in(staff).post(url, {"step": "preview", "block": block})
    assert landed(seen) == [
        (2, Decimal("80.5"), ""),
        (1, None, "“101” เกิน 100 กรอกคะแนน 0 ถึง 100 เช่น 90.64"),
        (9, None, ""),
        (None, Decimal("90"), "ไม่ตรงกับตัวชี้วัดใดของปีนี้"),
        (2, Decimal("5"), "มีคะแนนของตัวชี้วัดนี้ในแถวก่อนหน้าแล้ว"),
    ]
    assert seen.context["changes"] == {2: Decimal("80.5")}


def test_column_from_a_later_indicator_does_not_run_over(sign_in, staff, year, url):
    seen = sign_in(staff).post(url, {"step": "preview", "block": "1\n2\n3", "start": "score_9"})
    assert landed(seen) == [(9, Decimal("1"), ""), (10, Decimal("2"), ""), (None, Decimal("3"), "เกินจำนวนตัวชี้วัดของปีนี้")]


def test_scores_that_changed_since_the_preview_are_shown_again(sign_in, staff, year, url):
    client = sign_in(staff)
    seen = client.post(url, {"step": "preview", "block": "50"})
    save_scores(by=staff, assessment=year, announced={}, scores={1: Decimal("70")})
    again = client.post(url, form_data(seen) | {"step": "confirm"})
    assert (again.status_code, stored(year)[1]) == (422, Decimal("70"))
    assert client.post(url, form_data(again) | {"step": "confirm"}).status_code == 302
    assert stored(year)[1] == Decimal("50")


@pytest.mark.parametrize("block", ["", "ก\tข", "\t\n"])
def test_block_without_scores_is_told(sign_in, staff, year, url, block):
    answer = sign_in(staff).post(url, {"step": "confirm", "block": block})
    assert answer.status_code == 422
    assert "ไม่พบคะแนนในข้อมูลที่วาง" in answer.content.decode()


def test_undo_of_scores_that_changed_since_puts_nothing_back(sign_in, staff, year, url):
    client = sign_in(staff)
    seen = client.post(url, {"step": "preview", "block": "50\n60"})
    done = client.post(url, form_data(seen) | {"step": "confirm"}, follow=True)
    save_scores(by=staff, assessment=year, announced={}, scores={1: Decimal("51")})
    refused = undo(client, done)
    assert (refused.status_code, stored(year)[1], stored(year)[2]) == (422, Decimal("51"), Decimal("60"))
    [obstacle] = refused.context["obstacles"][1:]
    assert "ตัวชี้วัดที่ 1" in obstacle
    assert "แก้ไขภายหลัง" in obstacle
    assert f'<a class="btn" href="{scores_page(year)}">กลับไปหน้าเดิม</a>' in refused.content.decode()


def test_pasted_scores_are_undone_once(sign_in, staff, year, url):
    client = sign_in(staff)
    seen = client.post(url, {"step": "preview", "block": "50"})
    done = client.post(url, form_data(seen) | {"step": "confirm"}, follow=True)
    assert undo(client, done).status_code == 200
    assert undo(client, done).status_code == 422
