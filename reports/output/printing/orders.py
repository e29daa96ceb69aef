"""What is asked for: one content as one kind of file, named by the hash of all that decides its bytes."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from typing import Any

from django.conf import settings

from reports.output.content import DocumentContent
from reports.output.formats import FILE_TYPES
from reports.output.render import render_pdf

DIGEST_LENGTH = 32
PROGRAMS = ("weasyprint", "pydyf", "fonttools", "nlpo3", "pythainlp", "pillow", "python-docx", "openpyxl", "django")
DECIDING = (
    *("ita_portal", "reports/output", "reports/typesetting", "assessments/data"),
    *("templates/reports/document", "templates/reports/blocks", "static"),
)


@dataclass(frozen=True)
class Order:
    """A file to make. `place` says whose it is, so that no digest opens another municipality's file."""

    place: str
    ending: str
    content: DocumentContent
    package: dict[str, Any] | None = None  # attached to what is issued

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(f"{_printed_by()}\n{self.as_json()}".encode()).hexdigest()[:DIGEST_LENGTH]

    @property
    def name(self) -> str:
        return name_of(self.place, self.digest, self.ending)

    def as_json(self) -> str:
        return json.dumps([self.place, self.ending, vars(self.content), self.package], ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Order":
        place, ending, content, package = json.loads(text)
        return cls(place, ending, DocumentContent.from_json(content), package)

    def render(self) -> bytes:
        """Make the file here and now: what a printer does, and what commands and tests do themselves."""
        if self.package is not None:
            return render_pdf(self.content, self.package)
        return FILE_TYPES[self.ending].render(self.content)


def name_of(place: str, digest: str, ending: str) -> str:
    return f"{place}-{digest}-{ending}"


def _printed_by() -> str:
    return _fingerprint.__wrapped__() if settings.DEBUG else _fingerprint()


@cache
def _fingerprint() -> str:
    """Return one hash over all of the portal that turns content into a file: after an upgrade all is printed anew."""
    total = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in PROGRAMS).encode())
    for folder in DECIDING:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.is_file() and path.suffix not in (".pyc", ".js"):
                total.update(f"{path.name}\n".encode() + path.read_bytes())
    return total.hexdigest()
