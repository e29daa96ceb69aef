"""Who may not post, and what is too long, is told so before a byte of the body is read."""

from itertools import product

import pytest
from django.test import Client
from django.urls import get_resolver

from assessments.accounts.posting import FIELDS
from tests.access_table import ROLES, TABLE, TYPED, expected, patterns
from tests.test_access import objects, path_of, refused_import  # noqa: F401  fixtures

# Only the body or the row says that this is not theirs: the guard against forged requests has read the body by then.
TOLD_BY_ROW_OR_BODY = {
    ("approval", "approver"),
    ("comment_withdraw", "administrator"),
    ("comment_withdraw", "approver"),
    *product(
        ("comment_resolve", "comment_reopen", "comment_withdraw"), ("auditor", "province_auditor", "national_auditor")
    ),
    ("import_confirm", "foreign_staff"),
    ("import_repeats", "foreign_staff"),
    ("import_undo", "foreign_staff"),
    *product(("notice_add",), ("auditor", "foreign_auditor", "national_auditor")),
    *product(
        ("notice_withdraw",),
        ("auditor", "foreign_auditor", "province_auditor", "foreign_province_auditor", "national_auditor"),
    ),
    *product(("collection_cancel", "collection_resume"), set(ROLES) - {"signed_out"}),
}
TAKES_POSTS = {name: any(status != 405 for status in post.values()) for name, (_, _, post) in TABLE.items()}


class BodyRead(Exception):
    pass


class Unreadable:
    """A body that is never read."""

    def read(self, *args):
        raise BodyRead

    readline = read


@pytest.fixture
def posting(request, objects):  # noqa: F811
    """Return a function that posts a body of a length as a browser does whose page was forged, and gives the answer."""
    clients = {role: Client(enforce_csrf_checks=True) for role in ROLES}
    for role, client in clients.items():
        if role != "signed_out":
            client.force_login(request.getfixturevalue(role))

    def post(name: str, role: str, length: int) -> int | str:
        client = clients[role]
        client.cookies["csrftoken"] = "a" * 32
        head = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": length}
        try:
            return client.generic("POST", path_of(name, objects), **head, **{"wsgi.input": Unreadable()}).status_code
        except BodyRead:
            return "read"

    return post


def test_body_of_whom_the_table_refuses_is_not_read(posting):
    answers, wanted = {}, {}
    for name, role in ((name, role) for name in TABLE for role in ROLES):
        status = expected(name, "post", role, "draft")
        if role == "signed_out" and name in TYPED:
            status = 302  # this one is too long to be given back
        refused = status in (403, 404) or (role == "signed_out" and status == 302 and name != "logout")
        if refused and (name, role) not in TOLD_BY_ROW_OR_BODY:
            answers[name, role], wanted[name, role] = posting(name, role, 1_000_000), status
    assert len(wanted) > 400
    assert {key: (answers[key], wanted[key]) for key in wanted if answers[key] != wanted[key]} == {}


def test_too_long_body_is_not_read(posting):
    """But by `verify`, which counts what it hashes."""
    names = {name for name in TABLE if TAKES_POSTS[name]} - {"verify"}
    largest = {
        pattern.name: getattr(pattern.callback, "largest_body", lambda: FIELDS)()
        for _, pattern in patterns(get_resolver())
    }
    assert {name: posting(name, "administrator", largest[name] + 1) for name in names} == dict.fromkeys(names, 413)
    assert {name for name in names if largest[name] > FIELDS} == {
        *("evidence_upload", "evidence_replace", "progress_add", "sheet", "exchange", "framework_import")
    }
    assert max(largest.values()) < 500_000_000


@pytest.mark.parametrize("length", ["", "ten", "9" * 5_000])
def test_length_that_is_no_number_is_no_body(posting, length):
    assert posting("measure_add", "staff", length) == 403  # for want of the token that a body would hold


def test_body_for_an_address_that_does_not_exist_is_not_read(posting, monkeypatch):
    monkeypatch.setattr("tests.test_unread_bodies.path_of", lambda *args: "/nowhere/")
    assert [posting("", role, 1_000_000) for role in ("signed_out", "staff")] == [404, 404]


@pytest.mark.parametrize("name", ["measure_add", "evidence_upload"])
def test_body_of_whom_the_table_lets_in_is_read(posting, name):
    assert posting(name, "staff", FIELDS) == "read"
