"""The locks under which measures change."""

from django.core.exceptions import ValidationError

from assessments.models import Assessment
from assessments.resources.lookups import locked
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


def hold_with_year_before(assessment: Assessment) -> None:
    """Keep the year and the one before it as they are until the transaction ends: what is carried stays there."""
    wanted = [assessment.fiscal_year - 1, assessment.fiscal_year]
    years = Assessment.objects.filter(
        municipality=assessment.municipality_id, framework__fiscal_year__in=wanted
    )
    locked(Assessment.objects, years.values_list("pk", flat=True))
