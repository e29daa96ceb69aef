"""How documents call themselves, the authority, and the one who heads it."""

from assessments.models import Municipality
from ita_portal.thai import ITA

from .models import Document

TITLES: dict[str, str] = {
    Document.Kind.RESULTS: "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    Document.Kind.PLAN: "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    Document.Kind.ANALYSIS: f"รายงานการวิเคราะห์ผล{ITA}",
    Document.Kind.ANNOUNCEMENT: "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    Document.Kind.HALF_YEAR: "รายงานความก้าวหน้าการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน รอบ ๖ เดือน",
}


def place_name(municipality: Municipality) -> str:
    """Return the name with its district and province, as titles write it."""
    parts = [municipality.name]
    parts += [f"อำเภอ{municipality.district}"] if municipality.district else []
    return " ".join([*parts, f"จังหวัด{municipality.province}"])


def head_of(municipality: Municipality) -> str:
    """Return the office of the one who heads the authority: เทศบาลตำบลก → นายกเทศมนตรีตำบลก."""
    name = municipality.name
    return "นายกเทศมนตรี" + name.removeprefix("เทศบาล") if name.startswith("เทศบาล") else "นายก" + name
