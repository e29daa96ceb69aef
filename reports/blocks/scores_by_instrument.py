"""The indicators under their instruments with their scores, and one remark for each instrument.

The remark is a row of the full width: a cell that spans rows cannot cross a page.
"""

from typing import Literal

from .base import BlockType, Chosen, Surroundings
from .cells import cell, lines
from .forms.base import BlockForm
from .forms.keeping import keyed_rows, text_field
from .inputs import DocumentInputs
from .schema import Code, Line, Strict, Text, YearData


class Remark(Strict):
    instrument: Code
    remark: Text


class ScoresByInstrumentData(YearData):
    type: Literal["scores_by_instrument"]
    remark_heading: Line
    remarks: list[Remark]


class ScoresByInstrumentForm(BlockForm):
    """The scores of a year, and a remark for each instrument."""

    rows_label = "ข้อสังเกตของแต่ละเครื่องมือ"

    years = {"year": "ผลของปีงบประมาณ"}
    remark_heading = text_field("หัวคอลัมน์ข้อสังเกต")

    def build(self):
        self.order_fields(["heading", "year", "remark_heading"])
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

    def start(self, chosen: Chosen) -> dict:
        return {"year": chosen.framework.fiscal_year, "remark_heading": "ประเด็นที่ต้องปรับปรุง", "remarks": []}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        year = data["year"]
        rules, scores = inputs.result(year).rules, inputs.result(year).scores
        remarks: dict[str, list[str]] = {}
        for row in data["remarks"]:
            remarks.setdefault(row["instrument"], []).append(row["remark"])
        return {
            "headings": ["ตัวชี้วัด", "คะแนน"],
            "widths": [80, 20],
            "remark_heading": data["remark_heading"],
            "groups": [
                {
                    "name": f"{instrument.name} ({instrument.code})",
                    "rows": [
                        [cell(inputs.named_indicator(year, number)), cell(inputs.score(scores.get(number)), "num")]
                        for number in instrument.indicators
                    ],
                    "remark": lines("\n".join(remarks.get(instrument.code, []))),
                }
                for instrument in rules.instruments
            ],
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"ผลของปี {data['year']} · ข้อสังเกต {len(data['remarks'])} เครื่องมือ"
