"""A measure, a unit, and a comment on them."""

import pytest

from assessments.models import Unit
from measures.comments.services import add_comment
from measures.models import Comment


@pytest.fixture
def measure(make_measure):
    return make_measure("จัดทำคู่มือ", 2)


@pytest.fixture
def unit(municipality):
    return Unit.objects.create(municipality=municipality, name="กองคลัง")


@pytest.fixture
def say(year, staff):
    """Return a function that writes a comment of the staff, on the year unless told otherwise."""

    def write(text="ขอหลักฐาน", by=staff, **on) -> Comment:
        return add_comment(by=by, assessment=year, text=text, **on)

    return write
