"""The what-if page: values from the address, nothing saved, fragment equal to the page."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings

from assessments.scores.forms.what_if import WhatIfForm, address_of
from tests.assessments.scoring.test_explanation import all_scores
from tests.conftest import SCORES_2567
from tests.markup import flat


@pytest.fixture
def address(year):
    return reverse("what_if", args=[2567, year.municipality.code])


def parts(html: str) -> dict[str, str]:
    """Return the text of each live part by its id."""
    matches = re.findall(
        r'<(span|div|section) id="((?:change|mean|fault)-[^"]+|estimate|chances)"[^>]*>(.*?)</\1>', html, re.S
    )
    return {name: " ".join(re.sub("<[^>]+>", " ", text).split()) for _, name, text in matches}


def test_what_if_starts_with_the_years_scores(sign_in, auditor, address):
    html = sign_in(auditor).get(address).content.decode()
    assert re.findall(r'name="(score_\d+)" value="([\d.]+)"', html) == [
        (f"score_{number}", value) for number, value in SCORES_2567.items()
    ]
    shown = parts(html)
    assert "90.65 0.00 จาก 90.65" in shown["estimate"]
    assert "ต้องเพิ่มอีก 10.46 คะแนนที่ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ และ 6.11" in shown["estimate"]
    assert {text for name, text in shown.items() if name.startswith("change")} == {"0.00"}
    assert flat(html).count("ประมาณการ ไม่บันทึก") == 3


def test_what_if_address_can_be_sent(sign_in, auditor, address):
    shown = parts(sign_in(auditor).get(address, {"score_4": "๘๕", "score_8": "85"}).content.decode())
    assert "91.89 ▲ +1.24" in shown["estimate"]
    assert "“ผ่านดี”" in shown["estimate"]
    assert shown["change-score_4"] == "▲ +10.46"


def test_what_if_names_what_it_cannot_read_and_keeps_it(sign_in, auditor, address):
    html = sign_in(auditor).get(address, {"score_4": "มาก"}).content.decode()
    assert parts(html)["fault-score_4"].startswith("“มาก” ไม่ใช่คะแนน")
    assert 'name="score_4" value="มาก"' in html
    assert "ยังไม่มีคะแนนของตัวชี้วัดที่ 4" in parts(html)["estimate"]


def test_what_if_fragment_equals_the_page(sign_in, auditor, address):
    client, query = sign_in(auditor), {"score_4": "86.5"}
    page = client.get(address, query)
    fragment = client.get(address, query, headers={"HX-Request": "true"})
    assert parts(fragment.content.decode()) == parts(page.content.decode())
    assert "<html" not in fragment.content.decode()
    assert "HX-Request" in page["Vary"]


def test_what_if_of_a_year_without_scores_asks_for_them(sign_in, staff, make_year):
    make_year(2568)
    shown = parts(sign_in(staff).get(reverse("what_if", args=[2568, "99990001"])).content.decode())
    assert "ยังคำนวณคะแนนรวมและระดับไม่ได้" in shown["estimate"]
    assert "ยังไม่มีคะแนนให้คำนวณ" in shown["chances"]


def test_what_if_at_the_top_says_so(sign_in, staff, year, address):
    query = {f"score_{number}": "100" for number in range(1, 11)}
    shown = parts(sign_in(staff).get(address, query).content.decode())
    assert "ถึงระดับสูงสุดของเกณฑ์ปี 2567 แล้ว" in shown["estimate"]
    assert "ทุกตัวชี้วัดเต็ม 100 แล้ว" in shown["chances"]


def test_what_if_saves_nothing(sign_in, staff, year, address):
    before = year.scores_by_number(), year.updated_at
    sign_in(staff).get(address, {f"score_{number}": "1" for number in range(1, 11)})
    year.refresh_from_db()
    assert (year.scores_by_number(), year.updated_at) == before


def test_what_if_takes_few_queries(sign_in, staff, address, django_assert_num_queries):
    client = sign_in(staff)
    with django_assert_num_queries(10):
        client.get(address)


@settings(max_examples=settings().max_examples // 4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scores=all_scores)
def test_address_gives_back_its_values(frameworks, rf, scores):
    request = rf.get("/" + address_of(scores))
    form = WhatIfForm(request.GET, rules=frameworks[2567].rules(), scores={1: Decimal(3)})
    assert form.tried() == scores
