"""The locks under which measures change, and a year's rows as they are read and put in order under them."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from assessments.models import Assessment
from assessments.records.bulk import lock_rows, save_rows
from assessments.years.locking import lock_editable_year, lock_year_row

from .models import Measure
from .order import printed_order, renumber
from .texts import GONE


def hold_measure(measure: Measure, gone: str = GONE) -> Measure:
    """Lock the measure's year and return the measure as it is now; ValidationError where it was deleted."""
    lock_editable_year(measure.assessment)
    row = Measure.objects.filter(pk=measure.pk, assessment=measure.assessment_id).first()
    if row is None:
        raise ValidationError(gone, code="gone")
    row.assessment = measure.assessment
    return row


def hold_with_year_before(assessment: Assessment) -> Assessment:
    """Hold the year, and the one before it too: what is carried stays there. Return it as it is stored."""
    wanted = [assessment.fiscal_year - 1, assessment.fiscal_year]
    years = Assessment.objects.filter(municipality=assessment.municipality_id, framework__fiscal_year__in=wanted)
    lock_rows(Assessment.objects, years.values_list("pk", flat=True))
    return lock_year_row(assessment)


def rows_in_order(assessment: Assessment) -> list[Measure]:
    """Return the year's measures, the deleted ones too, in printed order; the caller holds the year."""
    return sorted(Measure.with_deleted.filter(assessment=assessment).select_related("area"), key=printed_order)


def store_order(rows: list[Measure], new: Sequence[Measure] = ()) -> None:
    """Store changed positions, and the new rows among them whole."""
    save_rows([row for row in renumber(rows) if not row._state.adding], ["position"])
    save_rows(new)
