"""Forms of what makes a document official: cover, contents, places to sign, announcement, list of evidence."""

from datetime import date

from django import forms

from assessments.editing.fields import ThaiCharField, ThaiDateField
from ita_portal.keys import key_of
from reports.blocks.cover import PICTURES

from .base import BlockForm
from .keeping import from_lines, text_field, to_lines

SPARE_SIGNERS, MAX_SIGNERS = 2, 20


class CoverForm(BlockForm):
    """The picture and the foot of the cover; title and author are the document's."""

    description = "หน้าปกเต็มหน้า มีตรา ชื่อเอกสาร ผู้จัดทำ และเดือนปี ไม่มีเลขหน้า เลขหน้าเริ่มนับหลังปก"

    heading = None
    picture = forms.ChoiceField(label="ตรา", choices=tuple(PICTURES.items()))
    foot = text_field(
        "ท้ายหน้าปก",
        rows=4,
        help_text="หนึ่งบรรทัดพิมพ์เป็นหนึ่งบรรทัด เช่น ชื่อหน่วยงาน อำเภอ จังหวัด เดือนและปี "
        "ส่วนชื่อเอกสารและผู้จัดทำแก้ได้ที่ “ชื่อและรูปแบบ” ของเอกสาร",
    )

    def shown(self):
        return {**self.stored, "foot": from_lines(self.stored["foot"])}

    def build(self):
        municipality = self.definitions.year.municipality
        lacking = [
            label for name, label in PICTURES.items() if name != "none" and not getattr(municipality, name)
        ]
        if lacking:
            names = " และ".join(lacking)
            self.fields["picture"].help_text = f"หน่วยงานยังไม่มีภาพ{names} ให้ผู้ดูแลระบบเพิ่มก่อน จึงจะพิมพ์"

    def content(self):
        return {
            "picture": self.cleaned_data["picture"],
            "foot": self.kept("foot", self.stored["foot"], to_lines),
        }


class TocForm(BlockForm):
    """The table of contents: only its heading is typed."""

    description = "หัวข้อของทุกส่วนพร้อมเลขหน้าที่ระบบนับให้ อยู่หน้าของตนเอง กดที่หัวข้อเพื่อไปยังส่วนนั้นได้"


class SignaturesForm(BlockForm):
    """Who signs, one after the other."""

    description = "ช่องลงนามของผู้จัดทำ ผู้ตรวจสอบ ผู้รับรอง หนึ่งช่องหรือหลายช่อง อยู่ต่อจากข้อความเสมอ"
    rows_label = "ผู้ลงนาม (ช่องที่เว้นว่างทั้งหมดจะไม่พิมพ์)"

    layout = forms.ChoiceField(
        label="การจัดวาง",
        choices=[("right", "ชิดขวา เรียงลงมา"), ("side_by_side", "เรียงข้างกัน (แนวตั้ง ๒ ช่อง แนวนอน ๓ ช่องต่อแถว)")],
    )
    with_date = forms.BooleanField(label="มีบรรทัดวันที่ให้กรอกด้วยมือ", required=False)

    def build(self):
        stored = self.stored["signers"]
        posted = map(key_of, self.posted_keys("action", "name", "position"))
        count = max([len(stored) + SPARE_SIGNERS, *(each for each in posted if each <= MAX_SIGNERS)])
        self.count = min(count, MAX_SIGNERS)
        for place in range(1, self.count + 1):
            shown = (
                stored[place - 1]
                if place <= len(stored)
                else dict.fromkeys(("action", "name", "position"), "")
            )
            fields = {
                f"action-{place}": (
                    ThaiCharField(
                        label="ลงนามในฐานะ",
                        required=False,
                        max_length=500,
                        help_text="เช่น ผู้จัดทำ ผู้รับรอง เว้นว่างได้",
                    ),
                    shown["action"],
                ),
                f"position-{place}": (text_field("ตำแหน่ง", rows=2, max_length=500), shown["position"]),
                f"name-{place}": (
                    ThaiCharField(label="ชื่อ", required=False, max_length=500, help_text="เว้นว่างจะพิมพ์เส้นประ"),
                    shown["name"],
                ),
            }
            label = f"ผู้ลงนามคนที่ {place}" if place <= len(stored) else "เพิ่มผู้ลงนาม"
            self.add_row(fields, label)

    def content(self):
        return {
            "layout": self.cleaned_data["layout"],
            "with_date": self.cleaned_data["with_date"],
            "signers": [each for place in range(1, self.count + 1) if (each := self._signer(place))],
        }

    def _signer(self, place: int) -> dict | None:
        """Return a signer as it is to be stored; None for one that was left or made blank."""
        names, stored = ("action", "name", "position"), self.stored["signers"]
        known = stored[place - 1] if place <= len(stored) else None
        if known and all(self.untouched(f"{name}-{place}") for name in names):
            return known
        typed = {name: self.kept(f"{name}-{place}", known[name] if known else "") for name in names}
        return typed if any(typed.values()) else None


