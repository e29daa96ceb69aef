"""What must improve in each indicator of an instrument, and how."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from assessments.models import Indicator
from ita_portal.thai import two_decimals

from .base import BlockType, Chosen, Surroundings
from .cells import joined_rows, widths
from .forms.base import HeadingsForm
from .forms.keeping import keyed_rows, text_field
from .inputs import DocumentInputs
from .schema import BlockData, Code, Heading, Strict, Text

HEADINGS = ["ตัวชี้วัด", "ประเด็นที่ต้องพัฒนา", "แนวทางการพัฒนา"]


class FindingRow(Strict):
    indicator: Annotated[int, Field(ge=1, le=99)]
    issues: Text
    remedy: Text


class FindingsData(BlockData):
    type: Literal["findings"]
    instrument: Code
    headings: Annotated[list[Heading], Field(min_length=3, max_length=3)]
    rows: list[FindingRow]


class FindingsForm(HeadingsForm):
    """What to improve, a row or several for each indicator of an instrument."""

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

    def start(self, chosen: Chosen) -> dict:
        return {"instrument": chosen.instrument, "headings": HEADINGS, "rows": []}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        texts = [
            [inputs.named_indicator(inputs.fiscal_year, row["indicator"]), row["issues"], row["remedy"]]
            for row in data["rows"]
        ]
        return {
            "headings": data["headings"],
            "widths": widths(list(zip(data["headings"], *texts, strict=True))),
            "rows": joined_rows(texts, [0]),
            "empty": "ไม่มีประเด็นที่ต้องพัฒนา",
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"{data['instrument']} · {len(data['rows'])} แถว"

    def lacks(self, data: dict) -> str:
        whole = all(row["issues"] and row["remedy"] for row in data["rows"])
        return "" if whole else "ยังมีแถวที่เว้นว่าง เติมสิ่งที่ต้องพัฒนาและวิธีพัฒนา"
