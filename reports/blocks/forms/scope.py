"""What is chosen before some block forms can be shown."""

from django import forms

from .base import OfferedDefinitions


class ScopeForm(forms.Form):
    """What is chosen before some block forms can be shown: the instrument, or the year and the indicator.

    `lacking` says in Thai what the year's definitions would have to offer first, and is empty where nothing is.
    """

    def __init__(self, data, *, names: tuple[str, ...], definitions: OfferedDefinitions):
        own, fiscal_year = definitions.own, definitions.year.fiscal_year
        known: dict[str, forms.Field] = {
            "instrument": forms.ChoiceField(
                label="เครื่องมือประเมิน",
                choices=[
                    (instrument.code, f"{instrument.code} {instrument.name}")
                    for instrument in own.instruments.all()
                ],
            ),
            "year": forms.TypedChoiceField(
                label="ผลของปีงบประมาณ", coerce=int, choices=definitions.year_choices()
            ),
            "indicator": forms.TypedChoiceField(
                label="ตัวชี้วัด",
                coerce=int,
                choices=[(indicator.number, str(indicator)) for indicator in own.indicators.all()],
            ),
        }
        empty = [known[name].label for name in names if not known[name].choices]
        self.lacking = f"เกณฑ์ของปี {fiscal_year} ยังไม่มี{'และ'.join(empty)} ให้ผู้ดูแลระบบเพิ่มก่อน" if empty else ""
        defaults = {name: str(known[name].choices[0][0]) for name in names if known[name].choices}
        defaults |= {"year": str(fiscal_year)} if "year" in names else {}
        super().__init__({**defaults, **{name: data[name] for name in names if name in data}})
        self.fields.update({name: known[name] for name in names})
