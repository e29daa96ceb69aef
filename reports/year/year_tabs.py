"""What the bar of a year says of its result, its documents and its approval."""

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery

from assessments.models import Assessment
from assessments.years.workflow import APPROVED, DRAFT, PUBLISHED, RETURNED, SUBMITTED
from assessments.years.year_bar import counted
from ita_portal.portal_app import YearTab
from ita_portal.thai import two_decimals
from reports.documents.models import Document

# Whom a year in a state waits for.
AWAITED = {
    DRAFT: "รอเจ้าหน้าที่ส่ง",
    RETURNED: "รอเจ้าหน้าที่แก้ไข",
    SUBMITTED: "รอผู้อนุมัติ",
    APPROVED: "รอเผยแพร่",
    PUBLISHED: "เสร็จแล้ว",
}


def year_counts() -> dict[str, Subquery]:
    return {"documents": counted(Document.objects.filter(assessment=OuterRef("pk")))}


def year_tabs(year: Assessment) -> Iterator[YearTab]:
    total, documents = year.official_total, year.counts["documents"]
    yield YearTab(1, "year", "ภาพรวม", "ยังไม่มีผล" if total is None else two_decimals(total))
    holds, lacks = (f"{documents} ฉบับ", "") if documents else ("", "ยังไม่มี")
    yield YearTab(5, "documents", "เอกสาร", holds, lacks, ("document",))
    yield YearTab(6, "approval", "อนุมัติ", AWAITED[year.state], paths=("approval",))
