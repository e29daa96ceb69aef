"""The table of contents: the headings of the blocks. Page numbers are for paper alone: document_paper.css."""

from typing import Literal

from reports.documents.models import Block

from .base import BlockType, Surroundings
from .headings import levels
from .inputs import DocumentInputs
from .schema import BlockData


class TocData(BlockData):
    headless = True

    type: Literal["toc"]


class TocBlock(BlockType):
    description = "หัวข้อของทุกส่วนพร้อมเลขหน้าที่ระบบนับให้ อยู่หน้าของตนเอง กดที่หัวข้อเพื่อไปยังส่วนนั้นได้"
    data = TocData
    heading = "สารบัญ"
    package_version = 2

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        """`place` is that of a block in the document, from 1: its address in the page is #part-<place>."""
        return {
            "entries": [
                {"place": place, "text": " ".join(block.heading.split()), "level": level}
                for place, (block, level) in enumerate(zip(inputs.blocks, levels(inputs.blocks), strict=True), start=1)
                if block.heading.strip() and not block.headless
            ],
            "empty": "ยังไม่มีส่วนใดที่มีหัวข้อ",
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return "หัวข้อของทุกส่วนพร้อมเลขหน้า"

    def warning(self, block: Block, around: Surroundings) -> str:
        return "" if around.headings else "ยังไม่มีส่วนใดที่มีหัวข้อ ใส่หัวข้อให้ส่วนที่ต้องการให้อยู่ในสารบัญ"
