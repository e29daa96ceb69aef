"""What all block forms share. Adding is editing a starting block, so there is one way in and out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from django import forms
from django.db.models import Prefetch

from assessments.models import Assessment, Framework, Indicator
from reports.blocks.inputs import years_with_scores
from reports.documents.block_types import LABELS
from reports.documents.widths import all_or_none, fault

from ..headings import BY_NUMBER, HEADING_AS
from .keeping import KeepingForm, WidthField, text_field


@dataclass(frozen=True)
class OfferedDefinitions:
    """What the forms offer to choose from: the frameworks by fiscal year, and scores to show beside rows."""

    year: Assessment
    frameworks: dict[int, Framework]
    results: set[int]  # the fiscal years of which the municipality has scores
    scores: dict[int, Decimal]
    widths: Sequence[int] = ()  # in per cent, as the columns of the edited block stand now

    @classmethod
    def of(cls, year: Assessment) -> Self:
        """Read them in a fixed number of queries."""
        frameworks = Framework.objects.published() | Framework.objects.filter(pk=year.framework_id)
        indicators = Prefetch("indicators", Indicator.objects.select_related("instrument"))
        frameworks = frameworks.prefetch_related("instruments", indicators)
        by_year = {framework.fiscal_year: framework for framework in frameworks}
        return cls(year, by_year, years_with_scores(year), year.scores_by_number())

    @property
    def own(self) -> Framework:
        """The framework of the document's year."""
        return self.frameworks[self.year.fiscal_year]

    def framework(self, fiscal_year: int) -> Framework:
        """Return a year's framework; the document's own for a year that has lost its definitions."""
        return self.frameworks.get(fiscal_year, self.own)

    def year_choices(self) -> list[tuple[int, str]]:
        """Return every defined year, told where nothing is known of the municipality's result."""
        told = {year: "" if year in self.results else " (ยังไม่มีคะแนนในระบบ)" for year in self.frameworks}
        return [(year, f"พ.ศ. {year}{note}") for year, note in told.items()]


@dataclass(frozen=True)
class FieldRow:
    """Fields of a form that stand together under a label, perhaps beside the thumbnail of evidence."""

    label: str
    note: str
    fields: list[forms.BoundField]
    picture: int | None = None


