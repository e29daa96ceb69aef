"""The table of contents: the headings of the blocks. Page numbers are for paper alone: document_paper.css."""

from reports.documents.inputs import Source

from .schema import HEADLESS


def content(data: dict, source: Source) -> dict:
    """`place` is that of a block in the document, from 1: its address in the page is #part-<place>."""
    return {
        "entries": [
            {"place": place, "text": " ".join(block.heading.split())}
            for place, block in enumerate(source.blocks, start=1)
            if block.heading.strip() and block.type not in HEADLESS
        ],
        "empty": "ยังไม่มีส่วนใดที่มีหัวข้อ",
    }
