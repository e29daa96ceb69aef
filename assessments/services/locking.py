"""The lock that every change of a year takes, so that nothing changes once the year has left the editors' hands."""

from django.utils import timezone

from assessments.access import Locked
from assessments.models import Assessment
from assessments.workflow import LOCKED


def lock_year(year: Assessment) -> None:
    """Lock the year until the transaction ends and note that it changes; Locked where its state refuses changes.

    One statement does both, for the year as it is stored: the caller has checked the deed, perhaps of an older reading.
    Take it before any other row of the year.
    """
    stored = Assessment.objects.filter(pk=year.pk)
    if not stored.exclude(state__in=LOCKED).update(updated_at=timezone.now()):
        raise Locked(stored.get())
