"""The lock under which a year's measures change."""

from django.core.exceptions import ValidationError

from assessments.models import Assessment
from assessments.services import lock_year
from measures.models import Measure


def hold_year(assessment: Assessment) -> None:
    """Lock the year until the transaction ends, and note that it changed; Locked where its state refuses changes."""
    lock_year(assessment).save(update_fields=["updated_at"])


def hold_measure(measure: Measure) -> Measure:
    """Lock the measure's year and return the measure as it is now; ValidationError where it was deleted."""
    hold_year(measure.assessment)
    row = Measure.objects.filter(pk=measure.pk).first()
    if row is None:
        raise ValidationError("มาตรการนี้เพิ่งถูกลบไป ให้เปิดหน้ามาตรการใหม่")
    row.assessment = measure.assessment
    return row
