"""Changes to the document of a year. What is stored fits its schema; positions are 0, 1, 2, …"""

from typing import Any

from django.core.exceptions import ValidationError

from assessments.accounts.access import Permission, check
from assessments.models import Assessment, User
from assessments.records.bulk import delete_rows, recorded
from assessments.years.locking import lock_editable_year
from reports.documents.caps import within_caps
from reports.documents.looks import fitted_look, with_area, without_area
from reports.documents.models import Block, Document
from reports.documents.unconfirmed import remembered
from reports.package.rows import (
    checked_block,
    fitting_fields,
    locked_blocks,
    locked_document,
    store_order,
    stored_block,
    update_document,
)
from reports.rollover.services import claims_of_look

from . import starters


@recorded
def create_document(*, by: User, year: Assessment, kind: str, look: dict[str, Any] | None = None) -> Document:
    """Create a document of the year from the starting form of its kind; ValidationError where it has one.

    `look` takes the place of the kind's own, as far as the year can have it; what its headings claim waits.
    """
    check(by, Permission.EDIT, year)
    lock_editable_year(year)
    if kind not in Document.Kind.values:
        raise ValidationError("เลือกแบบเริ่มต้นของเอกสารหนึ่งแบบ")
    if year.documents.filter(kind=kind).exists():
        raise ValidationError("ปีนี้มีเอกสารชนิดนี้อยู่แล้ว เปิดแก้ไขเอกสารเดิมได้จากรายการ")
    fields = starters.document_fields(year, kind)
    if look:
        fields |= fitted_look(look, areas=year.framework.areas.exists())
    document = Document(assessment=year, unconfirmed=remembered(year, kind), **fitting_fields(fields))
    if look:
        document.unconfirmed += claims_of_look(document, look, starters.own_words(year, kind))
    document.save()
    blocks = []
    for section in starters.document_sections(document):
        drafted = section.pop("drafted", [])
        block = checked_block(document, section)
        block.drafted = drafted
        blocks.append(block)
    store_order(document, blocks)
    return document


@recorded
def delete_document(*, by: User, document: Document) -> None:
    """Remove a document with its blocks; what was issued of it stays."""
    check(by, Permission.EDIT, document.assessment)
    stored = locked_document(document)
    delete_rows(Document.objects.filter(pk=stored.pk))


@recorded
def save_settings(*, by: User, document: Document, **fields: Any) -> None:
    """Store how the document looks. The area column comes and goes with `areas_as`, so areas print once."""
    check(by, Permission.EDIT, document.assessment)
    stored = locked_document(document)
    areas_as = fields.get("areas_as", stored.areas_as)
    if areas_as != stored.areas_as:
        if areas_as != "column":
            fields |= without_area(stored.columns, stored.widths)
        elif all(column["field"] != "area" for column in stored.columns):
            fields |= with_area(stored.columns, stored.widths, starters.HEADINGS["area"])
    update_document(stored, **fields)


@recorded
def save_columns(
    *, by: User, document: Document, columns: list[dict[str, Any]], widths: list[int] | None = None
) -> None:
    """Store the printed columns in their order, at least one, with their widths: all fitted without any."""
    check(by, Permission.EDIT, document.assessment)
    if not columns:
        raise ValidationError("เลือกอย่างน้อยหนึ่งคอลัมน์")
    stored = locked_document(document)
    with within_caps(stored):
        update_document(stored, columns=columns, widths=widths or [])


@recorded
def save_memo(*, by: User, document: Document, memo: dict[str, Any] | None) -> None:
    """Store the memo that is printed before the document; None prints none."""
    check(by, Permission.EDIT, document.assessment)
    stored = locked_document(document)
    with within_caps(stored):
        update_document(stored, memo=memo)


@recorded
def add_block(*, by: User, document: Document, section: dict[str, Any], after: int | None = None) -> Block:
    """Add a block, given as it stands in a package, after the one of this key: 0 for the first place.

    It goes last without a key, and where that block is gone. ValidationError for a second one of those that stand once.
    """
    check(by, Permission.EDIT, document.assessment)
    blocks = locked_blocks(document)
    block = checked_block(document, section)
    block.clean()
    places: dict[int | None, int] = {known.pk: place for place, known in enumerate(blocks, start=1)}
    blocks.insert(0 if after == 0 else places.get(after, len(blocks)), block)
    with within_caps(document):
        store_order(document, blocks)
    return block


@recorded
def edit_block(*, by: User, block: Block, section: dict[str, Any]) -> None:
    """Replace what a block holds; its type and place stay."""
    check(by, Permission.EDIT, block.document.assessment)
    row = stored_block(locked_blocks(block.document), block)
    checked = checked_block(block.document, {**section, "type": row.type})
    row.heading, row.data = checked.heading, checked.data
    with within_caps(block.document):
        row.save(update_fields=["heading", "data"])
    block.document.save(update_fields=["updated_at"])


@recorded
def move_block(*, by: User, block: Block, direction: str, beside: int = 0) -> None:
    """Move a block one place "up" or "down", or put it "before" or "after" another one; at the edge it stays."""
    check(by, Permission.EDIT, block.document.assessment)
    if direction not in ("up", "down", "before", "after"):
        raise ValidationError("เลือกเลื่อนขึ้นหรือเลื่อนลง")
    blocks = locked_blocks(block.document)
    place = blocks.index(stored_block(blocks, block))
    moved = blocks.pop(place)
    if direction in ("up", "down"):
        goal = max(0, place + (-1 if direction == "up" else 1))
    else:
        places = [at for at, other in enumerate(blocks) if other.pk == beside]
        if not places:
            raise ValidationError("ไม่พบส่วนที่จะวางไว้ข้าง ๆ อาจถูกลบไปแล้ว เปิดหน้าเอกสารใหม่แล้วเลื่อนอีกครั้ง")
        goal = places[0] + (direction == "after")
    blocks.insert(goal, moved)
    store_order(block.document, blocks)


@recorded
def delete_block(*, by: User, block: Block) -> None:
    """Remove a block."""
    check(by, Permission.EDIT, block.document.assessment)
    blocks = locked_blocks(block.document)
    row = stored_block(blocks, block)
    blocks.remove(row)
    row.delete()
    store_order(block.document, blocks)
