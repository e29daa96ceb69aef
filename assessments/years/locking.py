"""The lock that every change of a year takes, so that nothing changes once the year has left the editors' hands."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils import timezone

from assessments.accounts.access import Locked
from assessments.records.bulk import MANY_KEYS, lock_rows

from .models import Assessment
from .workflow import LOCKED

GONE = "ปีนี้เพิ่งถูกลบไป ให้คัดลอกข้อความไว้แล้วเปิดหน้าหน่วยงานใหม่"


def lock_editable_year(year: Assessment) -> None:
    """Lock the year until the transaction ends and note that it changes; Locked where its state refuses changes.

    One statement does both, for the year as it is stored: the caller has checked the permission, perhaps of an older
    reading. Take it before any other row of the year.
    """
    if not Assessment.objects.exclude(state__in=LOCKED).filter(pk=year.pk).update(updated_at=timezone.now()):
        raise Locked(_there(Assessment.objects.filter(pk=year.pk).first()))


def touch_years(pks: Iterable[int]) -> None:
    """Note that years change, which the caller has locked."""
    keys = list(pks)
    for start in range(0, len(keys), MANY_KEYS):
        Assessment.objects.filter(pk__in=keys[start : start + MANY_KEYS]).update(updated_at=timezone.now())


def lock_year_row(year: Assessment) -> Assessment:
    """Keep the year as it is until the transaction ends, whatever its state, and return it as it is stored."""
    return _there(next(iter(lock_rows(Assessment.objects, [year.pk])), None))


def _there(stored: Assessment | None) -> Assessment:
    if stored is None:  # who opened it took that back
        raise ValidationError(GONE)
    return stored
