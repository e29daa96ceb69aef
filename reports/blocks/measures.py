"""The year's measures in the document's columns, with the areas as rows, as a column or not at all."""

from itertools import groupby, pairwise
from typing import Literal

from assessments.models import Area
from measures.models import Measure
from reports.documents.models import Block, Document

from .base import BlockType, Surroundings
from .cells import cell, join, low, widths
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
        texts = [[_text(measure, field, inputs) for field in fields] for measure in inputs.measures]
        columns = [
            [column["heading"], *(row[place] for row in texts)]
            for place, column in enumerate(document.columns)
        ]
        shares = widths(columns)
        groups, place = [], 0
        for area, measures in groupby(inputs.measures, key=lambda each: each.area):
            count = len(list(measures))
            rows = _rows(fields, texts[place : place + count])
            for row, text in zip(rows, texts[place : place + count], strict=True):
                row["keep"] = low(text, shares, document.orientation)
            groups.append({"area": _area_row(area, inputs), "rows": rows})
            place += count
        return {
            "headings": [column["heading"] for column in document.columns],
            "widths": shares,
            "groups": groups,
            "empty": _empty(inputs),
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"มาตรการของปี {around.measures} รายการ"

    def warning(self, block: Block, around: Surroundings) -> str:
        if around.area_fault:
            return f"{around.area_fault} แก้ได้ที่ “เลือกคอลัมน์”"
        return "" if around.measures else "ยังไม่มีมาตรการของปีนี้"


def _empty(inputs: DocumentInputs) -> str:
    if not inputs.document.columns:
        return "ยังไม่ได้เลือกคอลัมน์ของตารางมาตรการ"
    return "" if inputs.measures else "ยังไม่มีมาตรการในปีนี้"


def _text(measure: Measure, field: str, inputs: DocumentInputs) -> str:
    if field == "area":
        return measure.area.title if measure.area else ""
    if field == "status":
        return "\n".join(filter(None, (measure.get_status_display(), measure.status_reason)))
    return getattr(measure, field)


def _area_row(area, inputs: DocumentInputs) -> str:
    if area is None or inputs.document.areas_as != Document.AreasAs.ROWS:
        return ""
    return area_title(area, inputs)


def area_title(area: Area, inputs: DocumentInputs) -> str:
    """Return an area with its number, as the document writes it."""
    number, prefix = inputs.number(area.number), inputs.document.area_prefix
    return f"{prefix} {number} {area.title}" if prefix else f"{number}. {area.title}"


def _rows(fields: list[str], texts: list[list[str]]) -> list[dict]:
    rows = [[cell(text) for text in row] for row in texts]
    for (_, first), (below, second) in pairwise(zip(rows, texts, strict=True)):
        for place, field in enumerate(fields):
            if field in JOINED_FIELDS and first[place] and first[place] == second[place]:
                join(below[place])
    return [{"cells": cells} for cells in rows]
