"""The lock that every change of a year takes, so that nothing changes once the year has left the editors' hands."""

from assessments.access import Locked
from assessments.models import Assessment


def lock_year(year: Assessment) -> Assessment:
    """Return the year as it is stored, locked until the transaction ends; Locked where its state refuses changes.

    The caller has checked the deed, perhaps of an older reading. Take it before any other row of the year.
    """
    stored = Assessment.objects.select_for_update().get(pk=year.pk)
    if stored.is_locked:
        raise Locked(stored)
    return stored
