"""The choice of a starting form, the document's settings and columns, and the name of a style."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms

from assessments.editing.fields import PrintedLine, ScoreField, ThaiCharField
from reports.blocks.forms.keeping import KeepingForm, LinesField, WidthField, keyed_rows, text_field
from reports.builder.starters import HEADINGS
from reports.documents.looks import OfferedLook
from reports.documents.models import Document
from reports.documents.widths import all_or_none, fault

STARTING_FORMS = {
    Document.Kind.RESULTS: "ทำเมื่อสิ้นปี: คำนำ ตารางมาตรการพร้อมผล ผลลัพธ์ และการเปรียบเทียบคะแนนกับปีก่อน",
    Document.Kind.PLAN: "ทำเมื่อเริ่มปี: ผลการวิเคราะห์ของปีก่อนแยกตามเครื่องมือประเมิน และตารางมาตรการ",
    Document.Kind.ANALYSIS: "ทำเมื่อทราบผลประเมิน: ลำดับคะแนน การเปรียบเทียบ จุดที่ต้องพัฒนาของตัวชี้วัดที่ต่ำกว่าเกณฑ์ และตารางมาตรการ",
    Document.Kind.ANNOUNCEMENT: "ทำเมื่อกำหนดมาตรการแล้ว: ประกาศของหน่วยงานเรื่องมาตรการของปี พร้อมตารางมาตรการแนบท้าย",
    Document.Kind.HALF_YEAR: "ทำหลังเดือนมีนาคม: ความก้าวหน้าของมาตรการเมื่อครบรอบ ๖ เดือน พร้อมสถานะและผลของแต่ละมาตรการ",
}


class CreateForm(forms.Form):
    """The choice of a starting form, and of a look in place of its own."""

    kind = forms.ChoiceField(
        label="แบบเริ่มต้น",
        choices=Document.Kind.choices,
        error_messages={"required": "เลือกแบบเริ่มต้นหนึ่งแบบ", "invalid_choice": "เลือกแบบเริ่มต้นจากรายการ"},
    )

    def __init__(self, data=None, *, offers: list[OfferedLook]):
        super().__init__(data)
        self.looks = {offer.key: offer.look for offer in offers}
        named = [(offer.key, offer.name) for offer in offers]
        self.fields["style"] = forms.ChoiceField(
            label="รูปแบบ",
            required=False,
            choices=[("", "ตามแบบเริ่มต้นของเอกสารแต่ละชนิด"), *named],
            help_text="คอลัมน์ แนวกระดาษ ตัวเลข และการพิมพ์ประเด็น เปลี่ยนภายหลังได้",
            error_messages={"invalid_choice": "รูปแบบที่เลือกไม่มีแล้ว เลือกจากรายการอีกครั้ง"},
        )

    def chosen(self) -> dict:
        """Return the kind and the look as the service takes them."""
        return {"kind": self.cleaned_data["kind"], "look": self.looks.get(self.cleaned_data["style"])}


class SettingsForm(KeepingForm):
    """How the whole document looks."""

    template = "reports/document_settings.html"

    title = text_field("ชื่อเอกสาร", rows=4, kind=LinesField, help_text="หนึ่งบรรทัดพิมพ์เป็นหนึ่งบรรทัด กลางหน้ากระดาษ")
    prepared_by = PrintedLine(
        label="จัดทำโดย", required=False, max_length=300, help_text="ชื่อกองหรือหน่วยงาน ไม่ต้องระบุชื่อบุคคล"
    )
    numerals = forms.ChoiceField(
        label="ตัวเลขที่ระบบพิมพ์",
        choices=Document.Numerals.choices,
        help_text="ใช้กับคะแนน ลำดับ และปีที่ระบบพิมพ์ให้ ข้อความที่พิมพ์เองจะพิมพ์ตามที่พิมพ์",
    )
    orientation = forms.ChoiceField(label="แนวกระดาษ", choices=Document.Orientation.choices)
    text_size = forms.ChoiceField(
        label="ขนาดตัวอักษร",
        choices=Document.TextSize.choices,
        help_text="บันทึกข้อความและประกาศใช้ขนาดและขอบกระดาษตามแบบหนังสือราชการเสมอ",
    )
    margins = forms.ChoiceField(
        label="ขอบกระดาษ", choices=Document.Margins.choices, help_text="กระดาษแนวนอน: ตามแบบ ๑.๕ ซม. แคบ ๑ ซม."
    )
    areas_as = forms.ChoiceField(label="การพิมพ์ประเด็นของมาตรการ", choices=Document.AreasAs.choices)
    area_prefix = PrintedLine(
        label="คำนำหน้าประเด็น",
        required=False,
        max_length=50,
        help_text="เช่น “ประเด็นที่” จะพิมพ์ ประเด็นที่ ๑ … เว้นว่างจะพิมพ์ ๑. …",
    )
    total_label = PrintedLine(
        label="ชื่อแถวคะแนนรวม",
        max_length=50,
        help_text="พิมพ์ในตารางเปรียบเทียบ ตารางหลายปี และแผนภูมิ ปกติใช้ “คะแนนรวม”",
        error_messages={"required": "กรอกชื่อแถว เช่น “คะแนนรวม”"},
    )
    cut_off = ScoreField(label="เกณฑ์จุดแข็ง/จุดอ่อน", help_text="ตัวชี้วัดที่ได้ต่ำกว่านี้นับเป็นจุดที่ต้องพัฒนา ปกติใช้ 85")

    joined = forms.BooleanField(
        label="พิมพ์ผู้รับผิดชอบและระยะเวลาที่เหมือนแถวบนเพียงครั้งเดียว",
        required=False,
        help_text="ในตารางมาตรการ แถวที่อยู่ติดกันและข้อความเหมือนกันทั้งช่องจะพิมพ์รวมเป็นช่องเดียว",
    )
    justified = forms.BooleanField(
        label="จัดย่อหน้าให้เต็มบรรทัด (กระจายแบบไทย)",
        required=False,
        help_text="ขยายช่องไฟเล็กน้อยให้ขอบขวาเสมอกัน บรรทัดที่ต้องขยายมากเกินไปจะปล่อยตามคำ บรรทัดสุดท้ายของย่อหน้าไม่ขยาย",
    )

    def __init__(self, data=None, *, document: Document):
        super().__init__(data, initial={name: getattr(document, name) for name in self.base_fields})

    def changed(self) -> dict:
        """Return the document's fields as the service takes them."""
        return self.kept_fields(self.initial)


