"""Whatever stands in place of a key, a number or a word, the portal answers it: no address ends in a fault."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from ita_portal.ids import id_of
from tests.access_table import POSTED, QUERIES, TABLE
from tests.reports.page_forms import form_data
from tests.test_access import GROUPS, objects, path_of, refused_import  # noqa: F401  fixtures

pytestmark = pytest.mark.usefixtures("rendered_once")
STRANGE = {
    "huge": "1" + "0" * 30,  # no database has such a number
    "null": "1\x00",
    "superscript": "²",  # a digit, but none that int() reads
    "endless": "9" * 5_000,  # more than int() reads
    "negative": "-1",
    "thai": "๑๒",
    "empty": "",
    "letters": "abc",
}
ALONE = ("huge", "null", "superscript")  # also tried one by one, with all else as a browser sends it
READ_BY_PYTHON = ("superscript", "thai", "empty", "letters")  # no database sees them, so one leg tries them
NAMES = ("page", "block", "area", "indicator")  # asked of every page


def strange_here() -> list[tuple[str, str]]:
    is_first_leg = connection.vendor == "sqlite"
    return [(kind, value) for kind, value in STRANGE.items() if is_first_leg or kind not in READ_BY_PYTHON]


@contextmanager
def watching_names(monkeypatch) -> Iterator[set[str]]:
    """Give the names that are looked up in what is asked or posted."""
    names: set[str] = set()

    def watch(method):
        def read(self, name, *rest):
            names.add(name)
            return method(self, name, *rest)

        return read

    with monkeypatch.context() as patched:
        for name in ("get", "getlist", "__getitem__", "__contains__"):
            patched.setattr(QueryDict, name, watch(getattr(QueryDict, name)))
        yield names


@pytest.fixture
def send(client, monkeypatch):
    """Return a function that sends a request and gives its fault, "" for none, and the names that it looked up."""

    def go(method: str, path: str, data: dict) -> tuple[str, set[str]]:
        before = transaction.savepoint()
        with watching_names(monkeypatch) as names:
            try:
                response = getattr(client, method)(path, data)
                fault = str(response.status_code) if response.status_code >= 500 else ""
                for close in response._resource_closers:  # as in test_access.visit
                    close()
            except Exception as error:
                fault = f"{type(error).__name__}: {error}"[:200]
        transaction.savepoint_rollback(before)
        return fault, names - {"csrfmiddlewaretoken"}

    return go


def as_sent(client, name: str, method: str, path: str) -> dict:
    """Return what the table sends, and the rest of the page's form."""
    if method == "get":
        return QUERIES.get(name, {})
    page = client.get(path)
    has_form = page.status_code == 200 and f'action="{path}"'.encode() in page.content
    return (form_data(page) if has_form else {}) | POSTED.get(name, {})


def changes(names: set[str], kind: str, value: str) -> Iterator[set[str]]:
    """Give the names that a request sends with the value: all of them, some of numbered ones alone, each alone."""
    yield names | {re.sub(r"\d+", value, name) for name in names}
    if kind in ALONE:
        yield from ({name} for name in names if not re.search(r"[02-9]|1\d", name))


@pytest.mark.parametrize("group", GROUPS)  # what the tables of a group look at is made once
def test_addresses_take_strange_values(client, administrator, objects, send, group):  # noqa: F811
    for name in GROUPS[group]:
        client.force_login(administrator)
        faults = faults_of_address(send, name, objects)
        for method, roles in zip(("get", "post"), TABLE[name][1:], strict=True):
            if roles["administrator"] != 405:
                faults |= faults_of_values(client, send, name, method, path_of(name, objects))
        assert (name, faults) == (name, {})


def faults_of_values(client, send, name: str, method: str, path: str) -> dict:
    """Send each strange value under the names that the address looks up."""
    plain, faults = as_sent(client, name, method, path), {}
    names = send(method, path, plain)[1] | send(method, path, plain | dict.fromkeys(NAMES, "1"))[1]
    for kind, value in strange_here():
        for changed in changes({*names}, kind, value):
            fault, more = send(method, path, plain | dict.fromkeys(changed, value))
            names |= {asked for asked in more if value == "" or value not in asked}
            if fault:
                faults[method, kind, "all" if len(changed) > 1 else changed.pop()] = fault
    return faults


def faults_of_address(send, name: str, objects: dict) -> dict:  # noqa: F811
    """Put each strange value in the place of each argument of the address."""
    path, faults = path_of(name, objects), {}
    for argument in TABLE[name][0]:
        part = rf"(?<=[/-]){re.escape(str(objects[argument]))}(?=[/.])"
        for kind, value in strange_here():
            fault, _ = send("get", re.sub(part, quote(value), path, count=1), {})
            if fault:
                faults[argument, kind] = fault
    return faults


def test_key_of_takes_what_databases_take():
    given = ("7", "0007", "9" * 18, *STRANGE.values(), "9" * 19, " 7", "7\n")
    assert [id_of(value) for value in given] == [7, 7, 10**18 - 1, *[0] * (len(STRANGE) + 3)]
