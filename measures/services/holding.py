"""The lock under which a measure changes."""

from django.core.exceptions import ValidationError

from assessments.services import lock_year
from measures.models import Measure


def hold_measure(measure: Measure) -> Measure:
    """Lock the measure's year and return the measure as it is now; ValidationError where it was deleted."""
    lock_year(measure.assessment)
    row = Measure.objects.filter(pk=measure.pk).first()
    if row is None:
        raise ValidationError("มาตรการนี้เพิ่งถูกลบไป ให้เปิดหน้ามาตรการใหม่")
    row.assessment = measure.assessment
    return row
