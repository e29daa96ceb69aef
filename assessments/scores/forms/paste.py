"""Where a pasted block of scores lands in a year's grid: decided and shown before anything is stored."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError

from assessments.editing.conflicts import fingerprint
from assessments.editing.fields import ScoreField
from assessments.frameworks.models import Indicator
from assessments.tabular.csv_text import parse_block
from ita_portal.thai import ascii_digits, normalise


@dataclass
class ScoreLanding:
    """One row of the block: the indicator that it lands on, its score, or why it is refused."""

    text: str
    indicator: Indicator | None = None
    stored: Decimal | None = None
    value: Decimal | None = None
    fault: str = ""

    @property
    def changes(self) -> bool:
        known = self.indicator is not None and self.value is not None
        return known and not self.fault and self.value != self.stored


def score_plan(
    text: str, *, indicators: Sequence[Indicator], stored: Mapping[int, Decimal], start: int
) -> list[ScoreLanding]:
    """Read a block: a column of scores from indicator `start` on, or rows that begin with the indicator's number.

    A cell that is empty or "-" replaces nothing. ValueError, in Thai.
    """
    block = parse_block(text)
    by_number = {indicator.number: indicator for indicator in indicators}
    column = max(range(len(block[0])), key=lambda at: (_count(block, at), at)) if block else 0
    if not block or not _count(block, column):
        raise ValueError("ไม่พบคะแนนในข้อมูลที่วาง คัดลอกคอลัมน์คะแนนจาก Excel มาวางในช่องก่อน")
    if _score(block[0][column])[1] and len(block) > 1:
        block = block[1:]  # the heads
    numbers = [_number(row[0]) if column else None for row in block]
    numbered = sum(number in by_number for number in numbers) * 2 > len(block)
    following = iter([indicator for indicator in indicators if indicator.number >= start])
    plan: list[ScoreLanding] = []
    seen = set()
    for row, number in zip(block, numbers, strict=True):
        indicator = by_number.get(number or 0) if numbered else next(following, None)
        value, fault = _score(row[column])
        landing = ScoreLanding(row[column].strip(), indicator, None, value, fault)
        if indicator is None:
            landing.fault = "ไม่ตรงกับตัวชี้วัดใดของปีนี้" if numbered else "เกินจำนวนตัวชี้วัดของปีนี้"
        elif indicator.number in seen:
            landing.fault = "มีคะแนนของตัวชี้วัดนี้ในแถวก่อนหน้าแล้ว"
        else:
            seen.add(indicator.number)
            landing.stored = stored.get(indicator.number)
        plan.append(landing)
    return plan


def changes_of(plan: Iterable[ScoreLanding]) -> dict[int, Decimal]:
    """Return the scores to store by their indicators' numbers."""
    return {
        landing.indicator.number: landing.value
        for landing in plan
        if landing.changes and landing.indicator and landing.value is not None
    }


def plan_fingerprint(plan: Sequence[ScoreLanding]) -> str:
    """What the preview shows, which must still be so when it is confirmed."""
    changes = [landing for landing in plan if landing.changes]
    return fingerprint(
        [[landing.indicator and landing.indicator.number, landing.stored, landing.value] for landing in changes]
    )


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
