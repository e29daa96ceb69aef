"""Places to sign: dotted lines for the name, the position below, perhaps a line for the day."""

from typing import Annotated, Literal

from django import forms
from pydantic import Field

from assessments.editing.fields import PrintedLine
from ita_portal.ids import id_of
from reports.documents.models import Document
from reports.documents.official_names import head_of

from .base import BlockType, Chosen, Surroundings
from .cells import batched
from .forms.base import BlockForm
from .forms.keeping import text_field
from .inputs import DocumentInputs
from .schema import BlockData, MemoLine, Strict

DOTS = "." * 36
DATE = f"วันที่{'.' * 8}เดือน{'.' * 20}พ.ศ.{'.' * 10}"
NOBODY = "ยังไม่ได้ระบุผู้ลงนาม"
SPARE_SIGNERS, MAX_SIGNERS = 2, 20
BLANK = {"action": "", "name": "", "position": ""}


class Signer(Strict):
    action: MemoLine  # ผู้จัดทำ, ผู้รับรอง
    name: MemoLine
    position: MemoLine


class SignaturesData(BlockData):
    type: Literal["signatures"]
    layout: Literal["right", "side_by_side"]
    with_date: bool
    signers: Annotated[list[Signer], Field(max_length=20)]


class SignaturesForm(BlockForm):
    rows_label = "ผู้ลงนาม (ช่องที่เว้นว่างทั้งหมดจะไม่พิมพ์)"

    layout = forms.ChoiceField(
        label="การจัดวาง",
        choices=[("right", "ชิดขวา เรียงลงมา"), ("side_by_side", "เรียงข้างกัน (แนวตั้ง ๒ ช่อง แนวนอน ๓ ช่องต่อแถว)")],
    )
    with_date = forms.BooleanField(label="มีบรรทัดวันที่ให้กรอกด้วยมือ", required=False)

    def build(self):
        stored = self.stored["signers"]
        posted = map(id_of, self.posted_keys(*BLANK))
        count = max([len(stored) + SPARE_SIGNERS, *(place for place in posted if place <= MAX_SIGNERS)])
        signers = [*stored, *[BLANK] * (min(count, MAX_SIGNERS) - len(stored))]
        self.table = [(str(place), place <= len(stored), signer) for place, signer in enumerate(signers, start=1)]
        for place, is_stored, signer in self.table:
            fields = {
                "action": PrintedLine(
                    label="ลงนามในฐานะ", required=False, max_length=500, help_text="เช่น ผู้จัดทำ ผู้รับรอง เว้นว่างได้"
                ),
                "position": text_field("ตำแหน่ง", rows=2, max_length=500),
                "name": PrintedLine(label="ชื่อ", required=False, max_length=500, help_text="เว้นว่างจะพิมพ์เส้นประ"),
            }
            label = f"ผู้ลงนามคนที่ {place}" if is_stored else "เพิ่มผู้ลงนาม"
            self.add_row({f"{name}-{place}": (field, signer[name]) for name, field in fields.items()}, label)

    def content(self):
        return {**super().content(), "signers": self.typed_rows(self.table, *BLANK)}


class SignaturesBlock(BlockType):
    description = "ช่องลงนามของผู้จัดทำ ผู้ตรวจสอบ ผู้รับรอง หนึ่งช่องหรือหลายช่อง อยู่ต่อจากข้อความเสมอ"
    data = SignaturesData
    form = SignaturesForm
    package_version = 2

    def start(self, chosen: Chosen) -> dict:
        return {
            "layout": "right",
            "with_date": False,
            "signers": [
                {**BLANK, "action": "ผู้จัดทำ"},
                {**BLANK, "action": "ผู้รับรอง", "position": head_of(chosen.year.municipality)},
            ],
        }

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        """Lay the signers out in rows: one below the other on the right, or side by side."""
        landscape = inputs.document.orientation == Document.Orientation.LANDSCAPE
        across = 1 if data["layout"] == "right" else 3 if landscape else 2
        signers = [_signer(signer, data["with_date"]) for signer in data["signers"]]
        return {"layout": data["layout"], "rows": batched(signers, across), "empty": NOBODY}

    def summary(self, data: dict, around: Surroundings) -> str:
        return f"ผู้ลงนาม {len(data['signers'])} คน"

    def lacks(self, data: dict) -> str:
        if not data["signers"]:
            return NOBODY
        whole = all(signer["position"] for signer in data["signers"])
        return "" if whole else "ผู้ลงนามบางคนยังไม่มีตำแหน่ง"


def _signer(signer: dict, with_date: bool) -> dict:
    return {
        "sign": f"(ลงชื่อ){DOTS}{signer['action']}",
        "name": f"({signer['name'] or DOTS})",
        "position": signer["position"].split("\n") if signer["position"] else [],
        "date": DATE if with_date else "",
    }
