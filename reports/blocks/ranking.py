"""The indicators by falling score; equal scores share a rank."""

from typing import Annotated, Literal

from django import forms
from pydantic import Field

from assessments.scoring import totals

from .base import BlockType, Chosen, Surroundings
from .cells import cell, chosen, chosen_widths, headed
from .forms.base import HeadingsForm, score_in_name_field
from .inputs import DocumentInputs
from .schema import Heading, YearData

HEADINGS = ("ลำดับ", "ตัวชี้วัด", "คะแนน")


class PlainRankingData(YearData):
    """As packages of version 1 and 2 hold it."""

    type: Literal["ranking"]


class RankingData(PlainRankingData):
    """A heading "" is the portal's own. What stands in the indicator's cell has no column of its own."""

    headings: Annotated[list[Heading], Field(min_length=3, max_length=3)]
    rank_in_name: bool
    score_in_name: bool


class RankingForm(HeadingsForm):
    years = {"year": "ผลของปีงบประมาณ"}
    columns = HEADINGS
    rank_in_name = forms.BooleanField(
        label="พิมพ์ลำดับไว้หน้าชื่อตัวชี้วัด", required=False, help_text="เช่น ลำดับที่ ๑ ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร"
    )
    score_in_name = score_in_name_field()


class RankingBlock(BlockType):
    description = "ตัวชี้วัดเรียงจากคะแนนมากไปน้อย พร้อมลำดับ"
    data = RankingData
    form = RankingForm
    package_version = 1
    narrower = {2: PlainRankingData}
    plain = {"headings": [""] * len(HEADINGS), "rank_in_name": False, "score_in_name": False}

    def start(self, chosen: Chosen) -> dict:
        return {"year": chosen.framework.fiscal_year}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        year = data["year"]
        named = inputs.scored_indicator if data["score_in_name"] else inputs.named_indicator
        wanted = [not data["rank_in_name"], True, not data["score_in_name"]]
        rows = []
        for entry in totals.ranking(inputs.result(year).scores):
            rank, name = inputs.number(entry.rank), named(year, entry.number)
            name = f"ลำดับที่ {rank} {name}" if data["rank_in_name"] else name
            rows.append(chosen([cell(rank, "centre"), cell(name), cell(inputs.score(entry.score), "num")], wanted))
        return {
            "headings": chosen(headed(data["headings"], HEADINGS), wanted),
            "widths": chosen_widths([12, 70, 18], wanted),
            "rows": rows,
            "empty": "ยังไม่มีคะแนนของปีนี้",
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"ผลของปี {data['year']}"
