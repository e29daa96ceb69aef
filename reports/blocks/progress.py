"""How far the year's measures are: how many of each area have which status."""

from collections import Counter
from typing import Literal

from measures.models import Measure

from .base import BlockType, Surroundings
from .cells import cell
from .inputs import DocumentInputs
from .schema import BlockData

TOTAL, NO_AREA = "รวม", "มาตรการที่ไม่ได้จัดเข้าประเด็น"


class ProgressData(BlockData):
    type: Literal["progress"]


class ProgressBlock(BlockType):
    description = "จำนวนมาตรการของแต่ละประเด็นตามสถานะ เช่น กำลังดำเนินการ แล้วเสร็จ"
    data = ProgressData
    heading = "สรุปความก้าวหน้า"

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        statuses = list(Measure.Status)
        by_area = Counter((measure.area, measure.status) for measure in inputs.measures)
        areas = list(dict.fromkeys(measure.area for measure in inputs.measures))
        names = [f"{inputs.number(area.number)}. {area.title}" if area else NO_AREA for area in areas]
        rows = [
            [cell(name), *_counts([by_area[area, status] for status in statuses], inputs)]
            for name, area in zip(names, areas, strict=True)
        ]
        sums = [sum(by_area[area, status] for area in areas) for status in statuses]
        return {
            "headings": ["ประเด็น", *(status.label for status in statuses), TOTAL],
            "widths": [40, *[12] * len(statuses), 12],
            "rows": rows,
            "totals": [[cell(TOTAL), *_counts(sums, inputs)]] if rows else [],
            "empty": "ยังไม่มีมาตรการในปีนี้",
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"มาตรการของปี {around.measures} รายการ"


def _counts(counts: list[int], inputs: DocumentInputs) -> list[dict]:
    """Return the cells of counts and of their sum; none is "-"."""
    return [cell(inputs.number(count) if count else "-", "centre") for count in (*counts, sum(counts))]
