"""DocumentContent → HTML → PDF: no database, no clock, no network; the same content gives the same bytes.

Every PDF is PDF/A-3a and PDF/UA-1 (accessible.py); an issued one carries its package as an attachment.
"""

import gc
import hashlib
import mimetypes
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from ita_portal import glyphs
from reports.package import package_bytes

from . import accessible
from .accessible import VARIANT
from .content import DocumentContent
from .continued import name_continued_rows
from .setting import set_lines
from .tightening import ends_of_tables, tightened

STYLESHEETS = ("css/document_faces.css", "css/document.css", "css/document_paper.css")
NARROW, DRAFT, ISSUE, SYMBOLS = (f"css/document_{part}.css" for part in ("narrow", "draft", "issue", "symbols"))
OWN_FONTS = Path(__file__).parent / "fonts.conf"
_ENVIRONMENT, _COLLECTOR = Lock(), Lock()
BESIDE_TAGS = re.compile(r"(?<=>)\s*\n\s*|\s*\n\s*(?=<)")  # what lays out templates
BREAK = re.compile(r"<br\s*>")
_rendering = 0  # documents that are being rendered in this process
ATTACHED = "ข้อมูลของเอกสารฉบับนี้ในรูปไฟล์แลกเปลี่ยน นำเข้าระบบ ITA ท้องถิ่นได้"


def render_html(content: DocumentContent) -> str:
    """Return the whole document as the HTML that becomes the PDF."""
    names = [*STYLESHEETS]
    names += [NARROW] if content.margins == "narrow" else []
    names += [DRAFT] if content.is_draft else []
    names += [ISSUE] if content.issue else []
    title, content = " ".join(content.title), set_lines(content)
    html = _html(content, title, names)
    return _html(content, title, [*names, SYMBOLS]) if glyphs.beyond_letters(html) else html


def render_pdf(content: DocumentContent, package: dict | None = None) -> bytes:
    """Return the document as PDF; `package` is attached to what is issued."""
    html = render_html(content)
    if content.issue is None or package is None:
        return html_to_pdf(html)
    name = f"ITA-{content.fiscal_year}-{content.code}-{content.kind}.json"
    day = datetime.fromisoformat(content.issue["created"])
    return html_to_pdf(html, {"name": name, "string": package_bytes(package).decode(), "created": day})


def html_to_pdf(html: str, attached: dict | None = None) -> bytes:
    """Return HTML as PDF; its identifier is the hash of what goes in, so that equal input gives equal bytes.

    `attached`: name, string and date of a file to embed.
    """
    import weasyprint  # here, so that the portal starts without Pango

    identity, files = hashlib.sha256(html.encode()), []
    if attached:
        identity.update(attached["string"].encode())
        described = {"modified": attached["created"], "description": ATTACHED, "relationship": "Source"}
        files = [weasyprint.Attachment(**attached, **described)]
    options = {"pdf_identifier": identity.hexdigest()[:32].encode(), "attachments": files, "pdf_variant": VARIANT}
    with _collector_rests():
        document = _laid_out(html, **options)
        name_continued_rows(document)
        return document.write_pdf(finisher=accessible.finish, **options)


def contents_pages(content: DocumentContent) -> dict[int, str]:
    """Return the number of the page on which each block of the contents begins, as the PDF prints it; by its place."""
    with _collector_rests():
        pages = _laid_out(render_html(content), pdf_variant=VARIANT).pages
    entries = (box for page in pages for box in page._page_box.descendants(placeholders=True) if _is_page_number(box))
    return {int(box.element.get("data-heading").removeprefix("#part-")): box.text for box in entries}


def _is_page_number(box) -> bool:
    """Tell whether a box holds the number behind an entry of the contents: templates/reports/blocks/toc.html."""
    return type(box).__name__ == "TextBox" and box.element is not None and box.element.get("class") == "toc-page"


def _laid_out(html: str, **options):
    import weasyprint

    source, fonts = weasyprint.HTML(string=html, url_fetcher=local_fetcher()), _own_fonts_only()
    sheets = _stylesheets_taken_out(source.etree_element.find("head"))

    def lay_out(*names: str) -> weasyprint.Document:
        source.etree_element.find("body").set("class", " ".join(names))
        return source.render(font_config=fonts, stylesheets=sheets, **options)

    return tightened(lay_out)


def _stylesheets_taken_out(head) -> list:
    """Return a document's style sheets as they were parsed for others; faces stay, for each has fonts of its own."""
    styles = [style for style in head.findall("style") if style.text and "@font-face" not in style.text]
    for style in styles:
        head.remove(style)
    return [_parsed(style.text) for style in styles]


@lru_cache(maxsize=50)
def _parsed(stylesheet: str):
    import weasyprint

    return weasyprint.CSS(string=stylesheet, url_fetcher=local_fetcher())


@contextmanager
def _collector_rests() -> Iterator[None]:
    """Keep the garbage collector from walking through all boxes again and again: nearly nothing of them is garbage
    before the pages are written, and it takes a third of the time."""
    global _rendering
    with _COLLECTOR:
        _rendering += 1
        gc.disable()
    try:
        yield
    finally:
        with _COLLECTOR:
            _rendering -= 1
            if not _rendering:
                gc.enable()


def _own_fonts_only():
    """Return a font configuration that knows no font of the machine: else its emoji, or what it puts for a character
    that ours lack, would print differently on another."""
    from weasyprint.text.fonts import FontConfiguration

    with _ENVIRONMENT:  # where fontconfig looks for its configuration, while it is made
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(OWN_FONTS)
        try:
            return FontConfiguration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def local_fetcher() -> Callable:
    """Return a WeasyPrint fetcher that opens static: and media: addresses of this portal and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class LocalFetcher(URLFetcher):
        def fetch(self, url, headers=None):
            scheme, _, name = unquote(url).partition(":")
            if scheme == "static":
                body = open_static(name)
            elif scheme == "media":
                with default_storage.open(name) as file:
                    body = file.read()
            else:
                raise ValueError("a document may only use files of the portal")
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    return LocalFetcher()


def open_static(name: str) -> bytes:
    path = finders.find(name)
    if path is None:
        raise ValueError(f"no static file {name}")
    with open(path, "rb") as file:
        return file.read()


def _html(content: DocumentContent, title: str, stylesheets: list[str]) -> str:
    styles = [*(open_static(stylesheet).decode() for stylesheet in stylesheets), ends_of_tables(content)]
    context = {"document": content, "title": title, "stylesheets": styles}
    return _compact(render_to_string("reports/document/paged.html", context))


def _compact(html: str) -> str:
    """Leave no white space but what is printed, with newlines where lines were set: each <br> costs three boxes."""
    return BREAK.sub("\n", BESIDE_TAGS.sub("", html))
