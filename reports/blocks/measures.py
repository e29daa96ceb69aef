"""The year's measures in the document's columns, with the areas as rows, as a column or not at all.

Of a plan over several years one of the columns is parted: one for each year.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Annotated, Literal

from django import forms
from pydantic import Field, model_validator

from assessments.models import Area
from measures.models import Measure
from reports.documents.models import Block, Document

from .base import BlockType, Surroundings
from .cells import joined_rows
from .forms.base import BlockForm
from .inputs import DocumentInputs
from .plan_years import parted
from .schema import BlockData, Year
from .spans import MOST_YEARS

JOINED_FIELDS = {"area", "title"}  # equal neighbours print as one cell
ALSO_JOINED = {"responsible", "period"}  # only where the look says so: else a unit or period never looks left out


FIELDS_BY_YEAR = {"period": "ระยะเวลา", "goal": "เป้าหมาย", "success": "ตัวชี้วัดความสำเร็จ", "budget": "งบประมาณ"}
WRONG_SPAN = f"แผนหลายปีมี 2 ถึง {MOST_YEARS} ปี ปีสุดท้ายต้องมาหลังปีแรก"


def is_plan(first: int, last: int) -> bool:
    return 1 <= last - first < MOST_YEARS


class PlainMeasuresData(BlockData):
    """As packages of version 1 and 2 hold it."""

    type: Literal["measures"]


class MeasuresData(PlainMeasuresData):
    """`by_year`: the field that has a column for each of the `plan_years`, given as the first and the last; "" none."""

    by_year: Literal["", "period", "goal", "success", "budget"]
    plan_years: Annotated[list[Year], Field(max_length=2)]

    @model_validator(mode="after")
    def _is_plan(self):
        if len(self.plan_years) != (2 if self.by_year else 0) or (self.by_year and not is_plan(*self.plan_years)):
            raise ValueError(WRONG_SPAN)
        return self


class MeasuresForm(BlockForm):
    by_year = forms.ChoiceField(
        label="แผนหลายปี",
        required=False,
        choices=[
            ("", "ไม่แยกคอลัมน์ตามปี"),
            *((name, f"แยก{label}เป็นคอลัมน์ของแต่ละปี") for name, label in FIELDS_BY_YEAR.items()),
        ],
        help_text="ช่องนั้นของมาตรการพิมพ์ปีละบรรทัด เช่น “๒๕๖๘: ๑๐,๐๐๐ บาท” หรือ “๒๕๖๘–๒๕๗๐” ซึ่งพิมพ์เครื่องหมาย ✓ ในแต่ละปี "
        "ข้อความที่ไม่บอกปีพิมพ์เป็นช่องเดียวข้ามทุกปี และต้องเลือกคอลัมน์นั้นไว้ใน “คอลัมน์” ของเอกสาร",
    )

    def build(self):
        own, stored = self.definitions.year.fiscal_year, self.stored["plan_years"]
        choices = [(year, f"พ.ศ. {year}") for year in sorted({*range(own - MOST_YEARS, own + MOST_YEARS + 1), *stored})]
        for place, (name, label) in enumerate((("plan_from", "แผนเริ่มปี"), ("plan_to", "แผนสิ้นสุดปี"))):
            self.fields[name] = forms.TypedChoiceField(
                label=label, required=False, coerce=int, empty_value=None, choices=[("", "—"), *choices]
            )
            self.initial[name] = stored[place] if stored else ""

    def clean(self):
        super().clean()
        years = self.cleaned_data.get("plan_from"), self.cleaned_data.get("plan_to")
        if self.cleaned_data.get("by_year") and (None in years or not is_plan(*years)):
            self.add_error("plan_to", WRONG_SPAN)

    def content(self):
        years = [self.cleaned_data["plan_from"], self.cleaned_data["plan_to"]]
        return {**super().content(), "plan_years": years if self.cleaned_data["by_year"] else []}


class MeasuresBlock(BlockType):
    description = "มาตรการทั้งหมดของปี ตามคอลัมน์ที่เลือกไว้ของเอกสาร"
    data = MeasuresData
    form = MeasuresForm
    package_version = 1
    narrower = {2: PlainMeasuresData}
    plain = {"by_year": "", "plan_years": []}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        document = inputs.document
        fields = [column["field"] for column in document.columns]
        headings = [column["heading"] for column in document.columns]
        texts = [
            [inputs.number(place) if field == "number" else _text(measure, field) for field in fields]
            for place, measure in enumerate(inputs.measures, start=1)
        ]
        wanted = JOINED_FIELDS | (ALSO_JOINED if document.joined else set())
        joined = [place for place, field in enumerate(fields) if field in wanted]
        groups = []
        for area, group in groupby(zip(inputs.measures, texts, strict=True), key=lambda pair: pair[0].area):
            of_area = [text for _, text in group]
            rows = [{"cells": _set(cells, fields)} for cells in joined_rows(of_area, joined)]
            named = area and document.areas_as == Document.AreasAs.ROWS
            groups.append({"area": area_title(area, inputs) if named else "", "rows": rows})
        empty = "" if inputs.measures else "ยังไม่มีมาตรการในปีนี้"
        if not fields:
            empty = "ยังไม่ได้เลือกคอลัมน์ของตารางมาตรการ"
        content = {"headings": headings, "typed_widths": document.widths, "groups": groups, "empty": empty}
        if data["by_year"] not in fields:
            return content
        place, (first, last) = fields.index(data["by_year"]), data["plan_years"]
        named = {year: f"พ.ศ. {inputs.number(year)}" for year in range(first, last + 1)}
        return content | parted(content, place, [text[place] for text in texts], named)

    def told(self, data: dict) -> Iterator[str]:
        if data.get("plan_years"):
            first, last = data["plan_years"]
            yield f"แผนหลายปี ตั้งแต่ปี {first} ถึงปี {last}"

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"มาตรการของปี {around.measures} รายการ"

    def warning(self, block: Block, around: Surroundings) -> str:
        if around.area_fault:
            return f"{around.area_fault} แก้ได้ที่ “เลือกคอลัมน์”"
        return "" if around.measures else "ยังไม่มีมาตรการของปีนี้"


def _set(cells: list[dict], fields: list[str]) -> list[dict]:
    """Return a row with its number in the middle of its column, and its area known for one."""
    kinds = {"number": "centre", "area": "area"}
    return [{**cell, "kind": kinds.get(field, "")} for cell, field in zip(cells, fields, strict=True)]


def _text(measure: Measure, field: str) -> str:
    if field == "area":
        return measure.area.title if measure.area else ""
    if field == "status":
        return "\n".join(filter(None, (measure.get_status_display(), measure.status_reason)))
    return getattr(measure, field)


def area_title(area: Area, inputs: DocumentInputs) -> str:
    """Return an area with its number, as the document writes it."""
    number, prefix = inputs.number(area.number), inputs.document.area_prefix
    return f"{prefix} {number} {area.title}" if prefix else f"{number}. {area.title}"
