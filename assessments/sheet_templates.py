"""The file that a kind of spreadsheet begins with: heads, drop-downs, explanations, and the rows that are known."""

from assessments.models import User
from assessments.services.imports import ExportFilter
from assessments.sheets.kinds import Kind
from assessments.sheets.writer import write_xlsx


def template_file(*, kind: Kind, user: User, chosen: ExportFilter) -> bytes:
    return write_xlsx(kind.columns(), [], title=kind.label)
