"""A document of 2566 that is copied into 2567, and what of it waits."""

from assessments.models import Assessment, User
from reports.documents.unconfirmed import Waiting, waiting_texts
from reports.models import Block, Document
from reports.rollover.services import confirm_text

SECTIONS = [
    {
        "type": "text",
        "heading": "ผลที่ดีขึ้นของปี ๒๕๖๖",
        "paragraphs": ["ได้คะแนน ๙๔.๒๒ คะแนน", "ตัวชี้วัดที่ ๔ ได้ ๙๑.๕๐ คะแนน ประชุมเมื่อ ๒ ก.พ. ๒๕๖๖"],
    },
    {"type": "measures", "heading": ""},
    {"type": "ranking", "heading": "", "year": 2566},
    {"type": "comparison", "heading": "", "from_year": 2565, "to_year": 2566},
    {
        "type": "findings",
        "heading": "",
        "instrument": "IIT",
        "headings": ["ก", "ข", "ค"],
        "rows": [{"indicator": 2, "issues": "อยู่ต่อ", "remedy": ""}, {"indicator": 4, "issues": "หายไป", "remedy": ""}],
    },
    {"type": "photos", "heading": "ภาพปี ๒๕๖๖", "per_page": 4, "photos": []},
]


def waiting(document: Document) -> dict:
    """Return the paths of the texts that wait, by the row in which they stand."""
    return {row: [text.path for text in texts] for row, texts in _waiting(document).items()}


def _waiting(document: Document) -> dict[Block | Document, list[Waiting]]:
    return waiting_texts(Document.objects.get(pk=document.pk), list(document.blocks.all()))


def keys_in(row: Block | Document) -> list[str]:
    """Return the keys of what waits in a document itself or in one of its blocks."""
    return [text.key for text in _waiting(row.document if isinstance(row, Block) else row)[row]]


def confirm_all(staff: User, block: Block) -> None:
    for key in keys_in(block):
        confirm_text(by=staff, document=block.document, key=key)


def marks_of(row: Block | Document) -> list[dict]:
    """Return the texts that came along in a document itself or in one of its blocks."""
    document, key = (row.document, row.pk) if isinstance(row, Block) else (row, 0)
    return [text for text in document.unconfirmed if text["block"] == key]


def texts_of(row: Block | Document) -> list[tuple]:
    return [(text["path"], text["was"], text["text"]) for text in marks_of(row)]


def announce(year: Assessment, **result) -> None:
    Assessment.objects.filter(pk=year.pk).update(**result)


NEW = "ปีนี้เปิดศูนย์บริการร่วมที่ชั้นหนึ่ง รับคำขอทางอินเทอร์เน็ตได้ทุกเรื่อง และตอบข้อร้องเรียนภายในสามวันทำการเท่านั้น"


def paragraphs(block: Block, *texts: str) -> dict:
    return {"type": "text", "heading": "หัวข้อใหม่", "paragraphs": list(texts)}
