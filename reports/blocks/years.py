"""Two to five years side by side, by the last year's indicators; a score that does not compare with it is marked."""

from decimal import Decimal

from assessments.scoring import totals as scoring_totals
from assessments.scoring.comparison import NOT_COMPARABLE, Comparison, Row
from ita_portal.thai import number_list
from reports.documents.inputs import Source

from .cells import cell, lines

TOTAL = "คะแนนรวมที่ประกาศ"
LEVEL = "ระดับที่ประกาศ"
APART = "*"  # behind a score that does not compare with the last year


def content(data: dict, source: Source) -> dict:
    *earlier, last = range(data["from_year"], data["to_year"] + 1)
    compared = {year: source.comparison(year, last) for year in earlier}
    first = compared[earlier[0]]
    newest = source.result(last)
    rows = []
    for number in newest.rules.numbers:
        row = first.by_number[number]
        change = source.change(row.change(source.result(earlier[0]).scores, newest.scores))
        rows.append(
            [
                cell(source.number(number), "centre"),
                cell(newest.rules.indicator_names.get(number, "")),
                *(_earlier(compared[year].by_number[number], year, source) for year in earlier),
                cell(source.score(newest.scores.get(number)), "num"),
                cell(NOT_COMPARABLE, "apart") if row.reason else cell(change, "num"),
            ]
        )
    count = len(earlier) + 1
    share = min(14, 66 // (count + 1))
    return {
        "headings": [
            "ที่",
            "ตัวชี้วัด",
            *(f"พ.ศ. {source.number(year)}" for year in (*earlier, last)),
            f"ผลต่าง {source.number(earlier[0])}–{source.number(last)}",
        ],
        "widths": [6, 94 - share * (count + 1), *[share] * (count + 1)],
        "rows": rows,
        "totals": [_total(compared, last, source), _levels((*earlier, last), source)],
        "notes": lines("\n".join(_notes(compared, source))),
    }


def _earlier(row: Row, year: int, source: Source) -> dict:
    """Return an earlier year's score of an indicator; several that became one are listed by their numbers."""
    scores = source.result(year).scores
    if row.listed:
        texts = [
            f"ที่ {source.number(each)}: {_marked(scores.get(each), row.reason, source)}" for each in row.listed
        ]
        return cell("\n".join(texts), "num")
    return cell(_marked(row.was(scores), row.reason, source), "num")


def _marked(score: Decimal | None, reason: str, source: Source) -> str:
    return source.score(score) + (APART if reason and score is not None else "")


def _total(compared: dict[int, Comparison], last: int, source: Source) -> list[dict]:
    totals = {year: source.result(year).official_total for year in (*compared, last)}
    first = next(iter(compared))
    change = source.change(scoring_totals.change(totals[first], totals[last]))
    return [
        cell(TOTAL),
        *(cell(_marked(totals[year], each.total, source), "num") for year, each in compared.items()),
        cell(source.score(totals[last]), "num"),
        cell(NOT_COMPARABLE, "apart") if compared[first].total else cell(change, "num"),
    ]


def _levels(years: tuple[int, ...], source: Source) -> list[dict]:
    return [
        cell(LEVEL),
        *(cell(source.result(year).official_level or "-", "centre") for year in years),
        cell("", "centre"),
    ]


def _notes(compared: dict[int, Comparison], source: Source) -> list[str]:
    """Return a line for each year and reason with what it concerns; none where everything compares."""
    notes = []
    for year, each in compared.items():
        numbers: dict[str, list[int]] = {}
        for row in each.by_number.values():
            numbers.setdefault(row.reason, []).append(row.number)
        parts = {reason: [f"ตัวชี้วัดที่ {number_list(found)}"] for reason, found in numbers.items()}
        parts.setdefault(each.total, []).append(TOTAL)
        notes += [f"ปี {year} {', '.join(found)}: {reason}" for reason, found in parts.items() if reason]
    return [source.number(each) for each in notes]
