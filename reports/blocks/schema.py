"""The values that blocks and packages are made of, each checked by its own rule."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ita_portal.entering import note
from ita_portal.thai import normalise
from reports.documents.widths import fault

MOST_WIDTHS = 40
SCORE_PATTERN = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")


def _score(text: str) -> str:
    if not SCORE_PATTERN.fullmatch(text) or Decimal(text) > 100:
        raise ValueError("คะแนนต้องเป็นข้อความตัวเลข 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง")
    return text


def _entered(text: str) -> str:
    note(text)
    return normalise(text)


def iso_day(text: str) -> str:
    with suppress(ValueError):
        if not text or date.fromisoformat(text).isoformat() == text:
            return text
    raise ValueError("ต้องเป็นวันที่ ค.ศ. ในรูป ปปปป-ดด-วว ที่มีอยู่จริง หรือเว้นว่าง")


Text = Annotated[str, Field(max_length=100_000), AfterValidator(_entered)]
Line = Annotated[str, Field(max_length=2_000), AfterValidator(_entered)]
# A table's heading must leave room for rows below it; a memo's line is broken inside words, which takes time.
Heading = Annotated[str, Field(max_length=250), AfterValidator(_entered)]
MemoLine = Annotated[str, Field(max_length=500), AfterValidator(_entered)]
Caption = Annotated[str, Field(max_length=500), AfterValidator(_entered)]
Score = Annotated[str, AfterValidator(_score)]
Year = Annotated[int, Field(ge=2562, le=2700)]
# No control characters: PostgreSQL cannot store them in JSON.
Widths = Annotated[list[Annotated[int, Field(ge=0, le=100)]], Field(max_length=MOST_WIDTHS)]  # documents/widths.py
AuthorityCode = Annotated[str, Field(pattern=r"^[0-9]{8}$")]
Code = Annotated[str, Field(pattern=r"^[^\p{C}]{1,10}$")]
ColumnField = Literal["title", "steps", "responsible", "period", "follow_up", "output", "outcome", "area"]
WideField = ColumnField | Literal["status", "half_output", "half_outcome"]  # of version 2
FullField = WideField | Literal["number", "goal", "success", "budget", "remark"]  # of version 3


class Strict(BaseModel):
    """Exact types, every key present, no key unknown: what is read is what is given back."""

    model_config = ConfigDict(strict=True, extra="forbid")


def check_widths(widths: list[int], columns: int) -> None:
    """ValueError, in Thai, for widths that so many columns cannot have."""
    if said := fault(widths, columns):
        raise ValueError(said)


class BlockData(Strict):
    headless: ClassVar[bool] = False  # is a head itself: no line of a table of contents

    heading: Text

    def years(self) -> set[int]:
        """Return the fiscal years whose results the block prints."""
        return set()

    def item_years(self) -> set[int]:
        """Return the fiscal years whose items the block prints."""
        return set()

    def evidence(self) -> set[int]:
        """Return the keys of the evidence that the block prints."""
        return set()

    def lists_evidence(self) -> bool:
        """Tell whether the block prints what evidence the year's measures and items use."""
        return False

    def named(self) -> Iterator[tuple[str, str, object]]:
        """Give the parts of the definitions that the block names: by path, "indicator" or "instrument", which."""
        for kind in ("indicator", "instrument"):
            if (value := getattr(self, kind, None)) is not None:
                yield kind, kind, value

    def agencies(self) -> set[tuple[int, str]]:
        """Return the results that the block prints of authorities: fiscal year and code."""
        return set()

    def compared_years(self) -> set[int]:
        """Return the fiscal years that the block sets side by side."""
        return set()


class YearData(BlockData):
    year: Year

    def years(self) -> set[int]:
        return {self.year}
