"""Stored files: whole, in ranges, known already, and handed to the proxy."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.http import Http404
from django.test import RequestFactory

from ita_portal.stored_files import stored_file
from measures.models import Evidence

FIELD = Evidence._meta.get_field("file")
TEXT = b"0123456789"


@pytest.fixture
def file() -> FieldFile:
    return FieldFile(Evidence(), FIELD, default_storage.save("evidence/ก ข.pdf", ContentFile(TEXT)))


def answer(file, method="get", **headers):
    return stored_file(getattr(RequestFactory(), method)("/", headers=headers), file, "application/pdf")


def test_whole_file(file):
    response = answer(file)
    assert (response.status_code, response.getvalue()) == (200, TEXT)
    assert (response["Content-Length"], response["Accept-Ranges"]) == ("10", "bytes")
    response = answer(file, "head")
    assert (response.status_code, response["Content-Length"], response.getvalue()) == (200, "10", b"")


@pytest.mark.parametrize(
    ("asked", "status", "text", "said"),
    [
        ("bytes=0-0", 206, b"0", "bytes 0-0/10"),
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=7-99", 206, b"789", "bytes 7-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, TEXT, "bytes 0-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=4-2", 416, b"", "bytes */10"),
        ("bytes=-", 200, TEXT, None),
        ("bytes=0-1,3-4", 200, TEXT, None),
        ("bytes=" + "9" * 30 + "-", 200, TEXT, None),
        ("lines=1-2", 200, TEXT, None),
    ],
)
def test_ranges(file, asked, status, text, said):
    response = answer(file, Range=asked)
    given = response.getvalue() if response.streaming else response.content
    assert (response.status_code, given, response.get("Content-Range")) == (status, text, said)
    if status != 416:
        assert response["Content-Length"] == str(len(text))


def test_range_of_another_file_gives_the_whole_and_a_known_file_is_not_sent(file):
    etag = answer(file)["ETag"]
    assert answer(file, **{"Range": "bytes=2-4", "If-Range": etag}).status_code == 206
    assert answer(file, **{"Range": "bytes=2-4", "If-Range": '"other"'}).status_code == 200
    assert answer(file, **{"If-None-Match": etag}).status_code == 304


def test_missing_file_is_not_found(file):
    default_storage.delete(file.name)
    for missing in (file, FieldFile(Evidence(), FIELD, "")):
        with pytest.raises(Http404):
            answer(missing)


def test_proxy_is_told_which_file_to_send(file, settings):
    settings.ACCEL_ADDRESS = "/stored/"
    response = answer(file)
    assert response["X-Accel-Redirect"] == "/stored/evidence/%E0%B8%81%20%E0%B8%82.pdf"
    assert (response["Content-Type"], response.content) == ("application/pdf", b"")
    default_storage.delete(file.name)
    with pytest.raises(Http404):
        answer(file)
