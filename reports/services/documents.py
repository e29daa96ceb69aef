"""Changes to the document of a year. What is stored fits its schema; positions are 0, 1, 2, …"""

from django.core.exceptions import ValidationError
from django.db import transaction
from pydantic import BaseModel
from pydantic import ValidationError as SchemaError

from assessments.access import Deed, check
from assessments.history import recorded
from assessments.models import Assessment, Framework, User
from assessments.resources.lookups import locked
from assessments.services import lock_year
from measures.models import Evidence
from reports import starting
from reports.blocks import LABELS
from reports.models import Block, Document
from reports.package import block_data, named_faults
from reports.reviewing import standing
from reports.schema import BLOCK_TYPES, ONCE, WideDocumentData, thai_faults
from reports.styles import fitted_look

FORMAT_FIELDS = tuple(name for name in WideDocumentData.model_fields if name != "sections")


@transaction.atomic
@recorded
def create_document(*, by: User, year: Assessment, kind: str, look: dict | None = None) -> Document:
    """Create a document of the year from the starting form of its kind; ValidationError where it has one.

    `look` takes the place of the kind's own, as far as the year can have it.
    """
    check(by, Deed.EDIT, year)
    lock_year(year)
    if kind not in Document.Kind.values:
        raise ValidationError("เลือกแบบเริ่มต้นของเอกสารหนึ่งแบบ")
    if year.documents.filter(kind=kind).exists():
        raise ValidationError("ปีนี้มีเอกสารชนิดนี้อยู่แล้ว เปิดแก้ไขเอกสารเดิมได้จากรายการ")
    fields = starting.document_fields(year, kind) | (
        fitted_look(look, areas=year.framework.areas.exists()) if look else {}
    )
    document = Document.objects.create(assessment=year, **_fitting(fields))
    _store_order(document, [_starting_block(document, each) for each in starting.document_sections(document)])
    return document


@transaction.atomic
@recorded
def save_settings(*, by: User, document: Document, **fields) -> None:
    """Store how the document looks. The area column comes and goes with `areas_as`, so areas print once."""
    check(by, Deed.EDIT, document.assessment)
    stored = _locked(document)
    areas_as = fields.get("areas_as", stored.areas_as)
    if areas_as != stored.areas_as:
        area = [each for each in stored.columns if each["field"] == "area"]
        if areas_as != "column":
            fields["columns"] = [each for each in stored.columns if each not in area]
        elif not area:
            fields["columns"] = [{"field": "area", "heading": starting.HEADINGS["area"]}, *stored.columns]
    _update(stored, **fields)


@transaction.atomic
@recorded
def save_columns(*, by: User, document: Document, columns: list[dict]) -> None:
    """Store the printed columns in their order; at least one."""
    check(by, Deed.EDIT, document.assessment)
    if not columns:
        raise ValidationError("เลือกอย่างน้อยหนึ่งคอลัมน์")
    _update(_locked(document), columns=columns)


@transaction.atomic
@recorded
def save_memo(*, by: User, document: Document, memo: dict | None) -> None:
    """Store the memo that is printed before the document; None prints none."""
    check(by, Deed.EDIT, document.assessment)
    _update(_locked(document), memo=memo)


@transaction.atomic
@recorded
def add_block(*, by: User, document: Document, section: dict, after: int | None = None) -> Block:
    """Add a block, given as it stands in a package, after the one of this key: 0 for the first place.

    It goes last without a key, and where that block is gone. ValidationError for a second one of those in ONCE.
    """
    check(by, Deed.EDIT, document.assessment)
    blocks = _locked_blocks(document)
    block = _block(document, section)
    _check_once(blocks, block)
    places = {0: 0} | {each.pk: place for place, each in enumerate(blocks, start=1)}
    blocks.insert(places.get(after, len(blocks)), block)
    _store_order(document, blocks)
    return block


@transaction.atomic
@recorded
def edit_block(*, by: User, block: Block, section: dict, reviewed: bool = False) -> None:
    """Replace what a block holds; its type and place stay.

    Marks of copying go with the spots that were written anew, and all of them where the block was `reviewed`.
    """
    check(by, Deed.EDIT, block.document.assessment)
    row = _row(_locked_blocks(block.document), block)
    checked = _block(block.document, {**section, "type": row.type})
    row.heading, row.data = checked.heading, checked.data
    row.review = [] if reviewed else standing(row.review, block_data(row))
    row.save(update_fields=["heading", "data", "review"])
    block.document.save(update_fields=["updated_at"])


@transaction.atomic
@recorded
def move_block(*, by: User, block: Block, direction: str) -> None:
    """Move a block one place "up" or "down"; at the edge it stays."""
    check(by, Deed.EDIT, block.document.assessment)
    if direction not in ("up", "down"):
        raise ValidationError("เลือกเลื่อนขึ้นหรือเลื่อนลง")
    blocks = _locked_blocks(block.document)
    place = blocks.index(_row(blocks, block))
    target = place + (-1 if direction == "up" else 1)
    if 0 <= target < len(blocks):
        blocks.insert(target, blocks.pop(place))
    _store_order(block.document, blocks)


