"""What blocks over several years share: two years and all between them, and how they tell what does not compare."""

from collections.abc import Iterable
from decimal import Decimal

from pydantic import model_validator

from assessments.scoring.comparison import NOT_COMPARABLE, ComparedIndicator
from ita_portal.thai import number_list

from .cells import cell
from .forms.base import BlockForm
from .inputs import DocumentInputs
from .schema import BlockData, Year

MOST_YEARS = 5  # that stand side by side
APART = "*"  # behind a score that does not compare with the last year


class SpanData(BlockData):
    """Two years and all between them, five at most."""

    from_year: Year
    to_year: Year

    @model_validator(mode="after")
    def _is_span(self):
        if not 1 <= self.to_year - self.from_year < MOST_YEARS:
            raise ValueError(f"ปีหลังต้องมาหลังปีก่อน และรวมแล้วไม่เกิน {MOST_YEARS} ปี")
        return self

    def years(self) -> set[int]:
        return set(range(self.from_year, self.to_year + 1))

    compared_years = years


class SpanForm(BlockForm):
    """Two years and all between them."""

    years = {"from_year": "ตั้งแต่ปี", "to_year": "ถึงปี"}

    def clean(self):
        super().clean()
        first, last = self.cleaned_data.get("from_year"), self.cleaned_data.get("to_year")
        if first and last and not 1 <= last - first < MOST_YEARS:
            self.add_error("to_year", f"เลือกปีสุดท้ายให้มาหลังปีแรก และรวมแล้วไม่เกิน {MOST_YEARS} ปี")


def change_cell(reason: str, change: str) -> dict:
    """Return the cell of a difference; `reason` says why there is none."""
    return cell(NOT_COMPARABLE, "apart") if reason else cell(change, "num")


def marked(score: Decimal | None, reason: str, inputs: DocumentInputs) -> str:
    """Return a score; where it does not compare, with its mark."""
    return inputs.score(score) + (APART if reason and score is not None else "")


def indicators_by_reason(rows: Iterable[ComparedIndicator]) -> dict[str, list[str]]:
    """Return which of the later year's indicators each reason concerns, as a note names them."""
    numbers: dict[str, list[int]] = {}
    for row in rows:
        if row.number is not None:
            numbers.setdefault(row.reason, []).append(row.number)
    return {reason: [f"ตัวชี้วัดที่ {number_list(concerned)}"] for reason, concerned in numbers.items()}
