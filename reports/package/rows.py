"""The stored rows of a document: locked, checked against the format, put in order."""

from typing import Any

from django.core.exceptions import ValidationError

from assessments.models import Framework
from assessments.records.bulk import assign, lock_rows
from assessments.years.locking import lock_editable_year
from measures.models import Evidence
from reports.blocks import BLOCK_TYPES
from reports.documents.models import Block, Document

from .checks import named_faults
from .schema import FIELDS, FullDocumentData, checked


def fitting_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields as the format knows them; those outside of it as they are."""
    given = {name: value for name, value in fields.items() if name in FIELDS}
    plain = {name: getattr(Document(), name) for name in FIELDS}
    fitting = checked(FullDocumentData, {**plain, **given, "sections": []})
    return fields | fitting.model_dump(include=set(given))


def checked_block(document: Document, section: dict[str, Any]) -> Block:
    """Return an unsaved block; its data fit the format and name only what its year defines."""
    kind = section.get("type")
    if kind not in BLOCK_TYPES:
        raise ValidationError("ไม่รู้จักส่วนชนิดนี้ เลือกชนิดจากรายการ")
    typed = checked(BLOCK_TYPES[kind].data, {**BLOCK_TYPES[kind].plain, **section})
    years = typed.years()
    defined = Framework.objects.published().filter(fiscal_year__in={*years, document.assessment.fiscal_year})
    frameworks = {known.fiscal_year: known for known in defined.prefetch_related("indicators", "instruments")}
    faults = [f"ยังไม่มีเกณฑ์ของปี {year} ในระบบ" for year in sorted(years - frameworks.keys())]
    of_year = getattr(typed, "year", document.assessment.fiscal_year)
    if of_year in frameworks:
        faults += named_faults(typed, frameworks[of_year])
    faults += _picture_faults(document, typed.evidence())
    if faults:
        raise ValidationError(faults)
    data = typed.model_dump()
    return Block(document=document, type=data.pop("type"), heading=data.pop("heading"), data=data)


def _picture_faults(document: Document, keys: set[int]) -> list[str]:
    """A document prints pictures of its own municipality; a deleted one may come back, none goes meanwhile."""
    own = Evidence.objects.pictures().filter(municipality=document.assessment.municipality_id)
    if len(lock_rows(own, keys)) == len(keys):
        return []
    return ["บางภาพไม่อยู่ในหลักฐานของหน่วยงาน ให้เปิดหน้านี้ใหม่แล้วเลือกภาพอีกครั้ง"]


def locked_document(document: Document) -> Document:
    """Return the document as it is stored now, its year and itself locked until the transaction ends."""
    lock_editable_year(document.assessment)
    stored = Document.objects.select_for_update().filter(pk=document.pk).first()
    if stored is None:
        raise ValidationError("เอกสารนี้ถูกลบไปแล้ว ให้เปิดหน้าภาพรวมของปีใหม่")
    return stored


def locked_blocks(document: Document) -> list[Block]:
    """Return the blocks in order as they are stored now, the document locked until the transaction ends."""
    return list(locked_document(document).blocks.all())


def stored_block(blocks: list[Block], block: Block) -> Block:
    """Return the block as it is stored now."""
    for row in blocks:
        if row == block:
            return row
    raise ValidationError("ส่วนนี้ถูกลบไปแล้ว ให้เปิดหน้าเอกสารใหม่")


def store_order(document: Document, blocks: list[Block]) -> None:
    for position, block in enumerate(blocks):
        moved, block.position = block.position != position, position
        if block.pk is None:
            block.save()
        elif moved:
            block.save(update_fields=["position"])
    document.save(update_fields=["updated_at"])


def update_document(stored: Document, **fields: Any) -> None:
    """Store these fields of a locked document, and no others: somebody else may be changing them."""
    assign(stored, fitting_fields(fields))
    stored.save(update_fields=[*fields, "updated_at"])
