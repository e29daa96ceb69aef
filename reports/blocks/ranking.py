"""The indicators by falling score; equal scores share a rank."""

from typing import Literal

from assessments.scoring import totals

from .base import BlockType, Chosen, Surroundings
from .cells import cell
from .forms.base import BlockForm
from .inputs import DocumentInputs
from .schema import YearData


class RankingData(YearData):
    type: Literal["ranking"]


class RankingForm(BlockForm):
    years = {"year": "ผลของปีงบประมาณ"}


class RankingBlock(BlockType):
    description = "ตัวชี้วัดเรียงจากคะแนนมากไปน้อย พร้อมลำดับ"
    data = RankingData
    form = RankingForm
    package_version = 1

    def start(self, chosen: Chosen) -> dict:
        return {"year": chosen.framework.fiscal_year}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        year = data["year"]
        return {
            "headings": ["ลำดับ", "ตัวชี้วัด", "คะแนน"],
            "widths": [12, 70, 18],
            "rows": [
                [
                    cell(inputs.number(entry.rank), "centre"),
                    cell(inputs.named_indicator(year, entry.number)),
                    cell(inputs.score(entry.score), "num"),
                ]
                for entry in totals.ranking(inputs.result(year).scores)
            ],
            "empty": "ยังไม่มีคะแนนของปีนี้",
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"ผลของปี {data['year']}"
