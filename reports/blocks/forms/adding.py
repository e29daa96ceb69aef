"""What is chosen around a new block: first what some forms depend on, then where the block goes."""

from django import forms

from reports.documents.block_types import LABELS
from reports.documents.models import Block

from .base import OfferedDefinitions

SCOPES = {"instrument": "เครื่องมือประเมิน", "year": "ผลของปีงบประมาณ", "indicator": "ตัวชี้วัด"}


class ScopeForm(forms.Form):
    """What is chosen before some block forms can be shown: the instrument, or the year and the indicator.

    `lacking` says in Thai what the year's definitions would have to offer first, and is empty where nothing is.
    """

    def __init__(self, data, *, names: tuple[str, ...], definitions: OfferedDefinitions):
        own, fiscal_year = definitions.own, definitions.year.fiscal_year
        choices: dict[str, list] = {
            "instrument": [(instrument.code, str(instrument)) for instrument in own.instruments.all()],
            "year": definitions.year_choices(),
            "indicator": [(indicator.number, str(indicator)) for indicator in own.indicators.all()],
        }
        empty = [SCOPES[name] for name in names if not choices[name]]
        self.lacking = f"เกณฑ์ของปี {fiscal_year} ยังไม่มี{'และ'.join(empty)} ให้ผู้ดูแลระบบเพิ่มก่อน" if empty else ""
        defaults = {name: str(choices[name][0][0]) for name in names if choices[name]}
        defaults |= {"year": str(fiscal_year)} if "year" in names else {}
        super().__init__({**defaults, **{name: data[name] for name in names if name in data}})
        for name in names:
            coerce = str if name == "instrument" else int
            self.fields[name] = forms.TypedChoiceField(label=SCOPES[name], coerce=coerce, choices=choices[name])


class PlaceForm(forms.Form):
    """The choice of a place: last, first, or after one of the blocks that are there."""

    def __init__(self, data, *, blocks: list[Block], after: str = ""):
        super().__init__(data, initial={"after": after})
        named = [
            (block.pk, f"ต่อจากส่วนที่ {place} {LABELS[block.type]} {block.heading[:60]}".strip())
            for place, block in enumerate(blocks, start=1)
        ]
        self.fields["after"] = forms.TypedChoiceField(
            label="ตำแหน่งของส่วนใหม่",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", "ท้ายเอกสาร"), (0, "ต้นเอกสาร"), *named],
            error_messages={"invalid_choice": "ส่วนที่เลือกไว้ถูกลบไปแล้ว เลือกตำแหน่งใหม่"},
        )
