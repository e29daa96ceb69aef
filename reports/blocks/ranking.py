"""The indicators by falling score; equal scores share a rank."""

from assessments.scoring import totals
from reports.documents.inputs import Source

from .cells import cell


def content(data: dict, source: Source) -> dict:
    year = data["year"]
    return {
        "headings": ["ลำดับ", "ตัวชี้วัด", "คะแนน"],
        "widths": [12, 70, 18],
        "rows": [
            [
                cell(source.number(entry.rank), "centre"),
                cell(source.named_indicator(year, entry.number)),
                cell(source.score(entry.score), "num"),
            ]
            for entry in totals.ranking(source.result(year).scores)
        ],
        "empty": "ยังไม่มีคะแนนของปีนี้",
    }
