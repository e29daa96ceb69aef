"""Two years side by side: the change is computed where the years compare, the totals are those announced."""

from typing import Annotated, Literal

from django import forms
from pydantic import Field

from assessments.scoring import totals
from assessments.scoring.comparison import ComparedIndicator, Comparison
from assessments.scoring.totals import Scores

from .base import BlockType, Chosen, Surroundings
from .cells import cell, headed, lines
from .forms.base import HeadingsForm
from .inputs import DocumentInputs
from .schema import BlockData, Heading, Year
from .spans import change_cell, indicators_by_reason

HEADINGS = ("ตัวชี้วัดที่", "ตัวชี้วัด", "ปีก่อน", "ปีหลัง", "ผลต่าง")


class PlainComparisonData(BlockData):
    """As packages of version 1 and 2 hold it."""

    type: Literal["comparison"]
    from_year: Year
    to_year: Year

    def years(self) -> set[int]:
        return {self.from_year, self.to_year}

    compared_years = years


class ComparisonData(PlainComparisonData):
    """Without `with_change` the two years stand side by side and no more is said; a heading "" is the portal's own."""

    with_change: bool
    headings: Annotated[list[Heading], Field(min_length=5, max_length=5)]


class ComparisonForm(HeadingsForm):
    years = {"from_year": "ปีก่อน", "to_year": "ปีหลัง"}
    columns = HEADINGS
    with_change = forms.BooleanField(
        label="พิมพ์คอลัมน์ผลต่าง", required=False, help_text="ไม่เลือก จะพิมพ์คะแนนของสองปีเคียงกันโดยไม่บอกผลต่าง"
    )

    def clean(self):
        super().clean()
        years = self.cleaned_data.get("from_year"), self.cleaned_data.get("to_year")
        if None not in years and years[0] == years[1] and {"from_year", "to_year"} & set(self.changed_data):
            self.add_error("to_year", "เลือกสองปีที่ต่างกัน จึงจะเปรียบเทียบได้")


class ComparisonBlock(BlockType):
    description = "คะแนนรายตัวชี้วัดของสองปี พร้อมผลต่างที่ระบบคำนวณให้"
    data = ComparisonData
    form = ComparisonForm
    package_version = 1
    narrower = {2: PlainComparisonData}
    plain = {"with_change": True, "headings": [""] * len(HEADINGS)}

    def start(self, chosen: Chosen) -> dict:
        return {"from_year": chosen.year.fiscal_year - 1, "to_year": chosen.year.fiscal_year}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        before, after = data["from_year"], data["to_year"]
        old, new = inputs.result(before), inputs.result(after)
        compared = inputs.comparison(before, after)
        rows = [row for _, row in sorted(compared.by_number.items())]
        rows += sorted(compared.retired, key=lambda row: row.before)
        total = None if compared.total else totals.change(old.total, new.total)
        named = (f"ปีงบประมาณ พ.ศ. {inputs.number(year)}" for year in (before, after))
        totalled = [
            cell(inputs.document.total_label),
            *(cell(inputs.score(result.total), "num") for result in (old, new)),
            change_cell(compared.total, inputs.change(total)),
        ]
        printed = len(HEADINGS) if data["with_change"] else len(HEADINGS) - 1
        return {
            "headings": headed(data["headings"], [*HEADINGS[:2], *named, HEADINGS[-1]])[:printed],
            "widths": [12, 43, 16, 16, 13] if data["with_change"] else [12, 52, 18, 18],
            "rows": [_row(row, compared, old.scores, new.scores, inputs)[:printed] for row in rows],
            "totals": [totalled[: printed - 1]],
            "notes": lines("\n".join(_notes(rows, compared, inputs))) if data["with_change"] else [],
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"ปี {data['from_year']} เทียบกับปี {data['to_year']}"


def _row(row: ComparedIndicator, compared: Comparison, old: Scores, new: Scores, inputs: DocumentInputs) -> list[dict]:
    name, number = row.name, "-" if row.number is None else row.number
    if row.number is None:
        name = f"{name} ({inputs.number(_place(row, compared))})"
    listed = "\n".join(f"ที่ {inputs.number(was)}: {inputs.score(old.get(was))}" for was in row.listed)
    return [
        cell(inputs.number(number), "centre"),
        cell(name),
        cell(listed or inputs.score(row.was(old)), "num"),
        cell(inputs.score(row.now(new)), "num"),
        change_cell(row.reason, inputs.change(row.change(old, new))),
    ]


def _place(row: ComparedIndicator, compared: Comparison) -> str:
    return f"ตัวชี้วัดที่ {row.before[0]} ของปี {compared.before_year}"


def _notes(rows: list[ComparedIndicator], compared: Comparison, inputs: DocumentInputs) -> list[str]:
    """Return a line for each reason with what it concerns; none where everything compares."""
    concerned = indicators_by_reason(rows)
    for row in rows:
        if row.number is None:
            concerned.setdefault(row.reason, []).append(_place(row, compared))
    concerned.setdefault(compared.total, []).append(inputs.document.total_label)
    return [inputs.number(f"{', '.join(parts)}: {reason}") for reason, parts in concerned.items() if reason]
