"""Form fields for Thai text, scores and dates: they normalise what is typed and say in Thai what is wrong."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from ita_portal.entering import note
from ita_portal.thai import BE_OFFSET, ascii_digits, normalise, parse_date, tidy_lines, two_decimals

_SCORE = re.compile(r"\d{1,3}(\.\d{0,2})?|\.\d{1,2}")
_UNKNOWN = ("", "-")
LONGEST = 100_000  # of a text whose field says nothing else
SHRINKS = 4  # as typed a text may be so much longer than as it is stored: spaces, line ends, what has no width
LONGEST_VALUE = 100


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Set what can be chosen in a field."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def refuse_long(text: str, most: int | None) -> None:
    """Raise for a text that is longer than any of `most` letters is typed, before anything is done with it."""
    most = most or LONGEST
    if len(text) > SHRINKS * most + 1_000:
        raise ValidationError(f"ยาวเกินไป ส่งมา {len(text):,} ตัวอักษร เขียนได้ไม่เกิน {most:,} ตัวอักษร", code="max_length")


class EntranceField(forms.CharField):
    """A text on its way in. Where documents print it, what they cannot print is told; while typing by printable.js."""

    printed = False

    def clean(self, value):
        cleaned = super().clean(value)
        if value not in self.empty_values:
            note(str(value), f"“{self.label}”" if self.printed else "")
        return cleaned

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | ({"data-printed": True} if self.printed else {})


class ThaiCharField(EntranceField):
    """One line of text."""

    def to_python(self, value):
        if value in self.empty_values:
            return self.empty_value
        refuse_long(str(value), self.max_length)
        return super().to_python(" ".join(normalise(str(value)).split("\n")).strip())


class ThaiTextField(EntranceField):
    """Text of several lines; a line may be indented."""

    widget = forms.Textarea

    def __init__(self, *args, **kwargs):
        super().__init__(*args, strip=False, **kwargs)

    def to_python(self, value):
        if value not in self.empty_values:
            refuse_long(str(value), self.max_length)
            value = tidy_lines(str(value))
        return super().to_python(value)

    def widget_attrs(self, widget):
        return {"rows": "4", **super().widget_attrs(widget)}


class PrintedLine(ThaiCharField):
    printed = True


class PrintedText(ThaiTextField):
    printed = True


class TypedField(forms.Field):
    """A value read from a line of text; what was typed stays in the form until it can be read."""

    widget = forms.TextInput

    def typed(self, value) -> str:
        """Return the line to be read; one that is too long to be a value stays unlooked at, and is none."""
        text = str(value) if value is not None else ""
        return ascii_digits(normalise(text)).strip() if len(text) <= LONGEST_VALUE else text

    def has_changed(self, initial, data) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True

    def widget_attrs(self, widget):
        return {"autocomplete": "off"}


class ScoreField(TypedField):
    """A score of 0-100 with at most two decimals, Thai or ASCII digits; "" and "-" are None, not yet known."""

    noun = "คะแนน"

    def to_python(self, value) -> Decimal | None:
        text = self.typed(value).removesuffix("%").rstrip()
        if text in _UNKNOWN:
            return None
        shown = str(value).strip()[:20]
        if not _SCORE.fullmatch(text):
            raise ValidationError(
                f"“{shown}” ไม่ใช่{self.noun} กรอกตัวเลข 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง เช่น 90.64", code="invalid"
            )
        score = Decimal(text)
        if score > 100:
            raise ValidationError(f"“{shown}” เกิน 100 กรอก{self.noun} 0 ถึง 100 เช่น 90.64", code="max_value")
        return score

    def prepare_value(self, value):
        return two_decimals(value) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "inputmode": "decimal", "class": "score", "size": "7"}


class ThaiDateField(TypedField):
    """A day of the Buddhist era, typed as d/m/yyyy or "1 เมษายน 2567"; dates.js adds a calendar to pick it from."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return parse_date(str(value))
        except ValueError as error:
            reason = str(error) if re.search("[ก-๙]", str(error)) else "ไม่มีวันนี้ในปฏิทิน"
            raise ValidationError(f"“{str(value).strip()[:40]}”: {reason}", code="invalid") from error

    def prepare_value(self, value):
        return f"{value.day}/{value.month}/{value.year + BE_OFFSET}" if hasattr(value, "year") else value

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "placeholder": "1/4/2567", "data-date": True}
