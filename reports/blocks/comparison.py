"""Two years side by side: the change is computed where the years compare, the totals are those announced."""

from assessments.scoring import totals
from assessments.scoring.comparison import NOT_COMPARABLE, Comparison, Row
from assessments.scoring.totals import Scores
from ita_portal.thai import number_list
from reports.documents.inputs import Source

from .cells import cell, lines

TOTAL = "คะแนนเฉลี่ย"


def content(data: dict, source: Source) -> dict:
    before, after = data["from_year"], data["to_year"]
    old, new = source.result(before), source.result(after)
    compared = source.comparison(before, after)
    present = sorted(compared.by_number.values(), key=lambda row: row.number)
    retired = sorted(compared.retired, key=lambda row: row.before)
    total = None if compared.total else totals.change(old.official_total, new.official_total)
    return {
        "headings": [
            "ตัวชี้วัดที่",
            "ตัวชี้วัด",
            f"ปีงบประมาณ พ.ศ. {source.number(before)}",
            f"ปีงบประมาณ พ.ศ. {source.number(after)}",
            "ผลต่าง",
        ],
        "widths": [12, 43, 16, 16, 13],
        "rows": [_row(each, compared, old.scores, new.scores, source) for each in (*present, *retired)],
        "totals": [
            [
                cell(TOTAL),
                cell(source.score(old.official_total), "num"),
                cell(source.score(new.official_total), "num"),
                _change(compared.total, source.change(total)),
            ]
        ],
        "notes": lines("\n".join(_notes(present, retired, compared, source))),
    }


def _row(row: Row, compared: Comparison, old: Scores, new: Scores, source: Source) -> list[dict]:
    name, number = row.name, "-" if row.number is None else row.number
    if row.number is None:
        name = f"{name} ({source.number(_place(row, compared))})"
    was = "\n".join(f"ที่ {source.number(each)}: {source.score(old.get(each))}" for each in row.listed)
    return [
        cell(source.number(number), "centre"),
        cell(name),
        cell(was or source.score(row.was(old)), "num"),
        cell(source.score(new.get(row.number)), "num"),
        _change(row.reason, source.change(row.change(old, new))),
    ]


def _change(reason: str, change: str) -> dict:
    return cell(NOT_COMPARABLE, "apart") if reason else cell(change, "num")


def _place(row: Row, compared: Comparison) -> str:
    return f"ตัวชี้วัดที่ {row.before[0]} ของปี {compared.before_year}"


def _notes(present: list[Row], retired: list[Row], compared: Comparison, source: Source) -> list[str]:
    """Return a line for each reason with what it concerns; none where everything compares."""
    numbers: dict[str, list[int]] = {}
    for row in present:
        numbers.setdefault(row.reason, []).append(row.number)
    concerned = {reason: [f"ตัวชี้วัดที่ {number_list(each)}"] for reason, each in numbers.items()}
    for row in retired:
        concerned.setdefault(row.reason, []).append(_place(row, compared))
    concerned.setdefault(compared.total, []).append(TOTAL)
    return [source.number(f"{', '.join(parts)}: {reason}") for reason, parts in concerned.items() if reason]
