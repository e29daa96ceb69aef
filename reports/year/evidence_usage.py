"""Which photo annexes print a picture of the evidence: for `PortalApp`."""

from collections.abc import Collection, Iterator

from django.db.models import Model

from measures.models import Evidence
from reports.documents.models import Block
from reports.timeline.tracked import block_name


def years_printing(model: type[Model], pks: Collection[int]) -> set[int]:
    """Return the keys of the years whose photo annex prints one of these pieces of evidence."""
    return {block.document.assessment_id for _, block in _printed(model, pks)}


def annexes_printing(model: type[Model], pks: Collection[int]) -> Iterator[tuple[int, Block, str]]:
    """Yield the evidence's key, the annex that prints it, and what the annex is called."""
    for pk, block in _printed(model, pks):
        yield pk, block, f"{block_name(block)} ปี {block.document.assessment.fiscal_year}"


def _printed(model: type[Model], pks: Collection[int]) -> Iterator[tuple[int, Block]]:
    if model is not Evidence:
        return
    owners = Evidence.objects.filter(pk__in=pks).values("municipality")
    annexes = Block.objects.filter(type="photos", document__assessment__municipality__in=owners)
    for block in annexes.select_related("document__assessment__framework").order_by("pk"):
        for pk in dict.fromkeys(photo["evidence"] for photo in block.data.get("photos", [])):
            if pk in pks:
                yield pk, block