class EvidenceListForm(BlockForm):
    """How the evidence of the year is listed."""

    description = "หลักฐานที่มาตรการและข้อประเมินของปีใช้ พร้อมวันที่ ชนิด ที่อยู่เว็บ และเส้นทางการเข้าถึง"

    grouped_by = forms.ChoiceField(
        label="จัดกลุ่มหลักฐานของมาตรการ", choices=[("measure", "ตามมาตรการ"), ("area", "ตามประเด็น")]
    )
    with_items = forms.BooleanField(label="รวมหลักฐานของข้อคำถามและข้อตรวจของปี", required=False)

    def content(self):
        return {name: self.cleaned_data[name] for name in ("grouped_by", "with_items")}


class AnnouncementForm(BlockForm):
    """The letter of an announcement."""

    description = "ประกาศตามแบบหนังสือราชการ มีตราครุฑ ใช้แทนชื่อเอกสาร ส่วนที่อยู่ถัดไปพิมพ์เป็นเอกสารแนบท้าย"

    heading = None
    issuer = ThaiCharField(label="บรรทัดแรก", max_length=500, help_text="ประกาศ ตามด้วยชื่อหน่วยงาน")
    subject = text_field(
        "เรื่อง", rows=3, help_text="ระบบพิมพ์คำว่า “เรื่อง” นำบรรทัดแรกให้ บรรทัดถัดไปใช้สำหรับปีงบประมาณ"
    )
    paragraphs = text_field(
        "ข้อความ", rows=10, help_text="หนึ่งบรรทัดเป็นหนึ่งย่อหน้า ปกติปิดท้ายด้วย “จึงประกาศให้ทราบโดยทั่วกัน”"
    )
    date = ThaiDateField(
        label="ประกาศ ณ วันที่",
        required=False,
        help_text="วัน/เดือน/ปี พ.ศ. เช่น 1/4/2567 เว้นว่างไว้จะพิมพ์เส้นประให้กรอกด้วยมือ",
    )
    position = text_field("ตำแหน่งผู้ลงนาม", rows=2, max_length=500, help_text="เช่น นายกเทศมนตรี ขึ้นบรรทัดใหม่ได้")
    name = ThaiCharField(label="ชื่อผู้ลงนาม", required=False, max_length=500, help_text="เว้นว่างจะพิมพ์เส้นประ")

    def shown(self):
        return {
            **self.stored,
            "subject": from_lines(self.stored["subject"]),
            "paragraphs": from_lines(self.stored["paragraphs"]),
            "date": date.fromisoformat(self.stored["date"]) if self.stored["date"] else None,
        }

    def content(self):
        stored = self.stored
        return {
            **{name: self.kept(name, stored[name]) for name in ("issuer", "position", "name")},
            **{name: self.kept(name, stored[name], to_lines) for name in ("subject", "paragraphs")},
            "date": self.kept("date", stored["date"], lambda day: day.isoformat() if day else ""),
        }
