"""What a measure answers: chosen in its form, shown in the list."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from measures.models import Measure, Target
from measures.plan.services import set_targets
from measures.plan.targets import judged_scores
from tests.conftest import SCORES_2567
from tests.reports.page_forms import form_data


def answered(measure) -> list:
    return [target.indicator.number if target.indicator else target.item.code for target in measure.targets.all()]


def test_set_targets_adds_and_removes_only_what_differs(staff, make_measure):
    measure = make_measure("ก", 1)
    set_targets(by=staff, measure=measure, indicators=[8, 4], items=["O34"])
    kept = measure.targets.get(indicator__number=4).pk
    set_targets(by=staff, measure=measure, indicators=[4, 9], items=["O35"])
    assert sorted(map(str, answered(measure))) == ["4", "9", "O35"]
    assert measure.targets.get(indicator__number=4).pk == kept
    changes = Target.history.order_by("history_id").values_list("history_type", "history_user__username")
    assert sorted(changes) == sorted([("+", "staff")] * 5 + [("-", "staff")] * 2)
    set_targets(by=staff, measure=measure, indicators=[4, 9], items=["O35"])
    assert Target.history.count() == 7


def test_set_targets_refuses_what_the_year_lacks(staff, make_measure):
    measure = make_measure("ก", 1)
    with pytest.raises(ValidationError) as refusal:
        set_targets(by=staff, measure=measure, indicators=[4, 11], items=["O99"])
    assert refusal.value.messages == ["เกณฑ์ปี 2567 ไม่มีตัวชี้วัดหรือข้อ 11, O99 ให้เปิดหน้านี้ใหม่แล้วเลือกอีกครั้ง"]
    assert answered(measure) == []


@pytest.mark.parametrize("user", ["approver", "auditor", "foreign_auditor"])
def test_readers_may_not_set_targets(request, user, make_measure):
    with pytest.raises(PermissionDenied):
        set_targets(by=request.getfixturevalue(user), measure=make_measure("ก"), indicators=[1])


def test_form_stores_what_is_chosen(sign_in, staff, address, year, typed):
    data = typed(title="ใหม่") | {"indicators": ["4", "8"], "items": ["O34"]}
    assert sign_in(staff).post(address("measure_add"), data).status_code == 302
    assert answered(year.measures.get()) == [4, 8, "O34"]


def test_form_opens_with_what_is_stored_and_posts_it_back(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1)
    set_targets(by=staff, measure=measure, indicators=[4], items=["O34"])
    client, url = sign_in(staff), address("measure_edit", measure.pk)
    data = form_data(client.get(url))
    assert (data["indicators"], data["items"]) == ("4", "O34")
    assert client.post(url, data | {"title": "ข"}).status_code == 302
    assert answered(measure) == [4, "O34"]
    data = form_data(client.get(url))
    del data["items"]
    assert client.post(url, data).status_code == 302
    assert answered(measure) == [4]


def test_form_marks_the_weak_indicators_with_their_scores(sign_in, staff, address):
    page = sign_in(staff).get(address("measure_add"))
    choices = page.context["targets"].aimable
    assert [choice.indicator.number for choice in choices if choice.weak] == [4, 8]
    assert [str(choice.score) for choice in choices] == list(SCORES_2567.values())
    assert "จุดที่ต้องพัฒนา" in page.content.decode()


def test_form_tells_what_was_chosen_meanwhile(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1)
    client, url = sign_in(staff), address("measure_edit", measure.pk)
    older = form_data(client.get(url))
    set_targets(by=staff, measure=measure, indicators=[1, 4])
    told = client.post(url, older | {"title": "ข"})
    assert told.status_code == 409
    assert [(difference.label, difference.stored) for difference in told.context["guard"].differences][1] == (
        "ตัวชี้วัดที่มาตรการนี้ตอบ",
        "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่, ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ",
    )
    assert answered(measure) == [1, 4]


def test_asking_for_several_lines_keeps_what_is_chosen(sign_in, staff, address, typed):
    data = typed(title="ก") | {"indicators": ["4", "8"], "several_lines": "1"}
    page = sign_in(staff).post(address("measure_add"), data)
    assert [choice.indicator.number for choice in page.context["targets"].aimable if choice.chosen] == [4, 8]


def test_list_names_what_measures_answer(sign_in, staff, address, make_measure):
    measure = make_measure("ก", 1)
    set_targets(by=staff, measure=measure, indicators=[4, 8], items=["O34"])
    assert "ตอบตัวชี้วัดที่ 4, 8 ข้อ O34" in sign_in(staff).get(address("measures")).content.decode()


def test_form_of_a_year_without_scores_takes_few_queries(sign_in, staff, make_year, year, django_assert_num_queries):
    planned = Measure.objects.create(assessment=make_year(2568), title="ก")
    address = reverse("measure_edit", args=[2568, year.municipality.code, planned.pk])
    client = sign_in(staff)
    with django_assert_num_queries(18):
        page = client.get(address)
    assert page.context["targets"].judged.fiscal_year == 2567


def test_until_scores_are_known_last_years_say_what_is_weak(make_year, year, relate):
    relate(2568, (4, 5, True, ""), (8, 8, False, "ต่างกัน"), (1, 1, True, ""))
    judged = judged_scores(make_year(2568))
    assert (judged.fiscal_year, {key: str(value) for key, value in judged.scores.items()}) == (
        2567,
        {5: "74.54", 1: "90.64"},
    )
    assert judged_scores(year).fiscal_year == 2567
