"""Template filters of the spreadsheet pages."""

from django import template

from assessments.spreadsheets.models import Import
from assessments.spreadsheets.resources.kinds import all_kinds

register = template.Library()


@register.filter
def kind_label(batch: Import) -> str:
    """Return what an import's kind of data is called; a kind that is gone keeps its key."""
    kind = all_kinds().get(batch.kind)
    return kind.label if kind else batch.kind
