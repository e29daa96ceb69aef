"""The items of one indicator with their scores."""

from reports.documents.inputs import Source

from .cells import cell, join


def content(data: dict, source: Source) -> dict:
    """Print the items that the block titles, else all of the indicator; the year's titles fill in."""
    year, number = data["year"], data["indicator"]
    known = {each.code: each.title for each in source.items.get(year, []) if each.indicator == number}
    titles = data["titles"] or known
    order = {
        code: place for place, code in enumerate(known)
    }  # the year's; a JSON object keeps none in PostgreSQL
    name = source.named_indicator(year, number)
    rows = [
        [
            cell(name),
            cell(f"{source.number(code)} {title or known.get(code, '')}".strip()),
            cell(source.score(source.result(year).items.get(code)), "num"),
        ]
        for code, title in sorted(titles.items(), key=lambda pair: order.get(pair[0], len(order)))
    ]
    for below in rows[1:]:
        join(below[0])
    return {
        "headings": data["headings"],
        "widths": [26, 56, 18],
        "rows": rows,
        "empty": "ปีนี้ไม่มีข้อของตัวชี้วัดนี้",
    }
