"""Real municipal texts are in the portal's normal form already, and what is mended once is not changed again."""

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_portal.thai import normalise

from .conftest import MATERIAL, NAMES, PACKAGES


def texts(value) -> Iterator[str]:
    """Yield every text of a JSON value, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from texts(key)
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


REAL = sorted({text for path in PACKAGES for text in texts(json.loads(path.read_text("utf-8"))) if len(text) > 3})
absent = pytest.mark.skipif(not REAL, reason=f"REFERENCE MATERIAL ABSENT: no packages below {MATERIAL}")
# What files and clipboards do to a text on its way, and what must be undone wherever it happens.
SPOILT = [
    lambda text: text.replace("ำ", "\u0e4dา"),
    lambda text: text.replace("แ", "เเ"),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace("\n", "\r\n"),
    lambda text: re.sub("(?<=[ก-ฮ])(?=[ก-ฮ])", "\u200b", text),
    lambda text: text.replace("่", "\uf70a"),
    lambda text: text.replace("ี่", "่ี").replace("ึ้", "้ึ"),
    lambda text: text.replace("้ำ", "ำ้"),
]
pieces = st.sampled_from(REAL or ["-"]).flatmap(
    lambda text: st.tuples(st.integers(0, len(text)), st.integers(0, 40)).map(lambda cut: text[cut[0] :][: cut[1]])
)
noise = st.text("ำําๅเแ่้๊๋์็ัิีฺุู \u00a0\u200b\uf70aก\r\n", max_size=4)


@pytest.mark.parametrize("name", NAMES)
def test_no_text_of_a_reference_package_is_changed(reference, name):
    package = json.loads(reference(name).read_text("utf-8"))
    assert [text for text in texts(package) if normalise(text) != text] == []


@absent
@given(st.sampled_from(REAL or ["-"]), st.lists(st.sampled_from(SPOILT), max_size=4, unique=True))
def test_what_was_spoilt_on_its_way_is_mended(text, ways):
    spoilt = text
    for spoil in ways:
        spoilt = spoil(spoilt)
    assert normalise(spoilt) == text


@absent
@given(st.lists(pieces | noise, max_size=6).map("".join))
def test_mending_twice_is_mending_once(text):
    once = normalise(text)
    assert normalise(once) == once
