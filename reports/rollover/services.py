"""A document copied from an earlier year, and what a person looks at afterwards."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from assessments.accounts.access import Permission, check
from assessments.models import Assessment, User
from assessments.records.bulk import recorded
from assessments.years.locking import lock_year
from reports.documents.block_types import LABELS
from reports.documents.looks import fitted_look, look_of
from reports.documents.models import Block, Document
from reports.documents.unconfirmed import UnconfirmedText, key_of
from reports.drafting.rules import Sentence, draft
from reports.drafting.stored import drafted_years, facts_of, read_facts, sentences, stored, text_of
from reports.package import block_data
from reports.package.rows import checked_block, fitting_fields, locked_document, store_order

from .parts import bring_part
from .year_shift import YearShift, read_year_shift


@recorded
def copy_document(*, by: User, year: Assessment, source: Document) -> Document:
    """Create the year's document of the source's kind from it; its typed texts are unconfirmed.

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
    shift = read_year_shift(year, before.fiscal_year, named)
    document = Document(assessment=year, kind=source.kind, cut_off=source.cut_off, numerals=source.numerals)
    blocks, left_out = _brought_blocks(document, sections, shift)
    _bring_document(document, source, shift, left_out)
    for block in blocks:
        block.document = document
    store_order(document, blocks)
    return document


@recorded
def confirm_text(*, by: User, document: Document, block: Block | None = None, key: str) -> int:
    """Note that one text of a block, or of the document itself, is true of this year; return how many are left.

    ValidationError where no such text waits: somebody rewrote or confirmed it meanwhile.
    """
    check(by, Permission.EDIT, document.assessment)
    locked = locked_document(document)
    row = locked if block is None else locked.blocks.filter(pk=block.pk).first()
    if row is None:
        raise ValidationError("ส่วนนี้ถูกลบไปแล้ว ให้เปิดหน้าเอกสารใหม่")
    left = [text for text in row.unconfirmed if key_of(text) != key]
    if len(left) == len(row.unconfirmed):
        raise ValidationError("ข้อความนี้ถูกแก้ไขหรือยืนยันไปแล้ว ให้ดูข้อความที่ยังรอยืนยันอีกครั้ง")
    row.unconfirmed = left
    row.save(update_fields=["unconfirmed"])
    return len(left)


def _bring_document(document: Document, source: Document, shift: YearShift, left_out: list[UnconfirmedText]) -> None:
    """Store the document itself: its look as it was, its title and memo brought up."""
    texts = {"title": source.title, "prepared_by": source.prepared_by, "memo": source.memo}
    brought = bring_part(texts, shift)
    look = look_of(source)
    fitted = fitted_look(look, areas=document.assessment.framework.areas.exists())
    for name, value in fitting_fields({"kind": source.kind, **fitted, **brought.value}).items():
        setattr(document, name, value)
    document.result_years = [result_year + shift.shift for result_year in source.result_years]
    if fitted != look:
        why = f"เกณฑ์ปี {shift.after} ยังไม่มีประเด็น เอกสารจึงไม่พิมพ์ประเด็น"
        left_out = [_left_out("การพิมพ์ประเด็น", why, shift), *left_out]
    document.unconfirmed = [*brought.unconfirmed, *left_out]
    document.save()


def _brought_blocks(
    document: Document, sections: list[tuple[Block, dict[str, Any]]], shift: YearShift
) -> tuple[list[Block], list[UnconfirmedText]]:
    """Return the blocks that the year can have, and a note for each that it cannot."""
    fresh = _drafted_anew(document, [row for row, _ in sections], shift)
    blocks, left_out = [], []
    for row, section in sections:
        name, drafted = f"{LABELS[row.type]} {row.heading}".strip(), fresh.get(row.pk, {})
        texts = [sentence.text for sentence in drafted.values()]
        brought = bring_part(_redrafted(section, drafted), shift, texts)
        if brought.value is None:
            left_out.append(_left_out(name, brought.unconfirmed[-1]["why"], shift))
            continue
        try:
            block = checked_block(document, brought.value)
        except ValidationError as error:
            left_out.append(_left_out(name, " ".join(error.messages), shift))
            continue
        block.unconfirmed = brought.unconfirmed
        block.drafted = [stored(sentence) for sentence in drafted.values()]
        blocks.append(block)
    return blocks, left_out


def _drafted_anew(document: Document, rows: list[Block], shift: YearShift) -> dict[int, dict[str, Sentence]]:
    """Return what the rules of last year's sentences say of this year, by block and by the sentence that stood there.

    A sentence that somebody changed, or whose rule has nothing to say yet, is a typed text like any other.
    """
    years = {year + shift.shift for year in drafted_years(rows)}
    if not years:
        return {}
    facts = facts_of(document, read_facts(document.assessment, years))
    fresh: dict[int, dict[str, Sentence]] = defaultdict(dict)
    for row in rows:
        for old in sentences(row):
            new = draft(facts, old.rule, old.year + shift.shift, old.part)
            if new and old.text in text_of(row):
                fresh[row.pk][old.text] = new
    return fresh


def _redrafted(section: dict[str, Any], drafted: Mapping[str, Sentence]) -> dict[str, Any]:
    if not drafted:
        return section
    text = "\n".join(section["paragraphs"])
    for old, new in drafted.items():
        text = text.replace(old, new.text)
    return {**section, "paragraphs": text.split("\n")}


def _left_out(was: str, why: str, shift: YearShift) -> UnconfirmedText:
    return UnconfirmedText(path="blocks", year=shift.before, was=was, text="", why=why)
