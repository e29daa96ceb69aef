"""Changes to the document of a year. What is stored fits its schema; positions are 0, 1, 2, …"""

from typing import Any

from django.core.exceptions import ValidationError

from assessments.accounts.access import Permission, check
from assessments.models import Assessment, User
from assessments.records.bulk import recorded
from assessments.years.locking import lock_year
from reports.documents.looks import fitted_look
from reports.documents.models import Block, Document
from reports.documents.unconfirmed import still_unconfirmed
from reports.package import block_data
from reports.package.rows import (
    checked_block,
    fitting_fields,
    locked_blocks,
    locked_document,
    store_order,
    stored_block,
    update_document,
)

from . import starters


@recorded
def create_document(*, by: User, year: Assessment, kind: str, look: dict[str, Any] | None = None) -> Document:
    """Create a document of the year from the starting form of its kind; ValidationError where it has one.

    `look` takes the place of the kind's own, as far as the year can have it.
    """
    check(by, Permission.EDIT, year)
    lock_year(year)
    if kind not in Document.Kind.values:
        raise ValidationError("เลือกแบบเริ่มต้นของเอกสารหนึ่งแบบ")
    if year.documents.filter(kind=kind).exists():
        raise ValidationError("ปีนี้มีเอกสารชนิดนี้อยู่แล้ว เปิดแก้ไขเอกสารเดิมได้จากรายการ")
    fields = starters.document_fields(year, kind)
    if look:
        fields |= fitted_look(look, areas=year.framework.areas.exists())
    document = Document.objects.create(assessment=year, **fitting_fields(fields))
    blocks = []
    for section in starters.document_sections(document):
        drafted = section.pop("drafted", [])
        block = checked_block(document, section)
        block.drafted = drafted
        blocks.append(block)
    store_order(document, blocks)
    return document


@recorded
def save_settings(*, by: User, document: Document, **fields: Any) -> None:
    """Store how the document looks. The area column comes and goes with `areas_as`, so areas print once."""
    check(by, Permission.EDIT, document.assessment)
    stored = locked_document(document)
    areas_as = fields.get("areas_as", stored.areas_as)
    if areas_as != stored.areas_as:
        area = [column for column in stored.columns if column["field"] == "area"]
        if areas_as != "column":
            fields["columns"] = [column for column in stored.columns if column not in area]
        elif not area:
            fields["columns"] = [{"field": "area", "heading": starters.HEADINGS["area"]}, *stored.columns]
    update_document(stored, **fields)


@recorded
def save_columns(*, by: User, document: Document, columns: list[dict[str, Any]]) -> None:
    """Store the printed columns in their order; at least one."""
    check(by, Permission.EDIT, document.assessment)
    if not columns:
        raise ValidationError("เลือกอย่างน้อยหนึ่งคอลัมน์")
    update_document(locked_document(document), columns=columns)


@recorded
def save_memo(*, by: User, document: Document, memo: dict[str, Any] | None) -> None:
    """Store the memo that is printed before the document; None prints none."""
    check(by, Permission.EDIT, document.assessment)
    update_document(locked_document(document), memo=memo)


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
    store_order(document, blocks)
    return block


@recorded
def edit_block(*, by: User, block: Block, section: dict[str, Any]) -> None:
    """Replace what a block holds; its type and place stay. What was written anew is confirmed by that."""
    check(by, Permission.EDIT, block.document.assessment)
    row = stored_block(locked_blocks(block.document), block)
    checked = checked_block(block.document, {**section, "type": row.type})
    row.heading, row.data = checked.heading, checked.data
    row.unconfirmed = still_unconfirmed(row.unconfirmed, block_data(row))
    row.save(update_fields=["heading", "data", "unconfirmed"])
    block.document.save(update_fields=["updated_at"])


@recorded
def move_block(*, by: User, block: Block, direction: str) -> None:
    """Move a block one place "up" or "down"; at the edge it stays."""
    check(by, Permission.EDIT, block.document.assessment)
    if direction not in ("up", "down"):
        raise ValidationError("เลือกเลื่อนขึ้นหรือเลื่อนลง")
    blocks = locked_blocks(block.document)
    place = blocks.index(stored_block(blocks, block))
    target = place + (-1 if direction == "up" else 1)
    if 0 <= target < len(blocks):
        blocks.insert(target, blocks.pop(place))
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
