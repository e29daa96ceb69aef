"""No text keeps the portal busy: twice as much of the worst takes twice as long, or is refused by its length."""

import json
import re
from collections.abc import Callable
from functools import partial
from time import process_time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.access_table import TABLE
from tests.growth import too_slow
from tests.test_access import objects, path_of, refused_import  # noqa: F401  fixtures
from tests.test_strange_values import as_sent, watching_names

pytestmark = [pytest.mark.usefixtures("rendered_once"), pytest.mark.one_database]
MB = 1_000_000
WORST = {
    "newlines": "\r\n\n",
    "marks": "\u0e48\u0e34",
    "spaces": " ",
    "zero widths": "\u200b",
    "mixed": 'เเ\u0e33 \u0e48\n1. \u0e4d\u200b\u0e32\t(ก)\u0e34 \u0e48,"',
}
ENTRANCES = [name for name, (_, _, post) in TABLE.items() if post["administrator"] != 405]
FILES = {
    "evidence_upload": ("files", "ก.txt"),
    "evidence_replace": ("file", "ก.txt"),
    "sheet": ("file", "ก.csv"),
    "exchange": ("file", "ก.json"),
    "framework_import": ("file", "ก.json"),
    "verify": ("file", "ก.pdf"),
}
QUICK = 0.4  # seconds of the processor: below it nothing is told from noise
UNREAD = 0.1  # seconds: a text that takes no longer is refused by its length or not looked at, whatever it is


def worst(kind: str, size: int) -> str:
    unit = WORST[kind]
    return unit * (size // len(unit.encode()))


@pytest.fixture
def seconds(client, administrator, objects) -> Callable:  # noqa: F811
    """Return a function that gives how long the processor works at a post."""
    client.force_login(administrator)

    def post(name: str, data: dict) -> float:
        before = transaction.savepoint()
        start = process_time()
        response = client.post(path_of(name, objects), data)
        took = process_time() - start
        assert response.status_code < 500
        transaction.savepoint_rollback(before)
        return took

    return post


def test_growth_with_the_square_is_told():
    assert too_slow(lambda size: (size / MB) ** 2, MB) == "0.25 s, 1.00 s"
    assert too_slow(lambda size: size / MB, MB) == ""


@pytest.mark.parametrize("name", ENTRANCES)
def test_twice_the_worst_text_takes_twice_the_time(client, seconds, objects, monkeypatch, name):  # noqa: F811
    plain = as_sent(client, name, "post", path_of(name, objects))
    with watching_names(monkeypatch) as names:
        seconds(name, plain)
    texts = {re.sub(r"\d+", "#", text): text for text in sorted({*names, *plain} - {"csrfmiddlewaretoken"})}
    faults = {}
    for text in texts.values():

        def measure(kind: str, size: int, text: str = text) -> float:
            return seconds(name, plain | {text: worst(kind, size)})

        if measure("mixed", MB) > UNREAD:
            faults |= {(text, kind): fault for kind in WORST if (fault := too_slow(partial(measure, kind), MB, QUICK))}
    assert faults == {}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kind", WORST)
def test_twice_the_worst_file_takes_twice_the_time(seconds, name, kind):
    field, filename = FILES[name]

    def measure(size: int) -> float:
        text = worst(kind, size)
        content = json.dumps({"format": text}, ensure_ascii=False) if filename.endswith("json") else f"ชื่อ,{text}"
        return seconds(name, {field: SimpleUploadedFile(filename, content.encode())})

    assert too_slow(measure, MB, QUICK) == ""
