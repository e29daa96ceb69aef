"""The stored crosswalks over the shipped years, in both directions and through the years between."""

import pytest

from assessments.frameworks.crosswalk.stored import crosswalk_of
from assessments.models import Framework


def became(walk, code: str) -> list[tuple]:
    return [(item.after, item.comparable) for item in walk.items if code in item.before]


def test_indicators_compare_through_all_shipped_years(frameworks):
    walk = crosswalk_of(2562, 2569)
    assert [(indicator.before, indicator.after, indicator.comparable) for indicator in walk.indicators] == [
        ((number,), (number,), True) for number in range(1, 11)
    ]
    assert walk.total_comparable is True
    assert walk.total_reason.startswith("ตั้งแต่ปี 2566 ชื่อและเงื่อนไขของระดับเปลี่ยนไป")
    assert walk.items == ()


@pytest.mark.parametrize(
    ("years", "code", "wanted"),
    [
        ((2564, 2565), "O1", [(("O1",), True)]),
        ((2564, 2565), "O34", [((), False)]),
        ((2565, 2566), "O10", [(("O11",), False)]),  # merged with O18
        ((2565, 2566), "O39", [(("O36",), True)]),
        ((2566, 2567), "O43", [(("O35",), True)]),
        ((2566, 2567), "O1", [((), False)]),  # 2567 is not known
        ((2564, 2568), "O42", [(("O27",), True)]),
        ((2564, 2569), "O42", [(("O25",), False)]),
        ((2568, 2569), "O21", [(("O20",), False)]),
        ((2569, 2568), "O16", [(("O17",), True)]),
    ],
)
def test_items_are_followed_by_what_became_of_them_not_by_code(frameworks, years, code, wanted):
    assert became(crosswalk_of(*years, items=True), code) == wanted


def test_areas_are_followed_through_the_years_that_have_them(frameworks):
    walk = crosswalk_of(2566, 2569, areas=True)
    assert [(area.before, area.after, area.comparable) for area in walk.areas] == [
        ((number,), (number,), True) for number in range(1, 8)
    ]
    assert crosswalk_of(2566, 2569).areas == ()
    backwards = crosswalk_of(2566, 2565, areas=True)  # which sorted measures into none
    assert [(area.before, area.after) for area in backwards.areas] == [((number,), ()) for number in range(1, 8)]


def test_part_that_no_entry_names_says_that_nobody_has_related_it(frameworks):
    walk = crosswalk_of(2566, 2567, items=True)
    [entry] = [item for item in walk.items if item.before == ("O1",)]
    assert (entry.after, entry.comparable, entry.reason) == ((), False, "ยังไม่ได้กำหนดการเทียบเกณฑ์ปี 2566 กับปี 2567")


def test_years_that_nobody_related_compare_nothing(frameworks):
    frameworks[2569].indicator_links.all().delete()
    walk = crosswalk_of(2568, 2569)
    assert [(indicator.before, indicator.after, indicator.comparable) for indicator in walk.indicators] == [
        ((number,), (number,), False) for number in range(1, 11)
    ]


def test_year_that_the_portal_lacks_breaks_the_chain(no_frameworks):
    Framework.objects.create(fiscal_year=2568)
    assert crosswalk_of(2566, 2568).indicators == ()


@pytest.mark.parametrize(("years", "items", "queries"), [((2568, 2569), False, 3), ((2562, 2569), True, 7)])
def test_crosswalk_takes_a_fixed_number_of_queries(frameworks, django_assert_num_queries, years, items, queries):
    with django_assert_num_queries(queries):
        crosswalk_of(*years, items=items, areas=items)