class StyleForm(forms.Form):
    """Under which name a look is kept, and whether one of that name gives way."""

    name = ThaiCharField(
        label="ชื่อรูปแบบ",
        max_length=100,
        error_messages={"required": "ตั้งชื่อรูปแบบ", "max_length": "ชื่อรูปแบบยาวได้ไม่เกิน 100 ตัวอักษร"},
    )
    replace = forms.BooleanField(label="แทนที่รูปแบบเดิมที่ใช้ชื่อนี้", required=False)


@dataclass(frozen=True)
class ColumnRow:
    """One of the fields that a measure has: printed or not, at which place, under which heading."""

    name: str
    printed: forms.BoundField
    order: forms.BoundField
    heading: forms.BoundField
    width: forms.BoundField


class ColumnsForm(KeepingForm):
    """The fields that a measure has, the printed ones first in their order. Form fields are named after them.

    The area is a column exactly where `areas_as` says so. Imported documents may say both: they stay as they
    are until something of this form is changed, then the rule mends them; `mend` asks for no more than that.
    """

    template = "reports/document_columns.html"

    def __init__(self, data=None, *, document: Document, standing: Sequence[int] = ()):
        """`standing` is how wide the printed columns stand now, in per cent."""
        super().__init__(data)
        self.stored, self.stored_widths = document.columns, document.widths
        self.area_is_column = document.areas_as == Document.AreasAs.COLUMN
        self.columns_by_key = self._all_columns()
        self.rows: list[ColumnRow] = []  # in the page's order
        typed, stands = (self._by_key(widths) for widths in (document.widths, standing))
        for place, (key, (is_printed, column)) in enumerate(self.columns_by_key.items(), start=1):
            name = HEADINGS[column["field"]]
            printed = forms.BooleanField(label=name, required=False, disabled=key == "1-area")
            fields = {
                f"printed-{key}": (printed, is_printed),
                f"order-{key}": (_order_field(f"ลำดับของ{name}"), place),
                f"heading-{key}": (text_field(f"หัวคอลัมน์ของ{name}"), column["heading"]),
                f"width-{key}": (_width_field(name, stands.get(key, 0)), typed.get(key, 0)),
            }
            for part, (field, shown) in fields.items():
                self.fields[part], self.initial[part] = field, shown
            self.rows.append(ColumnRow(name, *(self[part] for part in fields)))
        if self.area_is_column != any(column["field"] == "area" for column in self.stored):
            label = "เพิ่มคอลัมน์ประเด็น" if self.area_is_column else "นำคอลัมน์ประเด็นออก"
            self.fields["mend"] = forms.BooleanField(label=label, required=False)

    def _all_columns(self) -> dict[str, tuple[bool, dict]]:
        """Return the columns by key, each with whether it is printed now: those, then the other fields."""
        stored = [column for column in self.stored if column["field"] != "area" or self.area_is_column]
        columns = {key: (True, column) for key, column in keyed_rows(stored, "field").items()}
        if self.area_is_column and "1-area" not in columns:
            columns = {"1-area": (True, {"field": "area", "heading": HEADINGS["area"]}), **columns}
        for key, field in self.further_rows(columns, HEADINGS, "[a-z_]+", "printed", "heading"):
            if field in HEADINGS and (field != "area" or self.area_is_column):
                columns[key] = (False, {"field": field, "heading": HEADINGS[field]})
        return columns

    def _by_key(self, widths: Sequence[int]) -> dict[str, int]:
        """Return widths of the stored columns by key."""
        keys = keyed_rows(self.stored, "field")
        return dict(zip(keys, widths, strict=True)) if len(keys) == len(widths) else {}

    def clean(self):
        if self.errors:
            return
        changed = self.changed()
        if not changed["columns"]:
            raise forms.ValidationError("เลือกพิมพ์อย่างน้อยหนึ่งคอลัมน์")
        if said := fault(changed["widths"], len(changed["columns"])):
            raise forms.ValidationError(said)

    def changed(self) -> dict:
        """Return the printed columns by their numbers, equal ones in their place, missing ones last, and the widths."""
        if all(map(self.untouched, self.fields)):
            return {"columns": self.stored, "widths": self.stored_widths}
        columns = [column for column in self.columns_by_key.items() if self.cleaned_data[f"printed-{column[0]}"]]
        columns.sort(key=lambda column: self.cleaned_data[f"order-{column[0]}"] or 99)
        kept = [column | {"heading": self.kept(f"heading-{key}", column["heading"])} for key, (_, column) in columns]
        return {"columns": kept, "widths": all_or_none([self.cleaned_data[f"width-{key}"] for key, _ in columns])}


def _width_field(name: str, stands: int) -> WidthField:
    return WidthField(label=f"ความกว้างของ{name}", help_text=f"ขณะนี้ {stands}" if stands else "")


def _order_field(label: str) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=99, widget=widget)
