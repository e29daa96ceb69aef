"""What must improve in each indicator of an instrument, and how."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from django import forms
from pydantic import Field, model_validator

from assessments.models import Indicator
from ita_portal.thai import two_decimals

from .base import BlockType, Chosen, Surroundings
from .cells import joined_rows
from .forms.base import HeadingsForm, score_in_name_field
from .forms.keeping import keyed_rows, text_field
from .inputs import DocumentInputs
from .schema import BlockData, Code, Heading, Strict, Text, Widths, check_widths

HEADINGS = ["ตัวชี้วัด", "ประเด็นที่ต้องพัฒนา", "แนวทางการพัฒนา"]


class FindingRow(Strict):
    indicator: Annotated[int, Field(ge=1, le=99)]
    issues: Text
    remedy: Text


class PlainFindingsData(BlockData):
    """As packages of version 1 and 2 hold it."""

    type: Literal["findings"]
    instrument: Code
    headings: Annotated[list[Heading], Field(min_length=3, max_length=3)]
    rows: list[FindingRow]

    def named(self) -> Iterator[tuple[str, str, object]]:
        yield from super().named()
        yield from ((f"rows[{place}].indicator", "indicator", row.indicator) for place, row in enumerate(self.rows))


class FindingsData(PlainFindingsData):
    """`merged`: equal texts of neighbouring rows print as one cell."""

    score_in_name: bool
    merged: bool
    widths: Widths

    @model_validator(mode="after")
    def _fits(self):
        check_widths(self.widths, len(HEADINGS))
        return self


class FindingsForm(HeadingsForm):
    """What to improve, a row or several for each indicator of an instrument."""

    score_in_name = score_in_name_field()
    merged = forms.BooleanField(
        label="พิมพ์ข้อความที่เหมือนกันของแถวที่อยู่ติดกันเป็นช่องเดียว",
        required=False,
        help_text="สำหรับข้อความเดียวที่ใช้กับหลายตัวชี้วัด พิมพ์ข้อความนั้นซ้ำในทุกตัวชี้วัดที่ใช้ร่วมกัน",
    )

    rows_label = "ตัวชี้วัด (ตัวชี้วัดที่เว้นว่างทั้งสองช่องจะไม่พิมพ์)"
    two_columns = True
    scope = ("instrument",)

    def build(self):
        super().build()
        indicators = {indicator.number: indicator for indicator in self.definitions.own.indicators.all()}
        self.table = self.all_rows(indicators.values())
        for key, _, row in self.table:
            number = row["indicator"]
            name = indicators[number].name if number in indicators else ""
            score = self.definitions.scores.get(number)
            fields = {
                f"issues-{key}": (text_field(f"สิ่งที่ต้องพัฒนา ตัวชี้วัดที่ {number}", rows=5), row["issues"]),
                f"remedy-{key}": (text_field(f"วิธีพัฒนา ตัวชี้วัดที่ {number}", rows=5), row["remedy"]),
            }
            note = f"ปี {self.definitions.year.fiscal_year} ได้ {two_decimals(score)}" if score is not None else ""
            self.add_row(fields, f"{number}. {name}", note)

    def all_rows(self, indicators: Iterable[Indicator]) -> list[tuple[str, bool, dict]]:
        """Return the rows with their keys and whether they are stored: the stored ones in their order, and a
        blank one for each further indicator at its place."""
        stored = keyed_rows(self.stored["rows"], "indicator")
        rows = [(key, True, row) for key, row in stored.items()]
        own = [part.number for part in indicators if part.instrument.code == self.stored["instrument"]]
        for key, number in self.further_rows(stored, own, "[1-9][0-9]?", "issues", "remedy"):
            blank = {"indicator": int(number), "issues": "", "remedy": ""}
            later = (place for place, (_, _, row) in enumerate(rows) if row["indicator"] > int(number))
            rows.insert(next(later, len(rows)), (key, False, blank))
        return rows

    def content(self):
        return {**super().content(), "rows": self.typed_rows(self.table, "issues", "remedy")}


class FindingsBlock(BlockType):
    description = "ตัวชี้วัดของเครื่องมือหนึ่ง ว่าต้องพัฒนาเรื่องใด และจะพัฒนาอย่างไร"
    data = FindingsData
    form = FindingsForm
    package_version = 1
    narrower = {2: PlainFindingsData}
    plain = {"score_in_name": False, "merged": False, "widths": []}

    def start(self, chosen: Chosen) -> dict:
        return {"instrument": chosen.instrument, "headings": HEADINGS, "rows": []}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        named = inputs.scored_indicator if data["score_in_name"] else inputs.named_indicator
        texts = [[named(inputs.fiscal_year, row["indicator"]), row["issues"], row["remedy"]] for row in data["rows"]]
        return {
            "headings": data["headings"],
            "typed_widths": data["widths"],
            "rows": joined_rows(texts, [0, 1, 2] if data["merged"] else [0]),
            "empty": "ไม่มีประเด็นที่ต้องพัฒนา",
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"{data['instrument']} · {len(data['rows'])} แถว"

    def told(self, data: dict) -> Iterator[str]:
        for row in data["rows"]:
            yield f"ตัวชี้วัดที่ {row['indicator']} ประเด็นที่ต้องพัฒนา: {row['issues']}"
            yield f"ตัวชี้วัดที่ {row['indicator']} แนวทางการพัฒนา: {row['remedy']}"

    def lacks(self, data: dict) -> str:
        whole = all(row["issues"] and row["remedy"] for row in data["rows"])
        return "" if whole else "ยังมีแถวที่เว้นว่าง เติมสิ่งที่ต้องพัฒนาและวิธีพัฒนา"
