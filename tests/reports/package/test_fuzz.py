"""Damaged and hostile packages: a Package or ValidationError comes out, and what is refused changes nothing."""

import json
import random

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import Assessment, IndicatorScore, ItemScore
from measures.models import Measure
from reports.demo.load import DATA
from reports.models import Block, Document
from reports.package import export_package, read_package
from reports.package.schema import Package

RAW = (DATA / "99990102_2568.json").read_bytes()
VALUE = json.loads(RAW)
SPLINTERS = [b"{", b"}", b"[", b'"', b"\\u0000", b"\\ud800", b"1e999", b"NaN", b"-", b"null", b"\xff\xfe", b"," * 9]
ODD = [
    *(None, True, -1, 0, 10**400, 1.5, "", "101", "abc", "1.234", "NaN", "=1+1", "ก" * 1_000, "\u200b", "\0"),
    *([], {}, [[]], {"": ""}, ["ก"] * 2_000, "<script>alert(1)</script>", "99990001", 2567, "2567"),
]
BOUNDED = settings(suppress_health_check=[HealthCheck.too_slow])


def places(value, path=()) -> list[tuple]:
    """Return the path of every value inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


PLACES = places(VALUE)


def replaced(value, path: tuple, new):
    """Return a JSON value with another one at a path."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


def read(raw: bytes) -> None:
    try:
        assert isinstance(read_package(raw), Package)
    except ValidationError as refused:
        assert all(refused.messages)


@BOUNDED
@given(st.integers(0, len(RAW)), st.one_of(st.binary(max_size=6), st.sampled_from(SPLINTERS)), st.integers(0, 50))
def test_package_with_damaged_bytes_is_refused_or_read(place, damage, lost):
    read(RAW[:place] + damage + RAW[place + lost :])


@BOUNDED
@given(st.integers(0, len(RAW)))
def test_truncated_package_is_refused_or_read(length):
    read(RAW[:length])


@BOUNDED
@given(st.sampled_from(PLACES), st.sampled_from(ODD))
def test_package_with_an_odd_value_is_refused_or_read(path, odd):
    read(json.dumps(replaced(VALUE, path, odd)).encode())


def stored() -> list[list]:
    models = (Assessment, IndicatorScore, ItemScore, Measure, Document, Block)
    return [list(model._base_manager.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("seed", range(4))
def test_posted_package_is_taken_whole_or_not_at_all(editing, document, year, seed):
    chance = random.Random(seed)  # noqa: S311 - the same files each time
    value = json.loads(json.dumps(export_package(year)))
    known = places(value)
    answers = set()
    for _ in range(40):
        odd = replaced(value, chance.choice(known), chance.choice(ODD))
        before = stored()
        file = SimpleUploadedFile("year.json", json.dumps(odd).encode())
        answer = editing.post(reverse("exchange"), {"file": file}).status_code
        assert answer in (302, 422)
        assert answer == 302 or stored() == before
        answers.add(answer)
    assert 422 in answers
