"""What waits of the measures that were carried over, on pages that know nothing of them."""

from collections.abc import Collection

from django import template

from assessments.models import Assessment
from measures.carry_over import quoting
from measures.plan.models import Measure

register = template.Library()


@register.inclusion_tag("measures/_waiting_measures.html")
def waiting_measures(year: Assessment, measures: Collection[Measure]) -> dict:
    """Name those of a year's measures with texts that wait for a person."""
    return {"year": year, "waiting": quoting.waiting_measures(year, measures)}
