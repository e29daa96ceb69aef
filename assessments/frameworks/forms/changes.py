"""Small forms that change what the parts of a year are: merged, split, retired; and a file that holds a year."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError

from assessments.editing.fields import ThaiCharField, ThaiTextField
from assessments.frameworks import edits
from assessments.frameworks.definitions import KEYS, Definitions, IndicatorPart, Kind

from .parts import IndicatorRow, ItemRow, item_part, place_of, places
from .tables import TableForm

NAMES = {"indicators": "ตัวชี้วัด", "items": "ข้อ"}
REASON_HELP = "แสดงในตารางเทียบเกณฑ์ และในเอกสารที่เทียบสองปี"


def part_of(kind: Kind, typed: dict, origin):
    """Return the part that a row holds; an item stands by default where the part stood that it comes of."""
    if kind == "items":
        return item_part(typed | {"place": typed["place"] or place_of(origin)})
    return IndicatorPart(**{name: typed[name] for name in IndicatorPart.model_fields})


def key_of(kind: Kind, part) -> str:
    return str(getattr(part, KEYS[kind]))


def label_of(kind: Kind, part) -> str:
    if kind == "items":
        return f"{part.code} {part.title}"
    return f"ตัวชี้วัดที่ {part.number} {part.name}"


class ChoosingForm(forms.Form):
    """What becomes of chosen parts. `within` narrows the choice of items to an indicator."""

    reason = ThaiCharField(label="เหตุผล", max_length=300, help_text=REASON_HELP)

    def __init__(self, data=None, *, definitions: Definitions, kind: Kind, within: int | None = None):
        super().__init__(data, use_required_attribute=False)
        self.definitions, self.kind = definitions, kind
        parts = getattr(definitions, kind)
        self.parts = {
            key_of(kind, part): part
            for part in parts
            if kind == "indicators" or within in (None, part.indicator)
        }
        self.fields["chosen"].choices = [(key, label_of(kind, each)) for key, each in self.parts.items()]

    def keys(self) -> list:
        """Return the keys of the chosen parts in printed order."""
        chosen = self.cleaned_data["chosen"]
        wanted = [chosen] if isinstance(chosen, str) else chosen
        return [getattr(each, KEYS[self.kind]) for key, each in self.parts.items() if key in wanted]

    @property
    def origin(self):
        """The first chosen part."""
        return self.parts[str(self.keys()[0])]


class OneForm(ChoosingForm):
    chosen = forms.ChoiceField(label="เลือก", widget=forms.RadioSelect)
    field_order = ["chosen", "comparable", "reason"]


class RetireForm(OneForm):
    """A part that the year no longer has."""

    def changed(self) -> Definitions:
        [key] = self.keys()
        return edits.retire(self.definitions, self.kind, key, reason=self.cleaned_data["reason"])


class MergeForm(ChoosingForm):
    """Several parts that become one; `result` is a table of one row for it."""

    chosen = forms.MultipleChoiceField(label="เลือกสองรายการขึ้นไป", widget=forms.CheckboxSelectMultiple)
    comparable = forms.BooleanField(
        label="เทียบคะแนนกับปีก่อนได้", required=False, help_text="เลือกเมื่อคะแนนของสิ่งที่ได้เทียบกับคะแนนของเดิมได้จริง"
    )
    field_order = ["chosen", "comparable", "reason"]

    def clean_chosen(self):
        chosen = self.cleaned_data["chosen"]
        if len(chosen) < 2:
            raise ValidationError(f"เลือก{NAMES[self.kind]}ที่จะรวมกันอย่างน้อยสองรายการ")
        return chosen

    def changed(self, results: Iterable[dict]) -> Definitions:
        [typed] = results
        return edits.merge(
            self.definitions,
            self.kind,
            self.keys(),
            part_of(self.kind, typed, self.origin),
            comparable=self.cleaned_data["comparable"],
            reason=self.cleaned_data["reason"],
        )


class SplitForm(OneForm):
    """A part that becomes several: the rows of `result`."""

    comparable = MergeForm.base_fields["comparable"]

    def changed(self, results: Iterable[dict]) -> Definitions:
        [key] = self.keys()
        return edits.split(
            self.definitions,
            self.kind,
            key,
            [part_of(self.kind, result, self.origin) for result in results],
            comparable=self.cleaned_data["comparable"],
            reason=self.cleaned_data["reason"],
        )


class ResultItemRow(ItemRow):
    """Stands where the parts stood that it comes of."""

    ordered = False

    def __init__(self, *args, definitions: Definitions, **kwargs):
        super().__init__(*args, definitions=definitions, **kwargs)
        self.fields["place"].choices = [("", "ที่เดิมของข้อแรกที่เลือก"), *places(definitions)]
        self.fields["place"].required = False


OF_KINDS = {"indicators": IndicatorRow, "items": ResultItemRow}


class ResultTable(TableForm):
    """The parts that come of a merge (exactly one) or split (two or more)."""

    least, most, single = 2, 99, False

    def is_valid(self) -> bool:
        super().is_valid()
        if not self.errors and not self.least <= len(self.kept) <= self.most:
            self.non_field_errors.append(self.amount)
        return not self.errors

    @property
    def amount(self) -> str:
        return f"กรอก{self.name}ที่ได้หลังแยกอย่างน้อยสองรายการ"


class OneResult(ResultTable):
    least = most = 1
    single = True

    @property
    def amount(self) -> str:
        return f"กรอก{self.name}ที่ได้หลังรวมหนึ่งรายการ"


def result_table(data, definitions: Definitions, kind: Kind, *, one: bool) -> TableForm:
    """Return the table of what comes of a merge or split; its keys may be those of the parts that go."""
    table = OneResult if one else ResultTable
    return table(
        OF_KINDS[kind],
        data,
        kind="result",
        parts={},
        name=NAMES[kind],
        blank=1 if one else 3,
        definitions=definitions,
    )


class DefinitionFileForm(forms.Form):
    """The file of a year: xlsx or JSON, told apart by its content."""

    file = forms.FileField(
        label="แฟ้มเกณฑ์",
        help_text="แฟ้ม .xlsx หรือ .json ที่ส่งออกจากระบบนี้ ไม่เกิน 5 MB",
        error_messages={"required": "เลือกแฟ้มก่อน", "empty": "แฟ้มนี้ว่างเปล่า"},
        widget=forms.FileInput({"accept": ".xlsx,.json"}),
    )
    replace = forms.BooleanField(
        label="แทนที่ปีที่มีอยู่",
        required=False,
        help_text="ทำเครื่องหมายเมื่อระบบมีเกณฑ์ของปีในแฟ้มแล้ว และต้องการให้เป็นตามแฟ้ม",
    )
    reason = ThaiTextField(
        label="เหตุผลของการแก้ไข",
        required=False,
        max_length=2000,
        help_text="กรอกเมื่อแฟ้มเป็นของปีที่มีอยู่แล้วและตรึงแล้ว ปีใหม่ให้เว้นว่าง",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > 5_000_000:
            raise ValidationError("แฟ้มใหญ่เกิน 5 MB เกณฑ์ทั้งปีมีขนาดไม่ถึง 1 MB โปรดตรวจว่าเลือกแฟ้มถูกต้อง")
        return file
