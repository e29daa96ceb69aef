"""The cover: a page of its own with a picture, the document's title and lines at the foot."""

from typing import Annotated, Literal

from django import forms
from django.utils import timezone
from pydantic import Field

from ita_portal.thai import BE_OFFSET, MONTHS, thai_digits
from reports.documents.models import Block
from reports.documents.official_names import place_name

from .base import ASK_ADMINISTRATOR, BlockType, Chosen, Surroundings
from .forms.base import BlockForm
from .forms.keeping import LinesField, text_field
from .inputs import DocumentInputs
from .schema import BlockData, Line

PICTURES = {"seal": "ตราหน่วยงาน", "emblem": "ตราครุฑ (ตราที่พิมพ์บนบันทึกข้อความ)", "none": "ไม่พิมพ์ตรา"}


class CoverData(BlockData):
    """A page of its own before the document: the picture, the document's title, lines at the foot."""

    headless = True

    type: Literal["cover"]
    picture: Literal["seal", "emblem", "none"]
    foot: Annotated[list[Line], Field(max_length=20)]


class CoverForm(BlockForm):
    """The picture and the foot of the cover; title and author are the document's."""

    heading = None
    picture = forms.ChoiceField(label="ตรา", choices=tuple(PICTURES.items()))
    foot = text_field(
        "ท้ายหน้าปก",
        rows=4,
        kind=LinesField,
        help_text="หนึ่งบรรทัดพิมพ์เป็นหนึ่งบรรทัด เช่น ชื่อหน่วยงาน อำเภอ จังหวัด เดือนและปี "
        "ส่วนชื่อเอกสารและผู้จัดทำแก้ได้ที่ “ชื่อและรูปแบบ” ของเอกสาร",
    )

    def build(self):
        municipality = self.definitions.year.municipality
        lacking = [label for name, label in PICTURES.items() if name != "none" and not getattr(municipality, name)]
        if lacking:
            names = " และ".join(lacking)
            self.fields["picture"].help_text = f"หน่วยงานยังไม่มีภาพ{names} ให้ผู้ดูแลระบบเพิ่มก่อน จึงจะพิมพ์"


class CoverBlock(BlockType):
    description = "หน้าปกเต็มหน้า มีตรา ชื่อเอกสาร ผู้จัดทำ และเดือนปี ไม่มีเลขหน้า เลขหน้าเริ่มนับหลังปก"
    data = CoverData
    form = CoverForm
    package_version = 2

    def start(self, chosen: Chosen) -> dict:
        municipality, today = chosen.year.municipality, timezone.localdate()
        name = municipality.name
        return {
            "picture": "seal" if municipality.seal or not municipality.emblem else "emblem",
            "foot": [
                name,
                place_name(municipality).removeprefix(name).strip(),
                f"{MONTHS[today.month - 1]} {thai_digits(today.year + BE_OFFSET)}",
            ],
        }

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        """Take title and author from the document, so that they are typed once."""
        document = inputs.document
        return {
            "picture": picture(data["picture"], inputs),
            "title": document.title,
            "prepared_by": f"จัดทำโดย {document.prepared_by}" if document.prepared_by else "",
            "foot": data["foot"],
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return " · ".join([PICTURES[data["picture"]], *data["foot"]])

    def warning(self, block: Block, around: Surroundings) -> str:
        picture = block.data["picture"]
        if block.position:
            return "ปกไม่ได้เป็นส่วนแรกของเอกสาร เลื่อนขึ้นไปไว้บนสุด"
        if picture != "none" and not getattr(around.municipality, picture):
            return f"หน่วยงานยังไม่มีภาพ{PICTURES[picture]} ปกจะพิมพ์โดยไม่มีตรา {ASK_ADMINISTRATOR}"
        return ""


def picture(kind: str, inputs: DocumentInputs) -> dict | None:
    """Return the municipality's "emblem" or "seal" as the templates print it, None where it has none."""
    file = getattr(inputs.document.assessment.municipality, kind, None)
    return {"kind": kind, "file": file.name} if file else None
