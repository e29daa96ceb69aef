"""The page of last year's measures."""

import pytest
from django.urls import reverse

from measures.carry_over.services import CarryChoice, decide_carries
from measures.models import Measure
from measures.plan.services import edit_measure, set_targets
from tests.reports.page_forms import form_data
from tests.undo import undo

from .keeping import keep_rest


@pytest.fixture
def following(make_year, year):
    """Fiscal year 2568, with 2567 before it."""
    return make_year(2568, {4: "80.10"})


@pytest.fixture
def url(following) -> str:
    return reverse("carry", args=[2568, following.municipality.code])


def titles(year) -> list[str]:
    return [measure.title for measure in year.measures.all()]


def test_page_stores_the_decisions_of_its_rows(sign_in, staff, url, following, make_measure):
    a, b, _ = (make_measure(title, 1) for title in "กขค")
    client = sign_in(staff)
    data = form_data(client.get(url)) | {
        f"m{a.pk}-decision": "keep",
        f"m{a.pk}-effect": "yes",
        f"m{b.pk}-decision": "drop",
        f"m{b.pk}-reason": "ไม่ได้ผล",
    }
    response = client.post(url, data, follow=True)
    assert response.redirect_chain == [(url, 302)]
    html = response.content.decode()
    assert ("บันทึกแล้ว 2 รายการ" in html, "ยังไม่ได้ตัดสินใจ 1 จาก 3 มาตรการ" in html) == (True, True)
    stored = following.carries.values_list("measure", "decision", "effect", "reason", "by")
    assert list(stored) == [(a.pk, "keep", "yes", "", staff.pk), (b.pk, "drop", "", "ไม่ได้ผล", staff.pk)]
    assert titles(following) == ["ก"]
    again = client.post(url, form_data(response), follow=True)
    assert ("ไม่มีรายการที่เปลี่ยน" in again.content.decode(), titles(following)) == (True, ["ก"])


@pytest.mark.parametrize(
    ("typed", "field", "fault"),
    [
        ({"decision": "drop", "reason": " "}, "reason", "บอกเหตุผลที่ไม่ทำต่อ"),
        ({"effect": "yes"}, "decision", "เลือกว่าปีนี้จะทำต่อ ปรับปรุง หรือไม่ทำต่อ"),
    ],
)
def test_page_names_the_row_at_fault_and_stores_nothing(
    sign_in, staff, url, following, make_measure, typed, field, fault
):
    a, b = make_measure("ก", 1), make_measure("ข", 1)
    client = sign_in(staff)
    row = {f"m{b.pk}-{name}": value for name, value in typed.items()}
    response = client.post(url, form_data(client.get(url)) | {f"m{a.pk}-decision": "keep"} | row)
    assert response.status_code == 422
    [faulty] = response.context["faulty"]
    assert (faulty.measure, faulty.errors) == (b, {field: [fault]})
    assert f'<a href="#carry-{b.pk}">ข</a>' in response.content.decode()
    assert form_data(response)[f"m{a.pk}-decision"] == "keep"
    assert (titles(following), following.carries.count()) == ([], 0)


def test_rest_is_kept_with_what_was_chosen_and_undone_at_once(sign_in, staff, url, following, make_measure):
    a, *_ = (make_measure(title, 1) for title in "กขค")
    client = sign_in(staff)
    data = form_data(client.get(url)) | {f"m{a.pk}-decision": "adapt", "rest": "keep"}
    response = client.post(url, data, follow=True)
    assert titles(following) == ["ก", "ข", "ค"]
    assert "บันทึกแล้ว 3 รายการ ในจำนวนนี้ทำต่อ 2 มาตรการที่ยังไม่ได้ตัดสินใจ" in response.content.decode()
    undone = undo(client, response)
    assert undone.redirect_chain == [(url, 302)]
    assert "เลิกทำแล้ว" in undone.content.decode()
    assert (titles(following), following.carries.count()) == ([], 0)
    assert ">เลิกทำ" not in client.get(url).content.decode()


def test_rest_is_kept_with_what_was_learnt_of_it_and_no_decision_changes(sign_in, staff, url, following, make_measure):
    a, b, c = (make_measure(title, number) for number, title in enumerate("กขค", start=1))
    decide_carries(by=staff, assessment=following, choices={a.pk: CarryChoice("drop", "ซ้ำ")})
    client = sign_in(staff)
    data = form_data(client.get(url)) | {f"m{b.pk}-effect": "no", f"m{b.pk}-reason": "ยังไม่พอ", "rest": "keep"}
    html = client.post(url, data, follow=True).content.decode()
    assert "บันทึกแล้ว 2 รายการ ในจำนวนนี้ทำต่อ 2 มาตรการที่ยังไม่ได้ตัดสินใจ" in html
    assert list(following.carries.values_list("measure", "decision", "effect", "reason")) == [
        (a.pk, "drop", "", "ซ้ำ"),
        (b.pk, "keep", "no", "ยังไม่พอ"),
        (c.pk, "keep", "", ""),
    ]
    again = client.post(url, form_data(client.get(url)) | {"rest": "keep"}, follow=True)
    assert "ไม่มีรายการที่เปลี่ยน" in again.content.decode()


def test_undo_of_what_was_worked_on_is_refused_with_its_name(sign_in, staff, url, following, make_measure):
    make_measure("ก", 1)
    client = sign_in(staff)
    response = client.post(url, form_data(client.get(url)) | {"rest": "keep"}, follow=True)
    edit_measure(by=staff, measure=following.measures.get(), title="ก", period="ต.ค. 67")
    refused = undo(client, response)
    assert refused.status_code == 422
    assert f"มาตรการ ก ({following}) แก้ไขภายหลัง" in refused.content.decode()
    assert (titles(following), following.carries.count()) == (["ก"], 1)


