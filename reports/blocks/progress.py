"""How far the year's measures are: how many of each area have which status."""

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field

from measures.models import Measure

from .base import BlockType, Surroundings
from .cells import cell, headed
from .forms.base import HeadingsForm
from .inputs import DocumentInputs
from .schema import BlockData, Heading

TOTAL, NO_AREA, UNRECORDED = "รวม", "มาตรการที่ไม่ได้จัดเข้าประเด็น", "ไม่มีการบันทึก"
STATUSES: list[tuple[str, str]] = [*Measure.Status.choices, ("", UNRECORDED)]
HEADINGS = ("ประเด็น", *(label for _, label in STATUSES), TOTAL)


class PlainProgressData(BlockData):
    """As packages of version 2 hold it."""

    type: Literal["progress"]


class ProgressData(PlainProgressData):
    """A heading "" is the portal's own; that of what was not recorded is printed where there is such a measure."""

    headings: Annotated[list[Heading], Field(min_length=7, max_length=7)]


class ProgressForm(HeadingsForm):
    columns = HEADINGS


class ProgressBlock(BlockType):
    description = "จำนวนมาตรการของแต่ละประเด็นตามสถานะ เช่น กำลังดำเนินการ แล้วเสร็จ"
    data = ProgressData
    form = ProgressForm
    heading = "สรุปความก้าวหน้า"
    package_version = 2
    narrower = {2: PlainProgressData}
    plain = {"headings": [""] * len(HEADINGS)}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        all_recorded = all(measure.status for measure in inputs.measures)
        statuses = [status for status, _ in STATUSES if status or not all_recorded]
        headings = headed(data["headings"], HEADINGS)
        by_area = Counter((measure.area, measure.status) for measure in inputs.measures)
        areas = list(dict.fromkeys(measure.area for measure in inputs.measures))
        names = [f"{inputs.number(area.number)}. {area.title}" if area else NO_AREA for area in areas]
        rows = [
            [cell(name), *_counts([by_area[area, status] for status in statuses], inputs)]
            for name, area in zip(names, areas, strict=True)
        ]
        sums = [sum(by_area[area, status] for area in areas) for status in statuses]
        return {
            "headings": [*headings[: 1 + len(statuses)], headings[-1]],
            "widths": [88 - 12 * len(statuses), *[12] * len(statuses), 12],
            "rows": rows,
            "totals": [[cell(TOTAL), *_counts(sums, inputs)]] if rows else [],
            "empty": "ยังไม่มีมาตรการในปีนี้",
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"มาตรการของปี {around.measures} รายการ"


def _counts(counts: list[int], inputs: DocumentInputs) -> list[dict]:
    """Return the cells of counts and of their sum; none is "-"."""
    return [cell(inputs.number(count) if count else "-", "centre") for count in (*counts, sum(counts))]
