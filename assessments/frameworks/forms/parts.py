"""The pages on which an administrator edits a year's definitions: what each shows, and the year as it was typed."""

from dataclasses import dataclass
from typing import Any

from django import forms

from assessments.editing.fields import ThaiCharField, ThaiTextField, offer
from assessments.frameworks.definitions import BASICS, UNKNOWN_TITLE, Definitions, ItemPart, SubIndicatorPart
from assessments.frameworks.labels import SCOPES
from assessments.frameworks.models import Framework

from .tables import Changed, CodeField, NumberField, PercentField, RowForm, TableForm


class InstrumentRow(RowForm):
    kind = "instruments"
    code = CodeField()
    name = ThaiCharField(max_length=200)
    weight = PercentField(label="น้ำหนัก (%)")


class IndicatorRow(RowForm):
    kind, ordered = "indicators", False
    number = NumberField(label="ตัวชี้วัดที่")
    name = ThaiCharField(max_length=200)
    instrument = forms.ChoiceField(error_messages={"required": "เลือกเครื่องมือประเมิน"})
    description = ThaiTextField(required=False, max_length=20_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        codes = self.definitions.keys_of("instruments")
        offer(self, "instrument", [("", "เลือก"), *((code, code) for code in codes)])
        self.fields["description"].widget.attrs["rows"] = 1


class SubIndicatorRow(RowForm):
    kind = "sub_indicators"
    code = CodeField()
    name = ThaiCharField(max_length=200)

    def part(self, origin=None):
        typed = self.cleaned_data
        return SubIndicatorPart(code=typed["code"], name=typed["name"], indicator=self.within)


class ItemRow(RowForm):
    """`place` says under which indicator, and sub-indicator if any, the item stands: "9" or "9|9.1"."""

    kind = "items"
    code = CodeField()
    title = ThaiCharField(
        label="หัวข้อ",
        max_length=300,
        error_messages={"required": f"กรอกหัวข้อ หากยังไม่ทราบให้กรอกว่า “{UNKNOWN_TITLE}”"},
    )
    place = forms.ChoiceField(label="อยู่ใต้", error_messages={"required": "เลือกว่าข้ออยู่ใต้ตัวชี้วัดใด"})
    nowhere, placed = "เลือก", True  # what stands where nothing is chosen, whether something must be

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "place", [("", self.nowhere), *places(self.definitions)])
        self.fields["place"].required = self.placed
        divided = any(sub.indicator == self.within for sub in self.definitions.sub_indicators)
        self.fields["place"].initial = "" if divided or not self.within else str(self.within)

    @classmethod
    def shown(cls, part):
        return {"code": part.code, "title": part.title, "place": place_of(part)}

    def part(self, origin=None):
        typed = self.cleaned_data
        indicator, _, sub = (typed["place"] or place_of(origin)).partition("|")
        return ItemPart(code=typed["code"], title=typed["title"], indicator=int(indicator), sub_indicator=sub or None)


class LevelRow(RowForm):
    """Levels order themselves: from the highest down."""

    kind, ordered = "levels", False
    label = ThaiCharField(max_length=100)
    min_total = PercentField()
    min_each = PercentField(label="และทุกองค์ประกอบตั้งแต่", required=False)
    scope = forms.ChoiceField(choices=SCOPES, required=False)
    passes = forms.BooleanField(required=False)

    def clean(self):
        typed = self.cleaned_data
        if {"min_each", "scope"} <= typed.keys():
            if typed["min_each"] is None and typed["scope"]:
                self.add_error("min_each", "กรอกคะแนนขั้นต่ำ หรือเลือกองค์ประกอบเป็น “คะแนนรวมเท่านั้น”")
            elif typed["min_each"] is not None and not typed["scope"]:
                self.add_error("scope", "เลือกว่าคะแนนขั้นต่ำใช้กับทุกตัวชี้วัดหรือทุกเครื่องมือ หรือลบคะแนนขั้นต่ำ")


class AreaRow(RowForm):
    kind, ordered = "areas", False
    number = NumberField(label="ประเด็นที่")
    title = ThaiCharField(max_length=300)


class BasicsForm(forms.Form):
    """What concerns the year as a whole."""

    pass_mark = PercentField(label="เกณฑ์ผ่าน", help_text="คะแนนรวมที่ถือว่าผ่านการประเมิน")
    measures_item = forms.ChoiceField(
        label="ข้อที่ให้เผยแพร่มาตรการ", required=False, help_text="ข้อของ OIT ที่ใช้มาตรการของหน่วยงานเป็นคำตอบ"
    )
    results_item = forms.ChoiceField(
        label="ข้อที่ให้เผยแพร่รายงานผล", required=False, help_text="ข้อของ OIT ที่ใช้รายงานผลตามมาตรการเป็นคำตอบ"
    )
    note = ThaiTextField(
        label="หมายเหตุ", required=False, max_length=20_000, help_text="เช่น ที่มาของเกณฑ์ หรือสิ่งที่ยังต้องตรวจสอบ"
    )

    def __init__(self, data=None, *, definitions: Definitions):
        shown = {name: getattr(definitions, name) for name in BASICS}
        super().__init__(data, initial=shown, use_required_attribute=False)
        items = {item.code: f"{item.code} {item.title}" for item in definitions.items}
        for name in ("measures_item", "results_item"):
            stored = {shown[name]: f"{shown[name]} (ไม่มีข้อนี้ในปีนี้)"} if shown[name] else {}
            offer(self, name, [("", "ไม่ระบุ"), *(stored | items).items()])

    def change(self, changed: Changed) -> None:
        changed.definitions = changed.definitions.model_copy(update=self.cleaned_data)


