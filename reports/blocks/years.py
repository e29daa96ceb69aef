"""Two to five years side by side, by the last year's indicators; a score that does not compare with it is marked."""

from typing import Annotated, Literal

from django import forms
from pydantic import Field

from assessments.scoring import totals as scoring_totals
from assessments.scoring.comparison import ComparedIndicator, Comparison

from .base import BlockType, Chosen, Surroundings
from .cells import cell, headed, lines
from .forms.base import HeadingsForm
from .inputs import DocumentInputs
from .schema import Heading
from .spans import MOST_YEARS, SpanData, SpanForm, change_cell, indicators_by_reason, marked

LEVEL = "ระดับที่ประกาศ"
HEADINGS = ("ที่", "ตัวชี้วัด", *(f"ปีที่ {place}" for place in range(1, MOST_YEARS + 1)), "ผลต่าง")


class PlainYearsData(SpanData):
    """As packages of version 2 hold it."""

    type: Literal["years"]


class YearsData(PlainYearsData):
    """Without `with_change` no difference is printed; a heading "" is the portal's own, and one of a year that the
    span does not reach is not printed."""

    with_change: bool
    headings: Annotated[list[Heading], Field(min_length=8, max_length=8)]


class YearsForm(SpanForm, HeadingsForm):
    columns = HEADINGS
    with_change = forms.BooleanField(label="พิมพ์คอลัมน์ผลต่าง", required=False)


class YearsBlock(BlockType):
    description = "คะแนนรายตัวชี้วัด คะแนนรวม และระดับ ของ 2 ถึง 5 ปี คะแนนที่เทียบกับปีสุดท้ายไม่ได้มีเครื่องหมายและเหตุผล"
    data = YearsData
    form = YearsForm
    heading = "เปรียบเทียบผลการประเมินหลายปี"
    package_version = 2
    narrower = {2: PlainYearsData}
    plain = {"with_change": True, "headings": [""] * len(HEADINGS)}

    def start(self, chosen: Chosen) -> dict:
        return {"from_year": chosen.year.fiscal_year - 2, "to_year": chosen.year.fiscal_year}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        *earlier, last = range(data["from_year"], data["to_year"] + 1)
        compared = {year: inputs.comparison(year, last) for year in earlier}
        first = compared[earlier[0]]
        newest = inputs.result(last)
        rows = []
        for number in newest.rules.numbers:
            row = first.by_number[number]
            change = inputs.change(row.change(inputs.result(earlier[0]).scores, newest.scores))
            rows.append(
                [
                    cell(inputs.number(number), "centre"),
                    cell(newest.rules.indicator_names.get(number, "")),
                    *(_earlier(compared[year].by_number[number], year, inputs) for year in earlier),
                    cell(inputs.score(newest.scores.get(number)), "num"),
                    change_cell(row.reason, change),
                ]
            )
        levels = [cell(inputs.result(year).level or "-", "centre") for year in (*earlier, last)]
        figures = len(earlier) + 1 + data["with_change"]
        share = min(14, 66 // figures)
        change = f"ผลต่าง {inputs.number(earlier[0])}–{inputs.number(last)}"
        named = [f"พ.ศ. {inputs.number(year)}" for year in (*earlier, last)]
        typed = [*data["headings"][: 2 + len(named)], data["headings"][-1]]
        totals = [_total(compared, last, inputs), [cell(LEVEL), *levels, cell("", "centre")]]
        return {
            "headings": headed(typed, [*HEADINGS[:2], *named, change])[: 2 + figures],
            "widths": [6, 94 - share * figures, *[share] * figures],
            "rows": [row[: 2 + figures] for row in rows],
            "totals": [row[: 1 + figures] for row in totals],
            "notes": lines("\n".join(_notes(compared, inputs))),
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"ปี {data['from_year']} ถึงปี {data['to_year']}"


def _earlier(row: ComparedIndicator, year: int, inputs: DocumentInputs) -> dict:
    """Return an earlier year's score of an indicator; several that became one are listed by their numbers."""
    scores = inputs.result(year).scores
    listed = (f"ที่ {inputs.number(old)}: {marked(scores.get(old), row.reason, inputs)}" for old in row.listed)
    return cell("\n".join(listed) or marked(row.was(scores), row.reason, inputs), "num")


def _total(compared: dict[int, Comparison], last: int, inputs: DocumentInputs) -> list[dict]:
    totals = {year: inputs.result(year).total for year in (*compared, last)}
    first = next(iter(compared))
    change = inputs.change(scoring_totals.change(totals[first], totals[last]))
    return [
        cell(inputs.document.total_label),
        *(cell(marked(totals[year], pair.total, inputs), "num") for year, pair in compared.items()),
        cell(inputs.score(totals[last]), "num"),
        change_cell(compared[first].total, change),
    ]


def _notes(compared: dict[int, Comparison], inputs: DocumentInputs) -> list[str]:
    """Return a line for each year and reason with what it concerns; none where everything compares."""
    notes = []
    for year, pair in compared.items():
        concerned = indicators_by_reason(pair.by_number.values())
        concerned.setdefault(pair.total, []).append(inputs.document.total_label)
        notes += [f"ปี {year} {', '.join(parts)}: {reason}" for reason, parts in concerned.items() if reason]
    return [inputs.number(note) for note in notes]
