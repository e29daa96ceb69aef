"""What was drawn of documents: PDF and pictures of pages by the hash of what they print, in files of bounded size."""

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from reports.documents.models import Document

from . import page_images
from .content import DocumentContent, document_content
from .render import render_html, render_pdf

DIGEST_LENGTH = 32


@dataclass(frozen=True)
class Rendered:
    """A document as it would be downloaded now: `digest` is another one as soon as anything printed changes."""

    document: Document
    digest: str
    pages: list[page_images.Page]
    parts: dict[int, int]  # the page on which each block begins, both counted from 1

    def page_of(self, block: int) -> int:
        """Return the page on which the block of this key begins, 0 where the document has no such block."""
        keys = list(self.document.blocks.values_list("pk", flat=True)) if block else []
        return self.parts.get(keys.index(block) + 1, 0) if block in keys else 0


def rendered(document: Document) -> Rendered:
    """Draw the document, or take what was drawn of the same content before."""
    content = document_content(document)
    digest = _digest(content)
    pdf = _kept(document, digest, "pdf") or _keep(document, digest, "pdf", render_pdf(content))
    return Rendered(document, digest, page_images.pages_of(pdf), page_images.parts_of(pdf))


def page_picture(document: Document, digest: str, number: int) -> bytes | None:
    """Return a page as WebP; None where the document has no such page or says something else by now."""
    if len(digest) > DIGEST_LENGTH:
        return None
    name = f"{number}.webp"
    if picture := _kept(document, digest, name):
        return picture
    pdf = _kept(document, digest, "pdf")
    if pdf is None:  # swept away: drawn again if it is still what the document says
        content = document_content(document)
        if _digest(content) != digest:
            return None
        pdf = _keep(document, digest, "pdf", render_pdf(content))
    if not 1 <= number <= len(page_images.pages_of(pdf)):
        return None
    return _keep(document, digest, name, page_images.picture(pdf, number))


def _digest(content: DocumentContent) -> str:
    """Return the hash of all that decides a page: what is printed, and what draws it."""
    drawn_by = f"weasyprint {version('weasyprint')}, {page_images.WIDTH} px, {page_images.GREYS} greys"
    return hashlib.sha256(f"{drawn_by}\n{render_html(content)}".encode()).hexdigest()[:DIGEST_LENGTH]


def _path(document: Document, digest: str, name: str) -> Path:
    """Return the file: the key of the document in its name keeps each to its own municipality."""
    return Path(settings.PAGES_DIR) / f"{document.pk}-{digest}-{name}"


def _kept(document: Document, digest: str, name: str) -> bytes | None:
    try:
        return _path(document, digest, name).read_bytes()
    except FileNotFoundError:
        return None


def _keep(document: Document, digest: str, name: str, body: bytes) -> bytes:
    path = _path(document, digest, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(body)
    os.replace(file.name, path)  # never half a file
    _sweep(path.parent)
    return body


def _sweep(folder: Path) -> None:
    """Drop the oldest files while there are more bytes than the settings allow."""
    files = []
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):  # another process sweeps too
                files.append((entry.stat(), entry.path))
    total = sum(stat.st_size for stat, _ in files)
    for stat, path in sorted(files, key=lambda file: file[0].st_mtime_ns):
        if total <= settings.PAGES_MAX_MB * 1_000_000:
            return
        Path(path).unlink(missing_ok=True)
        total -= stat.st_size
