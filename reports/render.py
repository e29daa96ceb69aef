"""DocumentContent → HTML → PDF: no database, no clock, no network; the same content gives the same bytes."""

import hashlib
import mimetypes
from collections.abc import Callable
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from .content import DocumentContent

STYLESHEETS = ("css/document.css", "css/paged.css")
NARROW, DRAFT = "css/narrow.css", "css/draft.css"


def render_html(content: DocumentContent) -> str:
    """Return the whole document as the HTML that becomes the PDF."""
    names = [*STYLESHEETS]
    names += [NARROW] if content.margins == "narrow" else []
    names += [DRAFT] if content.is_draft else []
    return render_to_string(
        "reports/document/paged.html",
        {"document": content, "stylesheets": [_static(each) for each in names]},
    )


def render_pdf(content: DocumentContent) -> bytes:
    """Return the document as PDF."""
    return html_to_pdf(render_html(content))


def html_to_pdf(html: str) -> bytes:
    """Return HTML as PDF; its identifier is the hash of the HTML, so that equal input gives equal bytes."""
    import weasyprint  # here, so that the portal starts without Pango

    document = weasyprint.HTML(string=html, url_fetcher=local_fetcher())
    return document.write_pdf(pdf_identifier=hashlib.sha256(html.encode()).hexdigest()[:32].encode())


def local_fetcher() -> Callable:
    """Return a WeasyPrint fetcher that opens static: and media: addresses of this portal and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class LocalFetcher(URLFetcher):
        def fetch(self, url, headers=None):
            scheme, _, name = unquote(url).partition(":")
            if scheme == "static":
                body = _open_static(name)
            elif scheme == "media":
                with default_storage.open(name) as file:
                    body = file.read()
            else:
                raise ValueError("a document may only use files of the portal")
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    return LocalFetcher()


def _open_static(name: str) -> bytes:
    path = finders.find(name)
    if path is None:
        raise ValueError(f"no static file {name}")
    with open(path, "rb") as file:
        return file.read()


def _static(name: str) -> str:
    return _open_static(name).decode()
