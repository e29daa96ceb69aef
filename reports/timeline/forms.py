"""What of a history is shown: read from the address, where anything odd is left out."""

import re

from django import forms

from ita_portal.ids import id_of

from .acts import Narrowed
from .tracked import KINDS

ROW = re.compile(r"(measure|evidence|indicator|item|document|block|user|unit)-([1-9][0-9]{0,17})")


class HistoryForm(forms.Form):
    """Kind and person are chosen, the row comes with a link of its page."""

    row = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, kinds: dict[str, str] = KINDS, label: str = "เรื่อง", every: str = "ทุกเรื่อง"):
        super().__init__(data)
        self.kinds = kinds
        self.fields["kind"] = forms.ChoiceField(label=label, required=False, choices=[("", every), *kinds.items()])

    def asked(self) -> Narrowed:
        kind, by, row = (self.data.get(name, "") for name in ("kind", "by", "row"))
        named = ROW.fullmatch(row)
        return Narrowed(
            kind=kind if kind in self.kinds else "",
            by=id_of(by) or None,
            row=(named[1], int(named[2])) if named else None,
        )

    def offer(self, people: list[tuple[int, str]]) -> None:
        named = [(str(key), name) for key, name in people]
        self.fields["by"] = forms.ChoiceField(label="ผู้ดำเนินการ", required=False, choices=[("", "ทุกคน"), *named])
