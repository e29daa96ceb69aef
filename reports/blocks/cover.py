"""The cover: a page of its own with a picture, the document's title and lines at the foot."""

from reports.documents.inputs import Source

PICTURES = {"seal": "ตราหน่วยงาน", "emblem": "ตราครุฑ (ตราที่พิมพ์บนบันทึกข้อความ)", "none": "ไม่พิมพ์ตรา"}


def content(data: dict, source: Source) -> dict:
    """Take title and author from the document, so that they are typed once."""
    document = source.document
    return {
        "picture": picture(data["picture"], source),
        "title": document.title,
        "prepared_by": f"จัดทำโดย {document.prepared_by}" if document.prepared_by else "",
        "foot": data["foot"],
    }


def picture(kind: str, source: Source) -> dict | None:
    """Return the municipality's "emblem" or "seal" as the templates print it, None where it has none."""
    file = getattr(source.document.assessment.municipality, kind, None)
    return {"kind": kind, "file": file.name} if file else None
