"""Item scores: entering, errors, what they say of the indicator, on their page and beside the announced score."""

import json
import re
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from assessments.models import Assessment
from assessments.scores.services import save_item_scores
from tests.conftest import SCORES_2567
from tests.reports.page_forms import form_data
from tests.undo import undo


@pytest.fixture
def year_2562(make_year):
    return make_year(2562, {9: "46.34", 10: "6.25"})


@pytest.fixture
def address(year_2562):
    return reverse("items", args=[2562, year_2562.municipality.code])


@pytest.fixture
def posted(year_2562):
    """Return a function that gives the fields of items by code."""
    keys = {item.code: f"item_{item.pk}" for item in year_2562.framework.items.all()}
    return lambda scores: {keys[code]: value for code, value in scores.items()}


KHAM_MUANG_10 = {f"O{number}": "100.00" if number == 39 else "0.00" for number in range(34, 49)}


def stored(year) -> dict[str, Decimal]:
    return {item_score.item.code: item_score.value for item_score in year.item_scores.select_related("item")}


@pytest.fixture
def fields_of(address, posted):
    """Return a function that gives what the page would post as it stands, with these scores by code chosen on it."""
    return lambda client, scores=(): form_data(client.get(address)) | posted(dict(scores))


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_items_asks_those_of_divided_indicators(sign_in, staff, address):
    page = sign_in(staff).get(address)
    groups = page.context["groups"]
    assert [group["indicator"].number for group in groups] == [9, 10]
    assert [part["sub_indicator"].code for group in groups for part in group["parts"]] == [
        "9.1", "9.2", "9.3", "9.4", "9.5", "10.1", "10.2",
    ]  # fmt: skip
    assert sum(len(part["rows"]) for group in groups for part in group["parts"]) == 48


def test_items_saves_and_computes_the_indicator(sign_in, staff, address, posted, year_2562):
    page = sign_in(staff).post(address, posted(KHAM_MUANG_10), follow=True)
    assert page.redirect_chain == [(address, 302)]
    text = words(page.content.decode())
    assert "บันทึกคะแนนรายข้อปี 2562 แล้ว" in text
    assert "คำนวณจากรายข้อ 6.25 คะแนนที่ประกาศ 6.25 ต่าง 0.00" in text
    assert "ตัวชี้วัดที่ 10 จากรายข้อ = (12.500 + 0.000) ÷ 2 = 6.25" in text
    assert "ยังไม่มีคะแนนของข้อ O1," in text
    assert year_2562.item_scores.count() == 15
    assert year_2562.scores_by_number() == {9: Decimal("46.34"), 10: Decimal("6.25")}


def test_items_unknown_removes_and_unposted_stays(sign_in, staff, address, posted, year_2562):
    client = sign_in(staff)
    client.post(address, posted({"O1": "100.00", "O2": "0.00", "O3": "0.00"}))
    shown = {f"initial-{name}": value for name, value in posted({"O1": "100.00", "O2": "0.00"}).items()}
    client.post(address, posted({"O1": "", "O2": "100.00"}) | shown)
    stored = {item_score.item.code: item_score.value for item_score in year_2562.item_scores.all()}
    assert stored == {"O2": Decimal(100), "O3": Decimal(0)}


def test_items_of_two_people_meet_without_loss(sign_in, staff, address, posted, year_2562):
    client = sign_in(staff)
    blank = {f"initial-{name}": "" for name in posted({"O1": "", "O2": ""})}
    client.post(address, posted({"O1": "100.00", "O2": ""}) | blank)
    answer = client.post(address, posted({"O1": "", "O2": "0.00"}) | blank)
    assert answer.status_code == 302
    stored = {item_score.item.code: item_score.value for item_score in year_2562.item_scores.all()}
    assert stored == {"O1": Decimal(100), "O2": Decimal(0)}


def test_items_changed_by_another_are_told_and_kept_until_confirmed(sign_in, staff, address, posted, year_2562):
    client = sign_in(staff)
    name = next(iter(posted({"O1": ""})))
    assert f'<input type="hidden" name="initial-{name}"' in client.get(address).content.decode()
    mine = {name: "0.00", f"initial-{name}": ""}
    client.post(address, {**mine, name: "100.00"})
    answer = client.post(address, mine)
    assert answer.status_code == 422
    assert "มีผู้อื่นบันทึกช่องนี้เป็น “100.00”" in answer.content.decode()
    assert year_2562.item_scores.get().value == Decimal(100)
    assert re.search(rf'name="initial-{name}" value="100.00"', answer.content.decode())
    assert client.post(address, {**mine, f"initial-{name}": "100.00"}).status_code == 302
    assert year_2562.item_scores.get().value == Decimal(0)


