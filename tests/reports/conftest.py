"""A document of the year, and a client that may edit it."""

import pytest

from .samples import MEMO, make_document


@pytest.fixture
def editing(sign_in, staff):
    return sign_in(staff)


@pytest.fixture
def document(year):
    return make_document(year, memo=MEMO)