@transaction.atomic
@recorded
def delete_block(*, by: User, block: Block) -> dict:
    """Remove a block; return what `restore_block` needs to bring it back."""
    check(by, Deed.EDIT, block.document.assessment)
    blocks = _locked_blocks(block.document)
    row = _row(blocks, block)
    blocks.remove(row)
    removed = {
        "position": row.position,
        "section": block_data(row),
        "drafted": row.drafted,
        "review": row.review,
    }
    row.delete()
    _store_order(block.document, blocks)
    return removed


@transaction.atomic
@recorded
def restore_block(*, by: User, document: Document, removed: dict) -> Block:
    """Bring a removed block back to its place, or to the end of a document that became shorter."""
    check(by, Deed.EDIT, document.assessment)
    blocks = _locked_blocks(document)
    block = _block(document, removed["section"])
    _check_once(blocks, block)
    block.drafted = removed.get("drafted", [])
    block.review = removed.get("review", [])
    blocks.insert(removed["position"], block)
    _store_order(document, blocks)
    return block


def _checked(model: type[BaseModel], value: dict) -> BaseModel:
    try:
        return model.model_validate(value)
    except SchemaError as error:
        raise ValidationError(thai_faults(error)) from error


def _fitting(fields: dict) -> dict:
    """Return the fields as the format knows them; those outside of it as they are."""
    given = {name: value for name, value in fields.items() if name in FORMAT_FIELDS}
    plain = {name: getattr(Document(), name) for name in FORMAT_FIELDS}
    checked = _checked(WideDocumentData, {**plain, **given, "sections": []})
    return fields | checked.model_dump(include=set(given))


def _update(stored: Document, **fields) -> None:
    """Store these fields of a locked document, and no others: somebody else may be changing them."""
    for name, value in _fitting(fields).items():
        setattr(stored, name, value)
    texts = {name: getattr(stored, name) for name in ("title", "prepared_by", "memo")}
    stored.review = standing(stored.review, texts)
    stored.save(update_fields=[*fields, "review", "updated_at"])


def _block(document: Document, section: dict) -> Block:
    """Return an unsaved block; its data fit the format and name only what its year defines."""
    kind = section.get("type")
    if kind not in BLOCK_TYPES:
        raise ValidationError("ไม่รู้จักส่วนชนิดนี้ เลือกชนิดจากรายการ")
    checked = _checked(BLOCK_TYPES[kind], section)
    years = checked.years()
    frameworks = {
        each.fiscal_year: each
        for each in Framework.objects.published()
        .filter(fiscal_year__in={*years, document.assessment.fiscal_year})
        .prefetch_related("indicators", "instruments")
    }
    faults = [f"ยังไม่มีเกณฑ์ของปี {each} ในระบบ" for each in sorted(years - frameworks.keys())]
    of_year = getattr(checked, "year", document.assessment.fiscal_year)
    if of_year in frameworks:
        faults += named_faults(checked, frameworks[of_year])
    faults += _picture_faults(document, checked.evidence())
    if faults:
        raise ValidationError(faults)
    data = checked.model_dump()
    return Block(document=document, type=data.pop("type"), heading=data.pop("heading"), data=data)


def _check_once(blocks: list[Block], block: Block) -> None:
    if block.type in ONCE and any(each.type == block.type for each in blocks):
        raise ValidationError(
            f"เอกสารมี{LABELS[block.type]}อยู่แล้ว และมีได้แห่งเดียว ให้แก้ไข{LABELS[block.type]}เดิม หรือลบของเดิมก่อน"
        )


def _starting_block(document: Document, section: dict) -> Block:
    block = _block(document, {name: value for name, value in section.items() if name != "drafted"})
    block.drafted = section.get("drafted", [])
    return block


def _picture_faults(document: Document, keys: set[int]) -> list[str]:
    """A document prints pictures of its own municipality; a deleted one may come back, none goes meanwhile."""
    own = Evidence.objects.pictures().filter(municipality=document.assessment.municipality_id)
    return (
        []
        if len(locked(own, keys)) == len(keys)
        else ["บางภาพไม่อยู่ในหลักฐานของหน่วยงาน ให้เปิดหน้านี้ใหม่แล้วเลือกภาพอีกครั้ง"]
    )


def _locked(document: Document) -> Document:
    """Return the document as it is stored now, its year and itself locked until the transaction ends."""
    lock_year(document.assessment)
    stored = Document.objects.select_for_update().filter(pk=document.pk).first()
    if stored is None:
        raise ValidationError("เอกสารนี้ถูกลบไปแล้ว ให้เปิดหน้าภาพรวมของปีใหม่")
    return stored


def _locked_blocks(document: Document) -> list[Block]:
    """Return the blocks in order as they are stored now, the document locked until the transaction ends."""
    return list(_locked(document).blocks.all())


def _row(blocks: list[Block], block: Block) -> Block:
    """Return the block as it is stored now."""
    for row in blocks:
        if row == block:
            return row
    raise ValidationError("ส่วนนี้ถูกลบไปแล้ว ให้เปิดหน้าเอกสารใหม่")


def _store_order(document: Document, blocks: list[Block]) -> None:
    for position, block in enumerate(blocks):
        moved, block.position = block.position != position, position
        if block.pk is None:
            block.save()
        elif moved:
            block.save(update_fields=["position"])
    document.save(update_fields=["updated_at"])
