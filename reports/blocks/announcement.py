"""The announcement (ประกาศ) in the form of the rules of office work; what follows in the document is attached to it."""

from datetime import date

from ita_portal.thai import BE_OFFSET, MONTHS
from reports.documents.inputs import Source

from .cells import lines
from .cover import picture

DOTS = "." * 48
BLANK_DAY = f"{'.' * 10} เดือน {'.' * 24} พ.ศ. {'.' * 12}"


def content(data: dict, source: Source) -> dict:
    first, *further = data["subject"] or [""]
    return {
        "picture": picture("emblem", source),
        "issuer": data["issuer"],
        "subject": [f"เรื่อง {first}".strip(), *further],
        "lines": lines("\n".join(data["paragraphs"])),
        "day": f"ประกาศ ณ วันที่ {_day(data['date'], source)}",
        "signature": DOTS,
        "name": f"({data['name'] or DOTS})",
        "position": data["position"].split("\n") if data["position"] else [],
    }


def _day(iso: str, source: Source) -> str:
    """Return "๑ เมษายน พ.ศ. ๒๕๖๗", or dots to be filled in by hand."""
    if not iso:
        return BLANK_DAY
    day = date.fromisoformat(iso)
    return source.number(f"{day.day} {MONTHS[day.month - 1]} พ.ศ. {day.year + BE_OFFSET}")
