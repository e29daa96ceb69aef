"""What proves the year's measures and items: names, days, kinds, addresses with the way that leads to them."""

from collections.abc import Iterator
from typing import Annotated, Literal

from django import forms
from pydantic import Field, model_validator

from ita_portal import thai
from measures.models import Evidence
from reports.documents.models import Block

from .base import BlockType, Chosen, Surroundings
from .cells import cell, headed
from .forms.base import HeadingsForm
from .inputs import DocumentInputs
from .measures import area_title
from .schema import BlockData, Heading, Widths, check_widths

HEADINGS = ("ลำดับ", "หลักฐาน", "ลงวันที่", "ชนิด", "ที่อยู่เว็บและเส้นทางการเข้าถึง")
NO_ADDRESS = "ไฟล์ที่หน่วยงานเก็บรักษาไว้"


class PlainEvidenceListData(BlockData):
    """As packages of version 2 hold it."""

    type: Literal["evidence_list"]
    grouped_by: Literal["measure", "area"]
    with_items: bool

    def lists_evidence(self) -> bool:
        return True


class EvidenceListData(PlainEvidenceListData):
    """A heading "" is the portal's own."""

    headings: Annotated[list[Heading], Field(min_length=5, max_length=5)]
    widths: Widths

    @model_validator(mode="after")
    def _fits(self):
        check_widths(self.widths, len(HEADINGS))
        return self


class EvidenceListForm(HeadingsForm):
    columns = HEADINGS
    grouped_by = forms.ChoiceField(
        label="จัดกลุ่มหลักฐานของมาตรการ", choices=[("measure", "ตามมาตรการ"), ("area", "ตามประเด็น")]
    )
    with_items = forms.BooleanField(label="รวมหลักฐานของข้อคำถามและข้อตรวจของปี", required=False)


class EvidenceListBlock(BlockType):
    description = "หลักฐานที่มาตรการและข้อประเมินของปีใช้ พร้อมวันที่ ชนิด ที่อยู่เว็บ และเส้นทางการเข้าถึง"
    data = EvidenceListData
    form = EvidenceListForm
    heading = "รายการหลักฐาน"
    package_version = 2
    narrower = {2: PlainEvidenceListData}
    plain = {"headings": [""] * len(HEADINGS), "widths": []}

    def start(self, chosen: Chosen) -> dict:
        return {"grouped_by": "measure", "with_items": True}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        """Number the rows through; the same evidence stands under each measure and item that uses it."""
        groups, number = [], 0
        for name, evidence in _groups(data, inputs):
            rows = [_row(place, piece, inputs) for place, piece in enumerate(evidence, start=number + 1)]
            groups.append({"name": name, "rows": rows})
            number += len(rows)
        empty = "ยังไม่มีหลักฐานของมาตรการในปีนี้"
        headings = headed(data["headings"], HEADINGS)
        return {"headings": headings, "typed_widths": data["widths"], "groups": groups, "empty": empty}

    def summary(self, data: dict, around: Surroundings) -> str:
        return "จัดตามมาตรการ" if data["grouped_by"] == "measure" else "จัดตามประเด็น"

    def warning(self, block: Block, around: Surroundings) -> str:
        return "" if around.proven else "ยังไม่มีหลักฐานที่ผูกกับมาตรการหรือข้อของปีนี้"


def _groups(data: dict, inputs: DocumentInputs) -> Iterator[tuple[str, list[Evidence]]]:
    by_area: dict[str, list[Evidence]] = {}
    for place, measure in enumerate(inputs.measures, start=1):
        evidence = inputs.evidence.measures.get(measure.pk, [])
        if data["grouped_by"] == "area":
            title = area_title(measure.area, inputs) if measure.area else "มาตรการที่ไม่ระบุประเด็น"
            seen = by_area.setdefault(title, [])
            seen += [piece for piece in evidence if piece not in seen]
        elif evidence:
            yield f"มาตรการที่ {inputs.number(place)} {' '.join(measure.title.split())}", evidence
    yield from ((title, evidence) for title, evidence in by_area.items() if evidence)
    if data["with_items"]:
        for item, evidence in inputs.evidence.items:
            yield f"ข้อ {inputs.number(item.code)} {item.printed_title}".strip(), evidence


def _row(number: int, evidence: Evidence, inputs: DocumentInputs) -> dict:
    way = f"เส้นทาง: {evidence.click_path}" if evidence.click_path else ""
    where = "\n".join(filter(None, [evidence.address or NO_ADDRESS, way]))
    day = inputs.number(thai.short_date(evidence.dated)) if evidence.dated else "-"
    return {
        "cells": [
            cell(inputs.number(number), "centre"),
            cell(evidence.title),
            cell(day, "centre"),
            cell(evidence.type_label, "centre"),
            cell(where),
        ],
        "link": evidence.address,  # of the first line of the last cell
    }
