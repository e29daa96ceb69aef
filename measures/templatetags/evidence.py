"""Evidence on pages of lower apps, which know nothing of it."""

from django import template
from django.db.models import Count

from assessments.models import Assessment
from measures.models import ItemEvidence

register = template.Library()


@register.simple_tag
def evidence_counts(assessment: Assessment) -> dict[int, int]:
    """Return how much evidence answers each item of the year, by the item's key; one query."""
    uses = ItemEvidence.objects.filter(assessment=assessment, evidence__deleted_at__isnull=True)
    return dict(uses.order_by().values("item").annotate(uses=Count("pk")).values_list("item", "uses"))


@register.filter
def of(counts: dict[int, int], key: int) -> int:
    return counts.get(key, 0)
