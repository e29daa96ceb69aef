"""Answers with stored files to those who may see them: asked for again, in ranges, or sent by the proxy."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")  # one; of several the whole file is sent, as RFC 9110 allows
PIECE = 64 * 1024
ASKED_AGAIN = {"Cache-Control": "private, no-cache", "Accept-Ranges": "bytes"}


def stored_file(request: HttpRequest, file: FieldFile | None, media_type: str, **options: Any) -> HttpResponseBase:
    """Answer with a stored file, or Http404 where it is missing. A stored name never holds another file.

    With `ACCEL_ADDRESS` the proxy sends it: only the answer to who may have it is the portal's.
    """
    name = file.name if file else None
    if not file or not name or not file.storage.exists(name):
        raise Http404("ไม่พบไฟล์")
    if settings.ACCEL_ADDRESS and isinstance(file.storage, FileSystemStorage):
        head = _head(media_type, **options) | {"X-Accel-Redirect": settings.ACCEL_ADDRESS + quote(name)}
        return HttpResponse(headers=head)
    return opened_file(request, file, media_type, etag=quote_etag(quote(name)), **options)


def opened_file(request: HttpRequest, file: File, media_type: str, *, etag: str, **options: Any) -> HttpResponseBase:
    """Answer with a file that can be opened, its `size` in bytes: 200, 206 or 416 by the range, 304 if it is known.

    `filename` and `as_attachment` say how a browser keeps it; `headers` are sent with it.
    """
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    head = _head(media_type, **options) | {"ETag": etag}
    first, last, status = 0, file.size - 1, 200
    asked = RANGE.fullmatch(request.headers.get("Range", "")) if request.method == "GET" else None
    if asked and any(asked.groups()) and request.headers.get("If-Range", etag) == etag:
        (first, last), status = _between(asked, file.size), 206
        head["Content-Range"] = f"bytes {first}-{last}/{file.size}"
        if first > last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    head["Content-Length"] = str(last - first + 1)
    body = _piece(file, first, last) if request.method == "GET" else ()
    return StreamingHttpResponse(body, status=status, headers=head)


def _head(media_type: str, *, filename: str = "", as_attachment: bool = False, headers: dict | None = None) -> dict:
    disposition = content_disposition_header(as_attachment, filename) or "inline"
    return {**ASKED_AGAIN, "Content-Type": media_type, "Content-Disposition": disposition, **(headers or {})}


def _between(asked: re.Match[str], size: int) -> tuple[int, int]:
    """Return the first and the last byte; of a file without any of them the first comes after the last."""
    first, last = asked.groups()
    if not first:  # the last so many
        return max(size - int(last), 0) if int(last) else size, size - 1
    return int(first), min(int(last or size - 1), size - 1)


def _piece(file: File, first: int, last: int) -> Iterator[bytes]:
    with file.open() as opened:
        opened.seek(first)
        left = last - first + 1
        while left > 0 and (read := opened.read(min(PIECE, left))):
            left -= len(read)
            yield read
