"""What an administrator's first page tells: what failed, what waits, what is unfinished, who has nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from assessments.frameworks.correction import Correction
from assessments.models import Assessment, Framework, Import, Municipality, Role, User

SHOWN = 5


@dataclass(frozen=True)
class DeskList:
    """Rows that ask for a look: how many there are, (text, address) of the first, and the address of the whole list."""

    title: str
    count: int
    rows: list[tuple[str, str]]
    everything: str


def administrators_desk() -> list[DeskList]:
    """Return the lists in the order of their weight; at most two queries each."""
    failed = Import.objects.filter(state=Import.State.FAILED)
    waiting = Correction.objects.filter(state=Correction.State.WAITING).select_related("framework").order_by("pk")
    drafts = Framework.objects.filter(state=Framework.State.DRAFT)
    unused = User.objects.filter(last_login=None, is_active=True).select_related("municipality").order_by("date_joined")
    accounts = reverse("admin:assessments_user_changelist") + "?last_login__isnull=True"
    return [
        _listed("การนำเข้าที่ไม่สำเร็จ", failed, _import, reverse("imports")),
        _listed("ข้อเสนอแก้ไขเกณฑ์ที่รอยืนยัน", waiting, _correction, reverse("framework_corrections")),
        _listed("เกณฑ์ที่ยังเป็นฉบับร่าง", drafts, _framework, reverse("frameworks")),
        _listed("หน่วยงานที่เริ่มปีแล้วแต่ไม่มีเจ้าหน้าที่", _without_staff(), _municipality, reverse("municipalities")),
        _listed("บัญชีที่ยังไม่เคยเข้าสู่ระบบ", unused, _account, accounts),
    ]


def _listed(title: str, rows: QuerySet, told: Callable[[Any], tuple[str, str]], everything: str) -> DeskList:
    first = list(rows[: SHOWN + 1])
    count = len(first) if len(first) <= SHOWN else rows.count()
    return DeskList(title, count, [told(row) for row in first[:SHOWN]], everything)


def _without_staff() -> QuerySet[Municipality]:
    """Return the authorities with an opened year and no staff that could work on it."""
    staff = User.objects.filter(municipality=OuterRef("pk"), role=Role.STAFF, is_active=True)
    opened = Assessment.objects.filter(municipality=OuterRef("pk"))
    return Municipality.objects.filter(Exists(opened), ~Exists(staff)).order_by("code")


def _import(row: Import) -> tuple[str, str]:
    return str(row), reverse("import", args=[row.pk])


def _correction(row: Correction) -> tuple[str, str]:
    return f"{row.framework}: {row.reason}", reverse("framework_correction", args=[row.framework.fiscal_year, row.pk])


def _framework(row: Framework) -> tuple[str, str]:
    return str(row), reverse("framework", args=[row.fiscal_year])


def _municipality(row: Municipality) -> tuple[str, str]:
    return f"{row} จังหวัด{row.province}", reverse("municipality", args=[row.code])


def _account(row: User) -> tuple[str, str]:
    place = row.municipality or row.province or "ทั้งประเทศ"
    return f"{row.username} {row.get_role_display()} {place}", reverse("admin:assessments_user_change", args=[row.pk])
