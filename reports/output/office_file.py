"""Office files (docx, xlsx) that are the same bytes whenever they are made."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of the format
_TIMES = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")


def without_times(file: bytes) -> bytes:
    """Return the file without the moments at which its writer made it."""
    fixed = BytesIO()
    with ZipFile(BytesIO(file)) as read, ZipFile(fixed, "w") as written:
        for entry in read.infolist():
            body = read.read(entry)
            if entry.filename == "docProps/core.xml":
                body = _TIMES.sub(b"", body)
            written.writestr(ZipInfo(entry.filename, FIRST_DAY), body, ZIP_DEFLATED, 6)
    return fixed.getvalue()
