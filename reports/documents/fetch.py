"""How the views reach a document and its blocks: what the user may not see does not exist (404)."""

from django.shortcuts import get_object_or_404, redirect

from assessments.accounts.access import Permission
from assessments.models import Assessment
from assessments.years.fetch import year_or_404

from .models import Block, Document


def document_or_404(
    user, fiscal_year: int, code: str, kind: str, permission: Permission = Permission.EDIT, *, typed: bool = False
) -> Document:
    """Return the year's document of a kind with its year; 404 where there is none, 403 without the permission.

    `typed`: a form was sent, as in `year_or_404`; the year, and with it all that is its own, stays as it is until the
    transaction of the view ends.
    """
    year = year_or_404(user, fiscal_year, code, permission, typed=typed)
    if typed:
        Assessment.objects.select_for_update().get(pk=year.pk)
    document = get_object_or_404(Document, assessment=year, kind=kind)
    document.assessment = year
    return document


def block_or_404(user, fiscal_year: int, code: str, kind: str, pk: int) -> Block:
    """Return a block of a document, as `document_or_404`."""
    document = document_or_404(user, fiscal_year, code, kind)
    block = get_object_or_404(Block, document=document, pk=pk)
    block.document = document
    return block


def builder_address(document: Document, block: Block | None = None) -> str:
    """Return the address of the builder, at a block where there is one."""
    year = document.assessment
    address = year.address("document", document.kind)
    return f"{address}?block={block.pk}#block-{block.pk}" if block else address


def to_document(document: Document, block: Block | None = None):
    """Redirect to the builder."""
    return redirect(builder_address(document, block))
