"""The way of a municipality's year from draft to published: which step leads where and who may take it. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass

DRAFT, SUBMITTED, RETURNED, APPROVED, PUBLISHED = "draft", "submitted", "returned", "approved", "published"
EDITABLE = frozenset({DRAFT, RETURNED})
LOCKED = frozenset({SUBMITTED, APPROVED, PUBLISHED})  # nothing of the year may change
SIGNED_OFF = frozenset({APPROVED, PUBLISHED})  # its documents are no drafts any more


@dataclass(frozen=True)
class Action:
    """A step: `permission` is a value of access.Permission; `asks` is the label of its note.

    `other_person`: whoever submitted the year may not take it.
    """

    key: str
    label: str
    before: frozenset[str]
    after: str
    permission: str
    asks: str
    note_required: bool = False
    other_person: bool = False

    @property
    def done(self) -> str:
        """What is said once it was taken."""
        return f"{self.label}แล้ว"


_SENT = frozenset({SUBMITTED})
_STEPS = (
    Action("submit", "ส่งให้ผู้อนุมัติ", EDITABLE, SUBMITTED, "submit", "ข้อความถึงผู้อนุมัติ (ไม่บังคับ)"),
    Action("withdraw", "ถอนกลับมาแก้ไข", _SENT, DRAFT, "submit", "เหตุผล (ไม่บังคับ)"),
    Action("approve", "อนุมัติ", _SENT, APPROVED, "approve", "ความเห็น (ไม่บังคับ)", other_person=True),
    Action("return", "ส่งกลับให้แก้ไข", _SENT, RETURNED, "approve", "สิ่งที่ต้องแก้ไข", note_required=True),
    Action("publish", "เผยแพร่", frozenset({APPROVED}), PUBLISHED, "publish", "ข้อความ (ไม่บังคับ)"),
    Action("reopen", "เปิดให้แก้ไขอีกครั้ง", SIGNED_OFF, DRAFT, "reopen", "เหตุผลที่เปิดให้แก้ไข", note_required=True),
)
ACTIONS: Mapping[str, Action] = {step.key: step for step in _STEPS}


def next_actions(state: str) -> list[Action]:
    """Return the steps that lead on from a state, in the order of the table."""
    return [step for step in ACTIONS.values() if state in step.before]


def locked_sentence(fiscal_year: int, state: str) -> str:
    """Say why a year in this state cannot be changed, and what to do about it."""
    if state == SUBMITTED:
        return f"ปี {fiscal_year} ส่งให้ผู้อนุมัติแล้ว จึงยังแก้ไขไม่ได้ หากต้องการแก้ไข ให้ถอนกลับที่หน้า “การอนุมัติ” หรือให้ผู้อนุมัติส่งกลับ"
    word = "เผยแพร่" if state == PUBLISHED else "อนุมัติ"
    return f"ปี {fiscal_year} {word}แล้ว จึงแก้ไขไม่ได้ หากจำเป็นต้องแก้ไข ให้ผู้อนุมัติเปิดให้แก้ไขอีกครั้งพร้อมเหตุผลที่หน้า “การอนุมัติ”"
