"""Drafted sentences in text blocks: put in, brought up to date, left as they are. Typed text is never replaced."""

from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import ValidationError

from assessments.accounts.access import Permission, check
from assessments.models import User
from assessments.records.bulk import recorded
from reports.documents.models import Block
from reports.package import block_data
from reports.package.rows import checked_block, locked_blocks, stored_block

from .rules import Sentence, paragraphs_of
from .standing import Standing
from .stored import offered_sentences, sentences, standing_keys, standings, stored, text_of

LOST = "ไม่พบข้อความที่ร่างไว้นี้แล้ว ให้เปิดหน้านี้ใหม่"


@recorded
def insert_sentences(*, by: User, block: Block, keys: Iterable[str], place: int | None = None) -> list[Sentence]:
    """Put chosen sentences before the paragraph at `place` (from 0), or after the last; return those put in.

    A sentence that stands in the block as it was drafted is not put in again.
    """
    check(by, Permission.EDIT, block.document.assessment)
    row = _text_block(block)
    offered = {sentence.key: sentence for sentence in offered_sentences(row.document)}
    wanted = set(keys) - standing_keys(row)
    chosen = [sentence for key, sentence in offered.items() if key in wanted]
    if not chosen:
        raise ValidationError("เลือกข้อความที่จะใส่อย่างน้อยหนึ่งข้อความ ที่ยังไม่มีอยู่ในส่วนนี้")
    paragraphs = [*row.data["paragraphs"]]
    at = len(paragraphs) if place is None else max(0, min(place, len(paragraphs)))
    put = {sentence.key for sentence in chosen}
    drafted = [sentence for sentence in sentences(row) if sentence.key not in put]
    paragraphs[at:at] = paragraphs_of(chosen)
    _store(row, paragraphs, [*drafted, *chosen])
    return chosen


@recorded
def refresh_sentence(*, by: User, block: Block, key: str) -> Sentence:
    """Replace a sentence that still stands as it was drafted by what its rule says today."""
    check(by, Permission.EDIT, block.document.assessment)
    row = _text_block(block)
    standing = _standing(row, key)
    if standing.fresh is None:
        raise ValidationError("ข้อมูลที่ข้อความนี้ใช้ไม่มีแล้ว จึงไม่มีข้อความใหม่ ให้แก้หรือลบข้อความเดิมเอง")
    if not standing.untouched:
        raise ValidationError("ข้อความนี้ถูกแก้ไขแล้ว ระบบจึงไม่เขียนทับ ให้แก้ตัวเลขในข้อความเอง")
    text = text_of(row).replace(standing.drafted.text, standing.fresh.text)
    _store(row, text.split("\n"), _replaced(row, standing.fresh))
    return standing.fresh


@recorded
def dismiss_sentence(*, by: User, block: Block, key: str) -> None:
    """Leave the words as they are: the figures count as seen until they change again."""
    check(by, Permission.EDIT, block.document.assessment)
    row = _text_block(block)
    standing = _standing(row, key)
    figures = standing.fresh.figures if standing.fresh else ()
    _store(row, row.data["paragraphs"], _replaced(row, replace(standing.drafted, figures=figures)))


def _text_block(block: Block) -> Block:
    """Return the block as it is stored now, its document locked."""
    row = stored_block(locked_blocks(block.document), block)
    row.document = block.document
    if "paragraphs" not in row.data:
        raise ValidationError("ร่างข้อความได้เฉพาะในส่วนข้อความ")
    return row


def _standing(row: Block, key: str) -> Standing:
    for standing in standings(row.document, [row]).get(row.pk, []):
        if standing.drafted.key == key:
            return standing
    raise ValidationError(LOST)


def _replaced(row: Block, changed: Sentence) -> list[Sentence]:
    return [changed if sentence.key == changed.key else sentence for sentence in sentences(row)]


def _store(row: Block, paragraphs: list[str], drafted: list[Sentence]) -> None:
    checked = checked_block(row.document, {**block_data(row), "paragraphs": paragraphs})
    row.data, row.drafted = checked.data, [stored(sentence) for sentence in drafted]
    row.save(update_fields=["data", "drafted"])
    row.document.save(update_fields=["updated_at"])