class BlockForm(KeepingForm):
    """`stored` is the block as it stands in a package; `section()` gives it back with the changes typed.

    Fields of rows are named after what the row is about (`keyed_rows`): a page that shows an older order of the
    rows still speaks of the same ones. Rows that only such a page knows are taken up, for nothing typed to be lost.
    """

    rows_label = ""
    no_rows = "เกณฑ์ที่เลือกยังไม่มีรายการให้กรอก เลือกปีหรือตัวชี้วัดอื่น หรือขอให้ผู้ดูแลระบบเพิ่มในเกณฑ์ประจำปี"
    two_columns = False  # rows of two texts, which need the whole width
    scope: tuple[str, ...] = ()  # what is chosen before the form can be shown, and stays
    years: Mapping[str, str] = {}  # choices of fiscal years whose results are printed, with their labels

    heading: forms.Field | None = text_field("หัวข้อ", help_text="พิมพ์เหนือส่วนนี้ ใส่เลขข้อเองได้ เช่น ๑. ผลการประเมิน เว้นว่างได้")

    heading_as = forms.TypedChoiceField(
        label="หัวข้อนี้เป็น", required=False, empty_value=BY_NUMBER, choices=list(HEADING_AS.items())
    )

    def __init__(self, data=None, *, stored: dict, definitions: OfferedDefinitions):
        self.stored, self.definitions, self.label = stored, definitions, LABELS[stored["type"]]
        self.rows: list[FieldRow] = []  # the fields that stand together, in the page's order
        self.widths: FieldRow | None = None  # of columns, where the block has some that are fitted or typed
        self.head_row: FieldRow | None = None  # the headings of columns, which stand above the rows
        super().__init__(data, initial=dict(self.shown()))
        if "heading_as" not in stored:
            del self.fields["heading_as"]
        for name, label in self.years.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                coerce=int,
                choices=definitions.year_choices(),
                error_messages={"invalid_choice": "เลือกปีจากรายการ"},
            )
        self.build()
        self.order_fields(["heading", "heading_as"])

    def shown(self) -> dict:
        """Return what the fields show of the stored block."""
        return self.stored

    def build(self) -> None:
        """Add the fields that depend on the stored block or on the definitions."""

    def content(self) -> dict:
        """Return the keys of the block that the form may change."""
        return self.kept_fields(self.stored)

    def section(self) -> dict:
        """Return the block as it is to be stored."""
        return {**self.stored, **self.content()}

    def add_row(
        self, fields: dict[str, tuple[forms.Field, object]], label: str = "", note: str = "", picture: int | None = None
    ) -> None:
        """Add fields that stand together, each with the text that it shows."""
        for name, (field, text) in fields.items():
            self.fields[name] = field
            self.initial[name] = text
        self.rows.append(FieldRow(label, note, [self[name] for name in fields], picture))

    def add_widths(self, columns: Sequence[str], typed: Sequence[int]) -> None:
        """Add a field for the width of each of these columns."""
        typed = [*typed, *[0] * len(columns)][: len(columns)]
        standing = self.definitions.widths if len(self.definitions.widths) == len(columns) else [0] * len(columns)
        for place, (name, width, stands) in enumerate(zip(columns, typed, standing, strict=True), start=1):
            label = f"คอลัมน์ที่ {place} {name}".rstrip()
            self.fields[f"width-{place}"] = WidthField(label=label, help_text=f"ขณะนี้กว้าง {stands}" if stands else "")
            self.initial[f"width-{place}"] = width
        self.widths = FieldRow("", "", [self[f"width-{place}"] for place in range(1, len(columns) + 1)])

    def typed_widths(self) -> list[int]:
        """Return what was typed of the columns' widths; none where all are fitted."""
        fields = self.widths.fields if self.widths else []
        return all_or_none([self.cleaned_data.get(field.name) or 0 for field in fields])

    def clean(self):
        fields = self.widths.fields if self.widths else []
        wrong = any(field.name in self.errors for field in fields)
        if not wrong and (said := fault(self.typed_widths(), len(fields))):
            self.add_error(fields[0].name, said)

    @property
    def single_fields(self) -> list[forms.BoundField]:
        """The fields that stand in no row."""
        rows = [*self.rows, *filter(None, [self.head_row, self.widths])]
        in_rows = {field.name for row in rows for field in row.fields}
        return [self[name] for name in self.fields if name not in in_rows]


def score_in_name_field() -> forms.BooleanField:
    return forms.BooleanField(
        label="พิมพ์คะแนนไว้หลังชื่อตัวชี้วัด", required=False, help_text="เช่น ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ (๙๕.๒๓ คะแนน)"
    )


HEADED = "เว้นว่างใช้คำของระบบ"


class HeadingsForm(BlockForm):
    """A block with a table whose headings are typed. `columns` names those that have one of their own without that."""

    columns: tuple[str, ...] = ()

    def build(self):
        for place, text in enumerate(self.stored["headings"]):
            label = f"หัวคอลัมน์ “{self.columns[place]}”" if self.columns else f"หัวคอลัมน์ที่ {place + 1}"
            self.fields[f"heading_{place}"] = text_field(label)
            self.initial[f"heading_{place}"] = text
        fields = [self[f"heading_{place}"] for place in range(len(self.stored["headings"]))]
        self.head_row = FieldRow("หัวคอลัมน์ของตาราง", HEADED if self.columns else "", fields)
        if "widths" in self.stored:
            own = self.columns or self.stored["headings"]
            names = [text or usual for text, usual in zip(self.stored["headings"], own, strict=True)]
            self.add_widths(names, self.stored["widths"])

    def content(self):
        headings = [self.kept(f"heading_{place}", text) for place, text in enumerate(self.stored["headings"])]
        widths = {"widths": self.typed_widths()} if self.widths else {}
        return {**super().content(), "headings": headings, **widths}
