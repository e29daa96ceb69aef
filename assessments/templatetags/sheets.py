"""Template filters of the spreadsheet pages."""

from django import template

from assessments.spreadsheets.kinds import KINDS
from assessments.spreadsheets.models import Import

register = template.Library()


@register.filter
def kind_label(batch: Import) -> str:
    """Return what an import's kind of data is called; a kind that is gone keeps its key."""
    kind = KINDS.get(batch.kind)
    return kind.label if kind else batch.kind
