"""What pages of a municipality's year say of its definitions."""

from django import template

from assessments.frameworks.models import Framework

register = template.Library()


@register.inclusion_tag("frameworks/_corrected.html")
def corrected(framework: Framework) -> dict:
    """Say when the year's definitions were last corrected, and why; one query, nothing where they never were."""
    return {"change": framework.revisions.corrections().first()}
