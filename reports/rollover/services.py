"""A document copied from an earlier year, and what a person looks at afterwards."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from assessments.accounts.access import Permission, check
from assessments.editing.kept_text import bare
from assessments.models import Assessment, User
from assessments.records.bulk import recorded
from assessments.years.locking import lock_editable_year
from reports.documents.block_types import LABELS
from reports.documents.looks import fitted_look, look_of
from reports.documents.models import Block, Confirmation, Document
from reports.documents.unconfirmed import UnconfirmedText, results_spoken_of, texts_of, waiting_texts
from reports.drafting.rules import Sentence, draft
from reports.drafting.stored import drafted_years, facts_of, read_facts, sentences, stored, text_of
from reports.package import block_data
from reports.package.rows import checked_block, fitting_fields, locked_document, store_order

from .names import Names
from .parts import bring_part
from .year_shift import YearShift, read_year_shift


@recorded
def copy_document(*, by: User, year: Assessment, source: Document, own_words: Collection[str] = ()) -> Document:
    """Create the year's document of the source's kind from it; its typed texts are unconfirmed.

    `own_words` are the texts with which the portal itself would begin it: those are nobody's claims.
    ValidationError unless the source is the same municipality's, of an earlier year, and the first of its kind.
    """
    check(by, Permission.EDIT, year)
    lock_editable_year(year)
    before = source.assessment
    if before.municipality_id != year.municipality_id or before.fiscal_year >= year.fiscal_year:
        raise ValidationError("คัดลอกได้จากเอกสารของหน่วยงานเดียวกันในปีก่อนหน้าเท่านั้น")
    if year.documents.filter(kind=source.kind).exists():
        raise ValidationError("ปีนี้มีเอกสารชนิดนี้อยู่แล้ว เปิดแก้ไขเอกสารเดิมได้จากรายการ")
    sections = [(row, block_data(row)) for row in source.blocks.all()]
    named = {section["year"] for _, section in sections if isinstance(section.get("year"), int)}
    shift = read_year_shift(year, before.fiscal_year, named)
    kept = {name: getattr(source, name) for name in ("kind", "cut_off", "numerals")}
    document = Document(assessment=year, **kept)
    brought, left_out = _brought_blocks(document, sections, shift, own_words)
    _bring_document(document, source, shift, left_out, own_words)
    for block, _ in brought:
        block.document = document
    store_order(document, [block for block, _ in brought])
    document.unconfirmed += [{**text, "block": block.pk} for block, texts in brought for text in texts]
    document.save(update_fields=["unconfirmed"])
    return document


@recorded
def confirm_text(*, by: User, document: Document, key: str) -> int:
    """Note that one text is true of this year as it stands in its place; return how many are left.

    It is for the results as they are now: it waits again when those of which the document speaks change.
    ValidationError where no such text waits: somebody rewrote or confirmed it meanwhile.
    """
    check(by, Permission.EDIT, document.assessment)
    locked = locked_document(document)
    blocks = list(locked.blocks.all())
    waiting = {text.key: text for texts in waiting_texts(locked, blocks).values() for text in texts}
    if key not in waiting:
        raise ValidationError("ข้อความนี้ถูกแก้ไขหรือยืนยันไปแล้ว ให้ดูข้อความที่ยังรอยืนยันอีกครั้ง")
    said = {"text": waiting[key].text or waiting[key].came["was"], "results": results_spoken_of(locked)}
    Confirmation.objects.update_or_create(document=locked, key=key, defaults=said)
    return sum(map(len, waiting_texts(locked, blocks).values()))


def claims_of_look(document: Document, look: Mapping[str, Any], own_words: Collection[str]) -> list[UnconfirmedText]:
    """Return what a look that was made for another document says of a year: it waits as what a copy brings does."""
    names, before = Names(own_words), document.assessment.fiscal_year - 1
    headings = {f"columns.{place}.heading": column["heading"] for place, column in enumerate(look["columns"])}
    said = headings | {"area_prefix": look["area_prefix"]}
    claims = [
        UnconfirmedText(path=path, block=0, year=before, was=text, text=text, why="")
        for path, text in said.items()
        if bare(text) and not names.holds(text, "heading")
    ]
    return [text for text in claims if text not in document.unconfirmed]


def _bring_document(
    document: Document,
    source: Document,
    shift: YearShift,
    left_out: list[UnconfirmedText],
    own_words: Collection[str],
) -> None:
    """Store the document itself: its look as it was, its texts brought up."""
    look = look_of(source)
    fitted = fitted_look(look, areas=document.assessment.framework.areas.exists())
    brought = bring_part(texts_of(source) | {"columns": fitted["columns"]}, shift, own_words=own_words)
    for name, value in fitting_fields({"kind": source.kind, **fitted, **brought.value}).items():
        setattr(document, name, value)
    document.result_years = [result_year + shift.shift for result_year in source.result_years]
    if fitted != look:
        why = f"เกณฑ์ปี {shift.after} ยังไม่มีประเด็น เอกสารจึงไม่พิมพ์ประเด็น"
        left_out = [_left_out("การพิมพ์ประเด็น", why, shift), *left_out]
    document.unconfirmed = [*brought.unconfirmed, *left_out]
    document.save()


def _brought_blocks(
    document: Document, sections: list[tuple[Block, dict[str, Any]]], shift: YearShift, own_words: Collection[str]
) -> tuple[list[tuple[Block, list[UnconfirmedText]]], list[UnconfirmedText]]:
    """Return the blocks that the year can have, each with its unconfirmed texts, and a note for each that it cannot."""
    fresh = _drafted_anew(document, [row for row, _ in sections], shift)
    blocks, left_out = [], []
    for row, section in sections:
        name, drafted = f"{LABELS[row.type]} {row.heading}".strip(), fresh.get(row.pk, {})
        texts = [sentence.text for sentence in drafted.values()]
        brought = bring_part(_redrafted(section, drafted), shift, texts, own_words)
        if brought.value is None:
            left_out.append(_left_out(name, brought.unconfirmed[-1]["why"], shift))
            continue
        try:
            block = checked_block(document, brought.value)
        except ValidationError as error:
            left_out.append(_left_out(name, " ".join(error.messages), shift))
            continue
        block.drafted = [stored(sentence) for sentence in drafted.values()]
        blocks.append((block, brought.unconfirmed))
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
    return UnconfirmedText(path="blocks", block=0, year=shift.before, was=was, text="", why=why)
