"""Changes that a person makes from the remarks on a whole year."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from assessments.accounts.access import Permission, check
from assessments.models import Assessment, User
from assessments.records.bulk import recorded
from assessments.years.locking import lock_editable_year
from measures.models import Measure
from measures.plan.services import edit_cell
from reports.builder.services import edit_block
from reports.documents.block_types import NO_TEXTS
from reports.documents.models import Block
from reports.package import block_data
from reports.package.rows import locked_document, update_document

from .readiness_data import placed_texts

SETTINGS = ("title", "prepared_by", "memo", "columns")


@recorded
def take_proposal(*, by: User, year: Assessment, key: str) -> None:
    """Put what is proposed in place of what was spoilt in one text, as `Spot.proposal` names it.

    ValidationError where the text says something else by now. It still waits where it waits for confirmation.
    """
    check(by, Permission.EDIT, year)
    lock_editable_year(year)
    placed = next((placed for placed in placed_texts(year) if placed.proposals and placed.key == key), None)
    if placed is None:
        raise ValidationError("ข้อความนี้ถูกแก้ไขไปแล้ว จึงยังไม่ได้เปลี่ยน ตรวจข้อสังเกตในหน้านี้อีกครั้ง")

    def mended(text: str) -> str:
        for word, proposal in placed.proposals:
            text = text.replace(word, proposal)
        return text

    row, text = placed.row, placed.text
    if isinstance(row, Measure):
        edit_cell(by=by, measure=row, field=placed.field, shown=text, value=mended(text))
        return
    stored = locked_document(row.document if isinstance(row, Block) else row)
    as_mended = [waiting | {"text": mended(waiting["text"])} for waiting in stored.unconfirmed]
    new_marks = [waiting for waiting in as_mended if waiting not in stored.unconfirmed]  # beside the spoilt ones
    values = {} if isinstance(row, Block) else {name: getattr(stored, name) for name in SETTINGS}
    changed = {name: new for name, value in values.items() if (new := _replaced(value, text, mended)) != value}
    if new_marks:
        changed["unconfirmed"] = new_marks + stored.unconfirmed
    update_document(stored, **changed)
    if isinstance(row, Block):
        edit_block(by=by, block=row, section=_replaced(block_data(row), text, mended))


def _replaced(value: Any, text: str, mended: Callable[[str], str]) -> Any:
    """Return a value of a document with one of its texts mended wherever it stands."""
    if isinstance(value, dict):
        return {key: part if key in NO_TEXTS else _replaced(part, text, mended) for key, part in value.items()}
    if isinstance(value, list):
        return [_replaced(part, text, mended) for part in value]
    return mended(text) if value == text else value
