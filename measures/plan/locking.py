"""The locks under which measures change."""

from django.core.exceptions import ValidationError

from assessments.models import Assessment
from assessments.records.bulk import lock_rows
from assessments.years.locking import hold_year, lock_year

from .models import Measure


def hold_measure(measure: Measure) -> Measure:
    """Lock the measure's year and return the measure as it is now; ValidationError where it was deleted."""
    lock_year(measure.assessment)
    row = Measure.objects.filter(pk=measure.pk).first()
    if row is None:
        raise ValidationError("มาตรการนี้เพิ่งถูกลบไป ให้เปิดหน้ามาตรการใหม่")
    row.assessment = measure.assessment
    return row


def hold_with_year_before(assessment: Assessment) -> Assessment:
    """Hold the year, and the one before it too: what is carried stays there. Return it as it is stored."""
    wanted = [assessment.fiscal_year - 1, assessment.fiscal_year]
    years = Assessment.objects.filter(
        municipality=assessment.municipality_id, framework__fiscal_year__in=wanted
    )
    lock_rows(Assessment.objects, years.values_list("pk", flat=True))
    return hold_year(assessment)