class CorrectionForm(forms.Form):
    """Why a year that is in force changes."""

    reason = ThaiTextField(
        label="เรื่องที่แก้ไขและเหตุผล",
        max_length=2000,
        help_text="แสดงในหน้าของหน่วยงานทุกแห่งที่ใช้ปีนี้ ขั้นต่อไปแสดงสิ่งที่จะเปลี่ยน แล้วผู้ดูแลระบบอีกคนต้องยืนยันก่อนจึงมีผล "
        "ผลที่ประกาศและเอกสารที่ออกแล้วไม่เปลี่ยน",
        error_messages={"required": "กรอกเรื่องที่แก้ไขและเหตุผล"},
    )

    def __init__(self, data=None, *, state: str):
        super().__init__(data, prefix="correction", use_required_attribute=False)
        if state == Framework.State.DRAFT:
            del self.fields["reason"]
        else:
            self.fields["reason"].widget.attrs["rows"] = 2


class DecisionForm(forms.Form):
    """A step of a correction; who refuses says why."""

    step = forms.ChoiceField(choices=[(step, step) for step in ("propose", "withdraw", "confirm", "refuse")])
    note = ThaiTextField(label="ความเห็น", required=False, max_length=2000, help_text="ต้องกรอกเมื่อไม่ยืนยัน")

    def __init__(self, data=None):
        super().__init__(data, use_required_attribute=False)
        self.fields["note"].widget.attrs["rows"] = 2


def place_of(item: ItemPart) -> str:
    return f"{item.indicator}|{item.sub_indicator}" if item.sub_indicator else str(item.indicator)


def places(definitions: Definitions) -> list:
    """Return the choices of where an item can stand, grouped by indicator."""
    return [
        (
            f"ตัวชี้วัดที่ {indicator.number}",
            [
                (str(indicator.number), f"ตัวชี้วัดที่ {indicator.number} {indicator.name}"),
                *(
                    (f"{indicator.number}|{sub.code}", f"{sub.code} {sub.name}")
                    for sub in definitions.sub_indicators
                    if sub.indicator == indicator.number
                ),
            ],
        )
        for indicator in definitions.indicators
    ]


@dataclass(frozen=True)
class EditPage:
    """A page of the editor: its tables, by their rows, or the form of what concerns the year as a whole."""

    title: str
    intro: str
    rows: tuple[type[RowForm], ...] = ()

    def forms(self, data: Any, definitions: Definitions, number: int | None) -> list[Any]:
        if not self.rows:
            return [BasicsForm(data, definitions=definitions)]
        return [TableForm(row_class, data, definitions, number) for row_class in self.rows]


PAGES = {
    "basics": EditPage("ข้อมูลทั่วไป", "เกณฑ์ผ่าน ข้อที่ใช้มาตรการและรายงานผลเป็นคำตอบ และหมายเหตุ"),
    "instruments": EditPage("เครื่องมือประเมินและน้ำหนัก", "น้ำหนักของทุกเครื่องมือต้องรวมกันได้ 100 พอดี", (InstrumentRow,)),
    "indicators": EditPage("ตัวชี้วัด", "แต่ละตัวชี้วัดอยู่ในเครื่องมือเดียว ลบตัวชี้วัดแล้วตัวชี้วัดย่อยและข้อที่อยู่ใต้จะถูกลบด้วย", (IndicatorRow,)),
    "items": EditPage(
        "ตัวชี้วัดย่อยและข้อ", "ตัวชี้วัดย่อยใช้กับเครื่องมือ OIT ปีที่ไม่แบ่งตัวชี้วัดย่อยให้เว้นตารางแรกว่าง", (SubIndicatorRow, ItemRow)
    ),
    "levels": EditPage(
        "ระดับผลการประเมิน", "ระบบเรียงจากสูงไปต่ำให้เอง ระดับสุดท้ายต้องเริ่มที่คะแนนรวม 0 เพื่อให้ทุกคะแนนมีระดับ", (LevelRow,)
    ),
    "areas": EditPage("ประเด็นของมาตรการ", "ปีที่ไม่แบ่งมาตรการเป็นประเด็นให้เว้นตารางว่าง", (AreaRow,)),
}
