"""What the demo's newest year has besides its package: an announcement, and a report with cover and contents."""

from assessments.models import Assessment, User
from reports.blocks import BLOCK_TYPES
from reports.builder.services import add_block, create_document
from reports.documents.models import Document

FRONT = ("cover", "toc")


def add_demo_documents(*, by: User, year: Assessment) -> None:
    """Give a year of the demo the announcement of its measures, and its first document a front; what is there stays."""
    if year.is_locked or year.documents.filter(kind=Document.Kind.ANNOUNCEMENT).exists():
        return
    report = year.documents.earliest("pk")
    create_document(by=by, year=year, kind=Document.Kind.ANNOUNCEMENT)
    for kind in reversed(FRONT):
        add_block(by=by, document=report, section=BLOCK_TYPES[kind].new(year), after=0)