def test_items_refuses_at_the_field_and_changes_nothing(sign_in, staff, address, posted, year_2562):
    page = sign_in(staff).post(address, posted({"O1": "50", "O2": "100.00"}))
    assert page.status_code == 422
    html = page.content.decode()
    assert html.count("เลือก ได้ 100, ได้ 0 หรือ ยังไม่ทราบ") == 2  # at the top and at the field
    assert re.search(r'name="item_\d+" value="100.00"[^>]* checked', html)
    assert year_2562.item_scores.count() == 0


def test_survey_item_with_a_score_is_typed_in_thai_digits(sign_in, staff, address, posted, year_2562):
    item = year_2562.framework.items.get(code="I1")
    year_2562.item_scores.create(item=item, value=Decimal("81.50"))
    client = sign_in(staff)
    assert f'name="item_{item.pk}" value="81.50"' in client.get(address).content.decode()
    refused = client.post(address, posted({"I1": "๑๐๐.๕"}))
    assert refused.status_code == 422
    assert "“๑๐๐.๕” เกิน 100" in refused.content.decode()
    assert f'name="item_{item.pk}" value="๑๐๐.๕"' in refused.content.decode()
    client.post(address, posted({"I1": "๘๒.๕"}))
    assert year_2562.item_scores.get().value == Decimal("82.50")


def test_check_item_that_is_neither_stays_a_choice(sign_in, staff, address, posted, year_2562):
    """A file may have brought a part of the points."""
    item = year_2562.framework.items.get(code="O1")
    year_2562.item_scores.create(item=item, value=Decimal("50.00"))
    client = sign_in(staff)
    assert "ได้ 50.00" in client.get(address).content.decode()
    client.post(address, posted({"O1": "50.00"}))
    assert year_2562.item_scores.get().value == Decimal("50.00")


def test_items_of_others_are_read_only(sign_in, auditor, address):
    html = sign_in(auditor).get(address).content.decode()
    assert "<input" not in html.split("<main")[1].split("</main>")[0].replace('<input type="hidden"', "")
    assert "บันทึกคะแนนรายข้อ" not in html


def test_items_of_a_year_without_sub_indicators_says_so(sign_in, staff, year):
    html = sign_in(staff).get(reverse("items", args=[2567, "99990001"])).content.decode()
    assert "เกณฑ์ปี 2567 ในระบบยังไม่กำหนดตัวชี้วัดย่อยและข้อ" in html


def test_items_says_what_the_definitions_lack(sign_in, staff, make_year):
    year = make_year(2568)
    shown = sign_in(staff).get(reverse("items", args=[2568, "99990001"])).content.decode()
    assert "ไม่ทราบชื่อข้อ" in shown.split('<th scope="row">O6</th>')[1].split("</tr>")[0]
    year.framework.items.filter(code="O6").delete()
    html = sign_in(staff).get(reverse("items", args=[2568, "99990001"])).content.decode()
    assert "เกณฑ์ของปีนี้ยังไม่มีข้อ O6 (รหัสข้ามไป)" in html


def test_grid_shows_the_indicator_from_its_items(sign_in, staff, address, posted):
    client = sign_in(staff)
    client.post(address, posted(KHAM_MUANG_10))
    scores = reverse("scores", args=[2562, "99990001"])
    assert "จากรายข้อ 6.25 ต่าง 0.00" in words(client.get(scores).content.decode())
    typed = words(client.get(scores + "estimate/", {"score_10": "7.25"}).content.decode())
    assert "จากรายข้อ 6.25 ต่าง +1.00" in typed


def test_grid_without_item_scores_says_nothing_of_them(sign_in, staff, year_2562):
    html = sign_in(staff).get(reverse("scores", args=[2562, "99990001"])).content.decode()
    assert "จากรายข้อ" not in html


def test_command_prints_the_indicator_from_its_items(sign_in, staff, address, posted, capsys):
    sign_in(staff).post(address, posted(KHAM_MUANG_10))
    call_command("assessment", municipality="99990001", year=2562)
    assert json.loads(capsys.readouterr().out)["from_items"] == {
        "10": {"score": "6.25", "difference": "0.00", "faults": []}
    }


@pytest.mark.parametrize("items", [{}, KHAM_MUANG_10])
def test_items_takes_few_queries(sign_in, staff, address, posted, items, django_assert_num_queries):
    client = sign_in(staff)
    client.post(address, posted(items))
    client.get(address)  # shows the message, which is gone afterwards
    with django_assert_num_queries(11):
        client.get(address)


