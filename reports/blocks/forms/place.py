"""Where a new block goes."""

from django import forms

from reports.documents.block_types import LABELS
from reports.documents.models import Block


class PlaceForm(forms.Form):
    """The choice of a place: last, first, or after one of the blocks that are there."""

    def __init__(self, data, *, blocks: list[Block], after: str = ""):
        super().__init__(data, initial={"after": after})
        named = [
            (each.pk, f"ต่อจากส่วนที่ {place} {LABELS[each.type]} {each.heading[:60]}".strip())
            for place, each in enumerate(blocks, start=1)
        ]
        self.fields["after"] = forms.TypedChoiceField(
            label="ตำแหน่งของส่วนใหม่",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", "ท้ายเอกสาร"), (0, "ต้นเอกสาร"), *named],
            error_messages={"invalid_choice": "ส่วนที่เลือกไว้ถูกลบไปแล้ว เลือกตำแหน่งใหม่"},
        )
