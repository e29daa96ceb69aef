"""The items of one indicator with their scores."""

from typing import Annotated, Literal

from django.utils.html import escape
from pydantic import Field

from .base import BlockType, Chosen, Surroundings
from .cells import cell, join
from .forms.base import HeadingsForm, score_in_name_field
from .forms.keeping import text_field
from .inputs import DocumentInputs
from .schema import Code, Heading, Line, YearData

HEADINGS = ["ข้อ", "หัวข้อการประเมิน", "คะแนน"]


class PlainItemScoresData(YearData):
    """As packages of version 1 and 2 hold it."""

    type: Literal["item_scores"]
    indicator: Annotated[int, Field(ge=1, le=99)]
    headings: Annotated[list[Heading], Field(min_length=3, max_length=3)]
    titles: dict[Code, Line]

    def item_years(self) -> set[int]:
        return {self.year}


class ItemScoresData(PlainItemScoresData):
    score_in_name: bool


class ItemScoresForm(HeadingsForm):
    score_in_name = score_in_name_field()
    rows_label = "ข้อที่พิมพ์และชื่อของข้อ (ข้อที่เว้นว่างจะไม่พิมพ์ หากเว้นว่างทุกข้อจะพิมพ์ครบทุกข้อตามชื่อในเกณฑ์)"
    scope = ("year", "indicator")

    def build(self):
        super().build()
        items = self.definitions.framework(self.stored["year"]).items.filter(indicator__number=self.stored["indicator"])
        official = {item.code: item.printed_title for item in items}
        # A JSON object keeps no order in PostgreSQL: the year's order, then what the year does not know.
        others = {*self.stored["titles"], *self.posted_keys("title")} - set(official)
        self.codes = [*official, *sorted(others)]
        for code in self.codes:
            text, title = self.stored["titles"].get(code, ""), official.get(code, "")
            help_text = f"ชื่อตามเกณฑ์: {escape(title)}" if title and title != text else ""
            self.add_row({f"title-{code}": (text_field(code, help_text=help_text), text)})

    def content(self):
        titles = {}
        for code in self.codes:
            title = self.kept(f"title-{code}", self.stored["titles"].get(code))
            if title or (title is not None and self.untouched(f"title-{code}")):
                titles[code] = title
        return {**super().content(), "titles": titles}


class ItemScoresBlock(BlockType):
    description = "ข้อคำถามหรือข้อตรวจของตัวชี้วัดหนึ่ง พร้อมคะแนนของแต่ละข้อ"
    data = ItemScoresData
    form = ItemScoresForm
    package_version = 1
    narrower = {2: PlainItemScoresData}
    plain = {"score_in_name": False}

    def start(self, chosen: Chosen) -> dict:
        items = chosen.framework.items.filter(indicator__number=chosen.indicator)
        titles = {item.code: item.printed_title for item in items}
        year, indicator = chosen.framework.fiscal_year, chosen.indicator
        return {"year": year, "indicator": indicator, "headings": HEADINGS, "titles": titles}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        """Print the items that the block titles, else all of the indicator; the year's titles fill in."""
        year, number = data["year"], data["indicator"]
        known = {
            item.code: item.printed_title for item in inputs.items.get(year, []) if item.indicator.number == number
        }
        titles = data["titles"] or known
        places = {code: place for place, code in enumerate(known)}  # a JSON object keeps none in PostgreSQL
        name = (inputs.scored_indicator if data["score_in_name"] else inputs.named_indicator)(year, number)
        rows = [
            [
                cell(name),
                cell(f"{inputs.number(code)} {title or known.get(code, '')}".strip()),
                cell(inputs.score(inputs.result(year).items.get(code)), "num"),
            ]
            for code, title in sorted(titles.items(), key=lambda pair: places.get(pair[0], len(known)))
        ]
        for below in rows[1:]:
            join(below[0])
        return {"headings": data["headings"], "widths": [26, 56, 18], "rows": rows, "empty": "ปีนี้ไม่มีข้อของตัวชี้วัดนี้"}

    def summary(self, data: dict, around: Surroundings) -> str:
        items = f"{len(data['titles'])} ข้อ" if data["titles"] else "ทุกข้อ"
        return f"ผลของปี {data['year']} ตัวชี้วัดที่ {data['indicator']} · {items}"
