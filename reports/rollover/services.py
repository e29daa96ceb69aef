"""A document copied from an earlier year, and what a person looks at afterwards."""

from typing import Any

from django.core.exceptions import ValidationError

from assessments.accounts.access import Permission, check
from assessments.models import Assessment, User
from assessments.records.bulk import recorded
from assessments.years.locking import lock_year
from reports.documents.block_types import LABELS
from reports.documents.looks import fitted_look, look_of
from reports.documents.models import Block, Document
from reports.documents.review_marks import mark_key
from reports.package import block_data
from reports.package.rows import checked_block, fitting_fields, locked_document, store_order

from .parts import bring_part
from .texts import YearShift
from .year_shift import read_year_shift


@recorded
def copy_document(*, by: User, year: Assessment, source: Document) -> Document:
    """Create the year's document of the source's kind from it; the marks of what to look at stand beside the texts.

    ValidationError unless the source is the same municipality's, of an earlier year, and the first of its kind.
    """
    check(by, Permission.EDIT, year)
    lock_year(year)
    before = source.assessment
    if before.municipality_id != year.municipality_id or before.fiscal_year >= year.fiscal_year:
        raise ValidationError("คัดลอกได้จากเอกสารของหน่วยงานเดียวกันในปีก่อนหน้าเท่านั้น")
    if year.documents.filter(kind=source.kind).exists():
        raise ValidationError("ปีนี้มีเอกสารชนิดนี้อยู่แล้ว เปิดแก้ไขเอกสารเดิมได้จากรายการ")
    sections = [(row, block_data(row)) for row in source.blocks.all()]
    named = {section["year"] for _, section in sections if isinstance(section.get("year"), int)}
    passage = read_year_shift(source, year, named)
    document = Document(assessment=year, cut_off=source.cut_off)
    blocks, notes = _brought_blocks(document, sections, passage)
    document = _brought_document(document, source, passage, notes)
    for block in blocks:
        block.document = document
    store_order(document, blocks)
    return document


@recorded
def confirm_review(
    *, by: User, document: Document, block: Block | None = None, keys: list[str] | None = None
) -> int:
    """Take away the marks of these keys, or all, from a block or the document itself; return how many are left."""
    check(by, Permission.EDIT, document.assessment)
    stored = locked_document(document)
    row = stored if block is None else stored.blocks.filter(pk=block.pk).first()
    if row is None:
        raise ValidationError("ส่วนนี้ถูกลบไปแล้ว ให้เปิดหน้าเอกสารใหม่")
    row.review = [] if keys is None else [each for each in row.review if mark_key(each) not in keys]
    row.save(update_fields=["review"])
    return len(row.review)


def _brought_document(
    document: Document, source: Document, passage: YearShift, notes: list[dict[str, Any]]
) -> Document:
    """Store the document itself: its look as it was, its title and memo brought up."""
    texts = {"title": source.title, "prepared_by": source.prepared_by, "memo": source.memo}
    brought = bring_part(texts, passage)
    look = look_of(source)
    fitted = fitted_look(look, areas=document.assessment.framework.areas.exists())
    fields = fitting_fields({"kind": source.kind, **fitted, **brought.value})
    for name, value in fields.items():
        setattr(document, name, value)
    document.result_years = [result_year + passage.shift for result_year in source.result_years]
    if fitted != look:
        notes = [_note("การพิมพ์ประเด็น", f"เกณฑ์ปี {passage.after} ยังไม่มีประเด็น เอกสารจึงไม่พิมพ์ประเด็น"), *notes]
    document.review = [*brought.marks, *notes]
    document.save()
    return document


def _brought_blocks(
    document: Document, sections: list[tuple[Block, dict[str, Any]]], passage: YearShift
) -> tuple[list[Block], list[dict[str, Any]]]:
    """Return the blocks that the year can have, and a note for each that it cannot."""
    blocks, notes = [], []
    for row, section in sections:
        brought = bring_part(section, passage)
        if brought.value is None:
            notes.append(_left_out(row, brought.marks[-1]["why"]))
            continue
        try:
            block = checked_block(document, brought.value)
        except ValidationError as error:
            notes.append(_left_out(row, " ".join(error.messages)))
            continue
        block.review = brought.marks
        block.drafted = [_brought_sentence(each, passage) for each in row.drafted]
        blocks.append(block)
    return blocks, notes


def _brought_sentence(sentence: dict[str, Any], passage: YearShift) -> dict[str, Any]:
    """Return a drafted sentence as it stands now: its figures stay, so that it is seen to speak of other data."""
    moved = bring_part({"text": sentence["text"], "args": sentence["args"]}, passage).value
    return {**sentence, **(moved or {})}


def _left_out(row: Block, why: str) -> dict[str, Any]:
    return _note(f"{LABELS[row.type]} {row.heading}".strip(), why)


def _note(was: str, why: str) -> dict[str, Any]:
    return {"was": was, "now": "", "context": "", "why": why, "path": "blocks"}
