"""The announcement (ประกาศ) in the form of the rules of office work; what follows in the document is attached to it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from assessments.editing.fields import PrintedLine
from ita_portal.thai import BE_OFFSET, MONTHS, thai_digits
from reports.documents.models import Block, Document
from reports.documents.official_names import TITLES, head_of

from .base import ASK_ADMINISTRATOR, BlockType, Chosen, Surroundings
from .cells import excerpt, lines
from .cover import picture
from .forms.base import BlockForm
from .forms.keeping import IsoDateField, LinesField, day_of, text_field
from .inputs import DocumentInputs
from .schema import BlockData, MemoLine, Text, iso_day

DOTS = "." * 48
BLANK_DAY = f"{'.' * 10} เดือน {'.' * 24} พ.ศ. {'.' * 12}"


class AnnouncementData(BlockData):
    """The letter of an announcement (ประกาศ); `date` is the day on which it is made, or nothing."""

    headless = True

    type: Literal["announcement"]
    issuer: MemoLine
    subject: Annotated[list[MemoLine], Field(max_length=20)]
    paragraphs: list[Text]
    date: Annotated[str, AfterValidator(iso_day)]
    name: MemoLine
    position: MemoLine


class AnnouncementForm(BlockForm):
    heading = None
    issuer = PrintedLine(label="บรรทัดแรก", max_length=500, help_text="ประกาศ ตามด้วยชื่อหน่วยงาน")
    subject = text_field(
        "เรื่อง", rows=3, kind=LinesField, help_text="ระบบพิมพ์คำว่า “เรื่อง” นำบรรทัดแรกให้ บรรทัดถัดไปใช้สำหรับปีงบประมาณ"
    )
    paragraphs = text_field(
        "ข้อความ", rows=10, kind=LinesField, help_text="หนึ่งบรรทัดเป็นหนึ่งย่อหน้า ปกติปิดท้ายด้วย “จึงประกาศให้ทราบโดยทั่วกัน”"
    )
    date = IsoDateField(
        label="ประกาศ ณ วันที่", required=False, help_text="วัน/เดือน/ปี พ.ศ. เช่น 1/4/2567 เว้นว่างไว้จะพิมพ์เส้นประให้กรอกด้วยมือ"
    )
    position = text_field("ตำแหน่งผู้ลงนาม", rows=2, max_length=500, help_text="เช่น นายกเทศมนตรี ขึ้นบรรทัดใหม่ได้")
    name = PrintedLine(label="ชื่อผู้ลงนาม", required=False, max_length=500, help_text="เว้นว่างจะพิมพ์เส้นประ")

    def shown(self):
        return {**self.stored, "date": day_of(self.stored["date"])}


class AnnouncementBlock(BlockType):
    description = "ประกาศตามแบบหนังสือราชการ มีตราครุฑ ใช้แทนชื่อเอกสาร ส่วนที่อยู่ถัดไปพิมพ์เป็นเอกสารแนบท้าย"
    data = AnnouncementData
    form = AnnouncementForm
    package_version = 2

    def start(self, chosen: Chosen) -> dict:
        return {
            "issuer": f"ประกาศ{chosen.year.municipality.name}",
            "subject": [
                TITLES[Document.Kind.ANNOUNCEMENT],
                f"ประจำปีงบประมาณ พ.ศ. {thai_digits(chosen.year.fiscal_year)}",
            ],
            "paragraphs": ["จึงประกาศให้ทราบโดยทั่วกัน"],
            "date": "",
            "name": "",
            "position": head_of(chosen.year.municipality),
        }

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        first, *further = data["subject"] or [""]
        return {
            "picture": picture("emblem", inputs),
            "issuer": data["issuer"],
            "subject": [f"เรื่อง {first}".strip(), *further],
            "lines": lines("\n".join(data["paragraphs"])),
            "day": f"ประกาศ ณ วันที่ {_day(data['date'], inputs)}",
            "signature": DOTS,
            "name": f"({data['name'] or DOTS})",
            "position": data["position"].split("\n") if data["position"] else [],
        }

    def summary(self, data: dict, around: Surroundings) -> str:
        return excerpt(" ".join([data["issuer"], "เรื่อง", *data["subject"]]))

    def lacks(self, data: dict) -> str:
        return "" if data["paragraphs"] else "ยังไม่มีข้อความของประกาศ"

    def by_hand(self, data: dict) -> str:
        return "" if data["date"] else "ยังไม่ได้ใส่วันที่ประกาศ จะพิมพ์เส้นประให้กรอกด้วยมือ"

    def warning(self, block: Block, around: Surroundings) -> str:
        if around.municipality.emblem:
            return ""
        return f"หน่วยงานยังไม่มีภาพตราครุฑ ประกาศจะพิมพ์โดยไม่มีตรา {ASK_ADMINISTRATOR}"


def _day(iso: str, inputs: DocumentInputs) -> str:
    """Return "๑ เมษายน พ.ศ. ๒๕๖๗", or dots to be filled in by hand."""
    if not iso:
        return BLANK_DAY
    day = date.fromisoformat(iso)
    return inputs.number(f"{day.day} {MONTHS[day.month - 1]} พ.ศ. {day.year + BE_OFFSET}")
