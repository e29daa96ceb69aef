"""The year's measures in the document's columns, with the areas as rows, as a column or not at all."""

from itertools import groupby, pairwise

from assessments.models import Area
from measures.models import Measure
from reports.documents.inputs import Source
from reports.documents.models import Document

from .cells import cell, join, low, widths

JOINED_FIELDS = {"area", "title"}  # equal neighbours print as one cell; a unit or period never looks left out


def content(data: dict, source: Source) -> dict:
    document = source.document
    fields = [column["field"] for column in document.columns]
    texts = [[_text(measure, field, source) for field in fields] for measure in source.measures]
    columns = [
        [column["heading"], *(row[place] for row in texts)] for place, column in enumerate(document.columns)
    ]
    shares = widths(columns)
    groups, place = [], 0
    for area, measures in groupby(source.measures, key=lambda each: each.area):
        count = len(list(measures))
        rows = _rows(fields, texts[place : place + count])
        for row, text in zip(rows, texts[place : place + count], strict=True):
            row["keep"] = low(text, shares, document.orientation)
        groups.append({"area": _area_row(area, source), "rows": rows})
        place += count
    return {
        "headings": [column["heading"] for column in document.columns],
        "widths": shares,
        "groups": groups,
        "empty": _empty(source),
    }


def _empty(source: Source) -> str:
    if not source.document.columns:
        return "ยังไม่ได้เลือกคอลัมน์ของตารางมาตรการ"
    return "" if source.measures else "ยังไม่มีมาตรการในปีนี้"


def _text(measure: Measure, field: str, source: Source) -> str:
    if field == "area":
        return measure.area.title if measure.area else ""
    if field == "status":
        return "\n".join(filter(None, (measure.get_status_display(), measure.status_reason)))
    return getattr(measure, field)


def _area_row(area, source: Source) -> str:
    if area is None or source.document.areas_as != Document.AreasAs.ROWS:
        return ""
    return area_title(area, source)


def area_title(area: Area, source: Source) -> str:
    """Return an area with its number, as the document writes it."""
    number, prefix = source.number(area.number), source.document.area_prefix
    return f"{prefix} {number} {area.title}" if prefix else f"{number}. {area.title}"


def _rows(fields: list[str], texts: list[list[str]]) -> list[dict]:
    rows = [[cell(text) for text in row] for row in texts]
    for (_, first), (below, second) in pairwise(zip(rows, texts, strict=True)):
        for place, field in enumerate(fields):
            if field in JOINED_FIELDS and first[place] and first[place] == second[place]:
                join(below[place])
    return [{"cells": cells} for cells in rows]
