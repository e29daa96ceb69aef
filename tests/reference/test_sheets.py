"""Spreadsheets that failed in use are read right."""

import pytest

from assessments.models import Municipality
from tests.assessments.spreadsheets.conftest import bring_in, upload

__all__ = ["bring_in", "upload"]


@pytest.fixture
def place(frameworks) -> Municipality:
    return Municipality.objects.create(code="99990103", name="เทศบาลตำบลนาจำลอง", kind="subdistrict", province="ทดสอบ")


def test_area_that_is_merged_over_rows_is_that_of_each(case, place, administrator, bring_in):
    bring_in(administrator, "measures", raw=case("02_fail_merged_area_only.xlsx"))
    year = place.assessments.get()
    assert list(year.measures.values_list("title", "area__number")) == [
        (f"ทดลองผสานประเด็น {letter}", 1) for letter in "กขค"
    ]


def test_header_of_two_rows_with_merged_cells_is_understood(case, place, administrator, bring_in):
    bring_in(administrator, "results", raw=case("02_two_row_header.xlsx"))
    scores = place.assessments.get().scores_by_number()
    assert {number: str(score) for number, score in scores.items()} == {
        **{number: f"{90 + number}.11" for number in range(1, 10)},
        10: "88.50",
    }


def test_measures_that_are_imported_twice_are_told_and_not_added(case, place, administrator, bring_in, upload):
    bring_in(administrator, "measures", raw=case("03_fail_reimport.xlsx"))
    again = upload(administrator, "measures", raw=case("03_fail_reimport.xlsx"))
    assert (again.writes, again.already, again.refused) == (0, 2, 0)
    assert list(place.assessments.get().measures.values_list("period", flat=True)) == ["1/10/2567", "ต.ค. 66 - ก.ย. 67"]


def test_heading_with_two_letters_e_is_read(case, place, administrator, bring_in):
    batch = bring_in(administrator, "indicator-scores", raw=case("13_fail_header_doubleE.csv"))
    assert (batch.new, batch.unchanged) == (1, 0)
    assert str(place.assessments.get().scores.get().value) == "97.75"
