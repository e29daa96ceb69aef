"""Template filters of the spreadsheet pages."""

from django import template

from assessments.models import Import
from assessments.sheets.kinds import KINDS

register = template.Library()


@register.filter
def kind_label(batch: Import) -> str:
    """Return what an import's kind of data is called; a kind that is gone keeps its key."""
    kind = KINDS.get(batch.kind)
    return kind.label if kind else batch.kind
