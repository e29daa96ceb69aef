"""Where the points, segments and gridlines of lines over years stand."""

from decimal import Decimal

import pytest

from reports.blocks.plotting import plot

pytestmark = pytest.mark.one_database  # what is printed does not depend on it


def values(*texts: str) -> list[Decimal | None]:
    return [Decimal(text) if text else None for text in texts]


def test_plot_places_points_between_the_gridlines():
    drawn = plot([values("80", "90", "100")], [[True, True]])
    assert [(tick["text"], tick["top"], tick["y"]) for tick in drawn["ticks"]] == [
        ("100", 0, 0),
        ("95", 25, 85),
        ("90", 50, 170),
        ("85", 75, 255),
        ("80", 100, 340),
    ]
    [line] = drawn["lines"]
    assert line["points"] == [{"x": 166, "y": 340}, {"x": 500, "y": 170}, {"x": 833, "y": 0}]
    assert line["segments"] == [
        {"x1": 166, "y1": 340, "x2": 500, "y2": 170},
        {"x1": 500, "y1": 170, "x2": 833, "y2": 0},
    ]


def test_plot_breaks_where_years_do_not_compare_or_a_value_is_missing():
    drawn = plot([values("90", "92", "", "95"), values("90", "92", "94", "95")], [[True] * 3, [False, True, True]])
    lengths = [(len(line["points"]), len(line["segments"])) for line in drawn["lines"]]
    assert lengths == [(3, 1), (4, 2)]


@pytest.mark.parametrize(
    ("lowest", "floor", "step"),
    [("99.5", 98, 1), ("96", 96, 1), ("95", 95, 1), ("91.99", 90, 2), ("74.54", 60, 10), ("0", 0, 20), ("100", 98, 1)],
)
def test_plot_shows_the_lowest_value_with_the_smallest_steps_that_do(lowest, floor, step):
    marks = [int(tick["text"]) for tick in plot([values(lowest, "100")], [[True]])["ticks"]]
    assert (marks[-1], marks[0], marks[0] - marks[1]) == (floor, 100, step)


def test_plot_of_nothing_is_nothing():
    assert plot([values("", "")], [[True]]) is None
