"""Changes to the document of a year. What is stored fits the package format; positions are 0, 1, 2, …"""

from django.core.exceptions import ValidationError
from django.db import transaction
from pydantic import BaseModel
from pydantic import ValidationError as SchemaError

from assessments.access import Deed, check
from assessments.models import Assessment, Framework, User

from . import starting
from .models import Block, Document
from .package import named_faults
from .schema import BLOCK_TYPES, DocumentData, thai_faults

FORMAT_FIELDS = tuple(name for name in DocumentData.model_fields if name != "sections")


@transaction.atomic
def create_document(*, by: User, year: Assessment, kind: str) -> Document:
    """Create the year's document from the starting form of a kind; ValidationError where it has one."""
    check(by, Deed.EDIT, year.municipality)
    Assessment.objects.select_for_update().get(pk=year.pk)
    if Document.objects.filter(assessment=year).exists():
        raise ValidationError("ปีนี้มีเอกสารอยู่แล้ว แก้ไขเอกสารเดิมได้ในหน้านี้")
    if kind not in Document.Kind.values:
        raise ValidationError("เลือกแบบเริ่มต้นของเอกสารหนึ่งแบบ")
    document = Document(assessment=year, **starting.document_fields(year, kind))
    _save(document)
    _store_order(document, [_block(document, each) for each in starting.document_sections(year, kind)])
    return document


@transaction.atomic
def save_settings(*, by: User, document: Document, **fields) -> None:
    """Store how the document looks. The area column comes and goes with `areas_as`, so areas print once."""
    check(by, Deed.EDIT, document.assessment.municipality)
    before = document.areas_as
    for name, value in fields.items():
        setattr(document, name, value)
    if document.areas_as != before and "column" in (document.areas_as, before):
        document.columns = [each for each in document.columns if each["field"] != "area"]
        if document.areas_as == "column":
            document.columns.insert(0, {"field": "area", "heading": starting.HEADINGS["area"]})
    _save(document)


@transaction.atomic
def save_columns(*, by: User, document: Document, columns: list[dict]) -> None:
    """Store the printed columns in their order; at least one."""
    check(by, Deed.EDIT, document.assessment.municipality)
    if not columns:
        raise ValidationError("เลือกอย่างน้อยหนึ่งคอลัมน์")
    document.columns = columns
    _save(document)


@transaction.atomic
def save_memo(*, by: User, document: Document, memo: dict | None) -> None:
    """Store the memo that is printed before the document; None prints none."""
    check(by, Deed.EDIT, document.assessment.municipality)
    document.memo = memo
    _save(document)


@transaction.atomic
def add_block(*, by: User, document: Document, section: dict) -> Block:
    """Append a block, given as it stands in a package."""
    check(by, Deed.EDIT, document.assessment.municipality)
    block = _block(document, section)
    _store_order(document, [*_ordered(document), block])
    return block


@transaction.atomic
def edit_block(*, by: User, block: Block, section: dict) -> None:
    """Replace what a block holds; its type and place stay."""
    check(by, Deed.EDIT, block.document.assessment.municipality)
    checked = _block(block.document, {**section, "type": block.type})
    block.heading, block.data = checked.heading, checked.data
    block.save()
    block.document.save(update_fields=["updated_at"])


@transaction.atomic
def move_block(*, by: User, block: Block, direction: str) -> None:
    """Move a block one place "up" or "down"; at the edge it stays."""
    check(by, Deed.EDIT, block.document.assessment.municipality)
    if direction not in ("up", "down"):
        raise ValidationError("เลือกเลื่อนขึ้นหรือเลื่อนลง")
    blocks = _ordered(block.document)
    place = blocks.index(block)
    target = place + (-1 if direction == "up" else 1)
    if 0 <= target < len(blocks):
        blocks.insert(target, blocks.pop(place))
    _store_order(block.document, blocks)


@transaction.atomic
def delete_block(*, by: User, block: Block) -> dict:
    """Remove a block; return what `restore_block` needs to bring it back."""
    check(by, Deed.EDIT, block.document.assessment.municipality)
    removed = {
        "position": block.position,
        "section": {"type": block.type, "heading": block.heading, **block.data},
    }
    block.delete()
    _store_order(block.document, _ordered(block.document))
    return removed


@transaction.atomic
def restore_block(*, by: User, document: Document, removed: dict) -> Block:
    """Bring a removed block back to its place, or to the end of a document that became shorter."""
    check(by, Deed.EDIT, document.assessment.municipality)
    block, blocks = _block(document, removed["section"]), _ordered(document)
    blocks.insert(removed["position"], block)
    _store_order(document, blocks)
    return block


def _checked(model: type[BaseModel], value: dict) -> BaseModel:
    try:
        return model.model_validate(value)
    except SchemaError as error:
        raise ValidationError(thai_faults(error)) from error


def _save(document: Document) -> None:
    values = {name: getattr(document, name) for name in FORMAT_FIELDS}
    checked = _checked(DocumentData, {**values, "sections": []}).model_dump()
    for name in FORMAT_FIELDS:
        setattr(document, name, checked[name])
    document.save()


def _block(document: Document, section: dict) -> Block:
    """Return an unsaved block; its data fit the format and name only what its year defines."""
    kind = section.get("type")
    if kind not in BLOCK_TYPES:
        raise ValidationError("ไม่รู้จักส่วนชนิดนี้ เลือกชนิดจากรายการ")
    checked = _checked(BLOCK_TYPES[kind], section)
    years = checked.years()
    frameworks = {
        each.fiscal_year: each
        for each in Framework.objects.filter(
            fiscal_year__in={*years, document.assessment.fiscal_year}
        ).prefetch_related("indicators", "instruments")
    }
    faults = [f"ยังไม่มีเกณฑ์ของปี {each} ในระบบ" for each in sorted(years - frameworks.keys())]
    of_year = getattr(checked, "year", document.assessment.fiscal_year)
    if of_year in frameworks:
        faults += named_faults(checked, frameworks[of_year])
    if faults:
        raise ValidationError(faults)
    data = checked.model_dump()
    return Block(document=document, type=data.pop("type"), heading=data.pop("heading"), data=data)


def _ordered(document: Document) -> list[Block]:
    """Return the blocks in order, the document locked until the transaction ends."""
    Document.objects.select_for_update().get(pk=document.pk)
    return list(document.blocks.all())


def _store_order(document: Document, blocks: list[Block]) -> None:
    for position, block in enumerate(blocks):
        if block.pk is None or block.position != position:
            block.position = position
            block.save()
    document.save(update_fields=["updated_at"])
