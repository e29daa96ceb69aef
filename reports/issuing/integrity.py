"""Whether an issue still is what was issued: its file by its hash, and its content by printing it again."""

import hashlib

from reports.output.content import DocumentContent
from reports.output.render import render_pdf

from . import fingerprint
from .models import IssuedDocument

GENUINE, OTHER_SOFTWARE = "genuine", "other_software"
LOST, DAMAGED, DIFFERS = "lost", "damaged", "differs"
FAULTS = frozenset({LOST, DAMAGED, DIFFERS})
SENTENCES = {
    GENUINE: "ไฟล์ตรงกับที่ออกไป และพิมพ์ซ้ำได้ตรงกันทุกไบต์",
    OTHER_SOFTWARE: "ไฟล์ตรงกับที่ออกไป ออกด้วยโปรแกรม แม่แบบ หรือแบบอักษรรุ่นอื่น จึงไม่ได้เทียบกับการพิมพ์ซ้ำ",
    LOST: "ไม่พบไฟล์ ให้กู้จากชุดสำรอง",
    DAMAGED: "ไฟล์ไม่ตรงกับที่ออกไป อาจถูกแก้ไขหรือเสียหาย ให้กู้จากชุดสำรอง",
    DIFFERS: "ไฟล์ตรงกับที่ออกไป แต่เนื้อหาที่เก็บไว้พิมพ์ซ้ำแล้วไม่ตรง ตรวจว่าข้อมูลหรือไฟล์ภาพที่เก็บไว้ถูกแก้ไขหรือไม่",
}


def stored_file(issued: IssuedDocument) -> tuple[bytes, str]:
    """Return the file of an issue and, where it is not what was issued, LOST or DAMAGED."""
    try:
        with issued.pdf.open() as file:
            raw = file.read()
    except FileNotFoundError:
        return b"", LOST
    return raw, "" if hashlib.sha256(raw).hexdigest() == issued.sha256 else DAMAGED


def check_issue(issued: IssuedDocument) -> str:
    """Return what became of an issue, a key of SENTENCES.

    The stored file is the truth. Printing again proves the content only with the same software: templates and fonts
    may change with every version of the portal, which `IssuedDocument.software` tells.
    """
    raw, fault = stored_file(issued)
    if fault:
        return fault
    if issued.software != fingerprint.versions():
        return OTHER_SOFTWARE
    again = render_pdf(DocumentContent.from_json(issued.content), issued.package)
    return GENUINE if again == raw else DIFFERS
