"""Texts of carried measures that quote last year's figures wait until somebody rewrites or confirms each."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from measures.carry_over.quoting import quoting_texts
from measures.carry_over.services import CarryChoice, confirm_carried_text, decide_carries
from measures.models import Measure
from measures.plan.services import edit_measure

STEPS = "ยกระดับจาก ๙๐.๖๕ คะแนน ให้สูงขึ้น"


@pytest.fixture
def following(make_year, year):
    """Fiscal year 2568, with 2567, whose total is 90.65, before it."""
    return make_year(2568, {4: "80.10"})


@pytest.fixture
def copy(following, make_measure, staff) -> Measure:
    source = make_measure("คู่มือ", 2, steps=STEPS, follow_up="ทุกไตรมาส ครั้งละ 2 วัน")
    decide_carries(by=staff, assessment=following, choices={source.pk: CarryChoice("keep")})
    return following.measures.get()


def waiting(year) -> list[tuple]:
    return [
        (text.field, [(figure.label, figure.was, figure.now) for figure in text.figures])
        for text in quoting_texts(year, year.measures.all())
    ]


def test_only_a_text_that_quotes_a_figure_waits(copy, following):
    assert waiting(following) == [("steps", [("คะแนนรวม ปี 2567", "90.65", "ยังไม่มี")])]


def test_rewritten_text_waits_no_more_but_other_spaces_are_no_rewriting(copy, following, staff):
    edit_measure(by=staff, measure=copy, steps=f" {STEPS}  ")
    assert [field for field, _ in waiting(following)] == ["steps"]
    edit_measure(by=staff, measure=copy, steps="ยกระดับให้สูงกว่าร้อยละ ๙๒")
    assert waiting(following) == []


def test_confirmed_text_waits_no_more(copy, following, staff):
    confirm_carried_text(by=staff, assessment=following, measure=copy, field="steps")
    assert waiting(following) == []
    for field in ("steps", "title", "x"):
        with pytest.raises(ValidationError):
            confirm_carried_text(by=staff, assessment=following, measure=copy, field=field)


def test_year_without_carried_measures_reads_nothing(year, make_measure, django_assert_num_queries):
    measures = [make_measure("ก", 1, steps=STEPS)]
    with django_assert_num_queries(0):
        assert quoting_texts(year, measures) == []


def test_page_shows_the_text_with_both_figures_and_confirms_it(copy, following, client, staff):
    client.force_login(staff)
    address = reverse("carry", args=[2568, following.municipality.code])
    page = client.get(address).content.decode()
    assert STEPS in page and "คะแนนรวม ปี 2567" in page
    confirm = reverse("carry_confirm", args=[2568, following.municipality.code, copy.pk])
    response = client.post(confirm, {"field": "steps"})
    assert response.url == f"{address}#carry-{copy.carried_from_id}"
    assert "อ้างตัวเลข" not in client.get(address).content.decode()
