"""What the pages that take files of evidence share: how large a post may be, and what is said of a known file."""

from django.conf import settings
from django.contrib import messages

from assessments.accounts.posting import FIELDS

from .services import Added


def largest_of(files: int) -> int:
    """Return how many bytes a post with so many files may have."""
    return files * settings.EVIDENCE_MAX_MB * 1_000_000 + FIELDS


def tell_known(request, file, added: Added) -> None:
    """Say of a file that the municipality had it already."""
    if added.known:
        did = "นำไฟล์เดิมที่ลบไปกลับมา" if added.restored else "ใช้ไฟล์เดิม"
        messages.info(request, f"“{file.name}” มีอยู่แล้วในชื่อ “{added.evidence}” {did} ไม่เก็บซ้ำ")
