"""Small forms that change what the parts of a year are: merged, split, retired; and a file that holds a year."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from assessments.editing.fields import ThaiCharField, ThaiTextField, offer
from assessments.frameworks import edits
from assessments.frameworks.definitions import Definitions, Kind
from assessments.frameworks.files import MAX_BYTES
from assessments.frameworks.labels import CALLED, NAMES

from .parts import IndicatorRow, ItemRow
from .tables import NumberField, RowForm, TableForm


class ResultItemRow(ItemRow):
    """Stands where the parts stood that it comes of, unless another place was chosen."""

    ordered = placed = False
    nowhere = "ที่เดิมของข้อแรกที่เลือก"


class ResultTable(TableForm):
    """The parts that come of a merge (exactly one) or split (two or more); they may have the keys of those that go."""

    of_result = True
    least, most, amount = 2, 99, "กรอก{}ที่ได้หลังแยกอย่างน้อยสองรายการ"

    def is_valid(self) -> bool:
        super().is_valid()
        if not self.errors and not self.least <= len(self.kept) <= self.most:
            self.non_field_errors.append(self.amount.format(self.name))
        return not self.errors


class OneResult(ResultTable):
    least = most = blank = 1
    single = True
    amount = "กรอก{}ที่ได้หลังรวมหนึ่งรายการ"


class RetireForm(forms.Form):
    """A part that the year no longer has. `within` narrows the choice of items to an indicator."""

    chosen: forms.Field = forms.ChoiceField(label="เลือก", widget=forms.RadioSelect)
    reason = ThaiCharField(label="เหตุผล", max_length=300, help_text="แสดงในตารางเทียบเกณฑ์ และในเอกสารที่เทียบสองปี")

    verb = "ยกเลิก"
    results: ClassVar[type[ResultTable] | None] = None

    def __init__(self, data: Any, *, definitions: Definitions, kind: Kind, within: int | None = None):
        super().__init__(data, use_required_attribute=False)
        self.definitions, self.kind = definitions, kind
        self.parts = {
            str(part.key): part
            for part in definitions.parts(kind)
            if kind == "indicators" or within in (None, part.indicator)
        }
        before_key = "" if kind == "items" else f"{CALLED[kind]} "
        offer(self, "chosen", [(key, f"{before_key}{key} {part.called}") for key, part in self.parts.items()])

    @property
    def chosen_parts(self) -> list[Any]:
        """The chosen parts in printed order."""
        chosen = self.cleaned_data["chosen"]
        wanted = [chosen] if isinstance(chosen, str) else chosen
        return [part for key, part in self.parts.items() if key in wanted]

    def changed(self, rows: list[RowForm]) -> Definitions:
        """Return the year after the change; what an edit refuses is a ValueError."""
        [part] = self.chosen_parts
        return edits.retire(self.definitions, self.kind, part.key, reason=self.cleaned_data["reason"])


class SplitForm(RetireForm):
    """A part that becomes several."""

    comparable = forms.BooleanField(
        label="เทียบคะแนนกับปีก่อนได้", required=False, help_text="เลือกเมื่อคะแนนของสิ่งที่ได้เทียบกับคะแนนของเดิมได้จริง"
    )
    field_order = ["chosen", "comparable", "reason"]

    verb = "แยก"
    results = ResultTable

    def changed(self, rows: list[RowForm]) -> Definitions:
        origins = self.chosen_parts
        return edits.regroup(
            self.definitions,
            self.kind,
            [part.key for part in origins],
            [row.part(origins[0]) for row in rows],
            comparable=self.cleaned_data["comparable"],
            reason=self.cleaned_data["reason"],
        )


class MergeForm(SplitForm):
    """Several parts that become one."""

    chosen = forms.MultipleChoiceField(label="เลือกสองรายการขึ้นไป", widget=forms.CheckboxSelectMultiple)

    verb = "รวม"
    results = OneResult

    def clean_chosen(self):
        chosen = set(self.cleaned_data["chosen"])
        if len(chosen) < 2:
            raise ValidationError(f"เลือก{NAMES[self.kind]}ที่จะรวมกันอย่างน้อยสองรายการ")
        return chosen


FORMS = {"merge": MergeForm, "split": SplitForm, "retire": RetireForm}
RESULT_ROWS: dict[Kind, type[RowForm]] = {"indicators": IndicatorRow, "items": ResultItemRow}


class DefinitionFileForm(forms.Form):
    """The file of a year: xlsx or JSON, told apart by its content."""

    file = forms.FileField(
        label="ไฟล์เกณฑ์",
        help_text="ไฟล์ .xlsx หรือ .json ที่ส่งออกจากระบบนี้ ไม่เกิน 5 MB",
        error_messages={"required": "เลือกไฟล์ก่อน", "empty": "ไฟล์นี้ว่างเปล่า"},
        widget=forms.FileInput({"accept": ".xlsx,.json"}),
    )
    fiscal_year = NumberField(
        label="ทำเป็นเกณฑ์ของปี",
        required=False,
        min_value=2562,
        max_value=2700,
        help_text="เว้นว่างคือปีตามไฟล์ กรอกปีอื่นเพื่อใช้ไฟล์นี้ทำเกณฑ์ของปีนั้น เช่น ใช้ไฟล์ของปี 2569 ทำปี 2571",
    )
    replace = forms.BooleanField(
        label="แทนที่ฉบับร่าง", required=False, help_text="ทำเครื่องหมายเมื่อระบบมีฉบับร่างของปีนั้นแล้ว และต้องการให้เป็นตามไฟล์"
    )
    reason = ThaiTextField(
        label="เรื่องที่แก้ไขและเหตุผล",
        required=False,
        max_length=2000,
        help_text="กรอกเมื่อปีนั้นประกาศใช้แล้ว ขั้นต่อไปแสดงสิ่งที่จะเปลี่ยน แล้วผู้ดูแลระบบอีกคนต้องยืนยันก่อนจึงมีผล ปีใหม่ให้เว้นว่าง",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError("ไฟล์ใหญ่เกิน 5 MB เกณฑ์ทั้งปีมีขนาดไม่ถึง 1 MB โปรดตรวจว่าเลือกไฟล์ถูกต้อง")
        return file
