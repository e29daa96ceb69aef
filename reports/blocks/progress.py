"""How far the year's measures are: how many of each area have which status."""

from collections import Counter

from measures.models import Measure
from reports.documents.inputs import Source

from .cells import cell

TOTAL = "รวม"


def content(data: dict, source: Source) -> dict:
    statuses = list(Measure.Status)
    by_area = Counter((each.area, each.status) for each in source.measures)
    areas = list(dict.fromkeys(each.area for each in source.measures))
    rows = [
        [
            cell(_name(area, source)),
            *_counts([by_area[area, each] for each in statuses], source),
        ]
        for area in areas
    ]
    sums = [sum(by_area[area, each] for area in areas) for each in statuses]
    return {
        "headings": ["ประเด็น", *(each.label for each in statuses), TOTAL],
        "widths": [40, *[12] * len(statuses), 12],
        "rows": rows,
        "totals": [[cell(TOTAL), *_counts(sums, source)]] if rows else [],
        "empty": "ยังไม่มีมาตรการในปีนี้",
    }


def _name(area, source: Source) -> str:
    return f"{source.number(area.number)}. {area.title}" if area else "มาตรการที่ไม่ได้จัดเข้าประเด็น"


def _counts(counts: list[int], source: Source) -> list[dict]:
    """Return the cells of counts and of their sum; none is "-"."""
    return [cell(source.number(each) if each else "-", "centre") for each in (*counts, sum(counts))]