def test_announced_scores_never_change_with_the_items(sign_in, staff, make_year):
    year = make_year(2566, SCORES_2567, official_total=Decimal("90.65"), official_level="ผ่าน")
    items = {f"item_{item.pk}": "0.00" for item in year.framework.items.all()}
    sign_in(staff).post(reverse("items", args=[2566, "99990001"]), items)
    year.refresh_from_db()
    assert (year.official_total, year.official_level) == (Decimal("90.65"), "ผ่าน")
    assert {number: f"{value:.2f}" for number, value in year.scores_by_number().items()} == SCORES_2567


MET = {"met": "unknown"}


def test_unknown_items_get_100_in_one_act_and_typed_zeros_stay(sign_in, staff, address, posted, fields_of, year_2562):
    client = sign_in(staff)
    client.post(address, posted({"O1": "0.00", "O2": "100.00"}))
    before = stored(year_2562)
    done = client.post(address, fields_of(client, {"O3": "0.00"}) | MET, follow=True)
    assert stored(year_2562) == {f"O{n}": Decimal(0 if n in (1, 3) else 100) for n in range(1, 49)}
    assert "ให้ 100 แก่ข้อที่ยังไม่ทราบ 45 ข้อ" in done.content.decode()
    assert year_2562.item_scores.filter(item__code__startswith="I").count() == 0
    back = undo(client, done)
    assert back.redirect_chain == [(address, 302)]
    assert stored(year_2562) == before


def test_unknown_items_that_another_scored_meanwhile_keep_that(sign_in, staff, address, fields_of, year_2562):
    client = sign_in(staff)
    page = fields_of(client)
    save_item_scores(by=staff, assessment=year_2562, scores={"O7": Decimal(0)})
    assert client.post(address, page | MET).status_code == 302
    assert (stored(year_2562)["O7"], stored(year_2562)["O8"]) == (Decimal(0), Decimal(100))


def test_unknown_survey_items_and_items_that_the_page_did_not_show_stay_unknown(
    sign_in, staff, address, posted, year_2562
):
    survey = year_2562.framework.items.get(code="I1")
    year_2562.item_scores.create(item=survey, value=Decimal("81.50"))
    emptied = posted({"I1": "", "O1": ""}) | {f"initial-item_{survey.pk}": "81.50"}
    sign_in(staff).post(address, emptied | MET)
    assert stored(year_2562) == {"O1": Decimal(100)}


def test_unknown_items_stay_so_where_something_else_is_refused(sign_in, staff, address, posted, year_2562):
    answer = sign_in(staff).post(address, posted({"O1": "", "O2": "50"}) | MET)
    assert (answer.status_code, stored(year_2562)) == (422, {})


def test_unknown_items_of_a_submitted_year_stay_unknown(sign_in, staff, address, fields_of, year_2562):
    client = sign_in(staff)
    page = fields_of(client)
    Assessment.objects.update(state=Assessment.State.SUBMITTED)
    assert client.post(address, page | MET).status_code == 422
    assert stored(year_2562) == {}


def test_unknown_items_of_another_municipality_stay_unknown(sign_in, foreign_staff, address, posted, year_2562):
    assert sign_in(foreign_staff).post(address, posted({"O1": ""}) | MET).status_code == 404
    assert stored(year_2562) == {}


def test_page_leads_to_the_first_unknown_item_and_counts_them(sign_in, staff, address, posted, year_2562):
    client = sign_in(staff)
    client.post(address, posted({"O1": "0.00"}))
    html = client.get(address).content.decode()
    second = year_2562.framework.items.get(code="O2")
    assert f'data-items="next" href="#id_item_{second.pk}_0">' in html
    assert f'id="id_item_{second.pk}_0"' in html
    assert "ข้อถัดไปที่ยังไม่ทราบ (เหลือ 47 ข้อ)" in words(html)
    assert 'data-items="complete" hidden' in html


def test_page_says_when_no_item_is_unknown(sign_in, staff, address, fields_of, year_2562):
    client = sign_in(staff)
    client.post(address, fields_of(client) | MET)
    html = client.get(address).content.decode()
    assert re.search(r'data-items="next"[^>]* hidden', html)
    assert re.search(r'data-items="met"[^>]* hidden', html)
    assert '<span class="muted" data-items="complete">ทราบคะแนนครบทุกข้อแล้ว' in html


def test_saving_comes_first_so_that_enter_saves(sign_in, staff, address):
    form = sign_in(staff).get(address).content.decode().split('<form method="post" class="item-scores')[1]
    buttons = re.findall(r"<button([^>]*)>", form.split("</form>")[0])
    assert "data-items" not in buttons[0] and 'data-items="met"' in buttons[1]


def test_save_of_nothing_offers_nothing_to_undo(sign_in, staff, address, fields_of):
    client = sign_in(staff)
    done = client.post(address, fields_of(client), follow=True)
    assert "บันทึกคะแนนรายข้อปี 2562 แล้ว" in done.content.decode()
    assert "เลิกทำ" not in done.content.decode()
