"""Evidence on pages that know nothing of it."""

from django import template
from django.conf import settings
from django.db.models import Count

from assessments.models import Assessment
from measures.evidence.forms import MAX_FILES, use_key
from measures.evidence.models import Evidence, ItemEvidence
from measures.plan.models import Measure

register = template.Library()


@register.simple_tag
def evidence_counts(assessment: Assessment) -> dict[int, int]:
    """Return how much evidence answers each item of the year, by the item's key; one query."""
    uses = ItemEvidence.objects.filter(assessment=assessment, evidence__deleted_at__isnull=True)
    return dict(uses.order_by().values("item").annotate(uses=Count("pk")).values_list("item", "uses"))


@register.inclusion_tag("measures/_measure_evidence.html", takes_context=True)
def measure_evidence(context, measure: Measure) -> dict:
    """Show what a measure's page says of its evidence, and what it might use."""
    return {
        **context.flatten(),
        "attached": measure.evidence.kept(),
        "attachable": Evidence.objects.attachable_to(measure, measure.assessment),
        "used": use_key(measure),
        "max_mb": settings.EVIDENCE_MAX_MB,
        "max_files": MAX_FILES,
    }