def test_a_settled_row_only_asks_what_was_learnt(sign_in, staff, url, following, make_measure):
    make_measure("ก", 1)
    keep_rest(by=staff, assessment=following)
    edit_measure(by=staff, measure=following.measures.get(), title="ก แก้")
    client = sign_in(staff)
    page = client.get(url)
    assert ('type="radio"' in page.content.decode(), "แก้ไขมาตรการปีนี้แล้ว" in page.content.decode()) == (False, True)
    [carry] = following.carries.all()
    data = form_data(page)
    assert client.post(url, data | {f"m{carry.measure_id}-effect": "no"}).status_code == 302
    carry.refresh_from_db()
    assert (carry.effect, carry.decision) == ("no", "keep")
    forced = client.post(url, form_data(client.get(url)) | {f"m{carry.measure_id}-decision": "adapt"})
    assert (forced.status_code, "จึงเปลี่ยนการตัดสินใจไม่ได้" in forced.content.decode()) == (422, True)


def test_an_older_page_does_not_overwrite_another_decision(sign_in, staff, url, following, make_measure):
    measure = make_measure("ก", 1)
    client = sign_in(staff)
    older = form_data(client.get(url)) | {f"m{measure.pk}-decision": "keep"}
    decide_carries(by=staff, assessment=following, choices={measure.pk: CarryChoice("drop", "ซ้ำกับงานประจำ")})
    told = client.post(url, older)
    assert told.status_code == 409
    assert [difference.stored for difference in told.context["guard"].differences] == ["ไม่ทำต่อ", "ซ้ำกับงานประจำ"]
    assert following.carries.get().decision == "drop"


def test_readers_see_the_decisions_without_a_form(sign_in, staff, approver, url, following, make_measure):
    measure = make_measure("ก", 1)
    make_measure("ข", 1)
    choice = CarryChoice("drop", "ไม่มีงบ", "partly")
    decide_carries(by=staff, assessment=following, choices={measure.pk: choice})
    main = sign_in(approver).get(url).content.decode().split("<main")[1].split("</main>")[0]
    words = ("<form", "<button", "ปี 2568: ไม่ทำต่อ", "ได้ผลบางส่วน", "ไม่มีงบ", "ยังไม่ได้ตัดสินใจ</p>")
    assert [main.count(word) for word in words] == [0, 0, 1, 1, 1, 1]


def test_page_says_what_does_not_compare(sign_in, staff, url, following, make_measure, relate):
    relate(2568, (4, 4, True, ""), (8, 8, False, "วิธีวัดต่างกัน"))
    set_targets(by=staff, measure=make_measure("ก", 1), indicators=[4, 8])
    html = sign_in(staff).get(url).content.decode()
    assert [html.count(text) for text in ("▲ +5.56", "เทียบไม่ได้</summary>", "วิธีวัดต่างกัน")] == [1, 1, 1]


def test_without_measures_of_last_year_the_page_says_so(sign_in, staff, url):
    assert "ระบบไม่มีมาตรการของปี 2567 ให้ทำต่อ" in sign_in(staff).get(url).content.decode()


def test_page_takes_the_same_few_queries_with_7_and_with_70_measures(
    sign_in, staff, url, following, make_measure, django_assert_max_num_queries
):
    client, taken = sign_in(staff), []
    for count in (7, 63):
        for number in range(count):
            measure = make_measure(f"มาตรการ {number}", number % 7 + 1)
            set_targets(by=staff, measure=measure, indicators=[4, 8], items=["O34"])
        keep_rest(by=staff, assessment=following)
        with django_assert_max_num_queries(31) as queries:
            client.get(url)
        taken.append(len(queries))
    assert (Measure.objects.filter(assessment=following).count(), taken[0]) == (70, taken[1])


def test_chosen_measures_are_copied_from_their_own_list(sign_in, staff, address, following, make_measure):
    a, b, _ = (make_measure(title, 1) for title in "กขค")
    decide_carries(by=staff, assessment=following, choices={b.pk: CarryChoice("adapt", effect="yes")})
    client, before = sign_in(staff), following.carries.values_list("measure", "decision", "effect").order_by("measure")
    copy = reverse("carry_chosen", args=[2568, following.municipality.code])
    assert f'formaction="{copy}">คัดลอกไปปี\n        2568' in client.get(address("measures")).content.decode()
    done = client.post(copy, {"measure": [a.pk, b.pk, 0]}, follow=True)
    assert done.redirect_chain == [(reverse("measures", args=[2568, following.municipality.code]), 302)]
    assert "คัดลอก 1 มาตรการมาปี 2568 แล้ว" in done.content.decode()
    assert list(before.all()) == [(a.pk, "keep", ""), (b.pk, "adapt", "yes")]
    assert sorted(titles(following)) == ["ก", "ข"]
    again = client.post(copy, {"measure": f"{a.pk},{b.pk}"}, follow=True)
    assert "คัดลอกมาปีนี้ไว้แล้ว" in again.content.decode()
    undo(client, done)
    assert (titles(following), list(before.all())) == (["ข"], [(b.pk, "adapt", "yes")])
    nothing = client.post(copy, {"measure": "9"}, follow=True)
    assert nothing.redirect_chain == [(address("measures"), 302)]
    assert "เลือกมาตรการอย่างน้อยหนึ่งแถวก่อน" in nothing.content.decode()


def test_nothing_is_copied_into_a_locked_year(sign_in, staff, address, following, make_measure):
    make_measure("ก", 1)
    following.state = "submitted"
    following.save()
    assert "คัดลอกไปปี" not in sign_in(staff).get(address("measures")).content.decode()
