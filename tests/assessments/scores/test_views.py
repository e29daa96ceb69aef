"""The score grid: live estimate, saving, errors, read-only."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Framework
from tests.conftest import SCORES_2567


@pytest.fixture
def address(year):
    return reverse("scores", args=[2567, year.municipality.code])


@pytest.fixture
def typed():
    """Return a function that gives what the form posts: each field and what it showed."""

    def data(**fields) -> dict:
        shown = {f"score_{number}": value for number, value in SCORES_2567.items()}
        shown |= {"official_total": "90.65", "official_level": "ผ่าน", "province_rank": ""}
        return {**{f"initial-{name}": value for name, value in shown.items()}, **shown, **fields}

    return data


def by_id(html: str) -> dict[str, str]:
    """Return the text of each live part by its id."""
    parts = re.findall(
        r'<(span|small|div|section) id="((?:change|mean|fault|why|items)-[^"]+|estimate)"[^>]*>(.*?)</\1>', html, re.S
    )
    return {name: " ".join(re.sub("<[^>]+>", " ", text).split()) for _, name, text in parts}


def test_scores_stands_beside_the_year_before(sign_in, staff, address):
    html = sign_in(staff).get(address).content.decode()
    parts = by_id(html)
    assert parts["change-score_4"] == "▼ -16.96"
    assert parts["change-score_10"] == "▲ +6.25"
    assert (parts["mean-IIT"], parts["change-IIT"]) == ("88.57", "▼ -4.86")
    assert "90.65 เทียบปี 2566 ▼ -3.57 ตามคะแนนที่ประกาศ" in parts["estimate"]
    assert "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ ได้ 74.54 ต่ำกว่า 85.00" in parts["estimate"]
    assert re.findall(r'name="(score_\d+)" value="([\d.]+)"', html) == [
        (f"score_{number}", value) for number, value in SCORES_2567.items()
    ]


def test_scores_of_a_first_year_has_dashes(sign_in, staff, make_year):
    make_year(2562)
    html = sign_in(staff).get(reverse("scores", args=[2562, "99990001"])).content.decode()
    assert by_id(html)["change-score_1"] == "-"
    assert "ยังคำนวณคะแนนรวมและระดับไม่ได้" in by_id(html)["estimate"]


def test_scores_that_are_complete_lead_on_to_what_was_announced(sign_in, staff, address, year, typed):
    response = sign_in(staff).post(address, typed(official_total=""), follow=True)
    assert "บันทึกคะแนนปี 2567 แล้ว ต่อไปกรอกคะแนนรวมและระดับที่ประกาศ" in response.content.decode()


def test_scores_saves_and_comes_back(sign_in, staff, address, year, typed):
    response = sign_in(staff).post(address, typed(score_4="๘๐.๕", score_5="-", province_rank="๓"), follow=True)
    assert response.redirect_chain == [(address, 302)]
    assert "บันทึกคะแนนปี 2567 แล้ว" in response.content.decode()
    assert "ต่อไปกรอก" not in response.content.decode()
    year.refresh_from_db()
    assert (year.official_total, year.official_level, year.province_rank) == (Decimal("90.65"), "ผ่าน", 3)
    expected = {number: Decimal(value) for number, value in SCORES_2567.items()} | {4: Decimal("80.50")}
    del expected[5]
    assert year.scores_by_number() == expected


def test_scores_without_their_fields_stay_as_they_are(sign_in, staff, address, year):
    sign_in(staff).post(address, {"official_total": "90.65", "official_level": "ผ่าน", "score_1": "90.00"})
    stored = year.scores_by_number()
    assert (stored[1], len(stored)) == (Decimal("90.00"), 10)


def test_scores_of_two_people_meet_without_loss(sign_in, staff, make_year):
    year = make_year(2568)
    address = reverse("scores", args=[2568, "99990001"])
    client = sign_in(staff)
    blank = {f"{prefix}score_{number}": "" for number in range(1, 11) for prefix in ("", "initial-")}
    client.post(address, {**blank, "score_1": "91"})
    client.post(address, {**blank, "score_2": "92"})
    assert year.scores_by_number() == {1: Decimal("91.00"), 2: Decimal("92.00")}


def test_scores_changed_by_another_are_told_and_kept_until_confirmed(sign_in, staff, address, year, typed):
    client = sign_in(staff)
    client.post(address, typed(score_4="80"))
    answer = client.post(address, typed(score_4="81", score_5="82"))
    assert answer.status_code == 422
    assert "มีผู้อื่นบันทึกช่องนี้เป็น “80.00”" in answer.content.decode()
    assert (year.scores_by_number()[4], year.scores_by_number()[5]) == (Decimal("80.00"), Decimal("89.98"))
    again = dict(re.findall(r'name="(initial-score_4|score_4)"[^>]*value="([^"]*)"', answer.content.decode()))
    again |= {
        name: value
        for value, name in re.findall(r'value="([^"]*)"[^>]*name="(initial-score_4)"', answer.content.decode())
    }
    assert client.post(address, typed(score_5="82", **again)).status_code == 302
    assert (year.scores_by_number()[4], year.scores_by_number()[5]) == (Decimal("81.00"), Decimal("82.00"))


def test_scores_of_zero_are_scores(sign_in, staff, address, year, typed):
    sign_in(staff).post(address, typed(score_4="0"))
    assert year.scores_by_number()[4] == Decimal("0.00")


def test_scores_error_keeps_all_and_saves_nothing(sign_in, staff, address, year, typed):
    before = year.scores_by_number()
    response = sign_in(staff).post(address, typed(score_1="91", score_3="๙๙.๙๙๙", official_total="101"))
    html = response.content.decode()
    assert response.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)">', html) == ["id_score_3", "id_official_total"]
    assert "“๙๙.๙๙๙” ไม่ใช่คะแนน" in by_id(html)["fault-score_3"]
    assert 'name="score_3" value="๙๙.๙๙๙"' in html
    assert 'name="score_1" value="91"' in html
    year.refresh_from_db()
    assert year.scores_by_number() == before


def test_scores_of_others_are_read_only(sign_in, auditor, address):
    html = sign_in(auditor).get(address).content.decode()
    assert 'name="score_1"' not in html
    assert "บันทึกคะแนน" not in html
    assert by_id(html)["change-score_4"] == "▼ -16.96"


def test_scores_keeps_a_level_that_is_not_of_the_year(sign_in, staff, address, year, typed):
    year.official_level = "A"
    year.save()
    html = sign_in(staff).get(address).content.decode()
    assert '<option value="A" selected>A</option>' in html


def test_scores_warns_where_the_announced_total_disagrees(sign_in, staff, address, year):
    year.official_total = Decimal("91.65")
    year.save()
    summary = by_id(sign_in(staff).get(address).content.decode())["estimate"]
    assert "คะแนนรวมที่ประกาศ 91.65 ต่างจากที่คำนวณได้ 90.65 อยู่ +1.00" in summary


def test_estimate_of_untouched_scores_equals_the_page(sign_in, staff, address, typed):
    client = sign_in(staff)
    page = by_id(client.get(address).content.decode())
    fragment = by_id(client.get(address + "estimate/", typed()).content.decode())
    assert fragment == page


def test_estimate_swaps_each_live_part_of_the_page(sign_in, staff, address, typed):
    client = sign_in(staff)
    fragment = client.get(address + "estimate/", typed()).content.decode()
    swapped = re.findall(r'id="([\w-]+)" ?[^>]*hx-swap-oob="true"', fragment)
    assert sorted([*swapped, "estimate"]) == sorted(by_id(client.get(address).content.decode()))


def test_estimate_computes_what_is_typed_and_saves_nothing(sign_in, staff, address, year, typed):
    before = year.scores_by_number()
    html = sign_in(staff).get(address + "estimate/", typed(score_4="๘๕", score_8="85")).content.decode()
    parts = by_id(html)
    assert parts["change-score_4"] == "▼ -6.50"
    assert parts["mean-EIT"] == "88.97"
    assert "ผ่านดี" in parts["estimate"]
    year.refresh_from_db()
    assert year.scores_by_number() == before


def test_estimate_names_what_it_cannot_read(sign_in, staff, address, typed):
    parts = by_id(sign_in(staff).get(address + "estimate/", typed(score_2="ก")).content.decode())
    assert parts["fault-score_2"].startswith("“ก” ไม่ใช่คะแนน")
    assert parts["mean-IIT"] == "-"
    assert "ยังไม่มีคะแนนของตัวชี้วัดที่ 2" in parts["estimate"]


def test_scores_lists_the_known_items(sign_in, staff, address, year):
    item = year.framework.items.order_by("position").first()
    year.item_scores.create(item=item, value=Decimal("100"))
    html = sign_in(staff).get(address).content.decode()
    assert f"<details><summary>{item.indicator} (1 ข้อ)</summary>" in html
    assert item.title in html


@pytest.mark.parametrize("items", [0, 2])
def test_scores_takes_few_queries(sign_in, staff, address, year, items, django_assert_num_queries):
    for item in list(year.framework.items.all())[:items]:
        year.item_scores.create(item=item, value=Decimal("100"))
    client = sign_in(staff)
    with django_assert_num_queries(17):
        client.get(address)


@pytest.mark.parametrize("page", ["/2567/99990001/", "/2567/99990001/scores/", "/municipalities/99990001/"])
def test_totals_of_years_with_other_weights_do_not_compare_by_themselves(sign_in, staff, year, page):
    """Wherever two totals stand side by side the reason is told, until an administrator decides otherwise."""
    for code, weight in (("IIT", 20), ("OIT", 50)):
        year.framework.instruments.filter(code=code).update(weight=weight)
    reason = "น้ำหนักของเครื่องมือเปลี่ยน (IIT 30.00 → 20.00, OIT 40.00 → 50.00)"
    client = sign_in(staff)
    assert reason in client.get(page).content.decode()
    Framework.objects.filter(fiscal_year=2567).update(total_comparable=True, total_reason="ตามหนังสือ")
    text = client.get(page).content.decode()
    assert (reason in text, "-3.57" in text) == (False, True)
