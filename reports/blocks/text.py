"""Typed prose: paragraphs under a heading."""

from typing import Literal

from .base import BlockType, Chosen, Surroundings
from .cells import excerpt, lines
from .forms.base import BlockForm
from .forms.keeping import LinesField, text_field
from .inputs import DocumentInputs
from .schema import BlockData, Text


class TextData(BlockData):
    type: Literal["text"]
    paragraphs: list[Text]


class TextForm(BlockForm):
    paragraphs = text_field(
        "เนื้อความ",
        rows=12,
        kind=LinesField,
        help_text="หนึ่งบรรทัดเป็นหนึ่งย่อหน้า ขึ้นต้นด้วย ๑. หรือ - เพื่อให้พิมพ์เป็นข้อ เว้นวรรคหน้าบรรทัดสองครั้งเพื่อย่อหน้าเข้าไปหนึ่งขั้น",
    )


class TextBlock(BlockType):
    description = "หัวข้อและย่อหน้าที่พิมพ์เอง เช่น บทนำ หลักการและเหตุผล สรุปผล"
    data = TextData
    form = TextForm
    package_version = 1

    def start(self, chosen: Chosen) -> dict:
        return {"paragraphs": []}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        return {"lines": lines("\n".join(data["paragraphs"]))}

    def summary(self, data: dict, around: Surroundings) -> str:
        return excerpt(" ".join(data["paragraphs"])) or "ยังไม่มีเนื้อความ"

    def lacks(self, data: dict) -> str:
        return "" if data["paragraphs"] else "ยังไม่มีข้อความ พิมพ์ข้อความหรือลบส่วนนี้"
