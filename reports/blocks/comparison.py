"""Two years side by side: the change is computed where the years compare, the totals are those announced."""

from typing import Literal

from assessments.scoring import totals
from assessments.scoring.comparison import ComparedIndicator, Comparison
from assessments.scoring.totals import Scores

from .base import BlockType, Chosen, Surroundings
from .cells import cell, lines
from .forms.base import BlockForm
from .inputs import DocumentInputs
from .schema import BlockData, Year
from .spans import change_cell, indicators_by_reason

TOTAL = "คะแนนเฉลี่ย"


class ComparisonData(BlockData):
    type: Literal["comparison"]
    from_year: Year
    to_year: Year

    def years(self) -> set[int]:
        return {self.from_year, self.to_year}

    compared_years = years


class ComparisonForm(BlockForm):
    years = {"from_year": "ปีก่อน", "to_year": "ปีหลัง"}

    def clean(self):
        years = self.cleaned_data.get("from_year"), self.cleaned_data.get("to_year")
        if None not in years and years[0] == years[1] and {"from_year", "to_year"} & set(self.changed_data):
            self.add_error("to_year", "เลือกสองปีที่ต่างกัน จึงจะเปรียบเทียบได้")


class ComparisonBlock(BlockType):
    description = "คะแนนรายตัวชี้วัดของสองปี พร้อมผลต่างที่ระบบคำนวณให้"
    data = ComparisonData
    form = ComparisonForm
    package_version = 1

    def start(self, chosen: Chosen) -> dict:
        return {"from_year": chosen.year.fiscal_year - 1, "to_year": chosen.year.fiscal_year}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        before, after = data["from_year"], data["to_year"]
        old, new = inputs.result(before), inputs.result(after)
        compared = inputs.comparison(before, after)
        rows = [row for _, row in sorted(compared.by_number.items())]
        rows += sorted(compared.retired, key=lambda row: row.before)
        total = None if compared.total else totals.change(old.official_total, new.official_total)
        return {
            "headings": [
                "ตัวชี้วัดที่",
                "ตัวชี้วัด",
                *(f"ปีงบประมาณ พ.ศ. {inputs.number(year)}" for year in (before, after)),
                "ผลต่าง",
            ],
            "widths": [12, 43, 16, 16, 13],
            "rows": [_row(row, compared, old.scores, new.scores, inputs) for row in rows],
            "totals": [
                [
                    cell(TOTAL),
                    *(cell(inputs.score(result.official_total), "num") for result in (old, new)),
                    change_cell(compared.total, inputs.change(total)),
                ]
            ],
            "notes": lines("\n".join(_notes(rows, compared, inputs))),
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
    concerned.setdefault(compared.total, []).append(TOTAL)
    return [inputs.number(f"{', '.join(parts)}: {reason}") for reason, parts in concerned.items() if reason]
