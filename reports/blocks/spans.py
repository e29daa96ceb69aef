"""What blocks over several years share: two years and all between them."""

from pydantic import model_validator

from .forms.base import BlockForm
from .schema import BlockData, Year

MOST_YEARS = 5  # that stand side by side


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
        first, last = self.cleaned_data.get("from_year"), self.cleaned_data.get("to_year")
        if first and last and not 1 <= last - first < MOST_YEARS:
            self.add_error("to_year", f"เลือกปีสุดท้ายให้มาหลังปีแรก และรวมแล้วไม่เกิน {MOST_YEARS} ปี")
