"""What proves the year's measures and items: names, days, kinds, addresses with the way that leads to them."""

from collections.abc import Iterator

from ita_portal import thai
from measures.models import Evidence
from reports.documents.inputs import Source

from .cells import CHARACTERS, KEPT_LINES, cell
from .measures import area_title

HEADINGS = ["ลำดับ", "หลักฐาน", "ลงวันที่", "ชนิด", "ที่อยู่เว็บและเส้นทางการเข้าถึง"]
WIDTHS = [8, 30, 12, 12, 38]
NO_ADDRESS = "แฟ้มที่หน่วยงานเก็บรักษาไว้"


def content(data: dict, source: Source) -> dict:
    """Number the rows through; the same evidence stands under each measure and item that uses it."""
    groups, number = [], 0
    for name, evidence in _groups(data, source):
        rows = [_row(place, each, source) for place, each in enumerate(evidence, start=number + 1)]
        groups.append({"name": name, "rows": rows})
        number += len(rows)
    return {"headings": HEADINGS, "widths": WIDTHS, "groups": groups, "empty": "ยังไม่มีหลักฐานของมาตรการในปีนี้"}


def _groups(data: dict, source: Source) -> Iterator[tuple[str, list[Evidence]]]:
    by_area: dict[str, list[Evidence]] = {}
    for place, measure in enumerate(source.measures, start=1):
        evidence = source.evidence.measures.get(measure.pk, [])
        if data["grouped_by"] == "area":
            title = area_title(measure.area, source) if measure.area else "มาตรการที่ไม่ระบุประเด็น"
            seen = by_area.setdefault(title, [])
            seen += [each for each in evidence if each not in seen]
        elif evidence:
            yield f"มาตรการที่ {source.number(place)} {' '.join(measure.title.split())}", evidence
    yield from ((title, evidence) for title, evidence in by_area.items() if evidence)
    if data["with_items"]:
        for item, evidence in source.evidence.items:
            yield f"ข้อ {source.number(item.code)} {item.title}", evidence


def _row(number: int, evidence: Evidence, source: Source) -> dict:
    way = f"เส้นทาง: {evidence.click_path}" if evidence.click_path else ""
    where = "\n".join(filter(None, [evidence.address or NO_ADDRESS, way]))
    day = source.number(thai.short_date(evidence.dated)) if evidence.dated else "-"
    longest = CHARACTERS[source.document.orientation] * WIDTHS[-1] // 100 * KEPT_LINES
    return {
        "cells": [
            cell(source.number(number), "centre"),
            cell(evidence.title),
            cell(day, "centre"),
            cell(evidence.type_label, "centre"),
            cell(where),
        ],
        "link": evidence.address,  # of the first line of the last cell
        "keep": len(where) <= longest,
    }
