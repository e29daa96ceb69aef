"""Two years side by side: the change is computed, the totals are those announced."""

from reports.source import Source

from .cells import cell

LABEL = "เปรียบเทียบสองปี"


def content(data: dict, source: Source) -> dict:
    before, after = data["from_year"], data["to_year"]
    old, new = source.result(before), source.result(after)
    numbers = sorted({*old.rules.numbers, *new.rules.numbers})
    rows = [
        [
            cell(source.number(number), "centre"),
            cell(source.indicator(after, number) or source.indicator(before, number)),
            cell(source.score(old.scores.get(number)), "num"),
            cell(source.score(new.scores.get(number)), "num"),
            cell(source.change(old.scores.get(number), new.scores.get(number)), "num"),
        ]
        for number in numbers
    ]
    return {
        "headings": [
            "ตัวชี้วัดที่",
            "ตัวชี้วัด",
            f"ปีงบประมาณ พ.ศ. {source.number(before)}",
            f"ปีงบประมาณ พ.ศ. {source.number(after)}",
            "เพิ่มขึ้น/ลดลง",
        ],
        "widths": [12, 43, 16, 16, 13],
        "rows": rows,
        "total": [
            cell("คะแนนเฉลี่ย"),
            cell(source.score(old.official_total), "num"),
            cell(source.score(new.official_total), "num"),
            cell(source.change(old.official_total, new.official_total), "num"),
        ],
    }
