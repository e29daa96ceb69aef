"""The pages on which an administrator edits a year's definitions: what each shows, and the year as it was typed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError

from assessments.editing.fields import ThaiCharField, ThaiTextField
from assessments.frameworks import edits
from assessments.frameworks.definitions import (
    KEYS,
    AreaPart,
    Definitions,
    IndicatorPart,
    InstrumentPart,
    ItemPart,
    Kind,
    LevelPart,
    SubIndicatorPart,
)
from assessments.frameworks.models import Framework, Level

from .tables import CodeField, NumberField, PercentField, RowForm, TableForm, refuse

NAME = {"max_length": 200}


class InstrumentRow(RowForm):
    unique = "code"
    code = CodeField(label="รหัส")
    name = ThaiCharField(label="ชื่อ", **NAME)
    weight = PercentField(label="น้ำหนัก (%)")


class IndicatorRow(RowForm):
    unique, ordered = "number", False
    number = NumberField(label="ตัวชี้วัดที่")
    name = ThaiCharField(label="ชื่อ", **NAME)
    instrument = forms.ChoiceField(label="เครื่องมือ", error_messages={"required": "เลือกเครื่องมือประเมิน"})
    description = ThaiTextField(label="คำอธิบาย", required=False, max_length=20_000)

    def __init__(self, *args, definitions: Definitions, **kwargs):
        super().__init__(*args, **kwargs)
        instruments = [(instrument.code, instrument.code) for instrument in definitions.instruments]
        self.fields["instrument"].choices = [("", "เลือก"), *instruments]
        self.fields["description"].widget.attrs["rows"] = 1


class SubIndicatorRow(RowForm):
    unique = "code"
    code = CodeField(label="รหัส")
    name = ThaiCharField(label="ชื่อ", **NAME)


class ItemRow(RowForm):
    """`place` says under which indicator, and sub-indicator if any, the item stands: "9" or "9|9.1"."""

    unique = "code"
    code = CodeField(label="รหัส")
    title = ThaiCharField(label="หัวข้อ", max_length=300)
    place = forms.ChoiceField(label="อยู่ใต้", error_messages={"required": "เลือกว่าข้ออยู่ใต้ตัวชี้วัดใด"})

    def __init__(self, *args, definitions: Definitions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "เลือก"), *places(definitions)]


class LevelRow(RowForm):
    """Levels order themselves: from the highest down."""

    unique, ordered = "label", False
    label = ThaiCharField(label="ระดับ", max_length=100)
    min_total = PercentField(label="คะแนนรวมตั้งแต่")
    min_each = PercentField(label="และทุกองค์ประกอบตั้งแต่", required=False)
    scope = forms.ChoiceField(label="องค์ประกอบที่ใช้", choices=Level.Scope.choices, required=False)
    passes = forms.BooleanField(label="ถือว่าผ่าน", required=False)

    def clean(self):
        typed = self.cleaned_data
        if {"min_each", "scope"} <= typed.keys():
            if typed["min_each"] is None and typed["scope"]:
                self.add_error("min_each", "กรอกคะแนนขั้นต่ำ หรือเลือกองค์ประกอบเป็น “คะแนนรวมเท่านั้น”")
            elif typed["min_each"] is not None and not typed["scope"]:
                self.add_error("scope", "เลือกว่าคะแนนขั้นต่ำใช้กับทุกตัวชี้วัดหรือทุกเครื่องมือ หรือลบคะแนนขั้นต่ำ")


class AreaRow(RowForm):
    unique, ordered = "number", False
    number = NumberField(label="ประเด็นที่")
    title = ThaiCharField(label="ชื่อ", max_length=300)


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
        shown = {name: getattr(definitions, name) for name in self.base_fields}
        super().__init__(data, initial=shown, use_required_attribute=False)
        items = {item.code: f"{item.code} {item.title}" for item in definitions.items}
        for name in ("measures_item", "results_item"):
            stored = {shown[name]: f"{shown[name]} (ไม่มีข้อนี้ในปีนี้)"} if shown[name] else {}
            self.fields[name].choices = [("", "ไม่ระบุ"), *(stored | items).items()]


class CorrectionForm(forms.Form):
    """Why a year that is in force changes: asked for once it is published, insisted on once it is frozen."""

    reason = ThaiTextField(
        label="เหตุผลของการแก้ไข", max_length=2000, error_messages={"required": "กรอกเหตุผลของการแก้ไขก่อนบันทึก"}
    )

    def __init__(self, data=None, *, state: str):
        super().__init__(data, prefix="correction", use_required_attribute=False)
        if state == Framework.State.DRAFT:
            del self.fields["reason"]
            return
        self.fields["reason"].required = state == Framework.State.FROZEN
        self.fields["reason"].widget.attrs["rows"] = 2
        self.fields["reason"].help_text = (
            "ปีนี้มีเอกสารที่อนุมัติหรือออกแล้ว ระบบจะออกเกณฑ์ฉบับใหม่พร้อมเหตุผลนี้ เอกสารที่ออกไปแล้วไม่เปลี่ยน"
            if state == Framework.State.FROZEN
            else "ปีนี้ประกาศใช้แล้ว ระบบเก็บการแก้ไขเป็นเกณฑ์ฉบับใหม่ ไม่มีเหตุผลให้เว้นว่าง"
        )


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


def first_place(definitions: Definitions, number: int) -> str:
    """Return where a new item of an indicator stands: under it, or "" where a sub-indicator must be chosen."""
    divided = any(sub_indicator.indicator == number for sub_indicator in definitions.sub_indicators)
    return "" if divided else str(number)


# ---- From typed rows to a year


@dataclass
class Changed:
    """A year as it was typed, and the new keys of parts that got one, by kind (see `save_definitions`)."""

    definitions: Definitions
    renamed: dict[str, Mapping] = field(default_factory=dict)

    def apply(self, kind: Kind, table: TableForm, part_of: Callable[[dict], object]) -> None:
        """Take over a table of parts; what an edit refuses becomes an error of its row."""
        for key, row in table.removed.items():
            self._try(row, lambda key=key: edits.retire(self.definitions, kind, key))
        if table.errors:
            return
        if renamed := table.renamed():
            self.definitions = edits.renumber(self.definitions, kind, renamed)
            self.renamed[kind] = renamed
        last = None
        for row in table.kept:
            part = part_of(row.cleaned_data)
            if row.key is None:
                self._try(
                    row, lambda part=part, last=last: edits.add(self.definitions, kind, part, after=last)
                )
            else:
                key = getattr(part, KEYS[kind])
                self._try(row, lambda part=part, key=key: edits.change(self.definitions, kind, key, part))
            last = getattr(part, KEYS[kind])
        if table.row_class.ordered:
            keys = [row.cleaned_data[table.row_class.unique] for row in table.kept]
            self.definitions = in_order(self.definitions, kind, keys)

    def _try(self, row: RowForm, edit: Callable[[], Definitions]) -> None:
        try:
            self.definitions = edit()
        except ValueError as error:
            if row.removed:
                refuse(row, str(error))
            else:
                row.add_error(None, ValidationError(str(error)))


def in_order(definitions: Definitions, kind: Kind, keys: Iterable) -> Definitions:
    """Return the year with these parts in this order, in the places that they hold together."""
    parts = getattr(definitions, kind)
    by_key = {getattr(part, KEYS[kind]): part for part in parts}
    wanted = [by_key[key] for key in keys if key in by_key]
    chosen = {getattr(each, KEYS[kind]) for each in wanted}
    following = iter(wanted)
    ordered = tuple(next(following) if getattr(part, KEYS[kind]) in chosen else part for part in parts)
    return definitions.model_copy(update={kind: ordered})


# ---- The pages


@dataclass(frozen=True)
class EditPage:
    """A page of the editor: its forms over a year (bound to data, or fresh for None), and what they make of it."""

    title: str
    intro: str
    make: Callable[[object, Definitions, int | None], list]
    change: Callable[[Definitions, list, int | None], Changed]


def _basics(data, definitions: Definitions, number) -> list:
    return [BasicsForm(data, definitions=definitions)]


def _change_basics(definitions: Definitions, parts: list, number) -> Changed:
    return Changed(definitions.model_copy(update=parts[0].cleaned_data))


def table_page(
    title: str, intro: str, kind: Kind, name: str, row_class: type[RowForm], part_class: type, **options
) -> EditPage:
    """Return the page of one table that holds all parts of a kind."""

    def make(data, definitions, number):
        parts = {getattr(each, KEYS[kind]): each.model_dump() for each in getattr(definitions, kind)}
        given = {"definitions": definitions} if kind == "indicators" else {}
        return [TableForm(row_class, data, kind=kind, parts=parts, name=name, **given)]

    def change(definitions, parts, number):
        changed = Changed(definitions)
        changed.apply(kind, parts[0], lambda typed: part_class(**_without_place(typed)))
        if kind in ("levels", "indicators", "areas"):
            changed.definitions = _sorted(changed.definitions, kind)
        return changed

    return EditPage(title, intro, make, change)


def _without_place(typed: dict) -> dict:
    return {name: value for name, value in typed.items() if name not in ("order", "remove")}


def _sorted(definitions: Definitions, kind: Kind) -> Definitions:
    """Return the year with levels from the highest down, indicators or areas by number."""

    def place(part):
        if kind == "levels":
            return -part.min_total, -(part.min_each if part.min_each is not None else -1)
        return part.number

    return definitions.model_copy(update={kind: tuple(sorted(getattr(definitions, kind), key=place))})


def _items(data, definitions: Definitions, number: int) -> list:
    subs = [
        sub_indicator for sub_indicator in definitions.sub_indicators if sub_indicator.indicator == number
    ]
    items = [item for item in definitions.items if item.indicator == number]
    return [
        TableForm(
            SubIndicatorRow,
            data,
            kind="sub_indicators",
            name="ตัวชี้วัดย่อย",
            parts={sub.code: {"code": sub.code, "name": sub.name} for sub in subs},
            taken=[
                sub_indicator.code
                for sub_indicator in definitions.sub_indicators
                if sub_indicator.indicator != number
            ],
        ),
        TableForm(
            ItemRow,
            data,
            kind="items",
            name="ข้อ",
            parts={
                item.code: {"code": item.code, "title": item.title, "place": place_of(item)} for item in items
            },
            new={"place": first_place(definitions, number)},
            taken=[item.code for item in definitions.items if item.indicator != number],
            definitions=definitions,
        ),
    ]


def _change_items(definitions: Definitions, parts: list, number: int) -> Changed:
    subs, items = parts
    changed = Changed(definitions)
    changed.apply(
        "sub_indicators",
        subs,
        lambda typed: SubIndicatorPart(code=typed["code"], name=typed["name"], indicator=number),
    )
    new_codes = {**dict.fromkeys(subs.removed), **changed.renamed.get("sub_indicators", {})}
    changed.apply("items", items, lambda typed: item_part(typed, new_codes))
    return changed


def place_of(item: ItemPart) -> str:
    return f"{item.indicator}|{item.sub_indicator}" if item.sub_indicator else str(item.indicator)


def item_part(typed: Mapping, new_codes: Mapping = {}) -> ItemPart:
    """Return the typed item; `new_codes` says what became of sub-indicators that its choice still names as stored."""
    indicator, _, sub = typed["place"].partition("|")
    return ItemPart(
        code=typed["code"],
        title=typed["title"],
        indicator=int(indicator),
        sub_indicator=new_codes.get(sub, sub) or None,
    )


PAGES = {
    "basics": EditPage(
        "ข้อมูลทั่วไป", "เกณฑ์ผ่าน ข้อที่ใช้มาตรการและรายงานผลเป็นคำตอบ และหมายเหตุ", _basics, _change_basics
    ),
    "instruments": table_page(
        "เครื่องมือประเมินและน้ำหนัก",
        "น้ำหนักของทุกเครื่องมือต้องรวมกันได้ 100 พอดี",
        "instruments",
        "เครื่องมือ",
        InstrumentRow,
        InstrumentPart,
    ),
    "indicators": table_page(
        "ตัวชี้วัด",
        "แต่ละตัวชี้วัดอยู่ในเครื่องมือเดียว ลบตัวชี้วัดแล้วตัวชี้วัดย่อยและข้อที่อยู่ใต้จะถูกลบด้วย",
        "indicators",
        "ตัวชี้วัด",
        IndicatorRow,
        IndicatorPart,
    ),
    "items": EditPage(
        "ตัวชี้วัดย่อยและข้อ",
        "ตัวชี้วัดย่อยใช้กับเครื่องมือ OIT ปีที่ไม่แบ่งตัวชี้วัดย่อยให้เว้นตารางแรกว่าง",
        _items,
        _change_items,
    ),
    "levels": table_page(
        "ระดับผลการประเมิน",
        "ระบบเรียงจากสูงไปต่ำให้เอง ระดับสุดท้ายต้องเริ่มที่คะแนนรวม 0 เพื่อให้ทุกคะแนนมีระดับ",
        "levels",
        "ระดับ",
        LevelRow,
        LevelPart,
    ),
    "areas": table_page(
        "ประเด็นของมาตรการ",
        "ปีที่ไม่แบ่งมาตรการเป็นประเด็นให้เว้นตารางว่าง",
        "areas",
        "ประเด็น",
        AreaRow,
        AreaPart,
    ),
}
