"""Into which area of this year a measure of last year goes."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessments.undo.services import undo_act
from measures.carry_over.choices import last_measures
from measures.carry_over.services import CarryChoice, decide_carries
from measures.models import Carry, Measure
from tests.reports.page_forms import form_data

from .keeping import keep_rest

# 1 became 3; 2 and 3 were merged into 2; 4 was split into 4 and 5; 5 ended; 6 is another matter; 7 nobody has related
WALK = [
    (1, 3, True, ""),
    (2, 2, False, "รวมกัน"),
    (3, 2, False, "รวมกัน"),
    (4, 4, False, "แยกกัน"),
    (4, 5, False, "แยกกัน"),
    (5, None, False, ""),
    (6, 6, False, "ขอบเขตเปลี่ยน"),
]
OFFERS = {
    "ข": ("ประเด็นที่ 2 ของปี 2567 รวมเข้าเป็นประเด็นที่ 2 ของปีนี้ (รวมกัน)", [2, 1, 3, 4, 5, 6, 7]),
    "ค": ("ประเด็นที่ 4 ของปี 2567 แยกเป็นประเด็นที่ 4, 5 ของปีนี้ (แยกกัน)", [4, 5, 1, 2, 3, 6, 7]),
    "ง": ("ประเด็นที่ 5 ของปี 2567 ไม่มีประเด็นที่ตรงกันในปีนี้", [1, 2, 3, 4, 5, 6, 7]),
    "จ": ("ประเด็นที่ 6 ของปี 2567 เทียบไม่ได้กับประเด็นที่ 6 ของปีนี้ (ขอบเขตเปลี่ยน)", [6, 1, 2, 3, 4, 5, 7]),
    "ฉ": ("ยังไม่ได้กำหนดว่าประเด็นที่ 7 ของปี 2567 ตรงกับประเด็นใดของปีนี้", [1, 2, 3, 4, 5, 6, 7]),
}


@pytest.fixture
def following(make_year, year, make_measure, relate_areas):
    """Fiscal year 2568 after 2567 with a measure of each kind of area, and one of none."""
    relate_areas(2568, *WALK)
    for title, area in zip("กขคงจฉช", (1, 2, 4, 5, 6, 7, None), strict=True):
        make_measure(title, area)
    return make_year(2568)


def key(title: str) -> int:
    return Measure.objects.get(assessment__framework__fiscal_year=2567, title=title).pk


def placed(year) -> dict[str, int | None]:
    return dict(year.measures.values_list("title", "area__number"))


def test_only_an_area_with_one_comparable_counterpart_takes_its_measures_along(staff, following):
    keep_rest(by=staff, assessment=following)
    assert placed(following) == {"ก": 3, "ข": None, "ค": None, "ง": None, "จ": None, "ฉ": None, "ช": None}
    assert {copy.area.framework for copy in following.measures.filter(area__isnull=False)} == {following.framework}


def test_the_other_areas_are_offered_those_that_theirs_became_first(following):
    offers = {
        last.measure.title: (last.offer.why, [number for number, _ in last.offer.choices if number])
        for last in last_measures(following)
        if last.offer
    }
    assert offers == OFFERS
    [split] = [last.offer for last in last_measures(following) if last.measure.title == "ค"]
    assert [label.endswith(" (ตามการเทียบ)") for _, label in split.choices] == [False, True, True, *[False] * 5]


def test_a_chosen_area_is_where_the_copy_is_made(staff, following):
    choices = {
        key("ค"): CarryChoice("keep", area=5),
        key("ง"): CarryChoice("adapt", area=1),
        key("ก"): CarryChoice("keep"),
    }
    assert decide_carries(by=staff, assessment=following, choices=choices) == 3
    assert placed(following) == {"ง": 1, "ก": 3, "ค": 5}
    assert not any(last.settled or last.offer for last in last_measures(following) if last.copy)


def test_a_copy_without_area_is_placed_later_and_that_is_undone(staff, following):
    keep_rest(by=staff, assessment=following)
    choice = {key("ค"): CarryChoice("keep", area=4)}
    assert decide_carries(by=staff, assessment=following, choices=choice) == 1
    assert placed(following)["ค"] == 4
    assert decide_carries(by=staff, assessment=following, choices={key("ค"): CarryChoice("keep", area=5)}) == 0
    assert placed(following)["ค"] == 4
    copy = following.measures.get(title="ค")
    assert copy.history.latest().history_change_reason != "ยกมาจากมาตรการปีก่อน"
    undo_act(by=staff, act=copy.history.latest().act)
    assert placed(following)["ค"] is None
    assert Carry.objects.count() == 7


def test_a_dropped_measure_is_placed_nowhere(staff, following):
    keep_rest(by=staff, assessment=following)
    decide_carries(by=staff, assessment=following, choices={key("ค"): CarryChoice("drop", "ซ้ำ", area=4)})
    assert "ค" not in placed(following)


def test_an_area_that_the_year_lacks_is_refused(staff, following):
    with pytest.raises(ValidationError) as refusal:
        decide_carries(by=staff, assessment=following, choices={key("ค"): CarryChoice("keep", area=8)})
    assert refusal.value.message_dict == {str(key("ค")): ["ปี 2568 ไม่มีประเด็นที่ 8 ให้เลือกใหม่"]}


def test_shipped_years_take_every_measure_along(staff, make_year, year, make_measure):
    for number in range(1, 8):
        make_measure(f"มาตรการ {number}", number)
    after = make_year(2568)
    keep_rest(by=staff, assessment=after)
    assert placed(after) == {f"มาตรการ {number}": number for number in range(1, 8)}


def test_page_tells_how_many_have_no_area_and_keeps_the_rest_with_what_was_chosen(sign_in, staff, following):
    client, url = sign_in(staff), reverse("carry", args=[2568, following.municipality.code])
    page = client.get(url)
    assert "5 มาตรการอยู่ในประเด็นที่ไม่มีคู่เดียวกันในปี 2568" in page.content.decode()
    assert [page.content.decode().count(why) for why, _ in OFFERS.values()] == [1] * 5
    alone = client.post(url, form_data(page) | {f"m{key('ค')}-area": "5"})
    assert (alone.status_code, "เลือกว่าปีนี้จะทำต่อ ปรับปรุง หรือไม่ทำต่อ" in alone.content.decode()) == (422, True)
    rest = {f"m{key('ค')}-area": "5", f"m{key('ก')}-decision": "drop", f"m{key('ก')}-reason": "ซ้ำ", "rest": "keep"}
    saved = client.post(url, form_data(page) | rest, follow=True)
    assert "บันทึกแล้ว 7 รายการ ในจำนวนนี้ทำต่อ 6 มาตรการที่ยังไม่ได้ตัดสินใจ" in saved.content.decode()
    assert placed(following) == {"ข": None, "ค": 5, "ง": None, "จ": None, "ฉ": None, "ช": None}
    assert "4 มาตรการอยู่ในประเด็น" in saved.content.decode()
    later = client.post(url, form_data(saved) | {f"m{key('ง')}-area": "1"}, follow=True)
    assert "บันทึกแล้ว 1 รายการ" in later.content.decode()
    assert placed(following)["ง"] == 1


def test_readers_are_told_of_measures_without_area(sign_in, approver, following):
    html = sign_in(approver).get(reverse("carry", args=[2568, following.municipality.code])).content.decode()
    assert ("มาตรการที่ยกมายังไม่จัดประเด็น" in html, "-area" in html) == (True, False)
