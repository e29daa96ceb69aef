"""Bodies that no browser sends: each is answered, none with a fault."""

from itertools import product

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory

from assessments.accounts.posting import plainly_typed
from tests.access_table import TABLE
from tests.test_access import objects, path_of, refused_import  # noqa: F401  fixtures

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
TAKES_POSTS = sorted(
    name for name, (_, _, post) in TABLE.items() if any(status != 405 for status in post.values()) and name != "logout"
)


def part(disposition: bytes, head: bytes = b"") -> bytes:
    return b"--x\r\nContent-Disposition: " + disposition + head + b"\r\n\r\nabc\r\n"


def parts(*found: bytes) -> bytes:
    return b"".join(found) + b"--x--\r\n"


LETTERS = ("utf-7", "utf-16", "rot13", "base64", "hex", "zlib", "idna", "undefined", "unicode_escape", "x" * 3000)
BODIES = {
    **{f"fields in {name[:20]}": (f"{FORM}; charset={name}", b"a=+AGE-%ff") for name in LETTERS},
    **{f"parts in {name[:20]}": (f"{PARTS}; charset={name}", parts(part(b'form-data; name="a"'))) for name in LETTERS},
    "bytes that are no letters": (FORM, b"title=%ff%fe&a=\xff\xfe"),
    "zero byte": (FORM, b"title=%00&measure=1%00"),
    "6,000 fields": (FORM, b"&".join(b"a%d=1" % number for number in range(6_000))),
    "300,000 keys": (FORM, b"measure=" + b"1234567," * 300_000),
    "101 files": (PARTS, parts(*(part(b'form-data; name="a"; filename="a.pdf"') for _ in range(101)))),
    "cut off": (PARTS, part(b'form-data; name="a"; filename="a.pdf"')[:60]),
    "no boundary": ("multipart/form-data", parts(part(b'form-data; name="a"'))),
    "long boundary": (f"multipart/form-data; boundary={'y' * 300}", b""),
    "boundary of other letters": ("multipart/form-data; boundary=²", b""),
    "long head": (PARTS, parts(part(b'form-data; name="a"; filename="' + b"x" * 5_000 + b'"'))),
    "name twice": (PARTS, parts(part(b"form-data; name*=base64''%41; name*1=x"))),
    "name in no letters": (PARTS, parts(part(b"form-data; name*=bogus''%41"))),
    "file name in no letters": (PARTS, parts(part(b"form-data; name=\"a\"; filename*=undefined''%41"))),
    "file name that climbs": (PARTS, parts(part(b'form-data; name="file"; filename="../../../etc/passwd"'))),
    "zero byte in a file name": (PARTS, parts(part(b'form-data; name="file"; filename="a\x00.pdf"'))),
    "not base64": (PARTS, parts(part(b'form-data; name="a"', b"\r\nContent-Transfer-Encoding: base64"))),
    "length of a part": (PARTS, parts(part(b'form-data; name="a"', b"\r\nContent-Length: -1"))),
    "json": ("application/json", b'{"a":' * 1_000),
    "no type": ("", b"a=1"),
}


@pytest.mark.parametrize("role", ["signed_out", "administrator"])
def test_body_is_answered(request, objects, role):  # noqa: F811
    """With a token that fits: what is refused is refused for the body."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if role != "signed_out":
        client.force_login(request.getfixturevalue(role))
    client.cookies["csrftoken"] = "a" * 32
    answers = {}
    for (kind, (content_type, body)), name in product(BODIES.items(), TAKES_POSTS):
        answer = client.generic("POST", path_of(name, objects), body, content_type, headers={"X-CSRFToken": "a" * 32})
        answers[kind, name] = answer.status_code
    assert len(answers) > 2_000
    assert {key: status for key, status in answers.items() if status >= 500} == {}
    unread = {status for (kind, _), status in answers.items() if kind.partition(" in ")[2] in LETTERS[:-1]}
    assert unread <= {400, 403, 404}


@pytest.mark.parametrize(
    "content_type",
    [f"{FORM}; charset*=utf-8''%00", f"{FORM}; charset*=bogus''utf-8", "multipart/form-data; boundary*=bogus''x"],
)
@pytest.mark.django_db
def test_type_on_which_no_request_can_be_made_is_refused(content_type):
    """The test client makes requests by itself, so this goes through the application."""
    environ = RequestFactory().post("/login/", b"username=a", content_type=FORM).environ
    told = []
    answer = plainly_typed(WSGIHandler())(environ | {"CONTENT_TYPE": content_type}, lambda *head: told.append(head))
    assert told[0][0].startswith("403")
    assert "ภาษา" not in str(answer) and b'lang="th"' in b"".join(answer)
    answer.close()
