"""Looks that are ready to use, and how a look fits a year. The shipped ones are data: five sets of columns."""

from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.models import Assessment

from .models import LOOK_FIELDS, Document, Look, Style
from .widths import placed, widths_text

_FIELDS = {field.name: field for field in Look._meta.local_fields}


@dataclass(frozen=True)
class OfferedLook:
    """A look that may be taken: `key` is what a form posts and names a shipped one for good."""

    key: str
    name: str
    note: str
    look: dict
    style: Style | None = None  # the municipality's own one


def _look(columns: dict[str, str], **look) -> dict:
    return {
        "numerals": "thai",
        "orientation": "portrait",
        "areas_as": "rows",
        "area_prefix": "",
        "text_size": "standard",
        "margins": "official",
        "widths": [],
        "joined": False,
        "justified": False,
        "columns": [{"field": field, "heading": heading} for field, heading in columns.items()],
        **look,
    }


READY = (
    OfferedLook(
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
    OfferedLook(
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
    OfferedLook(
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
    OfferedLook(
        "analysis_4",
        "วิเคราะห์และมาตรการ ๔ คอลัมน์",
        "มาตรการ ขั้นตอน ผู้รับผิดชอบ และการกำกับติดตาม กระดาษแนวตั้ง ไม่พิมพ์ประเด็น เลขไทย",
        _look(
            {"title": "มาตรการ", "steps": "ขั้นตอนหรือวิธีการปฏิบัติ", "responsible": "ผู้รับผิดชอบ", "follow_up": "การกำกับติดตาม"},
            areas_as="none",
        ),
    ),
    OfferedLook(
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
    return {**look, "areas_as": Look.AreasAs.NONE, **without_area(look["columns"], look["widths"])}


def without_area(columns: list[dict], widths: list[int]) -> dict:
    """Return columns and their widths as they are where the area is none of them."""
    kept = [place for place, column in enumerate(columns) if column["field"] != "area"]
    if len(kept) == len(columns):
        return {"columns": columns, "widths": widths}
    return {"columns": [columns[place] for place in kept], "widths": placed(widths, kept)}


def with_area(columns: list[dict], widths: list[int], heading: str) -> dict:
    """Return columns and their widths with the area as the first of them."""
    area = {"field": "area", "heading": heading}
    return {"columns": [area, *columns], "widths": placed(widths, [None, *range(len(columns))])}


def offers(year: Assessment, kind: str = "") -> list[OfferedLook]:
    """Return what a document may take: looks of earlier documents (this kind first), own styles, the shipped ones."""
    before = sorted(newest_earlier(year), key=lambda document: document.kind != kind)
    styles = Style.objects.filter(municipality=year.municipality_id)
    return [*map(_offered, before), *map(_offered, styles), *READY]


def _offered(row: Document | Style) -> OfferedLook:
    look = look_of(row)
    if isinstance(row, Style):
        return OfferedLook(f"style-{row.pk}", row.name, summary(look), look, row)
    name = f"เหมือน{row.get_kind_display()}ของปี {row.assessment.fiscal_year}"
    return OfferedLook(f"document-{row.pk}", name, summary(look), look)


def earlier_documents(year: Assessment) -> QuerySet[Document]:
    """Return the municipality's documents of earlier years, the newest first."""
    earlier = Document.objects.filter(
        assessment__municipality=year.municipality_id, assessment__framework__fiscal_year__lt=year.fiscal_year
    )
    return earlier.select_related("assessment__framework", "assessment__municipality").order_by(
        "-assessment__framework__fiscal_year"
    )


def newest_earlier(year: Assessment) -> list[Document]:
    """Return the newest earlier document of each kind."""
    newest: dict[str, Document] = {}
    for document in earlier_documents(year):
        newest.setdefault(document.kind, document)
    return list(newest.values())


def summary(look: dict) -> str:
    """Return a look in a line, as lists show it."""
    columns = f"{len(look['columns'])} คอลัมน์: {_headings(look)}"
    return " · ".join([_label("orientation", look), _label("numerals", look), columns])


def differences(now: dict, then: dict) -> list[tuple[str, str, str]]:
    """Return (what, as it is, as it would be) for each part in which two looks differ."""
    return [
        (str(field.verbose_name), _label(field.name, now), _label(field.name, then))
        for field in Look._meta.local_fields
        if now[field.name] != then[field.name]
    ]


def _label(name: str, look: dict) -> str:
    if name == "widths":
        return widths_text(look[name])
    labels = dict(_FIELDS[name].flatchoices)
    text = _headings(look) if name == "columns" else str(labels.get(look[name], look[name]))
    return text or "ไม่มี"


def _headings(look: dict) -> str:
    return " · ".join(column["heading"] for column in look["columns"])
