"""Where a pasted block of scores lands, by indicator or by item: decided and shown before anything is stored."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from django.core.exceptions import ValidationError

from assessments.editing.conflicts import fingerprint
from assessments.editing.fields import ScoreField
from assessments.frameworks.models import Indicator, Item
from assessments.scoring.items import MET, UNMET
from assessments.tabular.csv_text import parse_block
from ita_portal.thai import ascii_digits, normalise

from .items import is_checked

Key = TypeVar("Key", int, str)  # an indicator's number, an item's code
NO_SCORES = "ไม่พบคะแนนในข้อมูลที่วาง คัดลอกคอลัมน์คะแนนจาก Excel มาวางในช่องก่อน"
NO_CODES = "ไม่พบรหัสข้อกับคะแนนในข้อมูลที่วาง คัดลอกทั้งคอลัมน์รหัสข้อ เช่น O1 และคอลัมน์คะแนน มาวางในช่องก่อน"
TWICE = "มีคะแนนของ{}นี้ในแถวก่อนหน้าแล้ว"


@dataclass
class ScoreLanding(Generic[Key]):
    """One row of the block: the indicator or item that it lands on, its score, or why it is refused."""

    text: str
    key: Key | None = None
    label: str = ""
    stored: Decimal | None = None
    value: Decimal | None = None
    fault: str = ""

    @property
    def changes(self) -> bool:
        known = self.key is not None and self.value is not None
        return known and not self.fault and self.value != self.stored


def score_plan(
    text: str, *, indicators: Sequence[Indicator], stored: Mapping[int, Decimal], start: int
) -> list[ScoreLanding[int]]:
    """Read a block: a column of scores from indicator `start` on, or rows that begin with the indicator's number.

    A cell that is empty or "-" replaces nothing. ValueError, in Thai.
    """
    block = parse_block(text)
    by_number = {indicator.number: indicator for indicator in indicators}
    column = max(range(len(block[0])), key=lambda at: (_count(block, at), at)) if block else 0
    if not block or not _count(block, column):
        raise ValueError(NO_SCORES)
    if _score(block[0][column])[1] and len(block) > 1:
        block = block[1:]  # the heads
    numbers = [_number(row[0]) if column else None for row in block]
    numbered = sum(number in by_number for number in numbers) * 2 > len(block)
    following = iter([indicator for indicator in indicators if indicator.number >= start])
    plan: list[ScoreLanding[int]] = []
    seen = set()
    for row, number in zip(block, numbers, strict=True):
        indicator = by_number.get(number or 0) if numbered else next(following, None)
        value, fault = _score(row[column])
        landing: ScoreLanding[int] = ScoreLanding(row[column].strip(), value=value, fault=fault)
        if indicator is None:
            landing.fault = "ไม่ตรงกับตัวชี้วัดใดของปีนี้" if numbered else "เกินจำนวนตัวชี้วัดของปีนี้"
        else:
            landing.key, landing.label = indicator.number, f"{indicator.number}. {indicator.name}"
            landing.stored = stored.get(indicator.number)
            if indicator.number in seen:
                landing.fault = TWICE.format("ตัวชี้วัด")
            seen.add(indicator.number)
        plan.append(landing)
    return plan


def item_score_plan(text: str, *, items: Sequence[Item]) -> list[ScoreLanding[str]]:
    """Read a block whose rows name an item by its code and have its score in a later column.

    `items` carry what is stored as `value`. Rows with neither a code nor a score are titles and are left out; a score
    that is empty or "-" replaces nothing. ValueError, in Thai.
    """
    block = parse_block(text)
    columns = range(len(block[0])) if block else range(0)
    code_column = max(columns, key=lambda at: (sum(bool(_code(row[at])) for row in block), -at), default=0)
    later = columns[code_column + 1 :]
    coded = [row for row in block if _code(row[code_column])]
    column = max(later, key=lambda at: (_count(coded, at), at), default=0)
    if not coded or not later or not _count(coded, column):
        raise ValueError(NO_CODES)
    by_code = {item.code: item for item in items}
    plan: list[ScoreLanding[str]] = []
    seen = set()
    for row in block:
        code = _code(row[code_column])
        landing = _item_landing(row[code_column], row[column], by_code.get(code))
        if code in seen:
            landing.fault = TWICE.format("ข้อ")
        elif code:
            seen.add(code)
        elif landing.value is None:
            continue
        plan.append(landing)
    return plan


def _item_landing(named: str, cell: str, item: Item | None) -> ScoreLanding[str]:
    value, fault = _score(cell)
    landing: ScoreLanding[str] = ScoreLanding(cell.strip(), label=named.strip()[:40], value=value, fault=fault)
    if item is None:
        code = _code(named)
        landing.fault = f"เกณฑ์ของปีนี้ไม่มีข้อ {code}" if code else "แถวนี้ไม่มีรหัสข้อ"
        return landing
    landing.key, landing.label, landing.stored = item.code, str(item), item.value
    if is_checked(item) and not fault and value not in (None, MET, UNMET, item.value):
        landing.fault = f"“{landing.text[:20]}” ไม่ใช่คะแนนของข้อนี้ ซึ่งได้ 100 หรือ 0"
    return landing


def changes_of(plan: Iterable[ScoreLanding[Key]]) -> dict[Key, Decimal]:
    """Return the scores to store by their indicators' numbers or items' codes."""
    return {
        landing.key: landing.value
        for landing in plan
        if landing.changes and landing.key is not None and landing.value is not None
    }


def plan_fingerprint(plan: Sequence[ScoreLanding[Key]]) -> str:
    """What the preview shows, which must still be so when it is confirmed."""
    return fingerprint([[landing.key, landing.stored, landing.value] for landing in plan if landing.changes])


def _score(cell: str) -> tuple[Decimal | None, str]:
    try:
        return ScoreField(required=False).clean(cell), ""
    except ValidationError as error:
        return None, " ".join(error.messages)


def _count(block: Sequence[Sequence[str]], at: int) -> int:
    scores = [_score(row[at]) for row in block]
    return sum(value is not None for value, _ in scores)


def _number(cell: str) -> int | None:
    number = re.match(r"\D*(\d{1,3})(?!\d)", ascii_digits(normalise(cell)))
    return int(number[1]) if number else None


def _code(cell: str) -> str:
    """Return the code that a cell begins with, as "ข้อ O๑ …" does; "" where it names none."""
    start = ascii_digits(normalise(cell[:40])).strip().upper()
    code = re.match(r"(?:ข้อ(?:ที่)?)?\s*([IEO])[\s.-]*0*(\d{1,3})(?!\d)", start)
    return f"{code[1]}{code[2]}" if code else ""
