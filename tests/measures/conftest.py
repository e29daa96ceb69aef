"""Measures of the year 2567."""

import pytest
from django.urls import reverse

from measures.models import TEXT_FIELDS, Measure


@pytest.fixture
def areas(year):
    """The seven areas of the year, by number."""
    return {area.number: area for area in year.framework.areas.all()}


@pytest.fixture
def make_measure(year, areas):
    """Return a function that stores a measure of the year behind those that are there."""

    def make(title: str, area: int | None = None, of=year, **texts) -> Measure:
        position = Measure.objects.filter(assessment=of).count()
        return Measure.objects.create(assessment=of, area=areas.get(area), position=position, title=title, **texts)

    return make


@pytest.fixture
def printed(year):
    """Return a function that gives the kept measures in printed order: (position, area number, title)."""

    def rows() -> list[tuple]:
        return list(year.measures.values_list("position", "area__number", "title"))

    return rows


@pytest.fixture
def typed():
    """Return a function that gives what the form posts: every text, empty where it is not given."""

    def data(**fields) -> dict:
        return {"area": "", **dict.fromkeys(TEXT_FIELDS, ""), **fields}

    return data


@pytest.fixture
def address(year):
    """Return a function that gives an address of the year's measures."""

    def of(name: str, *arguments) -> str:
        return reverse(name, args=[year.fiscal_year, year.municipality.code, *arguments])

    return of
