"""What must improve in each indicator of an instrument, and how."""

from itertools import pairwise

from reports.documents.inputs import Source

from .cells import cell, join, widths


def content(data: dict, source: Source) -> dict:
    texts = [
        [source.named_indicator(source.fiscal_year, row["indicator"]), row["issues"], row["remedy"]]
        for row in data["rows"]
    ]
    rows = [[cell(text) for text in row] for row in texts]
    for (_, first), (below, second) in pairwise(zip(rows, texts, strict=True)):
        if first[0] == second[0]:
            join(below[0])
    return {
        "headings": data["headings"],
        "widths": widths(
            [[heading, *column] for heading, *column in zip(data["headings"], *texts, strict=True)]
        ),
        "rows": rows,
        "empty": "ไม่มีประเด็นที่ต้องพัฒนา",
    }
