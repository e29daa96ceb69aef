"""What is still open of a year, on pages of rooms that know nothing of readiness."""

from django import template

from reports.documents.models import Document
from reports.year.readiness import by_severity, of_document
from reports.year.readiness_data import readiness_of

register = template.Library()


@register.inclusion_tag("reports/_open_remarks.html")
def open_remarks(document: Document) -> dict:
    """List what should be looked at before a document is issued: of the year, and of no other document."""
    severities = by_severity(of_document(document.kind, readiness_of(document.assessment)))
    return {"year": document.assessment, "severities": severities, "can_edit": False}
