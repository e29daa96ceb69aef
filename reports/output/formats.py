"""The kinds of file in which a document goes out."""

from collections.abc import Callable
from typing import NamedTuple

from reports.output.word.document import render_docx

from .content import DocumentContent
from .excel import render_xlsx
from .render import render_pdf

OFFICE = "application/vnd.openxmlformats-officedocument."


class DocumentFormat(NamedTuple):
    render: Callable[[DocumentContent], bytes]
    content_type: str


FILE_TYPES = {  # by the ending of the file
    "pdf": DocumentFormat(render_pdf, "application/pdf"),
    "docx": DocumentFormat(render_docx, f"{OFFICE}wordprocessingml.document"),
    "xlsx": DocumentFormat(render_xlsx, f"{OFFICE}spreadsheetml.sheet"),
}
