"""The year's measures in the document's columns, with the areas as rows, as a column or not at all."""

from itertools import groupby
from typing import Literal

from assessments.models import Area
from measures.models import Measure
from reports.documents.models import Block, Document

from .base import BlockType, Surroundings
from .cells import joined_rows, low, widths
from .inputs import DocumentInputs
from .schema import BlockData

JOINED_FIELDS = {"area", "title"}  # equal neighbours print as one cell; a unit or period never looks left out


class MeasuresData(BlockData):
    type: Literal["measures"]


class MeasuresBlock(BlockType):
    description = "มาตรการทั้งหมดของปี ตามคอลัมน์ที่เลือกไว้ของเอกสาร"
    data = MeasuresData
    package_version = 1

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        document = inputs.document
        fields = [column["field"] for column in document.columns]
        headings = [column["heading"] for column in document.columns]
        texts = [[_text(measure, field, inputs) for field in fields] for measure in inputs.measures]
        shares = widths(list(zip(headings, *texts, strict=True)))
        joined = [place for place, field in enumerate(fields) if field in JOINED_FIELDS]
        groups = []
        for area, group in groupby(zip(inputs.measures, texts, strict=True), key=lambda pair: pair[0].area):
            of_area = [text for _, text in group]
            rows = [
                {"cells": cells, "keep": low(text, shares, document.orientation)}
                for text, cells in zip(of_area, joined_rows(of_area, joined), strict=True)
            ]
            named = area and document.areas_as == Document.AreasAs.ROWS
            groups.append({"area": area_title(area, inputs) if named else "", "rows": rows})
        empty = "" if inputs.measures else "ยังไม่มีมาตรการในปีนี้"
        if not fields:
            empty = "ยังไม่ได้เลือกคอลัมน์ของตารางมาตรการ"
        return {"headings": headings, "widths": shares, "groups": groups, "empty": empty}

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"มาตรการของปี {around.measures} รายการ"

    def warning(self, block: Block, around: Surroundings) -> str:
        if around.area_fault:
            return f"{around.area_fault} แก้ได้ที่ “เลือกคอลัมน์”"
        return "" if around.measures else "ยังไม่มีมาตรการของปีนี้"


def _text(measure: Measure, field: str, inputs: DocumentInputs) -> str:
    if field == "area":
        return measure.area.title if measure.area else ""
    if field == "status":
        return "\n".join(filter(None, (measure.get_status_display(), measure.status_reason)))
    return getattr(measure, field)


def area_title(area: Area, inputs: DocumentInputs) -> str:
    """Return an area with its number, as the document writes it."""
    number, prefix = inputs.number(area.number), inputs.document.area_prefix
    return f"{prefix} {number} {area.title}" if prefix else f"{number}. {area.title}"
