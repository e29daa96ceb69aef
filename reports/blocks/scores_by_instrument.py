"""The indicators under their instruments with their scores, and one remark for each instrument.

The remark is a row of the full width, or a cell beside all indicators of the instrument: one that really spans rows
cannot cross a page, so a high one only looks like it.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from django import forms
from pydantic import Field

from .base import BlockType, Chosen, Surroundings
from .cells import WHOLE_LINES, cell, chosen, chosen_widths, headed, height, join, lines
from .forms.base import HeadingsForm, score_in_name_field
from .forms.keeping import keyed_rows, text_field
from .inputs import DocumentInputs
from .schema import Code, Heading, Line, Strict, Text, YearData

HEADINGS = ("ตัวชี้วัด", "คะแนน")


class Remark(Strict):
    instrument: Code
    remark: Text


class PlainScoresByInstrumentData(YearData):
    """As packages of version 1 and 2 hold it."""

    type: Literal["scores_by_instrument"]
    remark_heading: Line
    remarks: list[Remark]

    def named(self) -> Iterator[tuple[str, str, object]]:
        yield from super().named()
        for place, row in enumerate(self.remarks):
            yield f"remarks[{place}].instrument", "instrument", row.instrument


class ScoresByInstrumentData(PlainScoresByInstrumentData):
    """A heading "" is the portal's own; a score in the indicator's cell has no column of its own."""

    headings: Annotated[list[Heading], Field(min_length=2, max_length=2)]
    score_in_name: bool
    remarks_as: Literal["row", "column"]


class ScoresByInstrumentForm(HeadingsForm):
    """The scores of a year, and a remark for each instrument."""

    rows_label = "ข้อสังเกตของแต่ละเครื่องมือ"

    years = {"year": "ผลของปีงบประมาณ"}
    columns = HEADINGS
    remark_heading = text_field("หัวคอลัมน์ข้อสังเกต")
    score_in_name = score_in_name_field()
    remarks_as = forms.ChoiceField(
        label="พิมพ์ข้อสังเกต",
        choices=[("row", "เป็นแถวใต้ตัวชี้วัดของเครื่องมือ"), ("column", "เป็นคอลัมน์ ช่องเดียวข้างตัวชี้วัดทุกตัวของเครื่องมือ")],
    )

    def build(self):
        self.order_fields(["heading", "year", "remark_heading"])
        super().build()
        framework = self.definitions.framework(self.stored["year"])
        names = {instrument.code: instrument.name for instrument in framework.instruments.all()}
        stored = keyed_rows(self.stored["remarks"], "instrument")
        further = self.further_rows(stored, names, ".{1,10}", "remark")
        self.table = [(key, True, row) for key, row in stored.items()]
        self.table += [(key, False, {"instrument": code, "remark": ""}) for key, code in further]
        for key, _, row in self.table:
            code = row["instrument"]
            field = text_field(f"{code} {names.get(code, '')}", rows=5)
            self.add_row({f"remark-{key}": (field, row["remark"])})

    def content(self):
        return {**super().content(), "remarks": self.typed_rows(self.table, "remark")}


class ScoresByInstrumentBlock(BlockType):
    description = "ตัวชี้วัดแยกตาม IIT EIT OIT พร้อมคะแนน และช่องข้อสังเกตของแต่ละเครื่องมือ"
    data = ScoresByInstrumentData
    form = ScoresByInstrumentForm
    package_version = 1
    narrower = {2: PlainScoresByInstrumentData}
    plain = {"headings": [""] * len(HEADINGS), "score_in_name": False, "remarks_as": "row"}

    def start(self, chosen: Chosen) -> dict:
        return {"year": chosen.framework.fiscal_year, "remark_heading": "ประเด็นที่ต้องปรับปรุง", "remarks": []}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        year = data["year"]
        remarks: dict[str, list[str]] = {}
        for row in data["remarks"]:
            remarks.setdefault(row["instrument"], []).append(row["remark"])
        beside = data["remarks_as"] == "column"
        wanted = [True, not data["score_in_name"], beside]
        widths = chosen_widths([40, 18, 42] if beside else [80, 20, 0], wanted)
        named = inputs.scored_indicator if data["score_in_name"] else inputs.named_indicator
        values = inputs.result(year).scores
        groups = []
        for instrument in inputs.result(year).rules.instruments:
            names = [named(year, number) for number in instrument.indicators]
            scores = [cell(inputs.score(values.get(number)), "num") for number in instrument.indicators]
            remark = "\n".join(remarks.get(instrument.code, []))
            rows = [[cell(name), score, cell("")] for name, score in zip(names, scores, strict=True)]
            group: dict = {"name": f"{instrument.name} ({instrument.code})"}
            if beside:
                group |= _beside(rows, names, remark, (widths[0], widths[-1]), inputs.document.orientation)
            else:
                group["remark"] = lines(remark)
            groups.append(group | {"rows": [chosen(row, wanted) for row in rows]})
        return {
            "headings": chosen([*headed(data["headings"], HEADINGS), data["remark_heading"]], wanted),
            "widths": widths,
            "remark_heading": "" if beside else data["remark_heading"],
            "groups": groups,
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"ผลของปี {data['year']} · ข้อสังเกต {len(data['remarks'])} เครื่องมือ"


def _beside(rows: list[list[dict]], names: list[str], remark: str, widths: tuple[int, int], orientation: str) -> dict:
    """Let the last cells of these rows be one with the remark; return how the rows hold together on pages."""
    of_names = sum(height(name, widths[0], orientation) for name in names)
    whole = max(of_names, height(remark, widths[1], orientation)) <= WHOLE_LINES
    for place, (*_, last) in enumerate(rows):
        if place:
            join(last)
        if whole and len(rows) > 1:
            last.update({"covered": True} if place else {"down": len(rows)})
    for first in rows[:1]:
        first[-1]["lines"] = lines(remark)
    return {"keep": whole, "torn": not whole}
