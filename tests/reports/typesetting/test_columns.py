"""Widths of columns: lowest, whole per cent, never below what a column needs while there is room."""

from itertools import product

import pytest

from reports.typesetting.columns import fit


def of_lengths(rows: list[list[int]]):
    """Return heights of texts that flow like water: so many letters, so many lines."""
    return lambda place, width: [-(-row[place] // width) or 1 for row in rows]


def height(rows: list[list[int]], widths) -> int:
    return sum(max(-(-length // width) or 1 for length, width in zip(row, widths, strict=True)) for row in rows)


ROWS = [[20, 400, 300, 12], [35, 900, 100, 12], [10, 300, 500, 24], [10, 20, 700, 12]]


def test_table_is_nearly_as_low_as_it_can_be():
    widths = fit([(5, 5), (5, 5), (5, 5), (12, 12)], of_lengths(ROWS))
    assert sum(widths) == 100 and widths[3] >= 12
    best = min(
        height(ROWS, (a, b, c, 100 - a - b - c)) for a, b, c in product(range(5, 70), repeat=3) if a + b + c <= 88
    )
    assert height(ROWS, widths) <= best * 1.05
    assert height(ROWS, widths) < height(ROWS, (25, 25, 25, 25)) * 0.9


@pytest.mark.parametrize("floors", [[10], [50, 50], [60, 70, 20], [4] * 11, [90, 4, 4]])
def test_widths_are_whole_and_make_up_the_table(floors):
    rows = [[30 * (place + 1) for place in range(len(floors))]] * 3
    widths = fit([(floor, floor) for floor in floors], of_lengths(rows))
    assert sum(widths) == 100 and min(widths) >= 1
    if sum(floors) <= 100:
        assert all(width >= floor for width, floor in zip(widths, floors, strict=True))


def test_search_is_bounded_and_repeats_itself():
    asked = []

    def heights(place: int, width: int) -> list[int]:
        asked.append((place, width))
        return of_lengths([[7 * place + 90] * 10] * 50)(place, width)

    assert fit([(4, 4)] * 10, heights) == fit([(4, 4)] * 10, heights)
    assert len(asked) <= 2 * 10 * 100


def test_table_without_rows_has_widths():
    assert fit([(10, 10)] * 2, lambda place, width: [1]) == [50, 50]


def test_what_only_should_stay_on_a_line_gives_way_before_words():
    widths = fit([(20, 20), (20, 60), (30, 30)], of_lengths([[1, 1, 1]]))
    assert widths == [20, 50, 30]


def test_typed_widths_stay_and_the_others_share_the_rest():
    widths = fit([(5, 5)] * 4, of_lengths(ROWS), [0, 40, 0, 10])
    assert (widths[1], widths[3], sum(widths)) == (40, 10, 100)
    assert widths[2] > widths[0] > 4
    assert fit([(5, 5)] * 2, of_lengths([[1, 1]]), [70, 30]) == [70, 30]


def test_wishes_give_way_one_after_the_other():
    assert fit([(10, 20, 40), (10, 60, 70), (10, 10, 10)], of_lengths([[1, 1, 1]])) == [25, 65, 10]
    assert fit([(10, 20, 40), (10, 80, 90), (10, 10, 10)], of_lengths([[1, 1, 1]])) == [20, 70, 10]
