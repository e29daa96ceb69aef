"""What a year is compared with."""

from decimal import Decimal

from .models import Assessment, IndicatorScore


def previous_scores(assessment: Assessment) -> dict[int, Decimal]:
    """Return last year's scores by this year's indicator numbers; empty where there are none."""
    found = IndicatorScore.objects.filter(
        assessment__municipality=assessment.municipality_id,
        assessment__framework__fiscal_year=assessment.fiscal_year - 1,
    )
    return dict(found.values_list("indicator__number", "value"))
