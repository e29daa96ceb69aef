"""Looks that are ready to use, and how a look fits a year. The shipped ones are data: five sets of columns."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import Assessment

from .models import LOOK_FIELDS, Document, Look, Style


@dataclass(frozen=True)
class ReadyStyle:
    """A shipped look: `key` names it for good, `name` and `note` are what people read."""

    key: str
    name: str
    note: str
    look: dict


def _look(columns: dict[str, str], **look) -> dict:
    return {
        "numerals": "thai",
        "orientation": "portrait",
        "areas_as": "rows",
        "area_prefix": "",
        "text_size": "standard",
        "margins": "official",
        "columns": [{"field": field, "heading": heading} for field, heading in columns.items()],
        **look,
    }


READY = (
    ReadyStyle(
        "results_4",
        "รายงานผล ๔ คอลัมน์ ประเด็นเป็นแถว",
        "วิธีการ ผู้รับผิดชอบ ขั้นตอน และผล กระดาษแนวตั้ง เลขไทย",
        _look(
            {
                "title": "วิธีการนำผลวิเคราะห์ไปสู่การปฏิบัติ",
                "responsible": "ผู้รับผิดชอบ/ผู้เกี่ยวข้อง",
                "steps": "ขั้นตอน/วิธีปฏิบัติ",
                "output": "ผลการดำเนินงาน",
            },
            area_prefix="ประเด็นที่",
        ),
    ),
    ReadyStyle(
        "plan_5",
        "แผนมาตรการ ๕ คอลัมน์ ไม่พิมพ์ประเด็น",
        "มาตรการ วิธีการ ผู้รับผิดชอบ ระยะเวลา และการติดตามผล กระดาษแนวตั้ง เลขไทย",
        _look(
            {
                "title": "มาตรการ/แนวทาง",
                "steps": "วิธีการดำเนินการ",
                "responsible": "ผู้รับผิดชอบ",
                "period": "ระยะเวลาดำเนินการ",
                "follow_up": "การติดตามผล",
            },
            areas_as="none",
        ),
    ),
    ReadyStyle(
        "results_6",
        "รายงานผล ๖ คอลัมน์ กระดาษแนวนอน",
        "มาตรการ ขั้นตอน ผู้รับผิดชอบ ระยะเวลา ผลการดำเนินการ และผลลัพธ์ ประเด็นเป็นแถว เลขไทย",
        _look(
            {
                "title": "มาตรการ/แนวทางการปฏิบัติ",
                "steps": "ขั้นตอน/วิธีการดำเนินการ",
                "responsible": "ผู้รับผิดชอบ",
                "period": "ระยะเวลาดำเนินการ",
                "output": "ผลการดำเนินการ",
                "outcome": "ผลลัพธ์/ความสำเร็จ",
            },
            orientation="landscape",
        ),
    ),
    ReadyStyle(
        "analysis_4",
        "วิเคราะห์และมาตรการ ๔ คอลัมน์",
        "มาตรการ ขั้นตอน ผู้รับผิดชอบ และการกำกับติดตาม กระดาษแนวตั้ง ไม่พิมพ์ประเด็น เลขไทย",
        _look(
            {
                "title": "มาตรการ",
                "steps": "ขั้นตอนหรือวิธีการปฏิบัติ",
                "responsible": "ผู้รับผิดชอบ",
                "follow_up": "การกำกับติดตาม",
            },
            areas_as="none",
        ),
    ),
    ReadyStyle(
        "results_7",
        "รายงานผล ๗ คอลัมน์ ประเด็นเป็นคอลัมน์",
        "ประเด็น โครงการ ขั้นตอน ระยะเวลา ผลการดำเนินการ ผลลัพธ์ และผู้รับผิดชอบ กระดาษแนวนอน เลขอารบิก",
        _look(
            {
                "area": "ประเด็นการประเมิน",
                "title": "โครงการ/กิจกรรม/มาตรการ",
                "steps": "ขั้นตอน หรือวิธีการปฏิบัติ",
                "period": "ช่วงระยะเวลาในการดำเนินการ",
                "output": "ผลการดำเนินการ (Output)",
                "outcome": "ผลลัพธ์ (Outcome)",
                "responsible": "ผู้รับผิดชอบ",
            },
            numerals="arabic",
            orientation="landscape",
            areas_as="column",
        ),
    ),
)


def look_of(row: Look) -> dict:
    """Return how a document or a style looks."""
    return {name: getattr(row, name) for name in LOOK_FIELDS}


def fitted_look(look: dict, *, areas: bool) -> dict:
    """Return a look as a year can have it: one without areas prints none."""
    if areas or look["areas_as"] == Look.AreasAs.NONE:
        return look
    columns = [each for each in look["columns"] if each["field"] != "area"]
    return {**look, "areas_as": Look.AreasAs.NONE, "columns": columns}


@dataclass(frozen=True)
class OfferedLook:
    """A look that may be taken, as a page offers it: `key` is what a form posts."""

    key: str
    name: str
    note: str
    look: dict
    style: Style | None = None  # the municipality's own one


def offers(year: Assessment, kind: str = "") -> list[OfferedLook]:
    """Return what a document may take: looks of earlier documents (this kind first), own styles, the shipped ones."""
    before: dict[str, Document] = {}
    for earlier_document in earlier_documents(year):
        before.setdefault(earlier_document.kind, earlier_document)
    found = [
        OfferedLook(
            f"document-{each.pk}",
            f"เหมือน{each.get_kind_display()}ของปี {each.assessment.fiscal_year}",
            summary(look_of(each)),
            look_of(each),
        )
        for each in sorted(before.values(), key=lambda each: each.kind != kind)
    ]
    found += [
        OfferedLook(f"style-{style.pk}", style.name, summary(look_of(style)), look_of(style), style)
        for style in Style.objects.filter(municipality=year.municipality_id)
    ]
    return found + [OfferedLook(each.key, each.name, each.note, each.look) for each in READY]


def earlier_documents(year: Assessment):
    """Return the municipality's documents of earlier years, the newest first."""
    return (
        Document.objects.filter(
            assessment__municipality=year.municipality_id,
            assessment__framework__fiscal_year__lt=year.fiscal_year,
        )
        .select_related("assessment__framework", "assessment__municipality")
        .order_by("-assessment__framework__fiscal_year")
    )


def summary(look: dict) -> str:
    """Return a look in a line, as lists show it."""
    parts = [_label("orientation", look), _label("numerals", look)]
    parts.append(f"{len(look['columns'])} คอลัมน์: " + " · ".join(each["heading"] for each in look["columns"]))
    return " · ".join(parts)


def differences(now: dict, then: dict) -> list[tuple[str, str, str]]:
    """Return (what, as it is, as it would be) for each part in which two looks differ."""
    names = [name for name in LOOK_FIELDS if now[name] != then[name]]
    return [
        (str(Document._meta.get_field(name).verbose_name), _label(name, now), _label(name, then))
        for name in names
    ]


def _label(name: str, look: dict) -> str:
    if name == "columns":
        return " · ".join(each["heading"] for each in look["columns"]) or "ไม่มี"
    labels: Iterable = Document._meta.get_field(name).flatchoices
    return str(dict(labels).get(look[name], look[name])) or "ไม่มี"
