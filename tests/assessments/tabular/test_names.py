"""Near names: the likest known names are offered, and nothing where nothing is like."""

import csv
import time
from pathlib import Path

import pytest

from assessments.tabular.names import NearNames

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def authorities() -> list[str]:
    with open(ROOT / "assessments/data/local_authorities.csv", encoding="utf-8-sig") as file:
        return [row["name"] for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    "typed", ["เทศบาลนครเชียงไหม่", "ทน.เชียงใหม่", "ทน เชียงใหม่", "เทศบาล นครเชียงใหม่", "เทศบาลนครเชียงใหม"]
)
def test_nearest_authority_comes_first(authorities, typed):
    assert NearNames(authorities).near(typed)[0] == "เทศบาลนครเชียงใหม่"


def test_nothing_like_it_gives_nothing():
    known = NearNames(["เทศบาลเมืองทดสอบ", "เทศบาลตำบลอื่น"])
    assert [known.near(text) for text in ("", "-", "xyz", "ก")] == [[], [], [], []]
    assert NearNames([]).near("ก") == []


def test_count_limits_and_order_is_by_likeness():
    known = NearNames(["เทศบาลตำบลกข", "เทศบาลตำบลกขค", "เทศบาลตำบลกขคง"])
    assert known.near("เทศบาลตำบลกขคง", 2) == ["เทศบาลตำบลกขคง", "เทศบาลตำบลกขค"]


def test_a_thousand_names_are_looked_up_in_a_nation_within_seconds(authorities):
    known = NearNames(authorities)
    start = time.process_time()
    for name in authorities[:500]:
        known.near(name[1:] + "ก" * 500)
    assert time.process_time() - start < 15
