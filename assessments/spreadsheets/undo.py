"""Takes a whole import back."""

from collections.abc import Iterable
from itertools import chain

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from assessments.accounts.models import User
from assessments.records.models import acting
from assessments.undo.plan import Extent, obstacles
from assessments.undo.services import lock_extent, refuse, take_back
from assessments.years.models import Assessment
from assessments.years.workflow import LOCKED, locked_sentence

from .models import Import
from .services import kind_of


@transaction.atomic
def undo_import(*, by: User, batch: Import) -> Import:
    """Put back what a DONE import changed, as a whole: DONE → UNDONE.

    ValidationError, naming rows, where something later touched one of its rows or depends on a created one.
    """
    if not kind_of(batch).open_to(by) or not Import.objects.for_user(by).filter(pk=batch.pk).exists():
        raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์ทำรายการนี้")
    if not Import.objects.filter(pk=batch.pk, state=Import.State.DONE).update(
        state=Import.State.UNDONE, undone_at=timezone.now()
    ):
        raise ValidationError("ยกเลิกได้เฉพาะการนำเข้าที่บันทึกแล้วและยังไม่ได้ยกเลิก")
    extent = Extent(batch=batch.pk)
    years = lock_extent(extent)
    refusal = "ยกเลิกไม่ได้ เพราะมีการใช้หรือแก้ไขข้อมูลหลังการนำเข้านี้"
    refuse(refusal, chain(_locked_years(years), obstacles(extent)))
    with acting(by=by, reason=f"ยกเลิกการนำเข้าครั้งที่ {batch.pk}"):
        take_back(extent)
    batch.refresh_from_db()
    return batch


def _locked_years(years: set[int]) -> Iterable[str]:
    """Yield the years whose state refuses changes."""
    for year in Assessment.objects.filter(state__in=LOCKED).select_related("municipality", "framework"):
        if year.pk in years:
            yield f"{year.municipality.name}: {locked_sentence(year.fiscal_year, year.state)}"
