"""The pages of documents: on which page each block begins, and pictures of the very PDF that is downloaded."""

from dataclasses import dataclass

from reports.documents.models import Document

from . import page_images
from .content import document_content
from .printing import store
from .printing.orders import DIGEST_LENGTH, Order, name_of
from .printing.service import printed


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


def order_of(document: Document, ending: str = "pdf") -> Order:
    """Return what makes the document's file as it is now."""
    return Order(str(document.pk), ending, document_content(document))


def rendered(document: Document, *, person: int) -> Rendered:
    """Return the pages of the document as it is now, for the person of this key; NotReady where they are being made."""
    order = order_of(document)
    pdf = printed(order, person=person)
    return Rendered(document, order.digest, page_images.pages_of(pdf), page_images.parts_of(pdf))


def page_picture(document: Document, digest: str, number: int, *, person: int) -> bytes | None:
    """Return a page as WebP; None where the document has no such page or says something else by now."""
    if len(digest) > DIGEST_LENGTH:
        return None
    name = name_of(str(document.pk), digest, f"{number}.webp")
    if picture := store.kept(name):
        return picture
    pdf = store.kept(name_of(str(document.pk), digest, "pdf"))
    if pdf is None:  # swept away: made again if it is still what the document says
        order = order_of(document)
        if order.digest != digest:
            return None
        pdf = printed(order, person=person)
    if not 1 <= number <= len(page_images.pages_of(pdf)):
        return None
    return store.keep(name, page_images.picture(pdf, number))
