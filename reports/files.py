"""The kinds of file in which a document goes out."""

from collections.abc import Callable
from typing import NamedTuple

from .content import DocumentContent
from .render import render_pdf
from .tables import render_xlsx
from .word import render_docx

OFFICE = "application/vnd.openxmlformats-officedocument."


class FileType(NamedTuple):
    render: Callable[[DocumentContent], bytes]
    content_type: str


FILE_TYPES = {  # by the ending of the file
    "pdf": FileType(render_pdf, "application/pdf"),
    "docx": FileType(render_docx, f"{OFFICE}wordprocessingml.document"),
    "xlsx": FileType(render_xlsx, f"{OFFICE}spreadsheetml.sheet"),
}
